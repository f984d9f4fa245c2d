// The public suites: RFC 9535's for paths, the JSON parsing suite for bodies.
// They are read from the folder that PROOFPOINT_SHARED names and skipped
// without it.

package pathdata_test

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func shared(t testing.TB, elem ...string) string {
	t.Helper()
	root := os.Getenv("PROOFPOINT_SHARED")
	if root == "" {
		t.Skip("PROOFPOINT_SHARED is not set: the suites are read in CI, which sets it")
	}
	return filepath.Join(append([]string{root}, elem...)...)
}

type ctsCase struct {
	Name         string            `json:"name"`
	Selector     string            `json:"selector"`
	Document     json.RawMessage   `json:"document"`
	Result       json.RawMessage   `json:"result"`
	ResultPaths  []string          `json:"result_paths"`
	Results      []json.RawMessage `json:"results"`
	ResultsPaths [][]string        `json:"results_paths"`
	Invalid      bool              `json:"invalid_selector"`
}

// answers gives what the suite accepts: values and, if it says so, paths.
func (c *ctsCase) answers(t *testing.T) (values, paths [][]string) {
	results := c.Results
	if c.Result != nil {
		results, c.ResultsPaths = []json.RawMessage{c.Result}, nil
		if c.ResultPaths != nil {
			c.ResultsPaths = [][]string{c.ResultPaths}
		}
	}
	for _, r := range results {
		var list []json.RawMessage
		if err := json.Unmarshal(r, &list); err != nil {
			t.Fatal(err)
		}
		texts := []string{}
		for _, v := range list {
			texts = append(texts, canonical(t, v))
		}
		values = append(values, texts)
	}
	return values, c.ResultsPaths
}

func suite(t testing.TB) []ctsCase {
	t.Helper()
	data, err := os.ReadFile(shared(t, "conformance", "cts.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Tests []ctsCase }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	return file.Tests
}

// TestPathSuite runs RFC 9535's suite as the path streams and held whole, with
// bodies in portions, and looks at the order of the matches. Where the suite
// accepts several orders, ours is one of them.
func TestPathSuite(t *testing.T) {
	tests := suite(t)
	invalid, right, streaming := 0, 0, 0
	for _, c := range tests {
		sel, err := pathdata.Compile(c.Selector)
		if c.Invalid {
			var syntax *pathdata.SyntaxError
			if !errors.As(err, &syntax) {
				t.Errorf("%s: Compile(%q) = %v, want a SyntaxError", c.Name, c.Selector, err)
				continue
			}
			invalid++
			continue
		}
		if err != nil {
			t.Errorf("%s: Compile(%q): %v", c.Name, c.Selector, err)
			continue
		}
		if sel.Streams() {
			streaming++
		}
		values, paths := c.answers(t)
		ok := true
		for _, s := range []*pathdata.Selector{sel, pathdata.Held(sel)} {
			for name, r := range readers(string(c.Document)) {
				gotValues, gotPaths := []string{}, []string{}
				for m, err := range pathdata.Each(r, s.Optional()) {
					if err != nil {
						t.Fatalf("%s, %s: %v", c.Name, name, err)
					}
					gotValues = append(gotValues, canonical(t, m.Raw))
					gotPaths = append(gotPaths, m.Path.String())
				}
				if !oneOf(values, paths, gotValues, gotPaths) {
					t.Errorf("%s, %s: Each(%q) = %q at %q, want one of %q at %q", c.Name, name, c.Selector, gotValues, gotPaths, values, paths)
					ok = false
				}
			}
		}
		if ok {
			right++
		}
	}
	t.Logf("%d invalid paths refused, %d valid ones right (%d stream), of %d", invalid, right, streaming, len(tests))
	if invalid != 247 || right != 456 || len(tests) != 703 {
		t.Errorf("%d invalid paths refused, %d valid ones right, of %d cases, want 247 and 456 of 703", invalid, right, len(tests))
	}
}

// oneOf says whether what came is one of the answers, values and paths alike.
func oneOf(values, paths [][]string, gotValues, gotPaths []string) bool {
	for i, want := range values {
		if slices.Equal(want, gotValues) && (paths == nil || slices.Equal(paths[i], gotPaths)) {
			return true
		}
	}
	return false
}

func canonical(t *testing.T, raw []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%q: %v", raw, err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// suiteFiles gives the texts of the JSON parsing suite by name.
func suiteFiles(t testing.TB) map[string][]byte {
	t.Helper()
	f, err := os.Open(shared(t, "conformance", "jsontestsuite.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for tr := tar.NewReader(z); ; {
		h, err := tr.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(h.Name, ".json") {
			if files[filepath.Base(h.Name)], err = io.ReadAll(tr); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestParsingSuite: the verdict on each text of the suite is the same wherever the
// text stands and however the body comes in. What must be refused is refused with
// a ParseError.
func TestParsingSuite(t *testing.T) {
	places := []struct {
		name, before, after, path string
		refused                   int
	}{
		{"top level", "", "", "$", 188},
		{"skipped", `{"skip":`, `,"rows":[]}`, "$.rows[*]", 188},
		{"skipped, deeper", `{"rows":[],"a":{"skip":[0,`, `]}}`, "$.rows[*]", 188},
		{"record", `{"rows":[`, `]}`, "$.rows[*]", 186},
		{"inside a record", `{"rows":[{"a":`, `}]}`, "$.rows[*]", 188},
		{"on the path", `{"rows":[`, `]}`, "$.*[0].*", 186},
		{"behind the records", `{"rows":[],"x":`, `}`, "$.rows[*]", 188},
		{"held", `{"rows":[`, `]}`, "$.rows[-1]", 186},
		{"inside a held value", `{"rows":[{"a":{"b":`, `}}]}`, "$..b", 188},
		{"skipped beside a held value", `{"skip":`, `,"rows":[]}`, "$.rows[-1]", 188},
		{"filtered", `{"rows":[`, `]}`, "$.rows[?@.a]", 186},
		{"in a filtered record, looked at", `{"rows":[{"a":`, `}]}`, "$.rows[?@.a == 1]", 188},
		{"in a filtered record, passed", `{"rows":[{"b":1,"c":`, `,"a":1}]}`, "$.rows[?@.a == 1]", 188},
		{"in a record of an expression", `{"rows":[{"b":`, `}]}`, "extended $.rows[?(@.a > 1)]", 188},
	}
	files := suiteFiles(t)
	for _, place := range places {
		t.Run(place.name, func(t *testing.T) {
			var sel pathdata.Selector
			if err := sel.UnmarshalText([]byte(place.path)); err != nil {
				t.Fatal(err)
			}
			yes, no := 0, 0
			for name, text := range files {
				body := place.before + string(text) + place.after
				if name[0] == 'n' && json.Valid([]byte(body)) {
					continue // two texts are lists of values, and sound inside an array
				}
				if !judged(t, name, body, sel.Optional()) {
					continue
				}
				switch name[0] {
				case 'y':
					yes++
				case 'n':
					no++
				}
			}
			if yes != 95 || no != place.refused {
				t.Errorf("%d of 95 accepted, %d of %d refused", yes, no, place.refused)
			}
		})
	}
}

// judged walks a text of the suite in several portions, and says whether all
// verdicts are what its name wants.
func judged(t *testing.T, name, body string, sel *pathdata.Selector) bool {
	t.Helper()
	right := true
	for portion, r := range readers(body) {
		err := drain(pathdata.EachWith(r, pathdata.Limits{Depth: 10_000, Steps: 1 << 40}, sel))
		switch {
		case err != nil && !errors.As(err, new(*pathdata.ParseError)):
			t.Errorf("%s, %s: %T is not a ParseError", name, portion, err)
		case name[0] == 'y' && err != nil:
			t.Errorf("%s, %s: %v", name, portion, err)
		case name[0] == 'n' && err == nil:
			t.Errorf("%s, %s: is accepted", name, portion)
		default:
			continue
		}
		right = false
	}
	return right
}

// drain ranges to the end and gives the error.
func drain(seq func(func(pathdata.Match, error) bool)) (err error) {
	for _, err = range seq {
	}
	return err
}
