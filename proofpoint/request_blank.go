// Blanks: places inside the texts of a request, where a value comes later: a
// lookup's value, a parameter, what a parent record holds. Set fills them like
// any other place. A text with blanks is kept in pieces, so that what is filled
// in is never read again as a text with blanks.

package proofpoint

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Blank is one text of a request that holds places to be filled. Until the last
// of them is filled, the text that stands in the request is not sent: it tells
// the request from others.
type Blank struct {
	// Where the text stands: "query:name", "header:Name", or "body:" and the
	// JSON pointer of a text in the body ("body:/filters/0/value").
	Where string
	// At tells several values of a query parameter or header apart.
	At int
	// Parts make the text, in order. A text of the body that is one Name alone
	// becomes the value as it is: a number stays a number.
	Parts []Part
}

// Part is a piece of a text: words, or the name of what comes in their place.
// Exactly one of them is set.
type Part struct{ Text, Name string }

// maxBlank bounds what the texts of one place may grow to, in bytes.
const maxBlank = 64 << 10

// Fill sets several blanks in one go, by their names: each as Set does at
// "blank:name", but a large body is written once.
func (r *Request) Fill(values map[string]any) error {
	f := filling{done: map[fillKey]*Operation{}, found: map[string]bool{}}
	if _, err := f.request(r, values); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !f.found[name] {
			return fmt.Errorf("proofpoint: the request has no blank {%s}", snippet(name, maxMessage))
		}
	}
	return nil
}

// filling is one call of Fill: every place of the names, {name} in the path, as a
// segment or in one, and the blanks, also those of further requests that do not
// fill them themselves.
type filling struct {
	done  map[fillKey]*Operation // as they are now: several requests may ask the same
	found map[string]bool        // names that have a place
}

// fillKey is an operation, and the names that are filled in it.
type fillKey struct {
	op    *Operation
	names string
}

// request fills r, which is the caller's. below says that a further request was
// filled.
func (f *filling) request(r *Request, values map[string]any) (below bool, err error) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if err := f.path(r, name, values[name]); err != nil {
			return false, err
		}
	}
	if err := f.blanks(r, values); err != nil {
		return false, err
	}
	return f.below(r, values)
}

// path fills {name} in the path.
func (f *filling) path(r *Request, name string, v any) error {
	if list, _ := texts(v); slices.ContainsFunc(list, func(s string) bool { return !utf8.ValidString(s) }) {
		return &ParamError{Param: name, Reason: "is not UTF-8"}
	}
	if !strings.Contains(r.Path, "{"+name+"}") {
		return nil
	}
	f.found[name] = true
	if err := r.setPath(name, v); err != nil {
		return err
	}
	if len(r.Path) > maxBlank {
		return &ParamError{Param: name, Reason: "makes a path of more than 64 KiB"}
	}
	return nil
}

// blanks fills the blanks of the request itself, and writes their texts.
func (f *filling) blanks(r *Request, values map[string]any) error {
	var left, members []Blank
	var last string // name that was filled in a body
	written := map[string]any{}
	for _, b := range r.Blanks {
		name := b.first(values)
		if name == "" {
			left = append(left, b)
			continue
		}
		inBody := strings.HasPrefix(b.Where, "body:")
		if len(b.Parts) == 1 && inBody {
			f.found[name], last, written[b.Where] = true, name, wired(values[name])
			members = append(members, b)
			continue
		}
		var err error
		if b.Parts, err = f.parts(b.Parts, values); err != nil {
			return err
		}
		text, whole, err := b.text(name)
		if err != nil {
			return err
		}
		if !whole {
			left = append(left, b)
		}
		// A text that is not whole is written too: it tells requests apart.
		if inBody {
			last, written[b.Where] = name, text
			members = append(members, b)
		} else if err := r.putText(b, name, text); err != nil {
			return err
		}
	}
	r.Blanks = left
	return r.putMembers(members, last, written)
}

// first is the first name of a text that values fill; "" if they fill none.
func (b Blank) first(values map[string]any) string {
	for _, p := range b.Parts {
		if _, ok := values[p.Name]; ok && p.Name != "" {
			return p.Name
		}
	}
	return ""
}

// parts are the pieces of a text, those filled that values name.
func (f *filling) parts(parts []Part, values map[string]any) ([]Part, error) {
	parts = slices.Clone(parts)
	for i, p := range parts {
		v, ok := values[p.Name]
		if !ok || p.Name == "" {
			continue
		}
		list, err := texts(v)
		if err != nil || len(list) != 1 {
			return nil, &ParamError{Param: p.Name, Reason: "must be one value to stand in a text"}
		}
		f.found[p.Name] = true
		parts[i] = Part{Text: list[0]}
	}
	return parts, nil
}

// text joins the parts, names in braces; whole reports whether none is to come.
func (b Blank) text(name string) (text string, whole bool, err error) {
	var s strings.Builder
	whole = true
	for _, p := range b.Parts {
		if s.WriteString(p.Text); p.Name != "" {
			whole = false
			s.WriteString("{" + p.Name + "}")
		}
		if s.Len() > maxBlank {
			return "", false, &ParamError{Param: name, Reason: "makes a text of more than 64 KiB"}
		}
	}
	return s.String(), whole, nil
}

// putText writes a text into the query or the headers.
func (r *Request) putText(b Blank, name, text string) error {
	kind, at, _ := strings.Cut(b.Where, ":")
	var list []string
	switch kind {
	case "query":
		list = slices.Clone(r.Query[at])
	case "header":
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			return &ParamError{Param: name, Reason: "holds a control character, which no header may"}
		}
		if _, ok := r.Header[at]; !ok {
			at = http.CanonicalHeaderKey(at)
		}
		list = slices.Clone(r.Header[at])
	}
	if b.At >= len(list) || b.At < 0 {
		return fmt.Errorf("proofpoint: the blank {%s} stands at %s, where nothing is", snippet(name, maxMessage), quote(b.Where))
	}
	list[b.At] = text
	if kind == "query" {
		r.Query[at] = list
	} else {
		r.Header[at] = list
	}
	return nil
}

// putMembers writes values into the JSON body, all in one go. Numbers that stand
// there keep their text.
func (r *Request) putMembers(blanks []Blank, name string, values map[string]any) error {
	if len(blanks) == 0 {
		return nil
	}
	bad := func(reason string) error { return &ParamError{Param: name, Reason: reason} }
	var root any
	if err := decodeNumbers(r.Body, &root); err != nil {
		return bad("cannot be set: the body is not JSON: " + err.Error())
	}
	holder := []any{root}
	for _, b := range blanks {
		pointer := strings.TrimPrefix(b.Where, "body:")
		if !putAt(holder, strings.Split("/0"+pointer, "/")[1:], values[b.Where]) {
			return bad("cannot be set: the body has nothing at " + quote(pointer))
		}
	}
	body, err := encode(holder[0])
	if err == nil {
		err = checkRevealed(body)
	}
	if err == nil && len(body) > len(r.Body)+maxBlank {
		err = errors.New("the body grows by more than 64 KiB")
	}
	if err != nil {
		return bad("cannot be written as JSON: " + err.Error())
	}
	r.Body = bytes.Clone(body)
	return nil
}

// putAt replaces what stands at the end of a JSON pointer's names, and reports
// false where nothing does.
func putAt(at any, names []string, v any) bool {
	name, last := pointerName.Replace(names[0]), len(names) == 1
	switch at := at.(type) {
	case map[string]any:
		next, ok := at[name]
		if ok && last {
			at[name] = v
			return true
		}
		return ok && putAt(next, names[1:], v)
	case []any:
		i, err := strconv.Atoi(name)
		if err != nil || i < 0 || i >= len(at) {
			return false
		}
		if last {
			at[i] = v
			return true
		}
		return putAt(at[i], names[1:], v)
	}
	return false
}

// pointerName undoes the escapes of RFC 6901.
var pointerName = strings.NewReplacer("~1", "/", "~0", "~")

// below fills the further requests of r, whose operations are shared and copied
// for that.
func (f *filling) below(r *Request, values map[string]any) (changed bool, err error) {
	for i, t := range r.Then {
		ask, err := f.ask(t.Ask, values)
		if err != nil {
			return changed, err
		}
		if ask == t.Ask {
			continue
		}
		if !changed {
			r.Then, changed = slices.Clone(r.Then), true
		}
		r.Then[i].Ask = ask
	}
	return changed, nil
}

// ask is an operation with its blanks filled, but for those that a parameter of
// its own fills; the operation itself if nothing of it or below it is.
func (f *filling) ask(op *Operation, values map[string]any) (*Operation, error) {
	if op == nil {
		return op, nil
	}
	if values = op.leaves(values); len(values) == 0 {
		return op, nil
	}
	names := slices.Sorted(maps.Keys(values))
	key := fillKey{op, strings.Join(names, " ")}
	if known := f.done[key]; known != nil {
		return known, nil
	}
	f.done[key] = op // also for one that asks itself, which whoever walks it refuses
	now := *op
	here := slices.ContainsFunc(names, now.Proto.hasBlank)
	if here {
		now.Proto = now.Proto.clone()
	}
	changed, err := f.request(&now.Proto, values)
	if err != nil {
		return nil, err
	}
	if here || changed {
		f.done[key] = &now
	}
	return f.done[key], nil
}

// leaves is what of values no parameter of the operation's own fills.
func (o *Operation) leaves(values map[string]any) map[string]any {
	own := func(name string, _ any) bool {
		return slices.ContainsFunc(o.Params, func(p Param) bool { return slices.Contains(strings.Fields(p.In), "blank:"+name) })
	}
	left := maps.Clone(values)
	maps.DeleteFunc(left, own)
	return left
}

// hasBlank reports whether the request itself has a place of that name.
func (r *Request) hasBlank(name string) bool {
	return strings.Contains(r.Path, "{"+name+"}") ||
		slices.ContainsFunc(r.Blanks, func(b Blank) bool {
			return slices.ContainsFunc(b.Parts, func(p Part) bool { return p.Name == name })
		})
}

// unfilled refuses a request with a blank that nothing filled.
func (r *Request) unfilled() error {
	for _, b := range r.Blanks {
		for _, p := range b.Parts {
			if p.Name != "" {
				return &ParamError{Param: p.Name, Reason: "is missing: " + b.Where + " needs it"}
			}
		}
	}
	return nil
}
