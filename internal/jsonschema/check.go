// A value against a schema: everything that does not fit, with what would, in
// the order of the text.

package jsonschema

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/proofpointkit/proofpoint-go/internal/suggest"
)

// Check returns everything about n that does not fit s; nil if it fits.
func (s *Schema) Check(n *Node) []Problem {
	var c checker
	c.value(s, n)
	return c.problems
}

type checker struct{ problems []Problem }

func (c *checker) add(n *Node, reason, accepts, suggest string) {
	if len(c.problems) >= maxProblems {
		return
	}
	c.problems = append(c.problems, Problem{Pointer: n.Pointer(), Offset: n.Offset, Reason: reason, Accepts: accepts, Suggest: suggest})
}

// fits reports whether n fits s.
func fits(s *Schema, n *Node) bool {
	var c checker
	c.value(s, n)
	return len(c.problems) == 0
}

func (c *checker) value(s *Schema, n *Node) {
	s = s.resolved()
	if len(c.problems) >= maxProblems {
		return
	}
	if s.never {
		c.add(n, "cannot stand here", "", "")
		return
	}
	if len(s.types) > 0 && !slices.ContainsFunc(s.types, func(t string) bool { return isType(n, t) }) {
		c.add(n, "is "+words[kindOf(n)], typeWords(s.types), "")
		return // whatever else is wrong follows from that
	}
	c.literal(s, n)
	switch n.Kind {
	case '{':
		c.object(s, n)
	case '[':
		c.array(s, n)
	case '"':
		c.text(s, n)
	case '0':
		c.number(s, n)
	}
	c.combined(s, n)
	if s.rest != nil && n.Kind == '{' {
		c.unevaluated(s, n)
	}
}

// unevaluated checks the members that nothing in s has looked at.
func (c *checker) unevaluated(s *Schema, n *Node) {
	seen := map[string]bool{}
	s.looked(n, seen)
	for _, m := range n.Members {
		switch {
		case seen[m.Name]:
		case s.rest.never:
			c.unknown(m, slices.Sorted(maps.Keys(seen)))
		default:
			c.value(s.rest, m)
		}
	}
}

// looked notes the members of n that s says something of, by whatever way.
func (s *Schema) looked(n *Node, seen map[string]bool) {
	s = s.resolved()
	for name := range s.properties {
		seen[name] = true
	}
	if s.additional != nil {
		for _, m := range n.Members {
			seen[m.Name] = true
		}
	}
	for _, one := range slices.Concat(s.allOf, s.oneOf) {
		if fits(one, n) {
			one.looked(n, seen)
		}
	}
	if s.when == nil {
		return
	}
	branch := s.els
	if fits(s.when, n) {
		s.when.looked(n, seen)
		branch = s.then
	}
	if branch != nil {
		branch.looked(n, seen)
	}
}

// unknown says that m is no member of those that there are.
func (c *checker) unknown(m *Node, known []string) {
	near, _ := suggest.Nearest(m.Name, known)
	c.add(m, "is not a member here", strings.Join(known, ", "), near)
}

// combined checks what a schema says by way of others.
func (c *checker) combined(s *Schema, n *Node) {
	for _, one := range s.allOf {
		c.value(one, n)
	}
	if s.oneOf != nil {
		count := 0
		for _, one := range s.oneOf {
			if fits(one, n) {
				count++
			}
		}
		if count != 1 {
			c.add(n, fmt.Sprintf("fits %d of %d forms", count, len(s.oneOf)), orAccepts(s, "exactly one"), "")
		}
	}
	if s.not != nil && fits(s.not, n) {
		c.add(n, "cannot stand here", s.accepts, "")
	}
	if s.when == nil {
		return
	}
	branch := s.els
	if fits(s.when, n) {
		branch = s.then
	}
	if branch != nil {
		c.value(branch, n)
	}
}

func (c *checker) literal(s *Schema, n *Node) {
	if s.values == nil {
		return
	}
	text, err := literal(n)
	if err == nil && slices.Contains(s.values, text) {
		return
	}
	accepted := make([]string, len(s.values))
	for i, v := range s.values {
		accepted[i] = v
		if word, err := strconv.Unquote(v); err == nil {
			accepted[i] = word
		}
	}
	near, _ := suggest.Nearest(n.Text, accepted)
	c.add(n, "is not one of the accepted values", orAccepts(s, strings.Join(accepted, ", ")), near)
}

func (c *checker) object(s *Schema, n *Node) {
	for _, name := range s.required {
		if n.Member(name) == nil {
			c.add(n, "lacks the member "+strconv.Quote(name), s.accepts, "")
		}
	}
	if c.count(s, n, "Properties", len(n.Members), "members") {
		return
	}
	for _, m := range n.Members {
		if p, ok := s.properties[m.Name]; ok {
			c.value(p, m)
			continue
		}
		switch {
		case s.additional == nil:
		case s.additional.never:
			c.unknown(m, s.names)
		default:
			c.value(s.additional, m)
		}
	}
}

func (c *checker) array(s *Schema, n *Node) {
	if c.count(s, n, "Items", len(n.Elems), "elements") {
		return
	}
	seen := map[string]bool{}
	for _, e := range n.Elems {
		if s.items != nil {
			c.value(s.items, e)
		}
		if text, err := literal(e); s.unique && err == nil {
			if seen[text] {
				c.add(e, "is there twice", "", "")
			}
			seen[text] = true
		}
	}
}

func (c *checker) text(s *Schema, n *Node) {
	c.count(s, n, "Length", utf8.RuneCountInString(n.Text), "characters")
	if s.pattern != nil && !s.pattern.MatchString(n.Text) {
		c.add(n, "does not look as it must", orAccepts(s, "text matching "+s.pattern.String()), "")
	}
}

func (c *checker) number(s *Schema, n *Node) {
	low, hasLow := s.bounds["minimum"]
	high, hasHigh := s.bounds["maximum"]
	f, ok := float(n)
	if ok && (!hasLow || f >= low) && (!hasHigh || f <= high) {
		return
	}
	var accepts []string
	if hasLow {
		accepts = append(accepts, "at least "+digits(low))
	}
	if hasHigh {
		accepts = append(accepts, "at most "+digits(high))
	}
	c.add(n, "is out of range", orAccepts(s, strings.Join(accepts, ", ")), "")
}

// digits writes a number as people do, without an exponent.
func digits(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// count checks how much there is of something, min and max of what, and reports
// whether it is too much to be looked at.
func (c *checker) count(s *Schema, n *Node, what string, have int, of string) (tooMany bool) {
	low, hasLow := s.bounds["min"+what]
	high, hasHigh := s.bounds["max"+what]
	switch {
	case hasLow && have < int(low):
		c.add(n, fmt.Sprintf("has %d %s", have, of), orAccepts(s, fmt.Sprintf("at least %v", low)), "")
	case hasHigh && have > int(high):
		c.add(n, fmt.Sprintf("has %d %s", have, of), orAccepts(s, fmt.Sprintf("at most %v", high)), "")
		c.problems[len(c.problems)-1].TooMany = true
		return true
	}
	return false
}

func orAccepts(s *Schema, text string) string {
	if s.accepts != "" {
		return s.accepts
	}
	return text
}

// words are the types as people say them.
var words = map[string]string{"object": "an object", "array": "a list", "string": "text", "integer": "a whole number", "number": "a number",
	"boolean": "true or false", "null": "null"}

func typeWords(types []string) string {
	said := make([]string, len(types))
	for i, t := range types {
		said[i] = words[t]
	}
	return strings.Join(said, ", or ")
}

func kindOf(n *Node) string {
	switch n.Kind {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case '0':
		return "number"
	case 'n':
		return "null"
	}
	return "boolean"
}

func isType(n *Node, t string) bool {
	if t == "integer" {
		f, ok := float(n)
		return n.Kind == '0' && ok && f == math.Trunc(f)
	}
	return kindOf(n) == t
}

// float is a number's value; false if it is too large for one.
func float(n *Node) (float64, bool) {
	var f float64
	err := json.Unmarshal(n.Raw, &f)
	return f, err == nil
}
