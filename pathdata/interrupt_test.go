// A walk ends soon when its reader does, whatever it is doing. "Soon" is counted
// in reads and in steps, which are milliseconds everywhere, and not in time: a
// clock in a test would measure the machine.

package pathdata_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

var errGone = errors.New("gone")

// breaking gives a text and then an error, and counts the reads behind it.
type breaking struct {
	r      io.Reader
	broken bool
	after  int
}

func (b *breaking) Read(p []byte) (int, error) {
	if b.broken {
		b.after++
		return 0, errGone
	}
	n, err := b.r.Read(p)
	if err == io.EOF {
		b.broken, err = true, errGone
	}
	return n, err
}

// TestReaderBreaks: in every state of the walk the error of a read is the last
// thing that comes, with the place where it came, and nothing is read behind it.
func TestReaderBreaks(t *testing.T) {
	tests := []struct {
		name, path, body string
		records          int
	}{
		{name: "before the body", path: "$[*]"},
		{name: "white space before it", path: "$[*]", body: " \n"},
		{name: "between records", path: "$[*]", body: `[1,[2],`, records: 2},
		{name: "behind a record", path: "$[*]", body: `[[1] `, records: 1},
		{name: "inside a record's text", path: "$[*]", body: `[1,"te`, records: 1},
		{name: "inside an escape", path: "$[*]", body: `[1,"te\u00`, records: 1},
		{name: "inside a character", path: "$[*]", body: "[1,\"\xf0\x9f\x98", records: 1},
		{name: "inside a number", path: "$[*]", body: `[1,-1.5e`, records: 1},
		{name: "behind a number", path: "$[*]", body: `[1,23`, records: 1},
		{name: "inside a literal", path: "$[*]", body: `[1,tru`, records: 1},
		{name: "inside a name", path: "$.rows[*]", body: `{"ro`},
		{name: "behind a name", path: "$.rows[*]", body: `{"rows"`},
		{name: "inside a skipped value", path: "$.rows[*]", body: `{"skip":[{"a":"b`},
		{name: "inside a skipped number", path: "$.rows[*]", body: `{"skip":[12`},
		{name: "behind the last record", path: "$.rows[*]", body: `{"rows":[1],"more":{`, records: 1},
		{name: "behind the body", path: "$.rows[*]", body: `{"rows":[1]}`, records: 1},
		{name: "inside a held value", path: "$..a", body: `{"a":[{"a":1},`},
		{name: "inside a held number", path: "$[-1]", body: `[1,2`},
		{name: "behind a held value", path: "$.x[-1]", body: `{"x":[1,2],"y":`, records: 1},
		{name: "inside a filtered record", path: "$[?@.a]", body: `[{"a":1},{"a":`, records: 1},
		{name: "between filtered records", path: "$[?@.a]", body: `[{"a":1},{"b":1},`, records: 1},
		{name: "inside the document of a root reference", path: "$.r[?@.a == $.x]", body: `{"x":1,"r":[{"a":1}`},
		{name: "inside a record of an expression", path: "extended $[?(@.a > 0)]", body: `[{"a":1},{"a":`, records: 1},
		{name: "inside the document of an expression", path: "extended $..a", body: `[{"a":1},{"a":`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var sel pathdata.Selector
			if err := sel.UnmarshalText([]byte(tt.path)); err != nil {
				t.Fatal(err)
			}
			for name, r := range map[string]io.Reader{
				"whole": strings.NewReader(tt.body), "1 byte": iotest.OneByteReader(strings.NewReader(tt.body)), "error at once": iotest.DataErrReader(strings.NewReader(tt.body)),
			} {
				b := &breaking{r: r}
				got, err := collect(b, pathdata.Limits{}, &sel)
				var pe *pathdata.ParseError
				if !errors.Is(err, errGone) || !errors.As(err, &pe) {
					t.Fatalf("%s: %v, want a ParseError with the reader's error", name, err)
				}
				want := [3]int64{int64(len(tt.body)), int64(tt.records), 0}
				if d := cmp.Diff(want, [3]int64{pe.Offset, int64(pe.Records), int64(b.after)}); d != "" || len(got) != tt.records {
					t.Errorf("%s: offset, records and further reads mismatch (-want +got):\n%s", name, d)
				}
			}
		})
	}
}

// asked is a reader that says that it has ended when it is asked for the nth
// time, and never when it is read.
type asked struct {
	io.Reader
	n, times int
}

func (a *asked) Err() error {
	if a.times++; a.times >= a.n {
		return errGone
	}
	return nil
}

// lengthy are evaluations of every kind. They take more steps than the walks
// below have patience for.
func lengthy() []struct{ name, path, body string } {
	long := strings.Repeat
	deep := long("[", 9_000) + long("]", 9_000)
	return []struct{ name, path, body string }{
		{"nodes that are delivered", "$" + long("..*", 6), long("[", 60) + long("]", 60)},
		{"nodes that are counted", "$[?count(@" + long("..*", 6) + ") == 1]", "[" + long("[", 60) + long("]", 60) + "]"},
		{"one element often", "$" + long("[0,0]", 40), long("[", 60) + long("]", 60)},
		{"values compared whole", "$..[?@[0] == $[0]]", deep},
		{"objects compared", "$" + long("[*,*]", 20) + "[?@ == $[0]]", long("[", 20) + "[" + wideObject(500) + "," + wideObject(501) + "]" + long("]", 20)},
		{"a pattern on many texts", "$" + long("[*,*]", 20) + "[?match(@, '(a?){99}b')]", long("[", 20) + "[" + long(`"aaaaaaaa",`, 100) + "1]" + long("]", 20)},
		{"a pattern on one text", "$[?match(@, '(a?){999}b')]", `["` + long("a", 1<<17) + `"]`},
		{"patterns of the body", "$" + long("[*,*]", 20) + "[?search('a', @)]", long("[", 19) + distinctPatterns(100) + long("]", 19)},
		{"long numbers", "$" + long("[*,*]", 20) + "[?@ < 1e9]", long("[", 20) + "[1." + long("1", 5_000) + "]" + long("]", 20)},
		{"texts with escapes", "$" + long("[*,*]", 20) + "[?@ == 'x']", long("[", 20) + `["` + long(`\u0061`, 5_000) + `"]` + long("]", 20)},
		{"one text with escapes", "$[?@ == 'x']", `["` + long(`\ud83d\ude00`, 200_000) + `"]`},
		{"one name with escapes on the way", "$[*].a", `[{"` + long(`\ud83d\ude00`, 200_000) + `":1}]`},
		{"names with escapes", "$" + long("[*,*]", 20) + "[?@.aaaaaaaaaa]", long("[", 20) + `[{"` + long(`\u0061`, 11) + `":1}]` + long("]", 20)},
		{"characters", "$" + long("[*,*]", 20) + "[?length(@) == 1]", long("[", 20) + `["` + long("é", 5_000) + `"]` + long("]", 20)},
		{"the last of an array", "$" + long("[*,*]", 20) + "[-1]", long("[", 20) + "[" + long("1,", 500) + "1]" + long("]", 20)},
		{"slices", "$" + long("[*,*]", 20) + "[::-1]", long("[", 20) + "[" + long("1,", 500) + "1]" + long("]", 20)},
		{"many small records", "$[?count(@..*..*) == 1]", "[" + long(long("[", 30)+long("]", 30)+",", 900) + "1]"},
	}
}

// TestReaderIsAsked: an evaluation without end is over as soon as the reader says
// so, and that is asked for every so many steps.
func TestReaderIsAsked(t *testing.T) {
	for _, tt := range lengthy() {
		t.Run(tt.name, func(t *testing.T) {
			limits := pathdata.Limits{Depth: 10_000, Steps: 1 << 50}
			r := &asked{Reader: strings.NewReader(tt.body), n: 5}
			err := drain(pathdata.EachWith(r, limits, compile(tt.path).Optional()))
			var pe *pathdata.ParseError
			if !errors.Is(err, errGone) || !errors.As(err, &pe) || r.times != r.n {
				t.Errorf("%v after being asked %d times, want the reader's error after %d", err, r.times, r.n)
			}
			r = &asked{Reader: iotest.DataErrReader(&breaking{r: strings.NewReader(tt.body)}), n: 1 << 30}
			if err := drain(pathdata.EachWith(r, limits, compile(tt.path).Optional())); !errors.Is(err, errGone) {
				t.Errorf("a reader that broke: %v", err)
			}
		})
	}
}

// TestReaderIsAskedOften: every 65,536 steps at least, which are a portion of
// 32,768 and what is begun within it.
func TestReaderIsAskedOften(t *testing.T) {
	const steps, most = 1_000_000, 1 << 16
	for _, tt := range lengthy() {
		r := &asked{Reader: strings.NewReader(tt.body), n: 1 << 30}
		err := drain(pathdata.EachWith(r, pathdata.Limits{Depth: 10_000, Steps: steps}, compile(tt.path).Optional()))
		single := strings.HasSuffix(tt.name, "on one text") || strings.HasPrefix(tt.name, "one text") || strings.HasPrefix(tt.name, "one name") // these are paid for at once
		if !single && !errors.Is(err, pathdata.ErrSteps) && tt.name != "many small records" {
			t.Errorf("%s: %v, want ErrSteps", tt.name, err)
		}
		if !single && r.times < steps/most {
			t.Errorf("%s: the reader was asked %d times in %d steps", tt.name, r.times, steps)
		}
	}
}

// reads notes the longest read that was asked for.
type reads struct {
	io.Reader
	most int
}

func (r *reads) Read(p []byte) (int, error) {
	r.most = max(r.most, len(p))
	return r.Reader.Read(p)
}

// TestReadsAreShort: however large the buffer is, no read is longer than a MiB,
// so that a reader that has ended can say so in time.
func TestReadsAreShort(t *testing.T) {
	r := &reads{Reader: strings.NewReader(`["` + strings.Repeat("x", 12<<20) + `"]`)}
	if err := drain(pathdata.EachWith(r, pathdata.Limits{}, compile("$[*]"))); err != nil || r.most < 64<<10 || r.most > 1<<20 {
		t.Errorf("reads of up to %d bytes, %v", r.most, err)
	}
}

// TestExpressionsAsk: an expression is not interrupted, but between two of them
// the reader is asked, and one alone is bounded beforehand.
func TestExpressionsAsk(t *testing.T) {
	sel, err := pathdata.Extended(`$[?(@.a > 1)]`)
	if err != nil {
		t.Fatal(err)
	}
	r := &asked{Reader: strings.NewReader("[" + strings.Repeat(`{"a":2},`, 8_000) + `{"a":2}]`), n: 2}
	got, err := collect(r, pathdata.Limits{}, sel)
	if !errors.Is(err, errGone) || len(got) == 0 || len(got) > 6_000 {
		t.Errorf("%d records, %v", len(got), err)
	}
}
