// What is known to stop other engines, one by one: the process that dies, the
// walk that does not end, the memory that doubles. Each has to end here, with an
// answer or a typed error, within its budget of steps and in little memory. The
// budget is what bounds the time; that nothing escapes it is in hostile_test.go,
// that it does not keep a walk from ending in interrupt_test.go.

package pathdata_test

import (
	"errors"
	"runtime/metrics"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// known is one of them. A path that is refused by its text alone has no body.
type known struct {
	what, path, body string
	want             error // inside a *ParseError; nil: it ends with an answer
	matches          int   // with an answer
}

func knownToHurt() []known {
	long := strings.Repeat
	deep, nested := long("[", 10_000)+long("]", 10_000), long("[", 60)+long("]", 60)
	object := long(`{"a":`, 9_999) + "1" + long("}", 9_999)
	text := `{"a":"` + long("x", 8<<20) + `"}`
	values := `{"values":["a"],"a":[1,2,3,4,5,6,7]}`
	return []known{
		{"a panic: unequal to itself", "$.*[?@!=@]", values, nil, 0},
		{"a panic: a slice that runs backwards", "$.a[:5:-1]", values, nil, 1},
		{"a panic: a pattern that is not there", "$.values[?match(@, $.rege)]", values, nil, 0},
		{"a panic: arrays compared", "$[?@==@]", values, nil, 2},

		{"a deep body, everything", "$..*", deep, nil, 9_999},
		{"a deep body, a name", "$..a", object, pathdata.ErrSteps, 0}, // the paths alone would be 250 MB
		{"half as deep", "$..a", long(`{"a":`, 5_000) + "1" + long("}", 5_000), nil, 5_000},
		{"a deep body, a name that is not there", "$..b", deep, nil, 0},
		{"a deep body, in an expression", "extended $..*", deep, pathdata.ErrTooDeep, 0},
		{"a deep body, a name in an expression", "extended $..a", object, pathdata.ErrTooDeep, 0},
		{"a deep record, in an expression", "extended $[?(@.a)]", "[" + deep[1:len(deep)-1] + "]", pathdata.ErrTooDeep, 0},

		{"six descendants", "$" + long("..*", 6), nested, pathdata.ErrSteps, 0},
		{"six descendants that are counted", "$[?count(@" + long("..*", 6) + ")>0]", "[" + nested + "]", pathdata.ErrSteps, 0},
		{"six descendants in an expression", "extended $" + long("..*", 6), "", nil, 0},

		{"one element twice, 24 times", "$" + long("[0,0]", 24), nested, pathdata.ErrSteps, 0},
		{"one element twice, 24 times, in an expression", "extended $" + long("[0,0]", 24), nested, pathdata.ErrSteps, 0},

		{"millions of parentheses", "$[?" + long("(", 4_000_000), "", nil, 0},
		{"millions of brackets", long("$[", 4_000_000), "", nil, 0},
		{"millions of brackets in filters", long("$[?@[", 4_000_000), "", nil, 0},
		{"millions of parentheses in an expression", "extended $[?" + long("(", 4_000_000), "", nil, 0},
		{"millions of brackets in an expression", "extended " + long("$[", 4_000_000), "", nil, 0},
		{"as many as the length allows", "$[?" + long("(", 4_000), "", nil, 0},
		{"as many as the length allows, in an expression", "extended $" + long("[(", 2_000), "", nil, 0},

		{"text that doubles", "extended $.a" + long("+$.a", 900), text, pathdata.ErrSteps, 0},
		{"text that doubles in a filter", "extended $[?(@" + long("+@", 1_900) + ` == "")]`, text, pathdata.ErrSteps, 0},

		{"an index beyond int64", "$[9223372036854775807]", "", nil, 0},
		{"an index beyond uint64", "$[18446744073709551616]", "", nil, 0},
		{"the largest index", "$.a[9007199254740991]", values, nil, 0},
		{"the smallest index", "$.a[-9007199254740991]", values, nil, 0},
		{"the largest slice", "$.a[-9007199254740991:9007199254740991:9007199254740991]", values, nil, 1},
		{"an index beyond int64 in an expression", "extended $.a[9223372036854775807]", values, nil, 0},
	}
}

// mostMemory is what a walk over these bodies may have in use at any match, the
// body of 8 MiB included, in bytes.
const mostMemory = 128 << 20

func TestKnownToHurt(t *testing.T) {
	for _, tt := range knownToHurt() {
		t.Run(tt.what, func(t *testing.T) {
			var sel pathdata.Selector
			err := sel.UnmarshalText([]byte(tt.path))
			if tt.body == "" {
				if !errors.As(err, new(*pathdata.SyntaxError)) || len(err.Error()) > 20<<10 {
					t.Errorf("UnmarshalText = %.200v, want a short SyntaxError", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			n, most, err := costly(tt.body, sel.Optional())
			switch {
			case tt.want != nil && (!errors.Is(err, tt.want) || !errors.As(err, new(*pathdata.ParseError))):
				t.Errorf("%v, want a ParseError with %v", err, tt.want)
			case tt.want == nil && (err != nil || n != tt.matches):
				t.Errorf("%d matches, %v, want %d", n, err, tt.matches)
			}
			if most > mostMemory {
				t.Errorf("%d bytes in use", most)
			}
		})
	}
}

// costly walks a body and gives the matches and the most memory that was in use
// at one of them or at the end.
func costly(body string, sel *pathdata.Selector) (n int, most uint64, err error) {
	inUse := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(inUse)
	before := inUse[0].Value.Uint64()
	for _, e := range pathdata.EachWith(strings.NewReader(body), pathdata.Limits{Depth: 10_000}, sel) {
		if err = e; err == nil {
			n++
		}
		if n&0xfff == 0 || e != nil {
			metrics.Read(inUse)
			most = max(most, inUse[0].Value.Uint64())
		}
	}
	metrics.Read(inUse)
	return n, max(most, inUse[0].Value.Uint64(), before) - before, err
}
