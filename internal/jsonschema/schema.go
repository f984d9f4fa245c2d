// The part of JSON Schema 2020-12 that this module's published schemas are
// written in. A keyword that is not known here is an error: one that were
// passed over would be published and not kept.

package jsonschema

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Schema is a compiled schema. It is immutable and safe for concurrent use.
type Schema struct {
	never bool // the schema false
	ref   *Schema

	types      []string
	values     []string // of enum and const, as compact JSON
	properties map[string]*Schema
	names      []string // of properties, in order
	required   []string
	additional *Schema // of members that properties does not name
	rest       *Schema // unevaluatedProperties: of members that nothing else has looked at
	items      *Schema
	pattern    *regexp.Regexp
	bounds     map[string]float64
	unique     bool
	allOf      []*Schema
	oneOf      []*Schema
	not        *Schema
	when       *Schema
	then, els  *Schema
	accepts    string // x-accepts: what is accepted, for people
}

// bounding are the keywords with a number that says how much there may be.
const bounding = " minimum maximum minLength maxLength minItems maxItems minProperties maxProperties "

// telling are the keywords that refuse nothing.
const telling = " $schema $id $comment $defs title description default examples format deprecated writeOnly "

// Properties are the members that the schema names, in their order.
func (s *Schema) Properties() []string { return s.resolved().names }

func (s *Schema) resolved() *Schema {
	for s != nil && s.ref != nil {
		s = s.ref
	}
	return s
}

// Compile reads a schema. It says what it does not understand.
func Compile(text []byte) (*Schema, error) {
	root, problems := Read(text, 100)
	if len(problems) > 0 {
		return nil, fmt.Errorf("jsonschema: %s: %s", problems[0].Pointer, problems[0].Reason)
	}
	c := compiler{root: root, refs: map[string]*Schema{}}
	s, err := c.schema(root)
	if err != nil {
		return nil, fmt.Errorf("jsonschema: %w", err)
	}
	return s, nil
}

// Definition compiles one of a schema's definitions, $defs/name.
func Definition(text []byte, name string) (*Schema, error) {
	root, problems := Read(text, 100)
	if len(problems) > 0 {
		return nil, fmt.Errorf("jsonschema: %s: %s", problems[0].Pointer, problems[0].Reason)
	}
	c := compiler{root: root, refs: map[string]*Schema{}}
	return c.reference("#/$defs/" + name)
}

type compiler struct {
	root *Node
	refs map[string]*Schema
}

// reference returns what a $ref means. It may refer to itself.
func (c *compiler) reference(ref string) (*Schema, error) {
	if s, ok := c.refs[ref]; ok {
		return s, nil
	}
	pointer, ok := strings.CutPrefix(ref, "#")
	at := c.root.At(pointer)
	if !ok || at.Pointer() != pointer {
		return nil, fmt.Errorf("$ref %q leads nowhere", ref)
	}
	s := &Schema{}
	c.refs[ref] = s
	return s, c.fill(s, at)
}

func (c *compiler) schema(n *Node) (*Schema, error) {
	s := &Schema{}
	return s, c.fill(s, n)
}

func (c *compiler) fill(s *Schema, n *Node) error {
	switch n.Kind {
	case 't':
		return nil
	case 'f':
		s.never = true
		return nil
	case '{':
	default:
		return fmt.Errorf("%s is no schema", n.Pointer())
	}
	for _, m := range n.Members {
		if err := c.keyword(s, m); err != nil {
			return fmt.Errorf("%s: %w", m.Pointer(), err)
		}
	}
	return nil
}

// keyword reads one keyword into s.
func (c *compiler) keyword(s *Schema, n *Node) (err error) {
	switch name := n.Name; name {
	case "$ref":
		s.ref, err = c.reference(n.Text)
	case "type":
		s.types = textsOf(n)
	case "enum", "const":
		s.values, err = literals(n)
	case "properties":
		err = c.named(s, n)
	case "required":
		s.required = textsOf(n)
	case "additionalProperties":
		s.additional, err = c.schema(n)
	case "unevaluatedProperties":
		s.rest, err = c.schema(n)
	case "items":
		s.items, err = c.schema(n)
	case "pattern":
		s.pattern, err = regexp.Compile(n.Text)
	case "uniqueItems":
		s.unique = n.Kind == 't'
	case "x-accepts":
		s.accepts = n.Text
	default:
		err = c.combining(s, n)
	}
	return err
}

// combining reads the keywords that say something by way of other schemas.
func (c *compiler) combining(s *Schema, n *Node) (err error) {
	switch n.Name {
	case "allOf":
		s.allOf, err = c.list(n)
	case "oneOf":
		s.oneOf, err = c.list(n)
	case "not":
		s.not, err = c.schema(n)
	case "if":
		s.when, err = c.schema(n)
	case "then":
		s.then, err = c.schema(n)
	case "else":
		s.els, err = c.schema(n)
	default:
		err = c.other(s, n)
	}
	return err
}

// other reads the keywords that have a number, and passes over those that only
// tell.
func (c *compiler) other(s *Schema, n *Node) error {
	switch {
	case strings.Contains(bounding, " "+n.Name+" "):
		var f float64
		if err := json.Unmarshal(n.Raw, &f); err != nil {
			return err
		}
		if s.bounds == nil {
			s.bounds = map[string]float64{}
		}
		s.bounds[n.Name] = f
		return nil
	case strings.Contains(telling, " "+n.Name+" "):
		return nil
	}
	return fmt.Errorf("the keyword is not known")
}

func (c *compiler) named(s *Schema, n *Node) error {
	s.properties = map[string]*Schema{}
	for _, m := range n.Members {
		p, err := c.schema(m)
		if err != nil {
			return err
		}
		s.properties[m.Name] = p
		s.names = append(s.names, m.Name)
	}
	return nil
}

func (c *compiler) list(n *Node) ([]*Schema, error) {
	var list []*Schema
	for _, e := range n.Elems {
		s, err := c.schema(e)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// textsOf is a text, or the texts of a list.
func textsOf(n *Node) []string {
	if n.Kind == '"' {
		return []string{n.Text}
	}
	var list []string
	for _, e := range n.Elems {
		list = append(list, e.Text)
	}
	return list
}

// literals are the values of enum, or the one of const, as compact JSON.
func literals(n *Node) ([]string, error) {
	nodes := n.Elems
	if n.Name == "const" {
		nodes = []*Node{n}
	}
	var list []string
	for _, e := range nodes {
		text, err := literal(e)
		if err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, nil
}

func literal(n *Node) (string, error) {
	b, err := jsontext.AppendFormat(nil, n.Raw, jsontext.CanonicalizeRawInts(true), jsontext.AllowDuplicateNames(true))
	return string(b), err
}
