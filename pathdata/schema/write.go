// The text form: JSON Schema 2020-12 that any checker understands, and beside
// it, under x-shape, what is needed to go on from there. The keywords are
// derived from the counts, never the other way round; read.go holds a text to
// that.

package schema

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Dialect is the value of $schema.
const Dialect = "https://json-schema.org/draft/2020-12/schema"

// wire is a node as it is written. Members come in this order, names sorted.
type wire struct {
	Schema     string           `json:"$schema,omitempty"`
	Type       any              `json:"type,omitempty"` // string or []string
	Format     string           `json:"format,omitempty"`
	Pattern    string           `json:"pattern,omitempty"`
	Enum       []*string        `json:"enum,omitempty"`
	Items      *wire            `json:"items,omitempty"`
	Properties map[string]*wire `json:"properties,omitempty"`
	Required   []string         `json:"required,omitempty"`
	Additional *wire            `json:"additionalProperties,omitempty"`
	Shape      *shape           `json:"x-shape"`
}

// shape is what the keywords do not say.
type shape struct {
	Seen       int64    `json:"seen"`
	Array      int64    `json:"array,omitempty"`
	Boolean    int64    `json:"boolean,omitempty"`
	Integer    int64    `json:"integer,omitempty"`
	Null       int64    `json:"null,omitempty"`
	Number     int64    `json:"number,omitempty"`
	Object     int64    `json:"object,omitempty"`
	String     int64    `json:"string,omitempty"`
	Values     []string `json:"values,omitempty"` // strings seen, unless there were too many
	Names      string   `json:"names,omitempty"`
	Truncated  bool     `json:"truncated,omitempty"`
	Duplicates int64    `json:"duplicates,omitempty"` // of the whole schema
	Levels     int      `json:"levels,omitempty"`     // of the whole schema
}

var namings = [...]string{namesFields: "", namesSparse: "sparse", namesData: "data"}

// counts gives the places of the counts in the order of kinds.
func (s *shape) counts() [kinds]*int64 {
	return [kinds]*int64{&s.Array, &s.Boolean, &s.Integer, &s.Null, &s.Number, &s.Object, &s.String}
}

// MarshalJSON writes the schema as JSON Schema 2020-12. Equal schemas give
// equal bytes. A member x-shape beside the keywords holds counts, and up to
// MaxValues short strings of fields that may turn out to be enumerations: what
// is written holds values out of the records, though nothing that looks like an
// address, a path, a hash or a header, and nothing at or below a member whose
// name is that of a secret, such as "password", "api_key" or "userPIN", or beside
// a member that calls it so, as in a list of headers. Names below a secret count
// as data. It returns no error.
func (s Schema) MarshalJSON() ([]byte, error) {
	root := s.root
	if root == nil {
		root = new(node)
	}
	w := root.wire()
	w.Schema = Dialect
	w.Shape.Duplicates, w.Shape.Levels = s.duplicates, s.levels
	return json.Marshal(w)
}

func (n *node) wire() *wire {
	w := &wire{Pattern: formatPatterns[n.format], Required: n.requiredNames(), Shape: n.shape()}
	switch types := n.types(); len(types) {
	case 0:
	case 1:
		w.Type = types[0]
	default:
		w.Type = types
	}
	if n.format > formatPlain && w.Pattern == "" {
		w.Format = formatNames[n.format]
	}
	w.Enum = n.wireEnum()
	if n.items != nil {
		w.Items = n.items.wire()
	}
	if n.rest != nil {
		w.Additional = n.rest.wire()
	}
	if len(n.props) > 0 {
		w.Properties = make(map[string]*wire, len(n.props))
		for name, c := range n.props {
			w.Properties[name] = c.wire()
		}
	}
	return w
}

func (n *node) shape() *shape {
	s := &shape{Seen: n.seen, Values: n.values, Names: namings[n.names], Truncated: n.cut}
	for k, count := range s.counts() {
		*count = n.counts[k]
	}
	return s
}

// types gives the names of the types seen, sorted. A number is any number, so
// integers are not named beside it.
func (n *node) types() (names []string) {
	for k, count := range n.counts {
		if count > 0 && (kind(k) != kindInteger || n.counts[kindNumber] == 0) {
			names = append(names, kindNames[k])
		}
	}
	return names
}

// named gives the types seen but null, for people.
func (n *node) named() string {
	null := kindNames[kindNull]
	return strings.Join(slices.DeleteFunc(n.types(), func(t string) bool { return t == null }), "|")
}

// described gives all types seen, for people.
func (n *node) described() string { return strings.Join(n.types(), "|") }

// wireEnum gives the enumeration as JSON Schema has it: it counts for values of
// all types, so null is one of them if it was seen.
func (n *node) wireEnum() (enum []*string) {
	values := n.enum()
	for i := range values {
		enum = append(enum, &values[i])
	}
	if enum != nil && n.counts[kindNull] > 0 {
		enum = append(enum, nil)
	}
	return enum
}

// requiredNames gives the fields that were never missing, sorted.
func (n *node) requiredNames() (names []string) {
	for _, name := range slices.Sorted(maps.Keys(n.props)) {
		if !n.optional(n.props[name]) {
			names = append(names, name)
		}
	}
	return names
}
