// Names that occur twice inside a match: found wherever they stand and however
// they are spelled, told by the match, and no error.

package pathdata_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// flaws gives for each match the offset of its second name, "sound" or what else
// its flaw is.
func flaws(t *testing.T, path, body string, o pathdata.Limits) map[string][]string {
	t.Helper()
	var sel pathdata.Selector
	if err := sel.UnmarshalText([]byte(path)); err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for name, r := range readers(body) {
		for m, err := range pathdata.EachWith(r, o, &sel) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got[name] = append(got[name], flawText(m.Flaw))
		}
	}
	return got
}

func flawText(flaw error) string {
	if flaw == nil {
		return "sound"
	}
	var pe *pathdata.ParseError
	if !errors.As(flaw, &pe) {
		return flaw.Error()
	}
	what := ""
	if errors.Is(flaw, pathdata.ErrInvalidUTF8) {
		what += "text "
	}
	if errors.Is(flaw, pathdata.ErrDuplicateName) {
		what += "name "
	}
	return what + fmt.Sprint(pe.Offset)
}

func TestDuplicates(t *testing.T) {
	tests := []struct {
		name, path, body string
		want             []string
	}{
		{"plain", "$[*]", `[{"a":1,"b":2,"a":3},{"a":1}]`, []string{"name 14", "sound"}},
		{"an escape", "$[*]", `[{"a":1,"\u0061":2}]`, []string{"name 8"}},
		{"escapes on both sides", "$[*]", `[{"\/\ud83d\ude00":1,"\u002f😀":2}]`, []string{"name 21"}},
		{"escapes that differ", "$[*]", `[{"\u0061":1,"\\u0061":2,"\"":3,"\\":4,"\\\"":5}]`, []string{"sound"}},
		{"case differs", "$[*]", `[{"GUID":1,"guid":2}]`, []string{"sound"}},
		{"an empty name", "$[*]", `[{"":1,"":2}]`, []string{"name 7"}},
		{"inside", "$[*]", `[[{"x":{"a":1, "a" :2}}]]`, []string{"name 15"}},
		{"objects apart", "$[*]", `[[{"a":{"a":{"a":1}}},{"a":2}],{"b":{"c":1},"d":{"c":1},"c":{}}]`, []string{"sound", "sound"}},
		{"behind an object inside", "$[*]", `[{"a":{"b":1,"c":[{"a":1}]},"b":2,"a":3}]`, []string{"name 34"}},
		{"texts that look like names", "$[*]", `[{"a":"b","b":"a","c":["a","b","a"]}]`, []string{"sound"}},
		{"colons in texts", "$[*]", `[{"a":"x\":","b":["x\":","a:","a"]}]`, []string{"sound"}},
		{"the first of several", "$[*]", `[{"a":1,"b":1,"b":2,"a":2}]`, []string{"name 14"}},
		{"elsewhere in the body", "$.rows[*]", `{"x":{"a":1,"a":2},"rows":[{"a":1}]}`, []string{"sound"}},
		{"both flaws", "$[*]", "[{\"a\":\"\xff\",\"a\":1}]", []string{"text name 7"}},
		{"names that are not UTF-8", "$[*]", "[{\"\xff\":1,\"\xfe\":2}]", []string{"text 3"}},
		{"a match around others", "$..*", `{"x":[{"a":{"b":1,"b":2}}]}`, []string{"name 18", "name 18", "name 18", "sound", "sound"}},
		{"filtered", "$[?@.a == 2]", `[{"a":1,"a":2},{"a":2}]`, []string{"name 8", "sound"}},
		{"held", "$[-1]", `[{"a":1,"a":2},{"a":2,"a":3}]`, []string{"name 22"}},
		{"an expression", "extended $[?(@.a > 1)]", `[{"a":1,"a":2},{"a":2}]`, []string{"name 8", "sound"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for name, got := range flaws(t, tt.path, tt.body, pathdata.Limits{Duplicates: true}) {
				if d := cmp.Diff(tt.want, got); d != "" {
					t.Errorf("%s: flaws mismatch (-want +got):\n%s", name, d)
				}
			}
			for name, got := range flaws(t, tt.path, tt.body, pathdata.Limits{}) {
				if strings.Contains(strings.Join(got, " "), "name") {
					t.Errorf("%s: names are looked for unasked: %q", name, got)
				}
			}
		})
	}
}

// TestDuplicatesAgree: with what decoding finds, for any body.
func TestDuplicatesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := atRandom(t)
		m.twice = true
		body := "[" + m.body(4) + "," + m.body(4) + "]"
		want := []bool{}
		for _, row := range decode(t, body).below {
			want = append(want, row.namesakes())
		}
		got := []bool{}
		for m, err := range pathdata.EachWith(strings.NewReader(body), pathdata.Limits{Duplicates: true}, compile("$[*]")) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, errors.Is(m.Flaw, pathdata.ErrDuplicateName))
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("%s: mismatch (-reference +got):\n%s", body, d)
		}
	})
}

// namesakes says whether an object in n has a name twice.
func (n *tree) namesakes() bool {
	seen := map[string]bool{}
	for i, b := range n.below {
		if n.kind == '{' && seen[n.names[i]] || b.namesakes() {
			return true
		}
		if n.kind == '{' {
			seen[n.names[i]] = true
		}
	}
	return false
}

// TestDuplicatesInALargeObject ends only if each name costs the same.
func TestDuplicatesInALargeObject(t *testing.T) {
	var b strings.Builder
	b.WriteString("[{")
	for i := range 1_000_000 {
		fmt.Fprintf(&b, `"%d":0,`, i)
	}
	at := b.Len()
	b.WriteString(`"\u0030":1},` + strings.Repeat(`{"a":`, 900) + "1" + strings.Repeat("}", 900) + "]")
	var got []string
	for m, err := range pathdata.EachWith(strings.NewReader(b.String()), pathdata.Limits{Duplicates: true}, compile("$[*]")) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, flawText(m.Flaw))
	}
	if d := cmp.Diff([]string{fmt.Sprintf("name %d", at), "sound"}, got); d != "" {
		t.Errorf("flaws mismatch (-want +got):\n%s", d)
	}
}

// TestDuplicatesAllocate: nothing for a record without a flaw.
func TestDuplicatesAllocate(t *testing.T) {
	allocs := func(n int) float64 {
		body := `{"rows":[` + strings.Repeat(`{"id":1,"caf\u00e9":"é","tags":["a",{"x":1}],"sub":{"id":1,"b":[2]}},`, n) + `1]}`
		return testing.AllocsPerRun(3, func() {
			if err := drain(pathdata.EachWith(strings.NewReader(body), pathdata.Limits{Duplicates: true}, compile("$.rows[*]"))); err != nil {
				t.Fatal(err)
			}
		})
	}
	if few, many := allocs(1_000), allocs(10_000); many > few+2 {
		t.Errorf("%v allocations for 1,000 records, %v for 10,000", few, many)
	}
}

// TestDuplicatesAreLeft: the look at a large match ends with its reader.
func TestDuplicatesAreLeft(t *testing.T) {
	body := `[{"a":[],"x":[` + strings.Repeat(`"0123456789",`, 200_000) + "1]}]"
	for _, path := range []string{"$[*]", "$[-1]"} {
		r := &asked{Reader: strings.NewReader(body), n: 3}
		if err := drain(pathdata.EachWith(r, pathdata.Limits{Duplicates: true}, compile(path))); !errors.Is(err, errGone) || r.times != 3 {
			t.Errorf("%s: %v after being asked %d times", path, err, r.times)
		}
	}
}

func BenchmarkDuplicates(b *testing.B) {
	body := `{"rows":[` + strings.Repeat(`{"id":1,"name":"some name of a person","tags":["a","b"],"score":1.5,"text":"`+strings.Repeat("word ", 20)+`","sub":{"id":1,"address":"10.0.0.1"}},`, 20_000) + `1]}`
	for _, on := range []bool{false, true} {
		b.Run(fmt.Sprintf("looked for %v", on), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if err := drain(pathdata.EachWith(strings.NewReader(body), pathdata.Limits{Duplicates: on}, compile("$.rows[*]"))); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
