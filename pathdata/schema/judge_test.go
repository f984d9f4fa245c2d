// JSON Schema 2020-12 by somebody else: the keywords that are written, read from
// the standard alone and checked on decoded values, with none of the package's
// code. What the package writes must mean to others what it means to itself.

package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

// judge is a schema as decoded JSON.
type judge map[string]any

// judged are the keywords that judge knows; x-shape is an annotation, as every
// unknown keyword is.
var judged = []string{"$schema", "type", "format", "pattern", "enum", "items", "properties", "required", "additionalProperties", "x-shape"}

func decoded(text []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	err = d.Decode(&v)
	return v, err
}

// faults checks a value against a schema and gives what does not hold: the
// place and the keyword.
func (j judge) faults(v any, at string) (list []string) {
	fault := func(keyword string) { list = append(list, at+": "+keyword) }
	for k := range j {
		if !slices.Contains(judged, k) {
			fault("keyword " + k + " is none that is known")
		}
	}
	if want, ok := j["type"]; ok && !hasType(v, want) {
		fault("type")
	}
	if enum, ok := j["enum"].([]any); ok && !slices.Contains(enum, v) {
		fault("enum")
	}
	switch v := v.(type) {
	case string:
		if p, ok := j["pattern"].(string); ok && !regexp.MustCompile(p).MatchString(v) {
			fault("pattern")
		}
		if f, ok := j["format"].(string); ok && !hasFormat(v, f) {
			fault("format")
		}
	case []any:
		if items, ok := j["items"].(map[string]any); ok {
			for i, e := range v {
				list = append(list, judge(items).faults(e, fmt.Sprintf("%s[%d]", at, i))...)
			}
		}
	case map[string]any:
		list = append(list, j.members(v, at)...)
	}
	return list
}

func (j judge) members(v map[string]any, at string) (list []string) {
	required, _ := j["required"].([]any)
	for _, name := range required {
		if _, ok := v[name.(string)]; !ok {
			list = append(list, at+": required")
		}
	}
	props, _ := j["properties"].(map[string]any)
	for name, m := range v {
		below, ok := props[name].(map[string]any)
		if !ok {
			below, _ = j["additionalProperties"].(map[string]any) // nil takes everything
		}
		list = append(list, judge(below).faults(m, at+"."+name)...)
	}
	return list
}

func hasType(v, want any) bool {
	if list, ok := want.([]any); ok {
		return slices.ContainsFunc(list, func(w any) bool { return hasType(v, w) })
	}
	switch v := v.(type) {
	case nil:
		return want == "null"
	case bool:
		return want == "boolean"
	case string:
		return want == "string"
	case []any:
		return want == "array"
	case map[string]any:
		return want == "object"
	case json.Number:
		r, ok := new(big.Rat).SetString(v.String())
		return want == "number" || want == "integer" && ok && r.IsInt()
	}
	return false
}

var uuidForm = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// hasFormat asks the standard library, which takes more than the package does.
func hasFormat(s, format string) bool {
	var err error
	switch format {
	case "date":
		_, err = time.Parse(time.DateOnly, s)
	case "date-time":
		_, err = time.Parse(time.RFC3339Nano, s)
	case "email":
		var a *mail.Address
		a, err = mail.ParseAddress(s)
		return err == nil && a.Address == s
	case "ipv4", "ipv6":
		var ip netip.Addr
		ip, err = netip.ParseAddr(s)
		return err == nil && ip.Is4() == (format == "ipv4") && ip.Zone() == ""
	case "uri":
		var u *url.URL
		u, err = url.Parse(s)
		return err == nil && u.IsAbs()
	case "uuid":
		return uuidForm.MatchString(s)
	default:
		return false
	}
	return err == nil
}

// disagreement tells how the package and the judge differ about a record; "" if
// they do not. The package may refuse a format that the judge takes.
func disagreement(s schema.Schema, text, record string) string {
	j, err := decoded([]byte(text))
	if err != nil {
		return err.Error()
	}
	v, err := decoded([]byte(record))
	if err != nil {
		return err.Error()
	}
	faults := judge(j.(map[string]any)).faults(v, "$")
	switch err := s.Validate([]byte(record)); {
	case err == nil && len(faults) > 0:
		return fmt.Sprintf("the package takes %s, the judge finds %q", record, faults)
	case err != nil && len(faults) == 0 && !aboutFormat.MatchString(err.Error()):
		return fmt.Sprintf("the judge takes %s, the package does not: %v", record, err)
	}
	return ""
}

var aboutFormat = regexp.MustCompile(`, want (date|date-time|email|ipv4|ipv6|uri|uuid)$`)

// TestOthersReadWhatIsWritten: records fit the text that was written for them,
// and of other records the text says what Validate says.
func TestOthersReadWhatIsWritten(t *testing.T) {
	var fit, unfit int
	rapid.Check(t, func(t *rapid.T) {
		stream := rapid.OneOf(anyRecords(), fewFields())
		records, others := stream.Draw(t, "records"), stream.Draw(t, "others")
		records = slices.Repeat(records, rapid.SampledFrom([]int{1, 8}).Draw(t, "repeat"))
		s := learnAll(t, records)
		text := textOf(t, s)
		for _, r := range records {
			if d := disagreement(s, text, r); d != "" {
				t.Fatalf("%s\n%s", d, text)
			}
		}
		for _, r := range others {
			if d := disagreement(s, text, r); d != "" {
				t.Fatalf("%s\n%s", d, text)
			}
			if s.Validate([]byte(r)) == nil {
				fit++
			} else {
				unfit++
			}
		}
	})
	if fit == 0 || unfit == 0 {
		t.Errorf("%d other records fit and %d did not: one side was not tried", fit, unfit)
	}
}

// fewFields makes streams of objects that are much alike, so that enumerations,
// formats and nulls meet in one field.
func fewFields() *rapid.Generator[[]string] {
	values := []string{`null`, `"spam"`, `"phish"`, `"2026-11-23"`, `"192.0.2.1"`, `1`, `2.0`, `2.5`}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
		return `{"a":` + rapid.SampledFrom(values[:3]).Draw(t, "a") + `,"b":` + rapid.SampledFrom(values[3:5]).Draw(t, "b") +
			`,"c":` + rapid.SampledFrom(values[4:]).Draw(t, "c") + `}`
	}), 0, 5)
}

// TestJudge holds the judge to answers written by hand, one for each keyword.
func TestJudge(t *testing.T) {
	tests := []struct{ schema, good, bad, want string }{
		{`{"type":"integer"}`, `3.0`, `3.5`, "$: type"},
		{`{"type":["null","string"]}`, `null`, `1`, "$: type"},
		{`{"enum":["a",null]}`, `null`, `"b"`, "$: enum"},
		{`{"pattern":"^[0-9]{2}$"}`, `"12"`, `"123"`, "$: pattern"},
		{`{"format":"date-time"}`, `"2026-11-23T10:00:00Z"`, `"2026-11-23"`, "$: format"},
		{`{"format":"email"}`, `"ana@corp.example"`, `"Ana <ana@corp.example>"`, "$: format"},
		{`{"format":"ipv4"}`, `"192.0.2.1"`, `"::1"`, "$: format"},
		{`{"format":"uri"}`, `"https://a.example/x"`, `"/x"`, "$: format"},
		{`{"format":"uuid"}`, `"00000001-aaaa-4bbb-8ccc-ddddeeeeffff"`, `"1"`, "$: format"},
		{`{"items":{"type":"string"}}`, `["a"]`, `["a",1]`, "$[1]: type"},
		{`{"required":["a"]}`, `{"a":1}`, `{"b":1}`, "$: required"},
		{`{"properties":{"a":{"type":"null"}},"additionalProperties":{"type":"boolean"}}`, `{"a":null,"b":true}`, `{"a":null,"b":1}`, "$.b: type"},
		{`{"x-shape":{"seen":1}}`, `1`, ``, ""},
		{`{"minimum":1}`, ``, `1`, "$: keyword minimum is none that is known"},
	}
	for _, tt := range tests {
		j, err := decoded([]byte(tt.schema))
		if err != nil {
			t.Fatal(err)
		}
		for record, want := range map[string]string{tt.good: "", tt.bad: tt.want} {
			v, err := decoded([]byte(record))
			if record == "" {
				continue
			}
			if got := strings.Join(judge(j.(map[string]any)).faults(v, "$"), "; "); err != nil || got != want {
				t.Errorf("%s of %s: %q, %v; want %q", tt.schema, record, got, err, want)
			}
		}
	}
}
