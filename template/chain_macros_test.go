// Macros in chains of templates: each template reads its texts by its own
// settings, wherever in the chain it stands.

package template_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func TestChainKeepsMacros(t *testing.T) {
	reg := &template.Registry{Clock: fixedClock(macroNow)}
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"days":   `"request":{"service":"svc","path":"/days/{today}/{{x}}","records":"$.r[*]"},"macros":{"format":"yyyy-MM-dd"}`,
		"hours":  `"request":{"service":"svc","path":"/hours/{id}","query":{"before":"{now-1}"},"records":"$.r[*]"},"params":[{"name":"id","in":"path:id","required":true}],"macros":{"unit":"hour","format":"HH"}`,
		"unix":   `"request":{"service":"svc","path":"/unix/{id}","query":{"at":"{now}","lit":"{{now}}"}},"params":[{"name":"id","in":"path:id","required":true}],"macros":{"format":"unix"}`,
		"bare":   `"request":{"service":"svc","path":"/bare","records":"$.r[*]"}`,
		"around": `"request":{"service":"svc","path":"/around","records":"$.r[*]","then":[{"ask":"hours","pick":{"id":"$.id"}}]}`,
	} {
		files[name+".json"] = &fstest.MapFile{Data: []byte(`{"version":1,"name":"` + name + `",` + text + `}`)}
	}
	if err := reg.LoadFS(files, "*.json"); err != nil {
		t.Fatal(err)
	}
	records := pathdata.MustCompile("$.r[*]")
	braces := map[string][]string{"q": {"{now}"}}
	for _, op := range []*proofpoint.Operation{
		{Name: "code", Proto: proofpoint.Request{Service: "svc", Path: "/code", Query: braces, Records: records}},
		{Name: "code.child", Params: []proofpoint.Param{{Name: "id", In: "query:id"}}, Proto: proofpoint.Request{Service: "svc", Path: "/child", Query: braces}},
	} {
		tmpl, err := template.New(op.Name, op)
		if err != nil {
			t.Fatal(err)
		}
		if err := reg.Register(tmpl); err != nil {
			t.Fatal(err)
		}
	}
	const now, literally = "1795474040", "q=%7Bnow%7D"
	tests := []struct {
		chain []string // templates, each asked for the records of the one before
		want  []string
	}{
		{[]string{"days", "hours"}, []string{"/days/2026-11-23/%7Bx%7D", "/hours/7?before=21"}},
		{[]string{"bare", "hours"}, []string{"/bare", "/hours/7?before=21"}},
		{[]string{"days", "hours", "unix"}, []string{"/days/2026-11-23/%7Bx%7D", "/hours/7?before=21", "/unix/7?at=" + now + "&lit=%7Bnow%7D"}},
		{[]string{"around", "unix"}, []string{"/around", "/hours/7?before=21", "/unix/7?at=" + now + "&lit=%7Bnow%7D"}},
		{[]string{"code", "hours"}, []string{"/code?" + literally, "/hours/7?before=21"}},
		{[]string{"days", "code.child"}, []string{"/days/2026-11-23/%7Bx%7D", "/child?id=7&" + literally}},
		{[]string{"code", "code.child"}, []string{"/code?" + literally, "/child?id=7&" + literally}},
	}
	for _, tt := range tests {
		chain := named(t, reg, tt.chain[0])
		for _, child := range tt.chain[1:] {
			var err error
			if chain, err = template.Chain("chain", chain, named(t, reg, child), map[string]string{"id": "$.id"}, template.ChainOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		r, err := chain.BuildAt(macroNow, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer := `{"r":[{"id":7}]}`
		got := drain(t, &recorder{answers: map[string]string{"days": answer, "bare": answer, "around": answer, "code": answer, "hours": answer}}, r)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.chain, diff)
		}
	}
}

func named(t *testing.T, reg *template.Registry, name string) *template.Template {
	t.Helper()
	tmpl, ok := reg.Lookup(name)
	if !ok {
		t.Fatalf("there is no template %q", name)
	}
	return tmpl
}
