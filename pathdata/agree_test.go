// Three ways to the same matches: the path as it streams, the path on a body
// held whole, and the reference. Bodies and paths are made at random, or of the
// bytes of a fuzzer; the paths as values of the reference, which know their text.

package pathdata_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// maker draws bodies and paths.
type maker struct {
	t     fataler
	n     func(name string, from, to int) int
	twice bool // names may occur twice in one object
	root  bool // filters may refer to the root
}

// atRandom draws from rapid, which makes what fails small.
func atRandom(t *rapid.T) maker {
	m := maker{t: t, n: func(name string, from, to int) int { return rapid.IntRange(from, to).Draw(t, name) }}
	m.root = m.n("root", 0, 1) == 1
	return m
}

// fromBytes draws from a fuzzer's bytes, a byte each, which is some hundred times
// as fast. Behind them everything is as small as it can be.
func fromBytes(t *testing.T, data []byte) maker {
	m := maker{t: t, n: func(_ string, from, to int) int {
		if len(data) == 0 {
			return from
		}
		n := from + int(data[0])%(to-from+1)
		data = data[1:]
		return n
	}}
	m.root = m.n("root", 0, 1) == 1
	return m
}

func (m maker) pick(name string, list ...string) string { return list[m.n(name, 0, len(list)-1)] }

var (
	refNames   = []string{"a", "b", "c", "é", "'"}
	refNumbers = []string{"0", "-0", "1", "1.0", "10e-1", "2", "-1", "0.5", "9007199254740992", "9007199254740993", "1e30", "100000E25"}
	refTexts   = []string{`""`, `"a"`, `"\u0061"`, `"ab"`, `"b"`, `"é"`, `"\u00e9"`, `"\ud83d\ude00"`, `"😀x"`, `"\uffff"`}
	refWords   = []string{"true", "false", "null"}
)

func (m maker) body(depth int) string {
	kind := m.n("kind", 0, 9)
	if depth == 0 {
		kind = min(kind, 5)
	}
	space := m.pick("space", "", "", " ", "\n\t")
	switch {
	case kind < 3:
		return m.pick("number", refNumbers...)
	case kind < 5:
		return m.pick("text", refTexts...)
	case kind == 5:
		return m.pick("word", refWords...)
	}
	var parts []string
	used := map[string]bool{}
	for range m.n("size", 0, 4) {
		v := m.body(depth - 1)
		if kind > 7 {
			name := m.pick("name", refNames...)
			if used[name] && !m.twice {
				continue
			}
			used[name] = true
			if name == "a" {
				name = m.pick("spelling", "a", `\u0061`)
			}
			v = `"` + name + `"` + space + ":" + v
		}
		parts = append(parts, v)
	}
	inner := space + strings.Join(parts, space+",") + space
	if kind > 7 {
		return "{" + inner + "}"
	}
	return "[" + inner + "]"
}

func (m maker) query(start string, depth int) refQuery {
	q := refQuery{start: start}
	for range m.n("segments", 0, 3) {
		s := refSegment{descend: m.n("descend", 0, 5) == 0}
		for range []int{1, 1, 1, 2, 3}[m.n("selectors", 0, 4)] {
			s.list = append(s.list, m.selector(depth))
		}
		q.segs = append(q.segs, s)
	}
	return q
}

func (m maker) singular() refQuery {
	q := refQuery{start: m.start()}
	for range m.n("steps", 0, 2) {
		s := m.named()
		if m.n("index", 0, 2) == 0 {
			s = m.indexed()
		}
		q.segs = append(q.segs, refSegment{list: []refSelector{s}})
	}
	return q
}

func (m maker) start() string {
	if m.root && m.n("root", 0, 4) == 0 {
		return "$"
	}
	return "@"
}

func (m maker) named() refSelector {
	name := m.pick("member", refNames...)
	return refSelector{name: &name}
}

func (m maker) indexed() refSelector {
	i := m.n("index", -3, 3)
	return refSelector{index: &i}
}

func (m maker) selector(depth int) refSelector {
	switch kind := m.n("selector", 0, 8); {
	case kind < 3:
		return m.named()
	case kind == 3:
		return m.indexed()
	case kind == 4:
		var s [3]*int
		for i := range s {
			if v := m.n("bound", -4, 4); m.n("given", 0, 1) == 1 {
				s[i] = &v
			}
		}
		return refSelector{slice: &s}
	case kind > 6 && depth > 0:
		return refSelector{test: m.test(depth - 1)}
	}
	return refSelector{all: true}
}

func (m maker) test(depth int) refTest {
	kind := m.n("test", 0, 8)
	if depth <= 0 && kind > 5 {
		kind = 0
	}
	switch kind {
	case 0, 1, 2:
		return refCompare{m.pick("comparison", "==", "!=", "<", "<=", ">", ">="), m.term(depth), m.term(depth)}
	case 3, 4:
		return refExists{m.query(m.start(), depth)}
	case 5:
		q := m.singular()
		return refMatch{m.n("whole", 0, 1) == 1, refTerm{query: &q}, m.pick("pattern", "a", "[a-b]+", "a?b", "é", "")}
	case 6:
		return refNot{m.test(depth - 1)}
	case 7:
		return refBoth{m.test(depth - 1), m.test(depth - 1)}
	}
	return refEither{m.test(depth - 1), m.test(depth - 1)}
}

func (m maker) term(depth int) refTerm {
	switch kind := m.n("term", 0, 6); kind {
	case 0, 1:
		return refTerm{literal: m.pick("literal", append(append(append([]string{}, refNumbers...), refTexts...), refWords...)...)}
	case 2:
		q := m.query(m.start(), depth)
		return refTerm{query: &q, call: m.pick("function", "count", "value")}
	case 3:
		q := m.singular()
		return refTerm{query: &q, call: "length"}
	default:
		q := m.singular()
		return refTerm{query: &q}
	}
}

// checkPath: streamed, in portions, held and the reference agree, also on
// absence.
func checkPath(m maker) {
	t := m.t
	body, q := m.body(3), m.query("$", 2)
	sel, err := pathdata.Compile(q.String())
	if err != nil {
		t.Fatalf("Compile(%q): %v", q, err)
	}
	want := referenceRecords(decode(t, body), q)
	var errs []error
	for name, s := range map[string]*pathdata.Selector{"streamed": sel, "held": pathdata.Held(sel)} {
		for _, size := range []int{1, 7, 4096} {
			got, err := collect(&portions{r: strings.NewReader(body), size: size}, pathdata.Limits{}, s)
			if d := cmp.Diff(want, got); d != "" {
				t.Fatalf("%s: Each(%q) of %s mismatch (-reference +got):\n%s", name, q, body, d)
			}
			if len(want) > 0 && err != nil || err != nil && !errors.As(err, new(*pathdata.NoMatchError)) {
				t.Fatalf("%s: Each(%q) of %s: %v", name, q, body, err)
			}
			errs = append(errs, err)
		}
	}
	opened, openedErr := collect(strings.NewReader(body), pathdata.Limits{}, sel.Elements())
	held, heldErr := collect(strings.NewReader(body), pathdata.Limits{}, pathdata.Held(sel).Elements())
	if d := cmp.Diff(opened, held); d != "" || (openedErr == nil) != (heldErr == nil) {
		t.Fatalf("Each(%q) of %s with Elements: %v and %v, mismatch (-streamed +held):\n%s", q, body, openedErr, heldErr, d)
	}
	for _, err := range errs[1:] {
		if (err == nil) != (errs[0] == nil) || err != nil && err.Error() != errs[0].Error() {
			t.Fatalf("Each(%q) of %s: %v and %v", q, body, errs[0], err)
		}
	}
}

// checkFilter: a filter on the bytes is the filter on the decoded values, also
// where names occur twice.
func checkFilter(m maker) {
	t := m.t
	m.twice = true
	var rows []string
	for range m.n("rows", 0, 4) {
		rows = append(rows, m.body(3))
	}
	body := "[" + strings.Join(rows, ",") + "]"
	q := refQuery{start: "$", segs: []refSegment{{list: []refSelector{{test: m.test(3)}}}}}
	sel, err := pathdata.Compile(q.String())
	if err != nil {
		t.Fatalf("Compile(%q): %v", q, err)
	}
	got, err := collect(strings.NewReader(body), pathdata.Limits{}, sel)
	if err != nil {
		t.Fatalf("Each(%q) of %s: %v", q, body, err)
	}
	if d := cmp.Diff(referenceRecords(decode(t, body), q), got); d != "" {
		t.Fatalf("Each(%q) of %s mismatch (-reference +got):\n%s", q, body, d)
	}
}

// checkAlternatives: a node is a match if one of the paths selects it, and then
// as often as the one that came first.
func checkAlternatives(m maker) {
	t := m.t
	body, queries := m.body(3), []refQuery{m.query("$", 1), m.query("$", 1), m.query("$", 1)}
	sel, err := pathdata.Compile(queries[0].String(), queries[1].String(), queries[2].String())
	if err != nil {
		t.Fatalf("Compile(%q): %v", queries, err)
	}
	root := decode(t, body)
	may := map[string][]int{} // by record: how often each path selects it
	for i, q := range queries {
		for _, r := range referenceRecords(root, q) {
			if may[r] == nil {
				may[r] = make([]int, len(queries))
			}
			may[r][i]++
		}
	}
	for _, size := range []int{1, 4096} {
		got, err := collect(&portions{r: strings.NewReader(body), size: size}, pathdata.Limits{}, sel.Optional())
		if err != nil {
			t.Fatalf("Each(%q) of %s: %v", queries, body, err)
		}
		count := map[string]int{}
		for _, r := range got {
			count[r]++
		}
		for r, often := range may {
			if count[r] == 0 || !slices.Contains(often, count[r]) {
				t.Fatalf("Each(%q) of %s gives %q %d times, want one of %v", queries, body, r, count[r], often)
			}
		}
		if len(count) != len(may) {
			t.Fatalf("Each(%q) of %s gives %v, want %v", queries, body, count, may)
		}
	}
}

func TestAlternativesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkAlternatives(atRandom(t)) })
}

func TestPathAgrees(t *testing.T) { rapid.Check(t, func(t *rapid.T) { checkPath(atRandom(t)) }) }

func TestFilterAgrees(t *testing.T) { rapid.Check(t, func(t *rapid.T) { checkFilter(atRandom(t)) }) }

func FuzzPathAgrees(f *testing.F)        { fuzzMaker(f, checkPath) }
func FuzzFilterAgrees(f *testing.F)      { fuzzMaker(f, checkFilter) }
func FuzzAlternativesAgree(f *testing.F) { fuzzMaker(f, checkAlternatives) }

// fuzzMaker fuzzes what a maker draws. The seeds are long enough to make every
// kind of selector, test and term.
func fuzzMaker(f *testing.F, check func(maker)) {
	source := rand.NewChaCha8([32]byte{})
	for range 64 {
		seed := make([]byte, 300)
		_, _ = source.Read(seed) // it gives no errors
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) { check(fromBytes(t, data)) })
}
