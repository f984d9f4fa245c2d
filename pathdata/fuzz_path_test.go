// Fuzzing of paths: what compiles, what that costs, and that the ways to evaluate
// agree on any body. agree_test.go has the reference beside them.

package pathdata_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"runtime/metrics"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// paths are seeds: every selector, comparison and function, and what is none.
var paths = []string{
	`$`, `$.a['b',"c"][0,2:9:3].*[*]`, `$ [ : ]`, `elements optional $.a | $[:]`, `extended $.a[?(@.b > 1)].c`, `extended $..a`, `extended $.a[0] + 1`, `$..a`, `$['\ud83d\ude00\'']`, `$[?@.a]`,
	`$[?@.a == 1 && !(@['b'] < -1.5e+3 || "x" != @..c)]`, `$..[?match(@.b, '[a-c]{2,3}\\p{Lu}|^.$')]`, `$[?search(@.b, $..b)][-1,::-2]`, `$[?count(@..*) >= length(value($.*))]`, `$['a','a'][*,?@[?@]]`,
	`$.rows[-1]`, `$.rows[?@.a > 1]`, `$.a[?@.b <= 2].c[::-1]`, `$[?@.a == null || @.b == true || @.c == false]`, `$..['a',0,1:2,*,?@]`, `$.é.☺`, `$["\u0061\"\\"]`, `$[?(@.a)]`, `$[?!@.a]`, `$[?@ == $.a]`,
	`$[?@!=@]`, `$[:5:-1]`, `$.values[?match(@, $.rege)]`, `$..*..*..*`, `$[0,0][0,0]`, `$[9007199254740991]`, `extended $.a+$.a`, `extended $[0,0][0,0]`,
	``, `$.`, `$[`, `$[?`, `$[?@.a ==`, `$[?match(@.a)]`, `$[01]`, `$.a |`, `a`,
}

// compiledBytes is the most that compiling a text may allocate: the measure of
// its work that does not depend on the machine.
const compiledBytes = 24 << 20

// FuzzCompile: any text is a selector or a SyntaxError that points into it, at a
// bounded cost; a selector's text is its own.
func FuzzCompile(f *testing.F) {
	for _, s := range paths {
		f.Add(s)
	}
	f.Add(`$[?match(@, '((a{1,9}){1,9}[a-z]){1,50}')]`)
	allocated := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	f.Fuzz(func(t *testing.T, text string) {
		metrics.Read(allocated)
		before := allocated[0].Value.Uint64()
		var sel pathdata.Selector
		err := sel.UnmarshalText([]byte(text))
		metrics.Read(allocated)
		if n := allocated[0].Value.Uint64() - before; n > compiledBytes {
			t.Errorf("%q allocates %d bytes", text, n)
		}
		if err != nil {
			var syntax *pathdata.SyntaxError
			if !errors.As(err, &syntax) || syntax.Offset < 0 || syntax.Offset > len(text) {
				t.Fatalf("UnmarshalText(%q) = %#v", text, err)
			}
			return
		}
		var back pathdata.Selector
		if err := back.UnmarshalText([]byte(sel.String())); err != nil || back.String() != sel.String() || sel.String() != text || back.Streams() != sel.Streams() {
			t.Fatalf("%q became %q, then %q, %v", text, sel.String(), back.String(), err)
		}
	})
}

// FuzzAgrees: any path on any body gives the same matches as it streams, in
// portions, and on the body held whole, or ends in one of the ways that are said.
func FuzzAgrees(f *testing.F) {
	for i, path := range paths {
		f.Add(path, []byte(bodies[i%len(bodies)]))
		f.Add(path, []byte(`{"a":[{"b":2,"c":[1]},{"b":"x"}],"rows":[{"a":1},{"a":"1"},[{"a":2}]],"x y":null,"é":{"☺":0}}`))
	}
	limits := pathdata.Limits{Depth: 1_000, Steps: 20_000, Selector: 16 << 10}
	f.Fuzz(func(t *testing.T, path string, body []byte) {
		var sel pathdata.Selector
		if sel.UnmarshalText([]byte(path)) != nil {
			return
		}
		got, err := collect(bytes.NewReader(body), limits, &sel)
		small, smallErr := collect(&portions{r: bytes.NewReader(body), size: 7}, limits, &sel)
		if strings.Contains(path, "extended ") {
			return // by no second way, and what it computes of the members of an object depends on their order, which is not defined
		}
		if !slices.Equal(got, small) || !sameError(err, smallErr) {
			t.Fatalf("%q: portions differ: %v, %v\n%s", path, err, smallErr, cmp.Diff(got, small))
		}
		if sound := json.Valid(body); !sound && !errors.As(err, new(*pathdata.ParseError)) || sound && (errors.Is(err, pathdata.ErrGrammar) || errors.Is(err, io.ErrUnexpectedEOF)) {
			t.Fatalf("%q: %v", path, err)
		}
		if errors.Is(err, pathdata.ErrSteps) || !json.Valid(body) {
			return // a broken body ends the two in different places
		}
		held, heldErr := collect(bytes.NewReader(body), limits, pathdata.Held(&sel))
		if errors.Is(heldErr, pathdata.ErrSteps) {
			return
		}
		if errors.Is(err, pathdata.ErrDuplicateName) && errors.Is(heldErr, pathdata.ErrDuplicateName) {
			return // what came before is the order's business
		}
		if strings.Contains(path, " | ") { // matches of alternatives may come in another order
			slices.Sort(got)
			slices.Sort(held)
		}
		if d := cmp.Diff(got, held); d != "" || (err == nil) != (heldErr == nil) {
			t.Fatalf("%q: %v and %v, mismatch (-streamed +held):\n%s", path, err, heldErr, d)
		}
	})
}
