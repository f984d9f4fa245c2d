// What is wrong with a definition, all of it, with pointer and line: for people
// on a terminal and for editors alike.

package template

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
)

// DefinitionError is everything that is wrong with one definition. It marshals
// to JSON, so that an editor can put each problem at its line.
type DefinitionError struct {
	File     string              `json:"file,omitempty"` // "" if it came from no file
	Problems []DefinitionProblem `json:"problems"`       // at least one, in the order of the text; at most 100
}

// DefinitionProblem is one thing that is wrong with a definition.
type DefinitionProblem struct {
	// Pointer says where it stands, as a JSON pointer (RFC 6901):
	// "/request/path", "" for the whole. Line and Offset are those of its first
	// byte, the line counted from 1.
	Pointer string `json:"pointer"`
	Line    int    `json:"line"`
	Offset  int    `json:"offset"`
	// Reason says what is wrong: "is not a member here". Accepts says what would
	// do, Suggest what was probably meant; both may be "".
	Reason  string `json:"reason"`
	Accepts string `json:"accepts,omitempty"`
	Suggest string `json:"suggest,omitempty"`
}

// Error has a line for each problem.
func (e *DefinitionError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = fmt.Sprintf("template: %s:%d: %s", cmp.Or(e.File, "definition"), p.Line, p)
	}
	return strings.Join(lines, "\n")
}

// String is the problem in words, without its line.
func (p DefinitionProblem) String() string {
	s := cmp.Or(cut(p.Pointer), "the definition") + " " + p.Reason
	if p.Accepts != "" {
		s += " (accepts " + p.Accepts + ")"
	}
	if p.Suggest != "" {
		s += fmt.Sprintf(" (did you mean %q?)", p.Suggest)
	}
	return s
}

// definitionError is the error of problems in text.
func definitionError(file string, text []byte, problems []jsonschema.Problem) *DefinitionError {
	slices.SortStableFunc(problems, func(a, b jsonschema.Problem) int { return cmp.Compare(a.Offset, b.Offset) })
	e := &DefinitionError{File: file}
	line, at := 1, 0
	for i, p := range problems {
		if i == maxProblems {
			last := &e.Problems[maxProblems-1]
			last.Reason += fmt.Sprintf(", and %d things more are wrong behind it", len(problems)-i)
			break
		}
		to := min(p.Offset, len(text))
		line += strings.Count(string(text[at:to]), "\n")
		at = to
		e.Problems = append(e.Problems, DefinitionProblem{Pointer: p.Pointer, Line: line, Offset: p.Offset, Reason: p.Reason, Accepts: p.Accepts, Suggest: p.Suggest})
	}
	return e
}
