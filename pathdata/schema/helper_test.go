// What several tests need: schemas from records written in Go, their text, and
// records made at random.

package schema_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

// learn gives the schema of records.
func learn(t testing.TB, records ...string) schema.Schema {
	t.Helper()
	var i schema.Inferrer
	for _, r := range records {
		if err := i.Add([]byte(r)); err != nil {
			t.Fatalf("Add(%s): %v", r, err)
		}
	}
	return i.Schema()
}

// text gives the text form of a schema.
func text(t testing.TB, s schema.Schema) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	return string(b)
}

// keywords gives the text form without x-shape and $schema.
func keywords(t testing.TB, s schema.Schema) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text(t, s)), &v); err != nil {
		t.Fatalf("Unmarshal: %v", err)
	}
	b, err := json.Marshal(without(v))
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	return string(b)
}

func without(v any) any {
	if m, ok := v.(map[string]any); ok {
		delete(m, "x-shape")
		delete(m, "$schema")
		for _, c := range m {
			without(c)
		}
	}
	return v
}

// times repeats a record n times; a %d in it is the number of the repetition.
func times(n int, record string) (list []string) {
	for i := range n {
		list = append(list, strings.ReplaceAll(record, "%d", fmt.Sprint(i)))
	}
	return list
}

var (
	someNames = []string{"a", "b", "c", "id", "apiKey", "pin", "sid", "name", "value", "a b", "é", `q"`, "203.0.113.7", "17", strings.Repeat("n", 129), ""}
	someTexts = []string{"", "x", "phish", "spam", "pin", "17", "Basic x", "<&>", "2026-11-23T10:00:00Z", "2026-11-23", "ana@corp.example", "192.0.2.1", "2001:db8::1",
		"https://threat.example/a?b#c", "00000001-aaaa-4bbb-8ccc-ddddeeeeffff", "d41d8cd98f00b204e9800998ecf8427e", strings.Repeat("long ", 12), "naïve"}
	someNumbers = []string{"0", "-1", "17", "9007199254740993", "0.0", "1e3", "2.5", "-0", "1E-400"}
)

// anyValue makes JSON values: odd names and members of the same name included,
// and objects with enough names to count as data.
func anyValue(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		most := 7
		if depth == 0 {
			most = 3
		}
		switch rapid.IntRange(0, most).Draw(t, "kind") {
		case 0:
			return rapid.SampledFrom([]string{"null", "true", "false"}).Draw(t, "literal")
		case 1:
			return rapid.SampledFrom(someNumbers).Draw(t, "number")
		case 2:
			return quoted(rapid.SampledFrom(someTexts).Draw(t, "text"))
		case 3:
			return quoted(fmt.Sprint("word ", rapid.IntRange(0, 30).Draw(t, "word")))
		case 4:
			return "[" + strings.Join(rapid.SliceOfN(anyValue(depth-1), 0, 3).Draw(t, "elements"), ", ") + "]"
		case 5:
			return manyNames(t)
		case 6:
			return manyWords(t)
		}
		var b []string
		for range rapid.IntRange(0, 5).Draw(t, "members") {
			b = append(b, quoted(rapid.SampledFrom(someNames).Draw(t, "name"))+":"+anyValue(depth-1).Draw(t, "value"))
		}
		return "{" + strings.Join(b, ",") + "}"
	})
}

// manyNames makes an object of few or many names out of 400, one of them twice
// now and then.
func manyNames(t *rapid.T) string {
	first := rapid.IntRange(0, 100).Draw(t, "first")
	count := rapid.SampledFrom([]int{1, 5, 30, 70, 257}).Draw(t, "names")
	value := rapid.SampledFrom([]string{"1", `"x"`, "null", `{"a":1}`, "[2.5]"}).Draw(t, "value of all")
	var b []string
	for i := range count {
		b = append(b, fmt.Sprintf(`"name%d":%s`, first+i, value))
	}
	if rapid.Bool().Draw(t, "twice") {
		b = append(b, fmt.Sprintf(`"name%d":true`, first))
	}
	return "{" + strings.Join(b, ",") + "}"
}

// manyWords makes an array of enough strings to be no enumeration, or nearly.
func manyWords(t *rapid.T) string {
	first := rapid.IntRange(0, 10).Draw(t, "first")
	var b []string
	for i := range rapid.SampledFrom([]int{1, 9, 15, 20}).Draw(t, "words") {
		b = append(b, fmt.Sprintf(`"word %d"`, first+i))
	}
	return "[" + strings.Join(b, ",") + "]"
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// anyRecords makes short streams, of objects mostly.
func anyRecords() *rapid.Generator[[]string] {
	return rapid.SliceOfN(anyValue(3), 0, 8)
}
