// Samples that are made to use up memory or time: each is as large as a sample
// may be, and what comes of it is counted.

package pathdata_test

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

const (
	sampleSize  = 4 << 20
	suggestions = 256
)

// hostileSamples are bodies of more than a sample.
var hostileSamples = []struct {
	name string
	body func() string
}{
	{"one huge record", func() string { return `{"id":1,"raw":"` + strings.Repeat("x", 6<<20) + `"}` }},
	{"one huge record in many envelopes", func() string {
		return strings.Repeat(`{"data":`, 16) + `{"raw":"` + strings.Repeat("x", 3<<20) + `"}` + strings.Repeat("}", 16)
	}},
	{"a huge record in each of many arrays", func() string {
		return strings.Repeat(`{"a":[`, 12) + `"` + strings.Repeat("x", 3<<20) + `"` + strings.Repeat("]}", 12)
	}},
	{"100,000 distinct arrays", func() string { return treeOf(47, 3, `[{"a":1}]`) }},
	{"100,000 arrays side by side", func() string { return treeOf(100_000, 1, `[{"a":1}]`) }},
	{"100,000 empty arrays side by side", func() string { return treeOf(100_000, 1, `[]`) }},
	{"as many members as may be", func() string { return treeOf(256, 2, `{"a":[1],"b":[2],"c":{}}`) }},
	{"arrays below a long name", func() string { return `{"` + strings.Repeat("n", 1<<20) + `":` + treeOf(100, 2, `[1]`) + `}` }},
	{"long names side by side", func() string {
		var b []string
		for i := range 250 {
			b = append(b, fmt.Sprintf(`"%s%d":[{"a":1}]`, strings.Repeat("n", 16_000), i))
		}
		return "{" + strings.Join(b, ",") + "}"
	}},
	{"keyed by very many addresses", func() string {
		var b strings.Builder
		for i := range 200_000 {
			fmt.Fprintf(&b, `,"10.%d.%d.%d":{"k%d":"1"}`, i>>16, i>>8&255, i&255, i)
		}
		return "{" + b.String()[1:] + "}"
	}},
	{"nesting of arrays", func() string { return strings.Repeat("[", 9_000) + "1" + strings.Repeat("]", 9_000) }},
	{"nesting of objects", func() string { return strings.Repeat(`{"data":`, 9_000) + "1" + strings.Repeat("}", 9_000) }},
	{"very many values", func() string { return strings.Repeat("[1]\n", 2<<20) }},
	{"very many elements, each with a name of its own", func() string {
		var b strings.Builder
		for i := range 300_000 {
			fmt.Fprintf(&b, `,{"n%d":[1]}`, i)
		}
		return "[" + b.String()[1:] + "]"
	}},
}

// treeOf makes objects of width names, levels deep, with a leaf below each.
func treeOf(width, levels int, leaf string) string {
	if levels == 0 {
		return leaf
	}
	below := treeOf(width, levels-1, leaf)
	var b strings.Builder
	for i := range width {
		fmt.Fprintf(&b, `,"k%x":%s`, i, below)
	}
	return `{"x":1` + b.String() + "}" // the scalar says that the names are no data
}

// counted counts what was read.
type counted struct {
	r io.Reader
	n int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}

func TestSuggestHostile(t *testing.T) {
	for _, tt := range hostileSamples {
		t.Run(tt.name, func(t *testing.T) {
			body := &counted{r: strings.NewReader(tt.body())}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			list, err := pathdata.Suggest(body)
			runtime.ReadMemStats(&after)
			if err != nil || len(list) == 0 {
				t.Fatalf("%d suggestions, %v", len(list), err)
			}
			if long := tt.name == "long names side by side" || tt.name == "arrays below a long name"; long != strings.Contains(list[0].Warning, "left out") {
				t.Errorf("the first warning is %q; that paths were left out is %v", list[0].Warning, long)
			}
			text := 0
			for _, s := range list {
				text += len(s.Path) + len(s.Warning)
				if len(s.Warning) > 4<<10 || len(s.Sample) > sampleSize {
					t.Errorf("%.80s: a warning of %d bytes, a sample of %d", s.Path, len(s.Warning), len(s.Sample))
				}
			}
			allocated := after.TotalAlloc - before.TotalAlloc
			t.Logf("%d suggestions, %d KiB of text, %d MiB allocated", len(list), text>>10, allocated>>20)
			if len(list) > suggestions || body.n > sampleSize || allocated > 64<<20 {
				t.Errorf("%d suggestions of %d bytes, %d bytes allocated; want at most %d, %d, 64 MiB", len(list), body.n, allocated, suggestions, sampleSize)
			}
		})
	}
}
