// Reading back what write.go wrote. The counts are taken, and everything else
// is derived from them again and must come out the same: a text that was
// changed by hand, or written by somebody else, is refused rather than half
// understood.

package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// ErrForeign says that a text is not a schema as this package writes it: it is
// another JSON Schema, it goes beyond the bounds, or it was edited.
var ErrForeign = errors.New("not a schema of this package")

// UnmarshalJSON reads what MarshalJSON wrote, in any layout and order of
// members; merging goes on from it exactly. Anything else is an error with
// [ErrForeign] inside, and s stays as it was. The bounds of this package hold
// for what is read, too.
func (s *Schema) UnmarshalJSON(text []byte) error {
	var w wire
	if err := decode(text, &w); err != nil {
		return fmt.Errorf("schema: read: %w: %w", ErrForeign, err)
	}
	read, err := w.schema()
	if err != nil {
		return fmt.Errorf("schema: read: %w: %w", ErrForeign, err)
	}
	again, err := read.MarshalJSON()
	if err != nil {
		return err
	}
	if !equal(text, again) {
		return fmt.Errorf("schema: read: %w: its keywords are not those that follow from its counts; infer it again instead of editing it", ErrForeign)
	}
	*s = read
	return nil
}

// decode reads one JSON text into v, which must know all its members.
func decode(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows it")
	}
	return nil
}

// equal compares two JSON texts, white space and order of members aside.
func equal(a, b []byte) bool {
	x, y := jsontext.Value(bytes.Clone(a)), jsontext.Value(bytes.Clone(b))
	return x.Canonicalize() == nil && y.Canonicalize() == nil && bytes.Equal(x, y)
}

func (w *wire) schema() (Schema, error) {
	root, err := w.node("$", MaxDepth)
	if err != nil {
		return Schema{}, err
	}
	s := Schema{root: root, duplicates: w.Shape.Duplicates, levels: w.Shape.Levels}
	switch {
	case root.size()-1 > MaxFields:
		return s, fmt.Errorf("%d fields, more than %d", root.size()-1, MaxFields)
	case s.levels < 0 || s.levels > MaxDepth:
		return s, fmt.Errorf("levels is %d, not one of 0 to %d", s.levels, MaxDepth)
	case s.duplicates < 0 || s.duplicates > MaxCount:
		return s, fmt.Errorf("duplicates is %d, not one of 0 to %d", s.duplicates, int64(MaxCount))
	}
	return s, nil
}

// node gives the node of w, which may have depth levels below it.
func (w *wire) node(path string, depth int) (*node, error) {
	if w == nil || w.Shape == nil {
		return nil, fmt.Errorf("%s has no x-shape", path)
	}
	n := &node{seen: w.Shape.Seen, cut: w.Shape.Truncated, values: w.Shape.Values}
	for k, count := range w.Shape.counts() {
		n.counts[k] = *count
	}
	names := slices.Index(namings[:], w.Shape.Names)
	if names < 0 {
		return nil, fmt.Errorf("%s: names is %q, not \"sparse\" or \"data\"", path, w.Shape.Names)
	}
	n.names = naming(names)
	if err := n.readStrings(w); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if err := n.readChildren(w, path, depth); err != nil {
		return nil, err
	}
	n.recount()
	if err := n.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return n, nil
}

func (n *node) readStrings(w *wire) error {
	switch {
	case n.counts[kindString] == 0:
		return nil
	case w.Pattern != "":
		n.format = format(max(0, slices.Index(formatPatterns[:], w.Pattern)))
	case w.Format != "":
		n.format = format(max(0, slices.Index(formatNames[:], w.Format)))
	default:
		n.format = formatPlain
	}
	if n.format == formatNone {
		return fmt.Errorf("format %q or pattern %q is none that is recognised", w.Format, w.Pattern)
	}
	n.open = len(n.values) == 0
	return nil
}

func (n *node) readChildren(w *wire, path string, depth int) (err error) {
	if depth == 0 && (w.Items != nil || w.Additional != nil || len(w.Properties) > 0) {
		return fmt.Errorf("%s has something below it, deeper than %d levels", path, MaxDepth)
	}
	if w.Items != nil {
		if n.items, err = w.Items.node(path+"[*]", depth-1); err != nil {
			return err
		}
	}
	if w.Additional != nil {
		if n.rest, err = w.Additional.node(path+".*", depth-1); err != nil {
			return err
		}
	}
	if len(w.Properties) > 0 {
		n.props = make(map[string]*node, len(w.Properties))
	}
	for name, c := range w.Properties {
		if n.props[name], err = c.node(memberPath(path, name), depth-1); err != nil {
			return err
		}
		if !fieldName([]byte(name)) || n.props[name].seen > n.counts[kindObject] {
			return fmt.Errorf("%s cannot be a field that was seen %d times", memberPath(path, name), n.props[name].seen)
		}
	}
	return nil
}

// check holds a node that was read to what one that was learnt would be.
func (n *node) check() error {
	total := int64(0)
	for _, count := range n.counts {
		if count < 0 || count > MaxCount {
			return fmt.Errorf("a count is %d, not one of 0 to %d", count, int64(MaxCount))
		}
		total = sum(total, count)
	}
	if n.seen < total || n.seen > MaxCount {
		return fmt.Errorf("seen is %d, which is not the sum of its types, %d", n.seen, total)
	}
	for _, v := range n.values {
		if detect([]byte(v)) != formatPlain || !listed([]byte(v)) || n.format != formatPlain {
			return fmt.Errorf("%q cannot be one of the values", v)
		}
	}
	if len(n.values) > MaxValues || !slices.IsSorted(n.values) || len(slices.Compact(slices.Clone(n.values))) < len(n.values) {
		return fmt.Errorf("values are not at most %d, sorted", MaxValues)
	}
	if optional := len(n.props) - n.required; n.names == namesFields && optional > MaxOptional || n.names == namesSparse && optional > 0 ||
		n.names == namesData && len(n.props) > 0 || n.required > MaxMembers {
		return fmt.Errorf("%d fields, %d of them optional, are not kept apart", len(n.props), optional)
	}
	return nil
}
