// What becomes of children's answers that are attached to their parent, and of
// values that children carry: members behind a record's own, whose bytes stay as
// they are.

package proofpoint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// member is one that is composed into a record.
type member struct {
	name string
	raw  []byte
}

// pending is a record whose children are not all taken.
type pending struct {
	Record
	got  []gotten // by Then
	left int64    // bytes that may still be attached
}

// gotten is what came of one Then for one record, as far as it is attached.
type gotten struct {
	records []Record
	list    bool // a list of the parent named the children
	failed  int  // how many children
	first   string
	last    error
	over    bool // no more is wanted
}

func (g *gotten) fail(err error) {
	if g.failed++; g.failed == 1 {
		g.first = cause(err)
	}
	g.last = err
}

// said names the first failure and counts the others.
func (g *gotten) said() []byte {
	text := g.first
	if g.failed > 1 {
		text += fmt.Sprintf(" (and %d more failed)", g.failed-1)
	}
	var b bytes.Buffer
	appendString(&b, text)
	return b.Bytes()
}

// failures is the member that names failed children.
const failures = "errors"

// attachment is what gets attached to one record.
type attachment struct {
	members []member
	failed  []member // texts, by the name of their Then
}

func (a *attachment) add(name string, g *gotten) {
	if len(g.records) == 1 && g.records[0].Path.Index < 0 && !g.list {
		a.members = append(a.members, member{name, g.records[0].Raw})
		return
	}
	var b bytes.Buffer
	b.WriteByte('[')
	for i, r := range g.records {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(r.Raw)
	}
	b.WriteByte(']')
	a.members = append(a.members, member{name, b.Bytes()})
}

// compose puts the members behind those of a JSON object, and what failed behind
// them. Where the record has errors of its own, they are told by the error.
func (a *attachment) compose(raw []byte) ([]byte, error) {
	members := a.members
	if len(a.failed) > 0 {
		slices.SortFunc(a.failed, func(a, b member) int { return strings.Compare(a.name, b.name) })
		all, _ := withMembers([]byte("{}"), a.failed)
		members = append(members, member{failures, all})
	}
	composed, err := withMembers(raw, members)
	if clash, ok := errors.AsType[*clashError](err); ok && len(a.failed) > 0 && slices.Contains(clash.names, failures) {
		var said []string
		for _, m := range a.failed {
			var text string
			_ = json.Unmarshal(m.raw, &text)
			said = append(said, m.name+": "+text)
		}
		err = fmt.Errorf("%w; what failed: %s", err, strings.Join(said, "; "))
	}
	return composed, err
}

// clashError says that a record has members of its own where others should be.
type clashError struct{ names []string }

func (e *clashError) Error() string {
	return "the record has members of its own, which it keeps, called " + snippet(strings.Join(e.names, ", "), maxMessage) + ": choose other names"
}

// withMembers appends members to a JSON object, whose own bytes stay as they are.
// A member that is there already stays alone: with the same value that is well,
// with another it is a *clashError beside what could be composed.
func withMembers(raw []byte, members []member) ([]byte, error) {
	if len(members) == 0 {
		return raw, nil
	}
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.name
	}
	open := bytes.TrimRight(raw, " \t\r\n")
	if !bytes.HasPrefix(open, []byte("{")) || !bytes.HasSuffix(open, []byte("}")) {
		return raw, fmt.Errorf("nothing can be added to a record that is no object: %s", strings.Join(names, ", "))
	}
	own := membersNamed(raw, names)
	var clash clashError
	var b bytes.Buffer
	b.Grow(len(raw) + 64)
	open = bytes.TrimRight(open[:len(open)-1], " \t\r\n")
	b.Write(open)
	more := len(open) > 1
	for _, m := range members {
		if was, ok := own[m.name]; ok {
			if !bytes.Equal(was, m.raw) {
				clash.names = append(clash.names, m.name)
			}
			continue
		}
		if more {
			b.WriteByte(',')
		}
		more = true
		appendString(&b, m.name)
		b.WriteByte(':')
		b.Write(m.raw)
	}
	b.WriteByte('}')
	if len(clash.names) > 0 {
		return b.Bytes(), &clash
	}
	return b.Bytes(), nil
}

// membersNamed returns those members of an object that have one of the names.
func membersNamed(raw []byte, names []string) map[string][]byte {
	d := jsontext.NewDecoder(bytes.NewBuffer(raw), decodeOptions)
	if _, err := d.ReadToken(); err != nil {
		return nil
	}
	var own map[string][]byte
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return own
		}
		at := slices.Index(names, name.String())
		if at < 0 {
			if d.SkipValue() != nil {
				return own
			}
			continue
		}
		v, err := d.ReadValue()
		if err != nil {
			return own
		}
		if own == nil {
			own = map[string][]byte{}
		}
		own[names[at]] = bytes.Clone(v)
	}
	return own
}
