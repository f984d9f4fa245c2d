// Blanks: places inside the texts of a request, where a value comes later: a
// lookup's value, a parameter, what a parent record holds. Set fills them like
// any other place. A text with blanks is kept in pieces, so that what is filled
// in is never read again as a text with blanks.

package proofpoint

import (
	"bytes"
	"errors"
	"fmt"
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

// setBlank fills every place called name: {name} in the path, as a segment or in
// one, and the blanks, also those of further requests that do not fill it
// themselves.
func (r *Request) setBlank(name string, v any) error {
	found := strings.Contains(r.Path, "{"+name+"}")
	if list, _ := texts(v); slices.ContainsFunc(list, func(s string) bool { return !utf8.ValidString(s) }) {
		return &ParamError{Param: name, Reason: "is not UTF-8"}
	}
	if found {
		if err := r.setPath(name, v); err != nil {
			return err
		}
		if len(r.Path) > maxBlank {
			return &ParamError{Param: name, Reason: "makes a path of more than 64 KiB"}
		}
	}
	in, err := r.fillBlanks(name, v)
	if err != nil {
		return err
	}
	below, err := r.fillBelow(name, v)
	if err == nil && !found && !in && !below {
		return fmt.Errorf("proofpoint: the request has no blank {%s}", snippet(name, maxMessage))
	}
	return err
}

// fillBlanks fills the blanks of the request itself, and writes their texts.
func (r *Request) fillBlanks(name string, v any) (found bool, err error) {
	var left []Blank
	var members []Blank
	values := map[string]any{}
	for _, b := range r.Blanks {
		is := func(p Part) bool { return p.Name == name }
		if !slices.ContainsFunc(b.Parts, is) {
			left = append(left, b)
			continue
		}
		found = true
		if len(b.Parts) == 1 && strings.HasPrefix(b.Where, "body:") {
			values[b.Where] = wired(v)
			members = append(members, b)
			continue
		}
		list, bad := texts(v)
		if bad != nil || len(list) != 1 {
			return true, &ParamError{Param: name, Reason: "must be one value to stand in a text"}
		}
		b.Parts = slices.Clone(b.Parts)
		for i, p := range b.Parts {
			if is(p) {
				b.Parts[i] = Part{Text: list[0]}
			}
		}
		text, whole, bad := b.text(name)
		if bad != nil {
			return true, bad
		}
		if !whole {
			left = append(left, b)
		}
		// A text that is not whole is written too: it tells requests apart.
		if strings.HasPrefix(b.Where, "body:") {
			values[b.Where] = text
			members = append(members, b)
		} else if err := r.putText(b, name, text); err != nil {
			return true, err
		}
	}
	if found {
		r.Blanks = left
	}
	return found, r.putMembers(members, name, values)
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

// fillBelow fills the blank in the further requests, whose operations are shared
// and copied for that, but for those that fill it by a parameter of their own.
func (r *Request) fillBelow(name string, v any) (found bool, err error) {
	for i, t := range r.Then {
		if !t.wantsBlank(name, deepestBlank) {
			continue
		}
		if !found {
			r.Then, found = slices.Clone(r.Then), true
		}
		ask := *t.Ask
		ask.Proto = ask.Proto.clone()
		if err := ask.Proto.setBlank(name, v); err != nil {
			return true, err
		}
		r.Then[i].Ask = &ask
	}
	return found, nil
}

// deepestBlank bounds how far below a request blanks are looked for: an
// operation may ask itself.
const deepestBlank = 20

// hasBlank reports whether the request or a further one has a place of that name.
func (r *Request) hasBlank(name string, depth int) bool {
	return depth > 0 && r.hasBlankHere(name) ||
		depth > 0 && slices.ContainsFunc(r.Then, func(t Then) bool { return t.wantsBlank(name, depth-1) })
}

// wantsBlank reports whether what t asks, or something below it, has the blank
// and no parameter of its own for it.
func (t Then) wantsBlank(name string, depth int) bool {
	place := "blank:" + name
	return !slices.ContainsFunc(t.Ask.Params, func(p Param) bool { return slices.Contains(strings.Fields(p.In), place) }) &&
		t.Ask.Proto.hasBlank(name, depth)
}

func (r *Request) hasBlankHere(name string) bool {
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
