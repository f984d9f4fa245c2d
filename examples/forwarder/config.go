// The source file: what is asked for, of whom and where it goes, for people who
// write no Go. Here are its members, its limits and how it is read; what they
// mean is checked in config_source.go and config_credential.go. A file is held
// against the published schema first, and all that is wrong with it is told at
// once, because whoever writes it should have to run it once.

package main

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
	"github.com/proofpointkit/proofpoint-go/template"
)

const (
	configVersion  = 1
	maxConfig      = 1 << 20 // bytes of a file
	maxConfigDepth = 64      // levels of JSON
	maxConfigTold  = 100     // mistakes that are told
)

//go:embed config.schema.json
var configSchema []byte

// configFile is a source file.
type configFile struct {
	Schema      string                   `json:"$schema"`
	Version     int                      `json:"version"`
	Credentials map[string]credentialDef `json:"credentials"`
	Sources     []sourceDef              `json:"sources"`
	Output      outputDef                `json:"output"`
	State       string                   `json:"state"`
}

// sourceDef is one thing to ask for.
type sourceDef struct {
	Name       string         `json:"name"`
	Template   string         `json:"template"`
	Request    *requestDef    `json:"request"`
	Credential string         `json:"credential"`
	Params     map[string]any `json:"params"`
	Limit      int            `json:"limit"`
	Follow     bool           `json:"follow"`
	Every      string         `json:"every"`
}

// requestDef is a request of the writer's own.
type requestDef struct {
	Method     string          `json:"method"`
	URL        string          `json:"url"`
	Headers    string          `json:"headers"`
	Body       json.RawMessage `json:"body"`
	Path       string          `json:"path"`
	Repeatable bool            `json:"repeatable"`
	Writes     bool            `json:"writes"`
}

type outputDef struct {
	Format string `json:"format"`
	To     string `json:"to"`
}

// configError is everything that is wrong with a source file.
type configError struct {
	file     string
	problems []template.DefinitionProblem
}

// Error has a line for each mistake.
func (e *configError) Error() string {
	lines := make([]string, len(e.problems))
	for i, p := range e.problems {
		p.Pointer = cmp.Or(p.Pointer, "the file")
		lines[i] = fmt.Sprintf("%s:%d: %s", e.file, p.Line, p)
	}
	return strings.Join(lines, "\n")
}

// configReader is one reading of a source file.
type configReader struct {
	*app
	root     *jsonschema.Node
	text     []byte
	file     configFile
	problems []jsonschema.Problem
	hints    []string
}

// readConfig reads the file of -config as far as its shape goes.
func (a *app) readConfig() (*configReader, error) {
	f, err := os.Open(a.config)
	if err != nil {
		return nil, mistake("-config: %w", err)
	}
	defer func() { _ = f.Close() }()
	r := &configReader{app: a}
	if r.text, err = io.ReadAll(io.LimitReader(f, maxConfig+1)); err != nil {
		return nil, mistake("-config: %w", err)
	}
	if len(r.text) > maxConfig {
		r.problems = []jsonschema.Problem{{Reason: "is too long", Accepts: fmt.Sprintf("at most %d bytes", maxConfig)}}
		return nil, r.failed()
	}
	if r.text = bytes.TrimPrefix(r.text, []byte("\ufeff")); bytes.HasPrefix(r.text, []byte("\xff\xfe")) || bytes.HasPrefix(r.text, []byte("\xfe\xff")) {
		r.problems = []jsonschema.Problem{{Reason: "is UTF-16 text: save it as UTF-8"}}
		return nil, r.failed()
	}
	if r.root, r.problems = jsonschema.Read(r.text, maxConfigDepth); r.root == nil {
		return nil, r.failed()
	}
	if r.newer() {
		return nil, r.failed()
	}
	s, err := jsonschema.Compile(configSchema)
	if err != nil {
		return nil, err
	}
	for _, p := range s.Check(r.root) {
		if n := r.root.At(p.Pointer); isReference(n.Name, n.Pointer()) && n.Kind != '{' {
			p.Reason, p.Accepts = writtenHere, referTo
		}
		r.problems = append(r.problems, p)
	}
	r.problems = withoutMisspelled(r.problems)
	d := json.NewDecoder(bytes.NewReader(r.text))
	d.UseNumber()
	if err := d.Decode(&r.file); err != nil && len(r.problems) == 0 {
		r.refuse("", "holds a number that is too large, or whole and not written as such", "whole numbers in plain digits", "")
	}
	if r.root.Member("sources") == nil {
		r.file.Sources = nil // not those of another member whose name has other letters
	}
	return r, nil
}

// withoutMisspelled leaves out that a member is lacking where it is only misspelled.
func withoutMisspelled(all []jsonschema.Problem) []jsonschema.Problem {
	return slices.DeleteFunc(slices.Clone(all), func(p jsonschema.Problem) bool {
		return slices.ContainsFunc(all, func(q jsonschema.Problem) bool {
			return q.Suggest != "" && p.Reason == fmt.Sprintf("lacks the member %q", q.Suggest) && q.Pointer[:max(0, strings.LastIndexByte(q.Pointer, '/'))] == p.Pointer
		})
	})
}

// isReference reports whether a member of a credential, or of its auth, is a part
// that is only referred to.
func isReference(name, pointer string) bool {
	part := slices.Contains([]string{"principal", "secret", "api_key", "client_id", "client_secret", "key", "user", "password"}, name)
	return part && strings.HasPrefix(pointer, "/credentials/")
}

// newer refuses a version that is not known here: nothing else of the file can
// be judged.
func (r *configReader) newer() bool {
	n := r.root.Member("version")
	if n == nil || n.Kind != '0' {
		return false
	}
	v, err := strconv.Atoi(string(n.Raw))
	if err != nil || v <= configVersion {
		return false
	}
	r.problems = nil
	r.refuse("/version", fmt.Sprintf("is %d, newer than %d, the newest that is known here", v, configVersion), fmt.Sprintf("versions up to %d", configVersion), "")
	return true
}

// refuse notes a mistake, unless one is known of the same place or of one above
// or below it: the first that was said is what it is about.
func (r *configReader) refuse(pointer, reason, accepts, near string) {
	if r.refused(pointer) {
		return
	}
	r.problems = append(r.problems, jsonschema.Problem{Pointer: pointer, Offset: r.root.At(pointer).Offset, Reason: reason, Accepts: accepts, Suggest: near})
}

// refused reports whether something is known to be wrong at a place.
func (r *configReader) refused(pointer string) bool {
	return slices.ContainsFunc(r.problems, func(p jsonschema.Problem) bool {
		return p.Pointer == pointer || strings.HasPrefix(pointer, p.Pointer+"/") && p.Pointer != "" || strings.HasPrefix(p.Pointer, pointer+"/")
	})
}

// failed is the error of what was refused, nil if nothing was.
func (r *configReader) failed() error {
	if len(r.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(r.problems, func(a, b jsonschema.Problem) int { return cmp.Compare(a.Offset, b.Offset) })
	e := &configError{file: r.config}
	for i, p := range r.problems {
		if i == maxConfigTold {
			e.problems[i-1].Reason += fmt.Sprintf(", and %d things more are wrong behind it", len(r.problems)-i)
			break
		}
		e.problems = append(e.problems, template.DefinitionProblem{Pointer: p.Pointer, Line: r.lineOf(p.Offset), Offset: p.Offset,
			Reason: p.Reason, Accepts: p.Accepts, Suggest: p.Suggest})
	}
	return e
}

func (r *configReader) lineOf(offset int) int {
	return 1 + bytes.Count(r.text[:min(offset, len(r.text))], []byte("\n"))
}

// hint notes something that is no mistake, and that a person should know.
func (r *configReader) hint(pointer, format string, args ...any) {
	r.hints = append(r.hints, fmt.Sprintf("%s:%d: %s ", r.config, r.lineOf(r.root.At(pointer).Offset), pointer)+fmt.Sprintf(format, args...))
}

// pointerTo escapes a member's name for a pointer.
func pointerTo(at, name string) string {
	return at + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// showConfigSchema prints the schema of source files.
func (a *app) showConfigSchema() error {
	_, err := a.stdout.Write(configSchema)
	return err
}
