// A text with macros, taken apart: {macro} is a macro, {{ and }} are braces. What
// a macro means is not known here, but for which words there are.

package template

import (
	"fmt"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// MacroError is one thing that is wrong with macros: with a text that holds
// them, or with their settings. Several come joined.
type MacroError struct {
	// Where is the text: "path", "query:from", "header:X-Since", "body:" and a
	// JSON pointer, or "unit", "format", "zone" of the settings. Of a further
	// request "then:" and its number stand before it: "then:0:path".
	Where string
	// At tells several values of a query parameter or header apart, from 0.
	At int
	// Macro is the macro with its braces, or the few characters around a brace
	// that is wrong. Where a text may be a secret, it is the brace alone, or "{…}".
	Macro string
	// Reason says what is wrong; Accepts what would do, Suggest what was probably
	// meant; both may be "".
	Reason, Accepts, Suggest string
}

// Error says where, what and what would do.
func (e *MacroError) Error() string {
	s := fmt.Sprintf("template: macros: %s: %q %s", e.Where, cut(e.Macro), e.Reason)
	if e.Accepts != "" {
		s += "; accepts " + e.Accepts
	}
	if e.Suggest != "" {
		s += fmt.Sprintf(" (did you mean %q?)", e.Suggest)
	}
	return s
}

// hasBrace reports whether a text may hold macros or braces written twice.
func hasBrace(text string) bool { return strings.ContainsAny(text, "{}") }

// flaw is a brace of a text that is neither of a macro nor written twice.
type flaw struct {
	at     int // its byte
	reason string
}

// split takes a text apart, up to the first flaw: what follows that is a guess.
func split(text string) (parts []proofpoint.Part, bad *flaw) {
	var words strings.Builder
	literal := func() {
		if words.Len() > 0 {
			parts = append(parts, proofpoint.Part{Text: words.String()})
			words.Reset()
		}
	}
	for rest := text; rest != ""; {
		i := strings.IndexAny(rest, "{}")
		if i < 0 {
			words.WriteString(rest)
			break
		}
		words.WriteString(rest[:i])
		brace := rest[i : i+1]
		rest = rest[i+1:]
		if after, twice := strings.CutPrefix(rest, brace); twice {
			words.WriteString(brace)
			rest = after
			continue
		}
		at := len(text) - len(rest) - 1
		if brace == "}" {
			return parts, &flaw{at, "has a } that closes no macro: write }} for a brace"}
		}
		end := strings.IndexAny(rest, "{}")
		if end <= 0 || rest[end] == '{' {
			return parts, &flaw{at, "has a { that begins no macro: write {{ for a brace"}
		}
		literal()
		parts = append(parts, proofpoint.Part{Name: rest[:end]})
		rest = rest[end+1:]
	}
	literal()
	return parts, nil
}

// around is as much of a text as people need to find a flaw again. Of a header,
// and of what carries a credential by its name, that is the brace alone.
func (f flaw) around(where, text string) string {
	if carriesSecret(where) || strings.HasPrefix(where, "header:") {
		return text[f.at : f.at+1]
	}
	const near = 8 // bytes on either side
	from, to := max(0, f.at-near), min(len(text), f.at+1+near)
	return strings.ToValidUTF8(text[from:to], "")
}

// carriesSecret reports whether the place of a text has the name of a credential.
func carriesSecret(where string) bool {
	kind, name, _ := strings.Cut(where, ":")
	switch kind {
	case "header", "query":
		return credname.Looks(name)
	case "body":
		for member := range strings.SplitSeq(name, "/") {
			if credname.Member(member) {
				return true
			}
		}
	}
	return false
}

// joined is a text whose parts are all words.
func joined(parts []proofpoint.Part) (text string, words bool) {
	var s strings.Builder
	for _, p := range parts {
		if p.Name != "" {
			return "", false
		}
		s.WriteString(p.Text)
	}
	return s.String(), true
}

// isMacro reports whether a name is one of the macros' words, known or not to
// exist: these are no names for a parameter's place in a path.
func isMacro(name string) bool {
	word, _, _ := strings.Cut(name, ".")
	switch word {
	case "lookup", "param", "response", "value":
		return true
	}
	return strings.HasPrefix(name, "response[") || timeMacro.MatchString(name)
}

// holdsMacro reports whether a text that is never expanded holds what looks like
// a macro.
func holdsMacro(text string) (macro string, ok bool) {
	for {
		parts, bad := split(text)
		for _, p := range parts {
			if p.Name != "" && isMacro(p.Name) {
				return "{" + p.Name + "}", true
			}
		}
		if bad == nil {
			return "", false
		}
		text = text[bad.at+1:]
	}
}

// nearest suggests a macro among known ones; arithmetic is kept.
func nearest(name string, known []string) string {
	word, tail := name, ""
	if i := strings.IndexAny(name, "+-"); i > 0 {
		word, tail = name[:i], name[i:]
	}
	near, ok := suggest.Nearest(word, known)
	switch {
	case !ok:
		return ""
	case timeMacro.MatchString(near + tail):
		return "{" + near + tail + "}"
	}
	return "{" + near + "}"
}
