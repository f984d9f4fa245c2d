// Definitions out of files: several at once, files that ask each other, and what
// cannot be written down.

package template_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func files(of map[string]string) fs.FS {
	fsys := fstest.MapFS{}
	for name, text := range of {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// chain is a definition that asks another by name.
func chain(name, asks string) string {
	return `{"version":1,"name":"` + name + `","request":{"service":"s","path":"/` + name + `","then":[{"ask":"` + asks + `","name":"more"}]}}`
}

func namesOf(list []*template.Template) (out []string) {
	for _, t := range list {
		out = append(out, t.Name())
	}
	return out
}

func TestParseFS(t *testing.T) {
	leaf := strings.Replace(plain, "list_cases", "leaf", 1)
	list, err := template.ParseFS(files(map[string]string{"t/a.json": chain("first", "second"), "t/b.json": chain("second", "leaf"), "t/c.json": leaf, "t/d.txt": "no definition"}), "t/*.json")
	if diff := cmp.Diff([]string{"first", "second", "leaf"}, namesOf(list)); err != nil || diff != "" {
		t.Fatalf("ParseFS: %v, names mismatch (-want +got):\n%s", err, diff)
	}
	op, _ := list[0].Operation("")
	second, _ := list[1].Operation("")
	if op.Proto.Then[0].Ask != second || second.Proto.Then[0].Ask.Proto.Path != "/v1/cases" {
		t.Errorf("first asks %v, want second, which asks leaf", op.Proto.Then[0].Ask.Name)
	}
	// What it asks is written out with it, so that it can be read by itself.
	if _, err := template.Parse(definitionOf(t, list[0])); err != nil {
		t.Error(err)
	}
}

func TestParseFSRefuses(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"no file", nil, []string{`template: no file matches "*.json"`}},
		{"several with mistakes", map[string]string{"a.json": `{"version":1}`, "b.json": plain, "c.json": "[\n}"}, []string{
			`template: a.json:1: the definition lacks the member "name"`, `template: a.json:1: the definition lacks the member "request" (accepts request, or modes)`,
			`template: c.json:2: /0 is not JSON: invalid character '}' at start of value`}},
		{"one name twice", map[string]string{"a.json": plain, "b.json": plain}, []string{`template: b.json: the name "list_cases" is that of a.json too`}},
		{"circle", map[string]string{"a.json": chain("one", "two"), "b.json": chain("two", "one")}, []string{`template: b.json:1: /request/then/0/ask asks itself, by way of this one (accepts a template that does not)`}},
		{"itself", map[string]string{"a.json": chain("one", "one")}, []string{`template: a.json:1: /request/then/0/ask asks itself, by way of this one (accepts a template that does not)`}},
		{"nobody", map[string]string{"a.json": chain("one", "twoo"), "b.json": strings.Replace(plain, "list_cases", "two", 1)}, []string{
			`template: a.json:1: /request/then/0/ask is the name of no template (accepts the name of a template, or a definition) (did you mean "two"?)`}},
		{"one with mistakes is asked", map[string]string{"a.json": chain("one", "two"), "b.json": `{"version":1,"name":"two"}`}, []string{
			`template: b.json:1: the definition lacks the member "request" (accepts request, or modes)`}},
		{"one with mistakes is asked by one that is asked", map[string]string{"a.json": chain("one", "two"), "b.json": chain("two", "three"), "c.json": `{"version":1,"name":"three"}`}, []string{
			`template: c.json:1: the definition lacks the member "request" (accepts request, or modes)`}},
		{"circle that another asks", map[string]string{"a.json": chain("one", "two"), "b.json": chain("two", "three"), "c.json": chain("three", "two")}, []string{
			`template: c.json:1: /request/then/0/ask asks itself, by way of this one (accepts a template that does not)`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list, err := template.ParseFS(files(tt.files), "*.json")
			if err == nil || list != nil {
				t.Fatalf("ParseFS = %v, %v; want an error", namesOf(list), err)
			}
			if diff := cmp.Diff(tt.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("error mismatch (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := template.ParseFS(files(map[string]string{"a.json": plain}), "["); err == nil {
		t.Error("a pattern that is none is taken")
	}
	_, err := template.ParseFS(files(map[string]string{"a.json": `{}`}), "*.json")
	if wrong, ok := errors.AsType[*template.DefinitionError](err); !ok || wrong.File != "a.json" {
		t.Errorf("ParseFS: %#v", err)
	}
}

func TestLoadFS(t *testing.T) {
	var r template.Registry
	fsys := files(map[string]string{"a.json": chain("first", "list_cases"), "b.json": plain})
	if err := r.LoadFS(fsys, "*.json"); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Build("list_cases", nil); err != nil || got.Path != "/v1/cases" {
		t.Errorf("Build = %v, %v", got, err)
	}
	// What is registered may be asked, and is not taken twice.
	if err := r.LoadFS(files(map[string]string{"c.json": chain("third", "first")}), "*.json"); err != nil {
		t.Error(err)
	}
	err := r.LoadFS(files(map[string]string{"d.json": strings.Replace(plain, "list_cases", "fourth", 1), "e.json": plain}), "*.json")
	if err == nil || err.Error() != `template: register: the name "list_cases" is taken` {
		t.Errorf("LoadFS of a name that is taken: %v", err)
	}
	if _, ok := r.Lookup("fourth"); ok {
		t.Error("some of what was refused is registered")
	}
	if err := r.LoadFS(files(map[string]string{"f.json": chain("fifth", "get_alerts")}), "*.json"); err == nil {
		t.Error("a template that is not registered was asked")
	}
	clone := template.Default.Clone()
	if err := clone.LoadFS(files(map[string]string{"f.json": chain("fifth", "get_alerts")}), "*.json"); err != nil {
		t.Error(err)
	}
	if _, ok := template.Default.Lookup("fifth"); ok {
		t.Error("what is loaded into a clone shows in Default")
	}
}

// ownPager is a pager of a program's own.
type ownPager struct{ proofpoint.Numbers }

func TestMarshalRefuses(t *testing.T) {
	circle := &proofpoint.Operation{Name: "a.circle", Proto: proofpoint.Request{Service: "a", Path: "/"}}
	circle.Proto.Then = []proofpoint.Then{{Ask: circle, Name: "again"}}
	op := func(r proofpoint.Request) *proofpoint.Operation {
		r.Service = "a"
		return &proofpoint.Operation{Name: "a.b", Proto: r}
	}
	for name, tt := range map[string]struct {
		op   *proofpoint.Operation
		want string
	}{
		"pager":      {op(proofpoint.Request{Path: "/", Pager: ownPager{}}), "no word for the pager template_test.ownPager"},
		"inner":      {op(proofpoint.Request{Path: "/", Pager: proofpoint.Nest(proofpoint.Values{Where: "query:a"}, ownPager{})}), "no word for the pager"},
		"body":       {op(proofpoint.Request{Path: "/", Body: []byte{0xff, 0xfe}}), "the body is no text"},
		"credential": {op(proofpoint.Request{Path: "/", Header: map[string][]string{"Authorization": {"hunter2"}}}), "/request/headers/Authorization carries a credential"},
		"circle":     {circle, "asks more than 1000 operations, or itself"},
		"base":       {op(proofpoint.Request{Path: "/x", Base: "https://user:hunter2@a.example"}), "/request/url is refused: URL must not hold a user name or password"},
		"other name": {op(proofpoint.Request{Path: "/", Name: "other"}), `the request is called "other"`},
		"no path":    {op(proofpoint.Request{Path: "/a?b=c"}), "/request/path does not look as it must"},
		"nothing":    {op(proofpoint.Request{Path: "/", Then: []proofpoint.Then{{Name: "x"}}}), "nothing is asked"},
	} {
		tmpl, err := template.New("a.b", tt.op)
		if err != nil {
			t.Fatal(err)
		}
		text, err := tmpl.MarshalJSON()
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: MarshalJSON = %s, %v; want %q", name, text, err, tt.want)
		}
	}
}

// TestMarshalByHand: what no built-in operation has is written and read back too.
func TestMarshalByHand(t *testing.T) {
	child := &proofpoint.Operation{Name: "a.child", Proto: proofpoint.Request{Service: "a", Path: "/c/{id}"}, Params: []proofpoint.Param{
		{Name: "id", Type: "string", In: "path:id", Required: true}, {Name: "deep", Type: "boolean", In: "query:deep"}, {Name: "n", Type: "integer", In: "query:n"}}}
	for name, r := range map[string]proofpoint.Request{
		"url":       {Path: "https://other.example/x", Query: map[string][]string{"a": {"1", "<2>"}, "b": {"é&"}}},
		"base":      {Base: "https://other.example/base/", Path: "x"},
		"text":      {Service: "a", Method: "post", Path: "/", Body: []byte("a=b&c=<d>"), Header: map[string][]string{"Content-Type": {"application/x-www-form-urlencoded"}}},
		"odd JSON":  {Service: "a", Method: "PUT", Path: "/", Body: []byte(`{"b" : 1, "a":"<\u0041>"}`)},
		"JSON":      {Service: "a", Method: "PUT", Path: "/", Body: []byte(`{"b":12345678901234567890,"a":"<é>","c":1.50}`)},
		"null":      {Service: "a", Method: "PUT", Path: "/", Body: []byte(`null`)},
		"value":     {Service: "a", Value: []byte(`{"ids":["1","2"]}`), Then: []proofpoint.Then{{Ask: child, Pick: map[string]*pathdata.Selector{"id": pathdata.MustCompile("$.ids[*]")}, With: map[string]any{"deep": true, "n": int64(3)}, Must: true, Parallel: 4}}},
		"links":     {Service: "a", Path: "/", Pager: proofpoint.Links{URL: pathdata.MustCompile("$.next"), Where: "query:token"}},
		"offsets":   {Service: "a", Path: "/", Pager: proofpoint.Offsets{Where: "query:offset", Size: 10, SizeAt: "query:limit", Total: pathdata.MustCompile("$.total")}},
		"alternate": {Service: "a", Path: "/", Records: pathdata.MustCompile("$[:]", "$.c").Elements().Optional(), Refused: pathdata.MustCompile("$.ok"), Empty: []int{404}, Skip: 3, Limit: 7, Format: proofpoint.FormatLines},
	} {
		tmpl, err := template.New("a.b", &proofpoint.Operation{Name: "a.b", Proto: r})
		if err != nil {
			t.Fatal(err)
		}
		back := readBack(t, tmpl)
		want, err := tmpl.Build(nil)
		if err != nil {
			t.Fatal(err)
		}
		if want.Base != "" { // one URL says both
			want.Base, want.Path = "", "https://other.example/base/x"
		}
		want.Method = strings.ToUpper(want.Method)
		got, err := back.Build(nil)
		if diff := cmp.Diff(want, got, sameRequest); err != nil || diff != "" {
			t.Errorf("%s: %v, mismatch (-want +got):\n%s", name, err, diff)
		}
	}
}
