// Templates out of files: the limits, the order of the steps, and what a
// program gets back. A file is held against the published schema first, then
// its meaning is checked (definition_read.go); what both find comes together,
// so that whoever writes a file has to run it once.

package template

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
)

const (
	maxDefinition      = 1 << 20 // bytes of a file
	maxDefinitionDepth = 64      // levels of JSON
	maxProblems        = 100     // that are told
)

//go:embed definition.schema.json
var definitionSchema []byte

var compiledSchema = sync.OnceValue(func() *jsonschema.Schema {
	s, err := jsonschema.Compile(definitionSchema)
	if err != nil {
		panic(err) // a mistake in this module, and a test compiles it
	}
	return s
})

// DefinitionSchema returns the JSON Schema (draft 2020-12) of definition files:
// what [Parse] reads, member by member, with a word about each. The slice is
// the caller's.
func DefinitionSchema() []byte { return slices.Clone(definitionSchema) }

// Parse reads a definition: a template as JSON, of the form that
// [DefinitionSchema] describes and [Template.MarshalJSON] writes. Requests that
// it asks by name are those of [Default].
//
// Everything that is wrong comes at once, as a [*DefinitionError]: syntax, with
// its line; members that are not known, with what was probably meant; values of
// another type; paths that do not compile; parameters that go nowhere, or where
// something else goes too. A definition of a newer version is refused. One of
// more than 1 MiB, or nested more than 64 deep, is not read.
//
// A definition holds no secret: headers, query values and members of the body
// that carry credentials are refused, and so is a secret parameter's default. It
// names a service, or a URL of its own, to which no credential goes unless the
// service's configuration lists the host; parameters reach the host only as with
// every other template, by the place base.
func Parse(definition []byte) (*Template, error) { return parseFile("", definition, Default) }

// ParseFS reads the definitions in the files of fsys that match glob, in the
// order of their names. What is wrong in any of them comes joined, each file's
// mistakes as a [*DefinitionError]; a glob that matches no file is an error.
// Files may ask each other by name, and the templates of [Default]; two of one
// name are an error.
func ParseFS(fsys fs.FS, glob string) ([]*Template, error) { return parseFS(fsys, glob, Default) }

// LoadFS reads definitions as [ParseFS] does and registers them, all or, if
// anything is wrong or a name is taken, none. They may ask the templates of the
// registry by name.
func (r *Registry) LoadFS(fsys fs.FS, glob string) error {
	list, err := parseFS(fsys, glob, r)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var taken []error
	for _, t := range list {
		if _, ok := r.templates[t.name]; ok {
			taken = append(taken, fmt.Errorf("template: register: the name %q is taken", t.name))
		}
	}
	if len(taken) > 0 {
		return errors.Join(taken...)
	}
	if r.templates == nil {
		r.templates = map[string]*Template{}
	}
	for _, t := range list {
		r.templates[t.name] = t
	}
	return nil
}

// parseFile reads one definition by itself.
func parseFile(file string, text []byte, among *Registry) (*Template, error) {
	l := loader{among: among}
	return l.parse(file, text)
}

func parseFS(fsys fs.FS, glob string, among *Registry) ([]*Template, error) {
	files, err := fs.Glob(fsys, glob)
	if err != nil {
		return nil, fmt.Errorf("template: the pattern %q: %w", glob, err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("template: no file matches %q", glob)
	}
	slices.Sort(files)
	l := loader{among: among, byName: map[string]*loading{}}
	var problems []error
	var all []*loading
	for _, file := range files {
		one := &loading{file: file}
		if one.text, err = readDefinition(fsys, file); err != nil {
			problems = append(problems, err)
			continue
		}
		one.name = nameIn(one.text)
		if other, twice := l.byName[one.name]; twice && one.name != "" {
			problems = append(problems, fmt.Errorf("template: %s: the name %q is that of %s too", file, one.name, other.file))
			continue
		}
		l.byName[one.name] = one
		all = append(all, one)
	}
	var list []*Template
	for _, one := range all {
		t, err := l.load(one)
		if err != nil {
			problems = append(problems, err)
		}
		list = append(list, t)
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return list, nil
}

// readDefinition reads a file, and no more of it than is taken.
func readDefinition(fsys fs.FS, file string) ([]byte, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxDefinition+1))
	if err != nil {
		return nil, fmt.Errorf("template: %s: %w", file, err)
	}
	return text, nil
}

// nameIn is the name in a definition; "" if that cannot be told.
func nameIn(text []byte) string {
	var d struct {
		Name string `json:"name"`
	}
	if len(text) > maxDefinition || json.Unmarshal(text, &d) != nil {
		return ""
	}
	return d.Name
}

// loader reads definitions that may ask each other.
type loader struct {
	among  *Registry           // templates that may be asked
	byName map[string]*loading // the files of one call of ParseFS
}

// loading is a file on its way to a template.
type loading struct {
	file, name string
	text       []byte
	begun      bool
	template   *Template
	err        error
}

// errCircle: a file that is asked while it is read asks itself, by whatever way.
var errCircle = errors.New("asks itself, by way of this one")

// load reads a file once.
func (l *loader) load(one *loading) (*Template, error) {
	if !one.begun {
		one.begun = true
		one.err = errCircle
		one.template, one.err = l.parse(one.file, one.text)
	}
	return one.template, one.err
}

// lookup finds the template that a definition asks. A file that is asked and
// has mistakes is no mistake of who asks.
func (l *loader) lookup(name string) (t *Template, found bool, err error) {
	if one, ok := l.byName[name]; ok {
		t, err = l.load(one)
		if err != errCircle {
			err = nil
		}
		return t, true, err
	}
	t, found = l.among.Lookup(name)
	return t, found, nil
}

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
