// What a record is known by: the same for every form in which a service may send
// it, and another for every other record.

package feed_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// in is a record that stood in a list.
func in(list, raw string) proofpoint.Record {
	return proofpoint.Record{Path: pathdata.Path{Parent: list}, Raw: json.RawMessage(raw)}
}

func identity(t testing.TB, r proofpoint.Record) feed.ID {
	t.Helper()
	id, err := feed.Identify(r)
	if err != nil || id.Key == "" {
		t.Fatalf("%.200s: %+v, %v", r.Raw, id, err)
	}
	return id
}

func TestIdentifyKeys(t *testing.T) {
	long := strings.Repeat("long", 40)
	parent := in("$['incidents']", `{"id":"one"}`)
	child := in("$['comments']", `{"id":1}`)
	child.Parent = &parent
	for _, c := range []struct {
		name string
		r    proofpoint.Record
		want string // "…" stands for a digest
	}{
		{"text", in("$['messagesDelivered']", `{"GUID":"g","id":"0a-1"}`), "messagesDelivered/0a-1"},
		{"number", in("$['incidents']", `{"id":9007199254740993}`), "incidents/9007199254740993"},
		{"number, spelt otherwise", in("$['incidents']", `{"id":30.60e+2}`), "incidents/3060"},
		{"bare array", in("$", `{"id":3064}`), "/3064"},
		{"the answer itself", proofpoint.Record{Path: pathdata.Path{Index: -1}, Raw: json.RawMessage(`{"id":"x"}`)}, "/x"},
		{"escapes", in("$['a']", `{"\u0069d":"\u0061\/\ud83d\ude00\n"}`), "a/a/😀\n"},
		{"the last of two", in("$['a']", `{"id":1,"b":{"id":7},"id":2}`), "a/2"},
		{"list in a list", in("$['a'][17]['b']", `{"id":1}`), "b/1"},
		{"array in an array", in("$['a'][17]", `{"id":1}`), "a/1"},
		{"odd list", in(`$['it\'s']['a/~\\b\n']`, `{"id":1}`), "a~1~0\\b\n/1"},
		{"id like a digest", in("$['a']", `{"id":"~r1"}`), "a/~0r1"},
		{"long id", in("$['a']", `{"id":"`+long+`"}`), "a/~i…"},
		{"half a character", in("$['a']", `{"id":"\ud800"}`), "a/~i…"},
		{"long list", in("$['"+long+"']", `{"id":1}`), "~n…/1"},
		{"in a parent", child, "~p…/comments/1"},
		{"no id", in("$['a']", `{"GUID":"g"}`), "a/~r…"},
		{"empty id", in("$['a']", `{"id":""}`), "a/~r…"},
		{"null id", in("$['a']", `{"id":null}`), "a/~r…"},
		{"object id", in("$['a']", `{"id":{"id":1}}`), "a/~r…"},
		{"ID is not id", in("$['a']", `{"ID":1,"Id":2}`), "a/~r…"},
		{"no object", in("$['a']", `"id"`), "a/~r…"},
		{"no JSON", in("$['a']", `{"a":1,`), "a/~r…"},
		{"member of a map", proofpoint.Record{Path: pathdata.Path{Parent: "$['hosts']", Name: "cnc", Index: -1}, Raw: json.RawMessage(`[]`)}, "hosts/cnc/~r…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := identity(t, c.r)
			shape := got.Key
			before, after, digests := strings.Cut(c.want, "…")
			if digests && strings.HasPrefix(shape, before) && len(shape) == len(before)+22+len(after) {
				shape = before + "…" + shape[len(before)+22:]
			}
			if shape != c.want {
				t.Errorf("key %q, want %q", got.Key, c.want)
			}
			if hasID := !strings.Contains(got.Key, "/~r"); hasID != (got.Version != "") {
				t.Errorf("key %q has version %q", got.Key, got.Version)
			}
		})
	}
	if _, err := feed.Identify(proofpoint.Record{}); err == nil {
		t.Error("a record without bytes has an identity")
	}
}

func TestIdentifyForms(t *testing.T) {
	many := func(order func(i int) int) string {
		var list []string
		for i := range 16384 {
			list = append(list, strconv.Itoa(order(i)))
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	deep := func(n int, inner string) string { return strings.Repeat("[", n) + inner + strings.Repeat("]", n) }
	up, down := many(func(i int) int { return i }), many(func(i int) int { return 16383 - i })
	for _, c := range []struct {
		name, a, b string
		same       bool
	}{
		{"white space", "{\"a\":[1,{}]}", " {\n\"a\" :\t[ 1 , { } ] }\r\n", true},
		{"members", `{"a":1,"b":2}`, `{"b":2,"a":1}`, true},
		{"elements", `[[1,2],[3],"x"]`, `["x",[3],[2,1]]`, true},
		{"long elements", `[{"a":"` + strings.Repeat("x", 300) + `","b":1},2]`, `[2,{"b":1,"a":"` + strings.Repeat("x", 300) + `"}]`, true},
		{"16384 elements", up, down, true},
		{"escapes", `"\u0041\/\n\ud83d\ude00"`, `"A/\u000a😀"`, true},
		{"numbers", `[1.50,-0,1e2,30e-1]`, `[15E-1,0,100.0,3]`, true},
		{"huge exponents", `[1e999999999999999999999]`, `[1e999999999999999999998]`, false},
		{"zeros in front", `[1e0000000000000000001,0e99999999999999999999]`, `[10,0]`, true},
		{"large numbers", `9007199254740993`, `9007199254740992`, false},
		{"how many", `[1,1,2]`, `[1,2,2]`, false},
		{"array and element", `[[1]]`, `[1]`, false},
		{"where brackets are", `[[1],[2]]`, `[[1,2]]`, false},
		{"kinds", `"1"`, `1`, false},
		{"words", `null`, `"null"`, false},
		{"null and nothing", `{"a":null}`, `{}`, false},
		{"name and value", `{"a":"b"}`, `{"b":"a"}`, false},
		{"zero bytes", `["a\u0000","b"]`, `["a","\u0000b"]`, false},
		{"bytes that end texts", `"\u0001\u0001"`, `"\u0000"`, false},
		{"halves of characters", `"\ud800"`, `"\udc00"`, false},
		{"the last of two names", `{"a":1,"a":2}`, `{"a":2,"a":1}`, false},
		{"deep", deep(90, `1,2`), deep(90, `2,1`), true},
		{"deeper than is sorted", deep(5000, `1`), deep(5000, `2`), false},
		{"no JSON", `[1,2`, `[2,1`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := identity(t, in("$['a']", c.a)), identity(t, in("$['a']", c.b))
			if same := a == b; same != c.same {
				t.Errorf("%.80s and %.80s: %v and %v", c.a, c.b, a, b)
			}
			if c.name == "no JSON" {
				return
			}
			a, b = identity(t, in("$['a']", `{"id":1,"of":`+c.a+`}`)), identity(t, in("$['a']", `{"of":`+c.b+`,"id":1}`))
			if same := a == b; same != c.same || a.Key != b.Key {
				t.Errorf("in records with an id: %v and %v", a, b)
			}
		})
	}
}

// respelt writes a value as another server might: members and elements in any
// order, numbers and characters in any spelling.
func respelt(rng *rand.Rand, b []byte, v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		b = append(b, '{')
		for i, name := range names {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = append(respelt(rng, b, name), " :"...)
			b = respelt(rng, b, v[name])
		}
		return append(b, '}')
	case []any:
		v = slices.Clone(v)
		rng.Shuffle(len(v), func(i, j int) { v[i], v[j] = v[j], v[i] })
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ",\n"...)
			}
			b = respelt(rng, b, e)
		}
		return append(b, ']')
	case string:
		b = append(b, '"')
		for _, r := range v {
			switch hi, lo := (r-0x10000)>>10+0xD800, (r-0x10000)&0x3FF+0xDC00; {
			case r >= 0x10000 && rng.IntN(2) == 0:
				b = fmt.Appendf(b, `\u%04X\u%04x`, hi, lo)
			case r < 0x10000 && (r < ' ' || r == '"' || r == '\\' || rng.IntN(8) == 0):
				b = fmt.Appendf(b, `\u%04x`, r)
			default:
				b = utf8.AppendRune(b, r)
			}
		}
		return append(b, '"')
	case json.Number:
		return append(b, respeltNumber(rng, string(v))...)
	}
	raw, _ := json.Marshal(v)
	return append(b, raw...)
}

// respeltNumber adds a zero behind the point, or moves the point.
func respeltNumber(rng *rand.Rand, n string) string {
	whole, exp, hasExp := strings.Cut(strings.ToLower(n), "e")
	switch rng.IntN(3) {
	case 0:
		if !strings.Contains(whole, ".") {
			whole += "."
		}
		whole += "00"
	case 1:
		if e, err := strconv.Atoi(strings.TrimPrefix(exp, "+")); !strings.Contains(whole, ".") && (err == nil || !hasExp) && e < 1e6 {
			return whole + "000E" + strconv.Itoa(e-3)
		}
	}
	if hasExp {
		return whole + "e" + exp
	}
	return whole
}

// values decodes without loss; it reports false for what a decoder changes.
func values(raw []byte) (v any, ok bool) {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	err := d.Decode(&v)
	return v, err == nil && json.Valid(raw) && utf8.Valid(raw) && !strings.Contains(string(raw), `\u`)
}

// TestIdentifyCorpus: the events of the fake, whose parts change their order,
// have one identity in every window that shows them and in every spelling, and
// no two events share one.
func TestIdentifyCorpus(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(11), proofpointtest.Rate(400), proofpointtest.ShuffledParts())
	now := s.Clock().Now()
	rng := rand.New(rand.NewPCG(1, 2))
	for _, src := range []feed.Source{feed.TAPEvents(), feed.EssentialsEvents()} {
		t.Run(src.Name, func(t *testing.T) {
			raws, ids, bytes := map[feed.ID]string{}, map[string]feed.ID{}, map[string]bool{}
			for _, shift := range []time.Duration{0, time.Minute, 2 * time.Minute} {
				records, err := ask(t, s, src, now.Add(-2*time.Hour), now.Add(-time.Hour-shift))
				if err != nil || len(records) < 50 {
					t.Fatalf("%d records, %v", len(records), err)
				}
				for _, r := range records {
					id, err := src.Identity(r)
					if err != nil {
						t.Fatal(err)
					}
					if before, ok := ids[id.Key]; ok && before != id {
						t.Errorf("%s has versions %q and %q without a change", id.Key, before.Version, id.Version)
					}
					ids[id.Key], raws[id], bytes[string(r.Raw)] = id, string(r.Raw), true
					v, _ := values(r.Raw)
					again, err := src.Identity(proofpoint.Record{Path: r.Path, Raw: respelt(rng, nil, v)})
					if err != nil || again != id {
						t.Errorf("%v became %v, %v", id, again, err)
					}
					if whole, other := identity(t, r), identity(t, proofpoint.Record{Path: r.Path, Raw: respelt(rng, nil, v)}); whole != other {
						t.Errorf("by all of its content: %v became %v", whole, other)
					}
				}
			}
			if src.Name == "tap.events" && len(bytes) <= len(ids) {
				t.Error("no event came in two forms: nothing was tried")
			}
			seen := 0
			for e := range s.Events(now.Add(-2*time.Hour), now.Add(-time.Hour)) {
				if _, ok := ids[e.Kind+"/"+e.ID]; ok {
					seen++
				}
			}
			if src.Name == "tap.events" && seen != len(ids) {
				t.Errorf("%d identities for %d events", len(ids), seen)
			}
		})
	}
}

// TestIdentifyVerdicts: what changes about the threats of an event is another
// version of the same key; what changes beside them is none.
func TestIdentifyVerdicts(t *testing.T) {
	message := `{"id":"m1","GUID":"g","spamScore":4,"recipient":["a@b.example"],"messageParts":[{"md5":"1"},{"md5":"2"}],
		"threatsInfoMap":[{"threatID":"t1","threatStatus":"active","classification":"phish","threatTime":"2026-11-02T10:00:00.000Z","campaignID":null},{"threatID":"t2","threatStatus":"active"}]}`
	click := `{"id":"c1","url":"x.example","userAgent":"old","threatID":"t1","threatStatus":"active","threatTime":"2026-11-02T10:00:00.000Z","campaignId":""}`
	for _, c := range []struct {
		name, kind, raw, old, new string
		changes                   bool
	}{
		{"status", "messagesDelivered", message, `"threatID":"t1","threatStatus":"active"`, `"threatID":"t1","threatStatus":"falsePositive"`, true},
		{"time", "messagesDelivered", message, `10:00:00.000Z`, `11:00:00.000Z`, true},
		{"campaign", "messagesDelivered", message, `"campaignID":null`, `"campaignID":"c"`, true},
		{"one threat more", "messagesDelivered", message, `{"threatID":"t2"`, `{"threatID":"t3"},{"threatID":"t2"`, true},
		{"parts", "messagesDelivered", message, `{"md5":"1"},{"md5":"2"}`, `{"md5":"2"},{"md5":"1"}`, false},
		{"score", "messagesDelivered", message, `"spamScore":4`, `"spamScore":5`, false},
		{"status of a click", "clicksPermitted", click, `"threatStatus":"active"`, `"threatStatus":"cleared"`, true},
		{"campaign of a click", "clicksPermitted", click, `"campaignId":""`, `"campaignId":"c"`, true},
		{"browser of a click", "clicksPermitted", click, `"old"`, `"new"`, false},
		{"without threats", "messagesBlocked", `{"id":"s1","subject":"a"}`, `"a"`, `"b"`, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if strings.Count(c.raw, c.old) != 1 {
				t.Fatalf("%q is not there once", c.old)
			}
			identify := feed.TAPEvents().Identity
			a, err := identify(in("$['"+c.kind+"']", c.raw))
			b, err2 := identify(in("$['"+c.kind+"']", strings.Replace(c.raw, c.old, c.new, 1)))
			if err != nil || err2 != nil || a.Key != b.Key || a.Version == "" || (a.Version != b.Version) != c.changes {
				t.Errorf("%v (%v) became %v (%v)", a, err, b, err2)
			}
		})
	}
}

func TestIdentifyUpdates(t *testing.T) {
	for _, c := range []struct {
		src        feed.Source
		list, raw  string
		want       feed.ID
		wholeIsOne bool // the version is a digest of everything
	}{
		{feed.TAPCampaignIDs(), "$['campaigns']", `{"id":"u1","lastUpdatedAt":"2026-11-02T10:00:00.000Z"}`, feed.ID{Key: "campaigns/u1", Version: "2026-11-02T10:00:00.000Z"}, false},
		{feed.PTRIncidents(), "$", `{"id":3064,"updated_at":"2026-11-02T10:00:00Z","score":1}`, feed.ID{Key: "/3064", Version: "2026-11-02T10:00:00Z"}, false},
		{feed.PTRIncidents(), "$", `{"id":3064,"score":1}`, feed.ID{Key: "/3064"}, true},
		{feed.CTRIncidents(), "$['incidents']", `{"id":"u1","updatedAt":"2026-11-02T10:00:00+00:00"}`, feed.ID{Key: "incidents/u1", Version: "2026-11-02T10:00:00+00:00"}, false},
		{feed.CTRIncidents(), "$['incidents']", `{"id":"u1","updatedAt":null}`, feed.ID{Key: "incidents/u1"}, true},
	} {
		got, err := c.src.Identity(in(c.list, c.raw))
		if c.wholeIsOne {
			c.want.Version = identity(t, in(c.list, c.raw)).Version
		}
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v, identity mismatch (-want +got):\n%s", c.src.Name, err, diff)
		}
	}
}

func FuzzIdentify(f *testing.F) {
	for _, seed := range []string{`{"id":"x","a":[1,2,{"b":"\ud83d\ude00"}]}`, `{"\u0069d":1.50e3}`, `[[[]]]`, `"\`, `{"id":"\u00`, `{"a":}`, `-`, `{"id":1}x`, "{\"a\":\"\xff\"}", `{"a":1,"a":1}`, `1e-`, `[0E0000000000000000,1e0000000000000000001,0e99999999999999999999]`} {
		f.Add([]byte(seed), "$['a']")
	}
	f.Add([]byte(`{}`), `$['\`)
	f.Add([]byte(`{}`), `['`)
	f.Fuzz(func(t *testing.T, raw []byte, parent string) {
		if len(raw) == 0 {
			return
		}
		r := proofpoint.Record{Path: pathdata.Path{Parent: parent}, Raw: raw}
		want := identity(t, r)
		if len(want.Key) > 600 || len(want.Version) > 22 {
			t.Errorf("identity of %d and %d bytes", len(want.Key), len(want.Version))
		}
		threats, err := feed.TAPEvents().Identity(r)
		if err != nil || threats.Key != want.Key {
			t.Errorf("keys %q and %q, %v", want.Key, threats.Key, err)
		}
		if got := identity(t, r); got != want {
			t.Errorf("%v, and then %v", want, got)
		}
		v, ok := values(raw)
		if !ok || twice(raw) {
			return
		}
		rng := rand.New(rand.NewPCG(uint64(len(raw)), 1))
		if again := respelt(rng, nil, v); identity(t, proofpoint.Record{Path: r.Path, Raw: again}) != want {
			t.Errorf("%q is not known as %q", again, raw)
		}
		if other := identity(t, proofpoint.Record{Path: r.Path, Raw: respelt(rng, nil, []any{v, "more"})}); other == want {
			t.Errorf("%q is known as something else", raw)
		}
	})
}

// twice reports whether a name occurs twice in an object, of which a decoder
// keeps one; or whether arrays are nested deeper than is sorted.
func twice(raw []byte) bool {
	type object struct {
		names map[string]bool
		name  bool // comes next
	}
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	var open []*object
	for {
		tok, err := d.Token()
		if err != nil {
			return false
		}
		top := &object{}
		if len(open) > 0 {
			top = open[len(open)-1]
		}
		name, isText := tok.(string)
		if isText && top.name {
			if top.names[name] {
				return true
			}
			top.names[name], top.name = true, false
			continue
		}
		switch tok {
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		case json.Delim('{'):
			open = append(open, &object{map[string]bool{}, true})
		case json.Delim('['):
			open = append(open, &object{})
		}
		if len(open) > 90 {
			return true
		}
		if _, opens := tok.(json.Delim); !opens || tok == json.Delim('}') || tok == json.Delim(']') {
			if len(open) > 0 && open[len(open)-1].names != nil {
				open[len(open)-1].name = true
			}
		}
	}
}
