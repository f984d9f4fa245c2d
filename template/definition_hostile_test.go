// Files that are made to keep a program busy: what they cost is bounded, and
// what is too much of something is told.

package template_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/template"
)

// hostile is a definition around a request's members.
func hostile(members string) []byte {
	return []byte(`{"version":1,"name":"x","request":{"service":"s","method":"POST","path":"/a"` + members + `}}`)
}

func TestParseHostileBraces(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"closing", strings.Repeat("}a", 100_000), `holds "}a}a}a}a}", which has a } that closes no macro`},
		{"opening", strings.Repeat("{a", 100_000), `holds "{a{a{a{a{", which has a { that begins no macro`},
		{"opening, spaced", "{" + strings.Repeat("a", 200_000), `holds "{aaaaaaaa", which has a { that begins no macro`},
		{"unknown macros", strings.Repeat("{a}", 100_000), `holds "{a}", which is no macro`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			began := time.Now()
			for pointer, text := range map[string]string{
				"/request/query/q":                    `,"query":{"q":"` + tt.text + `"}`,
				"/request/then/0/ask/request/query/q": `,"then":[{"ask":{"name":"c","request":{"service":"s","path":"/c","query":{"q":"` + tt.text + `"}}}}]`,
			} {
				_, err := template.Parse(hostile(text))
				wrong, ok := errors.AsType[*template.DefinitionError](err)
				if !ok || !strings.Contains(wrong.Problems[0].Reason, tt.want) || wrong.Problems[0].Pointer != pointer || len(wrong.Problems) > 1 {
					t.Errorf("got %.300v, want %q once at %s", err, tt.want, pointer)
				}
			}
			if took := time.Since(began); took > 5*time.Second { // it was a quarter of a minute
				t.Errorf("it took %v", took)
			}
		})
	}
}

// Each macro is filled by itself, so a request holds a hundred of them.
func TestParseHostileTimes(t *testing.T) {
	body := func(n int) []byte {
		var s strings.Builder
		for i := range n {
			fmt.Fprintf(&s, `,"{now+%d}"`, i)
		}
		return hostile(`,"body":[` + strings.TrimPrefix(s.String(), ",") + `,"` + strings.Repeat("x", 800_000) + `"]`)
	}
	_, err := template.Parse(body(4000))
	if err == nil || !strings.Contains(err.Error(), `/request/body/100 holds "{now+100}", which is one macro too many (accepts at most 100 different ones in a request)`) {
		t.Errorf("got %.300v", err)
	}
	tmpl, err := template.Parse(body(100))
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := tmpl.Build(nil); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > 50 { // the body is 0.8 MB, and written once
		t.Errorf("Build allocates %d MiB", mib)
	}
}

// Requests that many ask are read and filled once: by 20 ways at each of 8
// levels, this would never end.
func TestParseHostileWays(t *testing.T) {
	for _, last := range []string{`"/a"`, `"/a","query":{"q":"{{"}`, `"/a","query":{"q":"{now}"}`} {
		const levels = 8
		of := map[string]string{}
		for i := range levels + 1 {
			path, then := `"/a"`, strings.TrimPrefix(strings.Repeat(fmt.Sprintf(`,{"ask":"t%d"}`, i+1), 20), ",")
			if i == levels {
				path, then = last, ""
			}
			of[fmt.Sprintf("t%d.json", i)] = fmt.Sprintf(`{"version":1,"name":"t%d","request":{"service":"s","path":%s,"then":[%s]},"params":[]}`, i, path, then)
		}
		list, err := template.ParseFS(files(of), "*.json")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := list[0].Build(nil); err != nil {
			t.Error(err)
		}
	}
}

// Files that each ask the next do not fill the stack.
func TestParseHostileDepth(t *testing.T) {
	of := map[string]string{}
	for i := range 3000 {
		of[fmt.Sprintf("t%04d.json", i)] = chain(fmt.Sprintf("t%04d", i), fmt.Sprintf("t%04d", i+1))
	}
	_, err := template.ParseFS(files(of), "*.json")
	if err == nil || !strings.Contains(err.Error(), "t0050.json:1: /request/then/0/ask is asked too deep (accepts at most 50 files that ask one another)") {
		t.Errorf("got %.300v", err)
	}
}

// Each macro of a body keeps where it stands, so names above it are bounded; where
// there is none, they are not.
func TestParseHostileNames(t *testing.T) {
	name := strings.Repeat("n", 100_000)
	_, err := template.Parse(hostile(`,"body":{"` + name + `":["{now}"` + strings.Repeat(`,"{now}"`, 20_000) + `]}`))
	if err == nil || !strings.Contains(err.Error(), `stands below names that are too long (accepts names of at most 512 bytes together)`) {
		t.Errorf("got %.300v", err)
	}
	if _, err := template.Parse(hostile(`,"body":{"` + name + `":["now"` + strings.Repeat(`,"now"`, 20_000) + `],"a":"{now}"}`)); err != nil {
		t.Errorf("got %.300v", err)
	}
}
