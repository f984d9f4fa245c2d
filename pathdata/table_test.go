// The table of a held value is made by a walk of its own over the first levels.
// It must refuse what the scanner refuses, in the same words and at the same
// byte, and give the same matches however the value was come by.

package pathdata_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// damaged gives every beginning of body, and body with each of its bytes
// replaced, dropped and doubled.
func damaged(body string) (list []string) {
	for i := range len(body) {
		list = append(list, body[:i], body[:i]+body[i+1:], body[:i]+body[i:i+1]+body[i:])
		for _, c := range []string{" ", "\"", "\\", ",", ":", "{", "}", "[", "]", "0", "-", ".", "e", "t", "\x00", "\x1f", "\xff"} {
			list = append(list, body[:i]+c+body[i+1:])
		}
	}
	return list
}

// TestTableRefuses: filters that everything passes are the wildcard, on sound and
// on damaged bodies, whether they look nowhere, one level deep, two, or anywhere.
func TestTableRefuses(t *testing.T) {
	bodies := append(damaged(`{"rows":[{"a":1,"b":{"c":[true,-0.5e1]}, "\u0064" : "x\n"}, [ ], {},[[2],"é"]] }`), `{"rows":[{"a":[[[[1]]]]},[[[[[2]]]]]]}`)
	limits := pathdata.Limits{Depth: 5}
	for _, path := range []string{"$.rows[?true==true]", "$.rows[?!@.zz]", "$.rows[?!@.zz.zz]", "$.rows[?!@..zz]"} {
		sel, all := compile(path), compile("$.rows[*]")
		for _, body := range bodies {
			want, wantErr := collect(strings.NewReader(body), limits, all)
			got, err := collect(strings.NewReader(body), limits, sel)
			slow, slowErr := collect(iotest.OneByteReader(strings.NewReader(body)), limits, sel)
			if d := cmp.Diff(want, got); d != "" || cmp.Diff(got, slow) != "" {
				t.Fatalf("Each(%q) of %q mismatch (-wildcard +got):\n%s", path, body, d)
			}
			if reason(wantErr) != reason(err) || reason(err) != reason(slowErr) {
				t.Fatalf("Each(%q) of %q: %v, byte by byte %v, want %v", path, body, err, slowErr, wantErr)
			}
		}
	}
}

// reason is an error without the path that it is about.
func reason(err error) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	if i := strings.Index(text, `]": `); i >= 0 {
		text = text[i:]
	}
	return text
}

// TestTableBehindWalk: a value that the walk looks into for another selector has
// the same table.
func TestTableBehindWalk(t *testing.T) {
	body := `{"rows":[{"id":1,"a":[{"b":1},{"b":[2]}],"\u0062":"x"}, [[],{ "b" : {} }], 3, {"id":2,"a":{"b":[4,[5]]}}]}`
	beside := compile("$.rows[*].id", "$.rows[*].a[*].b[*]").Optional()
	for _, path := range []string{"$.rows[?@.a]", "$.rows[?@.a.b[0] == 4].a.b", "$.rows[?@..b]..b", "$..b", "$.rows[-1]", "$.rows[::-1]..*", "$..[?@.b]"} {
		want, err := collect(strings.NewReader(body), pathdata.Limits{}, compile(path))
		if err != nil || len(want) == 0 {
			t.Fatalf("Each(%q): %v, %v", path, want, err)
		}
		all, err := collect(strings.NewReader(body), pathdata.Limits{}, compile(path), beside)
		if err != nil {
			t.Fatalf("Each(%q) and others: %v", path, err)
		}
		var got []string
		for _, m := range all {
			if m[0] == '0' {
				got = append(got, m)
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("Each(%q) beside others mismatch (-alone +beside):\n%s", path, d)
		}
	}
}

// TestTableIsLarge: a table of several blocks, then one of fewer nodes in the same
// room, then a larger one.
func TestTableIsLarge(t *testing.T) {
	row := func(n int) string {
		return `{"x":1,"rows":[` + strings.Repeat("0,", n) + `[{"last":` + strconv.Itoa(n) + `}]]}`
	}
	sizes := []int{70_000, 3, 140_000, 65_530, 65_531, 65_532, 65_533, 65_534}
	var body, want []string
	for i, n := range sizes {
		body = append(body, row(n))
		want = append(want, fmt.Sprintf("$[%d]['rows'][%d][0] %d", i, n, n))
	}
	var got []string
	for m, err := range pathdata.Each(strings.NewReader("["+strings.Join(body, ",")+"]"), compile("$[*].rows[-1][?@.last == 70000 || @.last != 1]")) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, m.Path.String()+" "+strings.Trim(string(m.Raw), `{}"last:`))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("mismatch (-want +got):\n%s", d)
	}
}
