// Definitions out of files. Files may ask each other by name, in any order, so
// one that is asked is read when it is needed, and one that leads back to itself
// is refused.

package template

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
)

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
	r.ready()
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
	all, problems := l.open(fsys, files)
	var list []*Template
	for _, one := range all {
		t, err := l.load(one)
		if err != nil && err != errPartial {
			problems = append(problems, err)
		}
		list = append(list, t)
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return list, nil
}

// open reads the files and notes their names.
func (l *loader) open(fsys fs.FS, files []string) (all []*loading, problems []error) {
	for _, file := range files {
		text, err := readDefinition(fsys, file)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		one := &loading{file: file, name: nameIn(text), text: text}
		if other, twice := l.byName[one.name]; twice && one.name != "" {
			problems = append(problems, fmt.Errorf("template: %s: the name %q is that of %s too", file, one.name, other.file))
			continue
		}
		l.byName[one.name] = one
		all = append(all, one)
	}
	return all, problems
}

// readDefinition reads a file, and no more of it than is taken.
func readDefinition(fsys fs.FS, file string) ([]byte, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	defer io.Closer(f).Close()
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
	if len(text) > maxDefinition || json.Unmarshal(bytes.TrimPrefix(text, byteOrderMark), &d) != nil {
		return ""
	}
	return d.Name
}

// loader reads definitions that may ask each other.
type loader struct {
	among  *Registry           // templates that may be asked
	byName map[string]*loading // the files of one call of ParseFS
	depth  int                 // files that are read because another asks them
}

// deepestFile bounds how far files that ask each other are followed; no chain
// is that deep.
const deepestFile = 50

// loading is a file on its way to a template.
type loading struct {
	file, name string
	text       []byte
	begun      bool
	template   *Template
	err        error
}

var (
	// errCircle: a file that is asked while it is read asks itself, by whatever way.
	errCircle = errors.New("asks itself, by way of this one")
	// errDeep: each file asks the next one, and so on.
	errDeep = errors.New("is asked too deep")
	// errPartial: a file that is right asks one that is not, and cannot be whole.
	errPartial = errors.New("asks what is wrong itself")
)

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
		if !one.begun && l.depth == deepestFile {
			return nil, true, errDeep
		}
		l.depth++
		t, err = l.load(one)
		l.depth--
		if err != errCircle {
			err = nil
		}
		return t, true, err
	}
	t, found = l.among.Lookup(name)
	return t, found, nil
}
