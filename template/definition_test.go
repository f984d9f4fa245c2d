// Every built-in template written down and read back: the definitions are
// goldens, reviewed like code, and what they build is what the originals build.

package template_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/proofpointkit/proofpoint-go/internal/golden"
	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// definitionOf is a template's definition.
func definitionOf(t testing.TB, tmpl *template.Template) []byte {
	t.Helper()
	text, err := tmpl.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// readBack is the template that the definition of another gives.
func readBack(t testing.TB, tmpl *template.Template) *template.Template {
	t.Helper()
	back, err := template.Parse(definitionOf(t, tmpl))
	if err != nil {
		t.Fatalf("Parse of what %s wrote: %v", tmpl.Name(), err)
	}
	return back
}

func TestDefinitionsOfBuiltins(t *testing.T) {
	files := map[string]*bytes.Buffer{}
	for tmpl := range template.Default.All() {
		text := definitionOf(t, tmpl)
		if again := definitionOf(t, readBack(t, tmpl)); !bytes.Equal(text, again) {
			t.Errorf("%s is written otherwise after reading:\n%s", tmpl.Name(), cmp.Diff(string(text), string(again)))
		}
		service, _, dotted := strings.Cut(tmpl.Name(), ".")
		if !dotted {
			service = "seed"
		}
		if files[service] == nil {
			files[service] = bytes.NewBufferString("[")
		} else {
			files[service].WriteByte(',')
		}
		files[service].Write(text)
	}
	for service, b := range files {
		b.WriteByte(']')
		golden.Check(t, "definitions/"+service+".json", indented(t, b.Bytes()))
	}
}

// indented is JSON as people read it.
func indented(t testing.TB, text []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", "\t"); err != nil {
		t.Fatal(err)
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// sameRequest compares requests by what they say: paths by their text, nested
// pagers by what they are made of.
var sameRequest = cmp.Options{
	cmp.Comparer(func(a, b *pathdata.Selector) bool { return a.String() == b.String() }),
	cmpopts.IgnoreUnexported(proofpoint.Request{}, proofpoint.Operation{}),
	cmp.FilterValues(func(a, b proofpoint.Pager) bool { return isNest(a) && isNest(b) }, cmp.Transformer("Unnest", unnested)),
	cmpopts.EquateEmpty(),
}

type pagers struct{ Outer, Inner proofpoint.Pager }

func isNest(p proofpoint.Pager) bool { _, _, ok := proofpoint.Unnest(p); return ok }

func unnested(p proofpoint.Pager) pagers {
	outer, inner, _ := proofpoint.Unnest(p)
	return pagers{outer, inner}
}

// TestDefinitionsBuildTheSame: what is read back builds the requests that the
// original builds, of nothing, of each parameter by itself, of all of them, and
// refuses what the original refuses.
func TestDefinitionsBuildTheSame(t *testing.T) {
	for tmpl := range template.Default.All() {
		t.Run(tmpl.Name(), func(t *testing.T) {
			back := readBack(t, tmpl)
			built, differ := 0, false
			for _, params := range samples(t, tmpl) {
				want, refused := tmpl.Build(params)
				got, err := back.Build(params)
				if refused != nil {
					differ = differ || err == nil
					if err == nil && !slices.Contains(checkedByCode, tmpl.Name()) {
						t.Errorf("Build(%v) = %v, want %v", params, got, refused)
					}
					continue
				}
				built++
				if err != nil {
					t.Errorf("Build(%v): %v", params, err)
				} else if diff := cmp.Diff(want, got, sameRequest); diff != "" {
					t.Errorf("Build(%v) mismatch (-want +got):\n%s", params, diff)
				} else if want.String() != got.String() {
					t.Errorf("Build(%v) prints %s, want %s", params, got, want)
				}
			}
			if built == 0 && !slices.Contains(checkedByCode, tmpl.Name()) {
				t.Error("no sample was accepted: nothing is compared")
			}
			if !differ && slices.Contains(checkedByCode, tmpl.Name()) {
				t.Error("nothing is refused by code: take it off the list")
			}
			if diff := cmp.Diff(tmpl.Params(), back.Params(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("Params mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{tmpl.Title(), tmpl.Summary(), tmpl.When(), tmpl.Docs()}, []string{back.Title(), back.Summary(), back.When(), back.Docs()}); diff != "" {
				t.Errorf("words mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// checkedByCode are the operations that refuse, by code, what no parameter is to
// blame for by itself. Code is not written down: what is read back leaves that
// to the service. What they accept is compared in package proofpoint, where the
// contract test has parameters for each.
var checkedByCode = []string{
	"essentials.groups.sender_lists.add", "essentials.groups.sender_lists.replace",
	"essentials.licensing.replace", "essentials.orgs.create", "essentials.orgs.update", "essentials.package.replace", "essentials.products.update",
	"essentials.sender_lists.add", "essentials.sender_lists.replace", "essentials.settings.azure.replace", "essentials.tagging.replace", "essentials.tagging.update",
	"essentials.users.create",
	"essentials.users.sender_lists.add", "essentials.users.sender_lists.replace", "essentials.users.update",
}

// samples are values of a template's parameters: none, those that are needed,
// each further one beside them, and all.
func samples(t testing.TB, tmpl *template.Template) []map[string]any {
	t.Helper()
	modes := tmpl.Modes()
	if modes == nil {
		modes = []string{""}
	}
	sets := []map[string]any{nil}
	for _, mode := range modes {
		op, _ := tmpl.Operation(mode)
		needed, all := map[string]any{}, map[string]any{}
		if mode != "" {
			needed["mode"], all["mode"] = mode, mode
		}
		single := func(name string) bool { // of those of which one alone may be given
			return slices.ContainsFunc(op.OneOf, func(group []string) bool { return slices.Contains(group[1:], name) })
		}
		for _, p := range op.Params {
			v := sample(t, p)
			if p.Required {
				needed[p.Name] = v
			}
			if !single(p.Name) && p.In != "from" && p.In != "to" {
				all[p.Name] = v
			}
		}
		sets = append(sets, needed, all)
		for _, p := range op.Params {
			one := map[string]any{p.Name: sample(t, p)}
			for name, v := range needed {
				one[name] = v
			}
			sets = append(sets, one)
		}
	}
	return sets
}

// sample is a value that a parameter accepts.
func sample(t testing.TB, p proofpoint.Param) any {
	t.Helper()
	low := 1.0
	if p.Min != nil {
		low = *p.Min
	}
	word := func() string {
		switch {
		case len(p.Enum) > 0:
			w, _, _ := strings.Cut(p.Enum[len(p.Enum)-1], "=")
			return w
		case p.Pattern != "":
			return matching(p.Pattern)
		case strings.HasPrefix(p.In, "base"):
			return "https://gateway.example/base"
		case strings.Contains(p.In, "records"):
			return "$.rows[*]"
		}
		return "a+b/é c"
	}
	switch p.Type {
	case "integer", "number":
		if len(p.Enum) > 0 {
			return p.Enum[0]
		}
		return low
	case "boolean":
		return false
	case "time":
		return "2026-11-02T12:00:00Z"
	case "duration":
		return max(low, 3000)
	case "list":
		list := []string{word()}
		for len(list) < int(low) {
			list = append(list, word())
		}
		return list
	case "object":
		return map[string]any{"name": "x", "count": 3}
	}
	return word()
}

// matching is a text that a pattern takes; the same for the same pattern.
func matching(pattern string) string {
	text, ok := matched.Load(pattern)
	if !ok {
		text, _ = matched.LoadOrStore(pattern, rapid.StringMatching(pattern).Filter(printable).Example(7))
	}
	return text.(string)
}

var matched sync.Map

func printable(s string) bool {
	return s != "" && s != "." && s != ".." && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// TestDefinitionsKeepOperations: the data of an operation is all there, in its
// fields as in its requests.
func TestDefinitionsKeepOperations(t *testing.T) {
	for tmpl := range template.Default.All() {
		back := readBack(t, tmpl)
		for _, mode := range append(tmpl.Modes(), "") {
			want, _ := tmpl.Operation(mode)
			got, ok := back.Operation(mode)
			if !ok {
				t.Errorf("%s: the mode %q is lost", tmpl.Name(), mode)
				continue
			}
			w, g := reflect.ValueOf(*want), reflect.ValueOf(*got)
			for i := range w.NumField() {
				f := w.Type().Field(i)
				if !f.IsExported() {
					continue
				}
				if diff := cmp.Diff(w.Field(i).Interface(), g.Field(i).Interface(), sameRequest); diff != "" {
					t.Error(fmt.Sprintf("%s: %s mismatch (-want +got):\n", tmpl.Name(), f.Name) + diff)
				}
			}
		}
	}
}
