// JSON text as a tree that knows where everything stands: what is wrong with a
// file is told by pointer and line, and a file is read once for its shape and
// once more for its meaning.

// Package jsonschema holds JSON files that people write against the JSON Schema
// that is published for them, and says everything that is wrong at once.
package jsonschema

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Node is one JSON value and where it stands.
type Node struct {
	Kind    jsontext.Kind // as a type: '{', '[', '"', '0', 't', 'f', 'n'
	Offset  int           // of its first byte
	Raw     []byte        // its text, a part of what Read was given
	Text    string        // of a string
	Members []*Node       // of an object, in order; of members of the same name only the first
	Elems   []*Node       // of an array

	Name   string // of a member
	parent *Node
	index  int // of an element
}

// Member returns the member of that name, nil if there is none or n is no
// object.
func (n *Node) Member(name string) *Node {
	if n == nil {
		return nil
	}
	for _, m := range n.Members {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// Pointer is where the value stands, as a JSON pointer (RFC 6901); "" is all of
// the text.
func (n *Node) Pointer() string {
	switch {
	case n == nil || n.parent == nil:
		return ""
	case n.parent.Kind == '[':
		return n.parent.Pointer() + "/" + strconv.Itoa(n.index)
	}
	return n.parent.Pointer() + "/" + escape.Replace(n.Name)
}

var escape = strings.NewReplacer("~", "~0", "/", "~1")

// At returns the value that a pointer names, and the nearest above it if there
// is none: what is missing is said of what it is missing from.
func (n *Node) At(pointer string) *Node {
	at := n
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		next := at.Member(unescape.Replace(part))
		if i, err := strconv.Atoi(part); err == nil && at.Kind == '[' && i >= 0 && i < len(at.Elems) {
			next = at.Elems[i]
		}
		if next == nil {
			return at
		}
		at = next
	}
	return at
}

var unescape = strings.NewReplacer("~1", "/", "~0", "~")

// Problem is one thing that is wrong with a text.
type Problem struct {
	Pointer string // where, as a JSON pointer
	Offset  int    // of the byte that it begins at
	Reason  string // "is not a member here"
	Accepts string // what would do; "" if that is clear
	Suggest string // what was probably meant; "" if nothing is near
	TooMany bool   // there is more of something than may be: it was not looked at
}

// maxProblems are told of one text; a text that goes on being wrong is not read
// on.
const maxProblems = 1000

// Read reads one JSON value and nothing behind it, nested at most depth deep. It
// returns the tree and the members that stand there twice; a text that is not
// JSON gives no tree and one problem. The tree shares data.
func Read(data []byte, depth int) (*Node, []Problem) {
	r := reader{data: data, depth: depth, dec: jsontext.NewDecoder(bytes.NewBuffer(data), jsontext.AllowDuplicateNames(true))}
	root, err := r.value(0)
	if err == nil {
		if _, err = r.dec.ReadToken(); err == io.EOF {
			return root, r.problems
		}
		if err == nil {
			err = errors.New("something follows the value")
		}
	}
	return nil, []Problem{r.refuse(err)}
}

// reader is one call of Read.
type reader struct {
	data     []byte
	depth    int
	dec      *jsontext.Decoder
	problems []Problem
}

// errDeep is a text that is nested too deeply.
var errDeep = errors.New("is nested too deeply")

func (r *reader) refuse(err error) Problem {
	p := Problem{Pointer: string(r.dec.StackPointer()), Offset: int(r.dec.InputOffset())}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		p.Pointer, p.Offset = string(syntax.JSONPointer), int(syntax.ByteOffset)
		err = syntax.Err
	}
	switch {
	case errors.Is(err, errDeep):
		p.Reason, p.Accepts = errDeep.Error(), fmt.Sprintf("at most %d levels", r.depth)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		p.Reason = "is not JSON: the text ends in the middle"
	case r.trailing(p.Offset):
		p.Reason, p.Accepts = "is not JSON: a comma stands before the closing bracket", "no comma behind the last one: take it out"
	default:
		p.Reason = "is not JSON: " + strings.TrimPrefix(err.Error(), "jsontext: ")
	}
	return p
}

// trailing reports whether nothing but a closing bracket follows the comma that is
// at a place or before it.
func (r *reader) trailing(at int) bool {
	const blank = " \t\r\n"
	at = min(at, len(r.data))
	before, behind := bytes.TrimRight(r.data[:at], blank), bytes.TrimLeft(r.data[at:], blank)
	if rest, ok := bytes.CutPrefix(behind, []byte(",")); ok {
		before, behind = []byte(","), bytes.TrimLeft(rest, blank)
	}
	return bytes.HasSuffix(before, []byte(",")) && (bytes.HasPrefix(behind, []byte("}")) || bytes.HasPrefix(behind, []byte("]")))
}

// value reads the next value.
func (r *reader) value(level int) (*Node, error) {
	switch r.dec.PeekKind() {
	case '{', '[':
		if level >= r.depth {
			return nil, errDeep
		}
		return r.container(level)
	}
	raw, err := r.dec.ReadValue()
	if err != nil {
		return nil, err
	}
	end := int(r.dec.InputOffset())
	n := &Node{Kind: raw.Kind(), Offset: end - len(raw)}
	n.Raw = r.data[n.Offset:end:end]
	if n.Kind == '"' {
		n.Text, err = unquote(n.Raw)
	}
	return n, err
}

func unquote(raw []byte) (string, error) {
	b, err := jsontext.AppendUnquote(nil, raw)
	return string(b), err
}

// container reads an object or an array, whose opening brace is next.
func (r *reader) container(level int) (*Node, error) {
	open, err := r.dec.ReadToken()
	if err != nil {
		return nil, err
	}
	n := &Node{Kind: open.Kind(), Offset: int(r.dec.InputOffset()) - 1}
	seen := map[string]bool{}
	for {
		switch r.dec.PeekKind() {
		case '}', ']':
			if _, err := r.dec.ReadToken(); err != nil {
				return nil, err
			}
			end := int(r.dec.InputOffset())
			n.Raw = r.data[n.Offset:end:end]
			return n, nil
		}
		if n.Kind == '[' {
			e, err := r.value(level + 1)
			if err != nil {
				return nil, err
			}
			e.parent, e.index = n, len(n.Elems)
			n.Elems = append(n.Elems, e)
			continue
		}
		if err := r.member(n, level, seen); err != nil {
			return nil, err
		}
	}
}

// member reads a name and its value into n.
func (r *reader) member(n *Node, level int, seen map[string]bool) error {
	token, err := r.dec.ReadToken()
	if err != nil {
		return err
	}
	name := token.String()
	m, err := r.value(level + 1)
	if err != nil {
		return err
	}
	m.parent, m.Name = n, name
	if seen[name] && len(r.problems) < maxProblems {
		r.problems = append(r.problems, Problem{Pointer: string(r.dec.StackPointer()), Offset: m.Offset, Reason: "is there twice"})
	}
	if !seen[name] {
		seen[name] = true
		n.Members = append(n.Members, m)
	}
	return nil
}
