// The places of a request that hold texts, and how macros stand in each: in a
// path a part of one segment, in a query and a header of a value, in a JSON body
// of a text. Names, hosts and schemes hold none.

package template

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// text reads one text that Set can write. It returns the text as it stands when
// it holds words only; else it becomes a blank.
func (l *level) text(where string, at int, text string) string {
	if !hasBrace(text) {
		return text
	}
	l.at = at
	parts := l.parts(where, text)
	l.at = 0
	if words, only := joined(parts); only {
		return words
	}
	l.op.Proto.Blanks = append(l.op.Proto.Blanks, proofpoint.Blank{Where: where, At: at, Parts: parts})
	return text
}

func (l *level) query() {
	r := &l.op.Proto
	for _, name := range slices.Sorted(maps.Keys(r.Query)) {
		l.name("query:"+name, name)
		for i, v := range r.Query[name] {
			r.Query[name][i] = l.text("query:"+name, i, v)
		}
	}
}

func (l *level) header() {
	r := &l.op.Proto
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		l.name("header:"+name, name)
		for i, v := range r.Header[name] {
			r.Header[name][i] = l.text("header:"+name, i, v)
		}
	}
}

// name refuses a macro where only names stand.
func (l *level) name(where, name string) {
	if macro, ok := holdsMacro(name); ok {
		l.refuse(where, MacroError{Macro: macro, Reason: "stands in a name, and macros are values"})
	}
}

// gap stands for a macro while a path is taken apart: nothing else in a path
// may be a control character.
const gap = "\x01"

// path reads the path. Its query moves to where queries are, because a value
// must be escaped in another way there.
func (l *level) path() {
	r := &l.op.Proto
	l.base()
	if !hasBrace(r.Path) {
		return
	}
	parts, bad := split(r.Path)
	if bad != nil {
		l.refuse("path", MacroError{Macro: bad.around("path", r.Path), Reason: bad.reason})
	}
	if bad == nil && !slices.ContainsFunc(parts, func(p proofpoint.Part) bool { return hasBrace(p.Text) || p.Name != "" && !l.isPlace(p.Name) }) {
		return // places of parameters only
	}
	l.touched = true
	var names []string
	var s strings.Builder
	for _, p := range parts {
		if p.Name != "" {
			names = append(names, p.Name)
			p.Text = gap
		} else if i := strings.IndexFunc(p.Text, func(r rune) bool { return r < ' ' || r == 0x7f }); i >= 0 {
			l.refuse("path", MacroError{Macro: p.Text[i : i+1], Reason: "is a control character"})
			return
		}
		s.WriteString(p.Text)
	}
	path, query, _ := strings.Cut(s.String(), "?")
	if absolute(path) {
		scheme, rest, _ := strings.Cut(path, "://")
		host, _, _ := strings.Cut(rest, "/")
		if strings.Contains(scheme+host, gap) {
			l.refuse("path", MacroError{Macro: "{" + names[0] + "}", Reason: "stands in the scheme or host of a URL", Accepts: "macros behind the host"})
			return
		}
	} else if !strings.HasPrefix(path, "/") {
		path = "/" + path // so that no value in front can make a scheme of itself
	}
	names = l.segments(path, names)
	l.pathQuery(query, names)
}

// segments writes the path below the host and returns the macros behind it.
func (l *level) segments(path string, names []string) []string {
	var s strings.Builder
	for i, words := range strings.Split(path, gap) {
		if i > 0 {
			name := names[0]
			if !l.isPlace(name) && !(l.x.checked && isName(name)) {
				l.macro("path", name)
				name = blankName(name)
			}
			s.WriteString("{" + name + "}")
			names = names[1:]
		}
		// An escape that a macro would complete could become any character.
		if _, err := url.PathUnescape(words); err != nil {
			l.refuse("path", MacroError{Macro: "%", Reason: "begins no escape: write %25"})
		}
		s.WriteString(braceEscapes.Replace(words))
	}
	l.op.Proto.Path = s.String()
	return names
}

// absolute reports whether a path is a URL of its own, as the road tells them: one
// that stands in the query or further down the path makes none.
func absolute(path string) bool {
	scheme, _, ok := strings.Cut(path, "://")
	return ok && !strings.ContainsAny(scheme, "/?#")
}

var braceEscapes = strings.NewReplacer("{", "%7B", "}", "%7D")

// isPlace reports whether a name is that of a place in the path, which a
// parameter or the pager fills.
func (l *level) isPlace(name string) bool {
	return !isMacro(name) && slices.Contains(placesOf(l.op.Proto.Pager), "path:"+name) || slices.ContainsFunc(l.op.Params, func(p proofpoint.Param) bool {
		return slices.Contains(strings.Fields(p.In), "path:"+name)
	})
}

// pathQuery moves the query of a path to Query. A name that stands there already
// keeps its values, as it does in any request.
func (l *level) pathQuery(query string, names []string) {
	r := &l.op.Proto
	had := maps.Clone(r.Query)
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if strings.Contains(name, gap) {
			l.refuse("path", MacroError{Macro: strings.ReplaceAll(name, gap, "{…}"), Reason: "has a macro in the name of a query parameter, and macros are values"})
			return
		}
		plain, err := url.QueryUnescape(name)
		if pair == "" || err != nil {
			continue // as a server reads it
		}
		parts, left, ok := valueParts(value, names)
		names = left
		if !ok {
			l.refuse("query:"+plain, MacroError{Macro: "%", Reason: "begins no escape: write %25"})
		}
		if _, had := had[plain]; had {
			continue
		}
		if r.Query == nil {
			r.Query = url.Values{}
		}
		parts = l.named("query:"+plain, parts)
		words, only := joined(parts)
		r.Query.Add(plain, words)
		if !only {
			at := len(r.Query[plain]) - 1
			r.Blanks = append(r.Blanks, proofpoint.Blank{Where: "query:" + plain, At: at, Parts: parts})
		}
	}
}

// valueParts takes a value of a path's query apart, and undoes its escapes.
func valueParts(value string, names []string) (parts []proofpoint.Part, left []string, ok bool) {
	ok = true
	for i, words := range strings.Split(value, gap) {
		if i > 0 {
			parts, names = append(parts, proofpoint.Part{Name: names[0]}), names[1:]
		}
		plain, err := url.QueryUnescape(words)
		if ok = ok && err == nil; plain != "" {
			parts = append(parts, proofpoint.Part{Text: plain})
		}
	}
	return parts, names, ok
}

// base refuses macros in a base URL.
func (l *level) base() {
	if hasBrace(l.op.Proto.Base) {
		i := strings.IndexAny(l.op.Proto.Base, "{}")
		l.refuse("base", MacroError{Macro: l.op.Proto.Base[i : i+1], Reason: "is a brace, and no macro may reach a base URL"})
	}
}

// body reads the texts of a JSON body. Any other body is left alone, and must
// not look as if it held macros.
func (l *level) body() {
	r := &l.op.Proto
	if !bytes.ContainsAny(r.Body, "{}") {
		return
	}
	var root any
	d := json.NewDecoder(bytes.NewReader(r.Body))
	d.UseNumber()
	err := d.Decode(&root)
	if err == nil {
		if _, end := d.Token(); end != io.EOF {
			err = errors.New("something follows the value")
		}
	}
	if err != nil {
		if macro, ok := holdsMacro(string(r.Body)); ok {
			l.refuse("body", MacroError{Macro: macro, Reason: "stands in a body that is not JSON",
				Accepts: `macros inside the quotes of JSON texts; "{macro}" alone becomes the value itself`})
		}
		return
	}
	v, changed := l.member("", root)
	if !changed {
		return
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err == nil { // it was JSON before
		r.Body = bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	}
}

// longestPointer bounds, in bytes, where a macro of a body stands: each keeps it.
const longestPointer = 512

// member reads one value of the body; changed says that braces were undone.
func (l *level) member(pointer string, v any) (out any, changed bool) {
	if len(pointer) > longestPointer {
		if braceInText(v) {
			l.refuse("body:"+pointer[:strings.LastIndexByte(pointer[:longestPointer], '/')], MacroError{Macro: "{", Reason: "stands below names that are too long",
				Accepts: fmt.Sprintf("names of at most %d bytes together", longestPointer)})
		}
		return v, false
	}
	switch v := v.(type) {
	case string:
		text := l.text("body:"+pointer, 0, v)
		return text, text != v
	case []any:
		for i := range v {
			e, is := l.member(pointer+"/"+strconv.Itoa(i), v[i])
			v[i], changed = e, changed || is
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			at := pointer + "/" + pointerEscapes.Replace(name)
			l.name("body:"+at, name)
			e, is := l.member(at, v[name])
			v[name], changed = e, changed || is
		}
	}
	return v, changed
}

// braceInText reports whether a text of a JSON value holds a brace.
func braceInText(v any) bool {
	switch v := v.(type) {
	case string:
		return hasBrace(v)
	case []any:
		return slices.ContainsFunc(v, braceInText)
	case map[string]any:
		for name, e := range v {
			if hasBrace(name) || braceInText(e) {
				return true
			}
		}
	}
	return false
}

// pointerEscapes are those of RFC 6901.
var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")
