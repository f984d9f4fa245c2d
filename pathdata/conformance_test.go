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

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func shared(t testing.TB, elem ...string) string {
	t.Helper()
	root := os.Getenv("PROOFPOINT_SHARED")
	if root == "" {
		t.Skip("PROOFPOINT_SHARED does not name the folder with the conformance data")
	}
	return filepath.Join(append([]string{root}, elem...)...)
}

type ctsCase struct {
	Name        string          `json:"name"`
	Selector    string          `json:"selector"`
	Document    json.RawMessage `json:"document"`
	Result      json.RawMessage `json:"result"`
	ResultPaths []string        `json:"result_paths"`
	Results     []json.RawMessage
	Invalid     bool `json:"invalid_selector"`
}

func TestPathSuite(t *testing.T) {
	data, err := os.ReadFile(shared(t, "conformance", "cts.json"))
	if err != nil {
		t.Fatal(err)
	}
	var suite struct{ Tests []ctsCase }
	if err := json.Unmarshal(data, &suite); err != nil {
		t.Fatal(err)
	}
	var invalid, right, later int
	for _, c := range suite.Tests {
		sel, err := pathdata.Compile(c.Selector)
		if c.Invalid {
			if err == nil {
				t.Errorf("%s: Compile(%q) accepts an invalid path", c.Name, c.Selector)
			}
			invalid++
			continue
		}
		if err != nil {
			if !strings.Contains(err.Error(), "not supported yet") {
				t.Errorf("%s: Compile(%q) refuses a valid path: %v", c.Name, c.Selector, err)
			}
			later++
			continue
		}
		got := []string{}
		paths := []string{}
		for m, err := range pathdata.Each(strings.NewReader(string(c.Document)), sel.Optional()) {
			if err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
			got = append(got, canonical(t, m.Raw))
			paths = append(paths, m.Path.String())
		}
		var want []json.RawMessage
		if c.Result == nil {
			c.Result = c.Results[0]
		}
		if err := json.Unmarshal(c.Result, &want); err != nil {
			t.Fatal(err)
		}
		wantText := []string{}
		for _, r := range want {
			wantText = append(wantText, canonical(t, r))
		}
		// The suite gives unions in the order of the path; we give the body's.
		if strings.Contains(c.Selector, ",") {
			slices.Sort(got)
			slices.Sort(wantText)
			slices.Sort(paths)
			slices.Sort(c.ResultPaths)
		}
		if d := cmp.Diff(wantText, got); d != "" {
			t.Errorf("%s: Each(%q) mismatch (-want +got):\n%s", c.Name, c.Selector, d)
		}
		if c.ResultPaths != nil {
			if d := cmp.Diff(c.ResultPaths, paths); d != "" {
				t.Errorf("%s: Each(%q) paths mismatch (-want +got):\n%s", c.Name, c.Selector, d)
			}
		}
		right++
	}
	t.Logf("%d invalid paths refused, %d valid ones right, %d valid ones left for later, of %d", invalid, right, later, len(suite.Tests))
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

func TestParsingSuite(t *testing.T) {
	places := []struct {
		name, before, after, path string
	}{
		{name: "top level", path: "$"},
		{name: "skipped", before: `{"skip":`, after: `,"rows":[]}`, path: "$.rows[*]"},
		{name: "record", before: `{"rows":[`, after: `]}`, path: "$.rows[*]"},
		{name: "inside", before: `{"rows":[`, after: `]}`, path: "$.*[0].*"},
		{name: "behind", before: `{"rows":[],"x":`, after: `}`, path: "$.rows[*]"},
	}
	files := suiteFiles(t)
	for _, place := range places {
		t.Run(place.name, func(t *testing.T) {
			sel := pathdata.MustCompile(place.path).Optional()
			var yes, no int
			for name, text := range files {
				body := place.before + string(text) + place.after
				// Two texts are lists of values that are sound inside an array.
				if !json.Valid([]byte(body)) != (name[0] == 'n') && name[0] != 'i' {
					continue
				}
				o := pathdata.Limits{Depth: 10_000}
				err := drain(pathdata.EachWith(strings.NewReader(body), o, sel))
				var pe *pathdata.ParseError
				switch {
				case name[0] == 'y' && err != nil:
					t.Errorf("%s: %v", name, err)
				case name[0] == 'n' && err == nil:
					t.Errorf("%s is accepted", name)
				case err != nil && !errors.As(err, &pe):
					t.Errorf("%s: %T is not a ParseError", name, err)
				case name[0] == 'y':
					yes++
				case name[0] == 'n':
					no++
				}
			}
			t.Logf("%d accepted, %d refused", yes, no)
		})
	}
}

// drain ranges to the end and gives the error.
func drain(seq func(func(pathdata.Match, error) bool)) (err error) {
	for _, err = range seq {
	}
	return err
}
