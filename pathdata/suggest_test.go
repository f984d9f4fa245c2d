// Suggestions, against hand-written answers: for made-up shapes, and for the
// recordings in the folder that PROOFPOINT_SHARED names.

package pathdata_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func TestSuggest(t *testing.T) {
	type short struct {
		Path    string
		Records int
		Cut     bool
		Warning string
	}
	tests := []struct {
		name, body string
		want       []short
	}{
		{name: "an array", body: `[{"a":1},{"a":2}]`, want: []short{{Path: "$[*]", Records: 2}}},
		{name: "an empty array", body: `[]`, want: []short{{Path: "$[*]"}}},
		{name: "a record", body: `{"id":1,"tags":["x"],"parts":[{"n":1},{"n":2}]}`, want: []short{
			{Path: "$", Records: 1}, {Path: "$.parts[*]", Records: 2}, {Path: "$.tags[*]", Records: 1}}},
		{name: "a scalar", body: `42`, want: []short{{Path: "$", Records: 1}}},
		{name: "an array in an envelope", body: `{"next":null,"my rows":[{"a":[1,2]},{"a":[3]}]}`, want: []short{
			{Path: "$['my rows'][*]", Records: 2}, {Path: "$['my rows'][*].a[*]", Records: 3}}},
		{name: "siblings", body: `{"end":"x","a":[{"n":1}],"b":[],"c":[{"m":1},{"m":2}]}`, want: []short{
			{Path: "$['a','b','c'][*]", Records: 3},
			{Path: "$.c[*]", Records: 2, Warning: "leaves behind 'a', 'b'"},
			{Path: "$.a[*]", Records: 1, Warning: "leaves behind 'b', 'c'"},
			{Path: "$.b[*]", Warning: "leaves behind 'a', 'c'"}}},
		{name: "empty siblings", body: `{"a":[],"b":[]}`, want: []short{
			{Path: "$['a','b'][*]"}, {Path: "$.a[*]", Warning: "leaves behind 'b'"}, {Path: "$.b[*]", Warning: "leaves behind 'a'"}}},
		{name: "records and what accompanies them", body: `{"a":[{"n":1}],"errors":[{"m":1},{"m":2}],"b":[{"n":2}]}`, want: []short{
			{Path: "$['a','b'][*]", Records: 2, Warning: "leaves behind 'errors'"},
			{Path: "$['a','errors','b'][*]", Records: 4},
			{Path: "$.errors[*]", Records: 2, Warning: "leaves behind 'a', 'b'"},
			{Path: "$.a[*]", Records: 1, Warning: "leaves behind 'errors', 'b'"},
			{Path: "$.b[*]", Records: 1, Warning: "leaves behind 'a', 'errors'"}}},
		{name: "the array that is counted", body: `{"count":1,"a":[{"n":1},{"n":2}],"b":[{"n":3}],"c":[]}`, want: []short{
			{Path: "$.b[*]", Records: 1, Warning: "leaves behind 'a', 'c'"},
			{Path: "$['a','b','c'][*]", Records: 3},
			{Path: "$.a[*]", Records: 2, Warning: "leaves behind 'b', 'c'"},
			{Path: "$.c[*]", Warning: "leaves behind 'a', 'b'"}}},
		{name: "a wrapped object", body: `{"success":true,"response":{"sid":1,"meta":{"x":1}}}`, want: []short{{Path: "$.response", Records: 1}}},
		{name: "a wrapped page", body: `{"success":true,"response":{"content":[{"x":1}],"totalElements":1,"last":true}}`, want: []short{{Path: "$.response.content[*]", Records: 1}}},
		{name: "keyed by name", body: `{"192.0.2.1":{"Spam":"9"},"192.0.2.2":{"Bot":"8"}}`, want: []short{{Path: "$.*", Records: 2}}},
		{name: "keyed by word, many and alike", body: `{"a":{"n":1},"b":{"n":2},"c":{"n":3},"d":{"n":4},"e":{"n":5},"f":{"n":6},"g":{"n":7},"h":{"n":8}}`, want: []short{{Path: "$.*", Records: 8}}},
		{name: "members unlike", body: `{"a":{"n":1},"b":{"m":2},"c":{"n":3},"d":{"n":4},"e":{"n":5},"f":{"n":6},"g":{"n":7},"h":{}}`, want: []short{{Path: "$", Records: 1}}},
		{name: "a name that no path can hold", body: "{\"\xff\":[{}],\"a\":[{}]}", want: []short{
			{Path: "$.a[*]", Records: 1, Warning: "there are members that were not looked at, perhaps with more arrays"}}},
		{name: "a name twice", body: `{"a":[{"x":1}],"a":[{"y":2}]}`, want: []short{{Path: "$.a[*]", Records: 2, Warning: "a walk ends with an error where an object has 'a' twice"}}},
		{name: "a sibling twice", body: `{"a":[{"x":[1]}],"b":[],"\u0061":[],"b":[]}`, want: []short{
			{Path: "$['a','b'][*]", Records: 1, Warning: "a walk ends with an error where an object has 'a' twice"},
			{Path: "$.a[*]", Records: 1, Warning: "leaves behind 'b'; a walk ends with an error where an object has 'a' twice"},
			{Path: "$.b[*]", Warning: "leaves behind 'a'; a walk ends with an error where an object has 'b' twice"},
			{Path: "$.a[*].x[*]", Records: 1, Warning: "a walk ends with an error where an object has 'a' twice"}}},
		{name: "a wrapper twice", body: `{"data":{"id":1},"data":{"id":2}}`, want: []short{{Path: "$.data", Records: 2, Warning: "a walk ends with an error where an object has 'data' twice"}}},
		{name: "twice, but not on the way", body: `[{"a":1,"a":2,"b":[1]},{"a":3,"b":[2]}]`, want: []short{{Path: "$[*]", Records: 2}, {Path: "$[*].b[*]", Records: 2}}},
		{name: "an address twice", body: `{"192.0.2.1":{"Spam":"9"},"192.0.2.1":{"Spam":"8"}}`, want: []short{{Path: "$.*", Records: 2}}},
		{name: "a path that is too long", body: `{"id":1,"` + strings.Repeat("n", 5_000) + `":[1],"a":[1]}`, want: []short{
			{Path: "$", Records: 1, Warning: "there are arrays whose paths are longer than 4096 bytes and left out"},
			{Path: "$.a[*]", Records: 1, Warning: "there are arrays whose paths are longer than 4096 bytes and left out"}}},
		{name: "a long name without arrays", body: `{"id":1,"` + strings.Repeat("n", 5_000) + `":{"a":[]}}`, want: []short{{Path: "$", Records: 1}}},
		{name: "padded", body: "\uFEFFcb([1]);", want: []short{{Path: "$[*]", Records: 1,
			Warning: "the body is padded: set Limits.JSONP; the body starts with a byte order mark: set Limits.BOM"}}},
		{name: "cut in a record", body: `{"end":"x","rows":[{"a":1},{"a":2},{"a":`, want: []short{{Path: "$.rows[*]", Records: 2, Cut: true}}},
		{name: "cut in the first record", body: `{"rows":[{"a":"x`, want: []short{{Path: "$.rows[*]", Cut: true}}},
		{name: "cut in a word", body: `[tru`, want: []short{{Path: "$[*]", Cut: true}}},
		{name: "lines", body: "{\"id\":1}\n{\"id\":2}\n", want: []short{{Path: "$", Records: 2, Warning: "the body holds several values: set Limits.Lines"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list, err := pathdata.Suggest(strings.NewReader(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			var got []short
			for _, s := range list {
				got = append(got, short{s.Path, s.Records, s.Cut, s.Warning})
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("Suggest(%s) mismatch (-want +got):\n%s", tt.body, d)
			}
			usable(t, list, tt.body)
		})
	}
}

// usable checks that each path gives what its suggestion says.
func usable(t *testing.T, list []pathdata.Suggestion, body string) {
	t.Helper()
	for _, s := range list {
		sel, err := pathdata.Compile(s.Path)
		if err != nil {
			t.Errorf("Compile: %v", err)
			continue
		}
		n := 0
		var first []byte
		var end error
		for m, err := range pathdata.EachWith(strings.NewReader(body), pathdata.Limits{Lines: true, JSONP: true, BOM: true}, sel.Optional()) {
			if err != nil {
				end = err
				if !s.Cut && !errors.As(err, new(*pathdata.ParseError)) {
					t.Errorf("%s: %v", s.Path, err)
				}
				break
			}
			if n++; n == 1 {
				first = bytes.Clone(m.Raw)
			}
		}
		if strings.Contains(s.Warning, "a walk ends with an error") {
			if n > s.Records || s.Records > 0 && !errors.Is(end, pathdata.ErrDuplicateName) {
				t.Errorf("%s gives %d records and ends with %v; suggested %d with an error", s.Path, n, end, s.Records)
			}
			continue
		}
		if n != s.Records || !bytes.Equal(first, s.Sample) {
			t.Errorf("%s gives %d records, first %q; suggested %d, first %q", s.Path, n, first, s.Records, s.Sample)
		}
	}
}

func TestSuggestErrors(t *testing.T) {
	for body, want := range map[string]error{
		``:                pathdata.ErrEmpty,
		"  \n":            pathdata.ErrEmpty,
		`<html>`:          pathdata.ErrGrammar,
		`{"a":[1,2,}`:     pathdata.ErrGrammar,
		`{"a":{"b" 1}}`:   pathdata.ErrGrammar,
		`{"a":"\x01"}`:    pathdata.ErrGrammar,
		`{"a":[1]}, {}`:   pathdata.ErrGrammar,
		"{\"a\": tru\x00": pathdata.ErrGrammar,
	} {
		var pe *pathdata.ParseError
		if _, err := pathdata.Suggest(strings.NewReader(body)); !errors.Is(err, want) || !errors.As(err, &pe) {
			t.Errorf("Suggest(%q) = %v, want %v", body, err, want)
		}
	}
}

func TestSuggestCut(t *testing.T) {
	body := `{"end":"x","rows":[{"a":"é\u00e9"},{"b":[1.5e3,true,null]}]}`
	for i := range len(body) {
		if _, err := pathdata.Suggest(strings.NewReader(body[:i])); err != nil && i > 0 {
			t.Errorf("Suggest(%q): %v", body[:i], err)
		}
	}
}

func TestSuggestRecordings(t *testing.T) {
	one, list := "$.response", "$.response[*]"
	want := map[string]string{
		"eti/aep-cve-score.json": one, "eti/aep-cve-tier.json": "$.response.content[*]", "eti/cve-details.json": one,
		"eti/domain-events.json": list, "eti/domain-nameservers.json": list, "eti/domain-reputation.json": list,
		"eti/domain-urls.json": list, "eti/domain-whois.json": one, "eti/ip-asn.json": one, "eti/ip-domains.json": list,
		"eti/ip-geoloc.json": list, "eti/ip-reputation.json": list, "eti/malware-family.json": one,
		"eti/rate-limit-429.json": "$", "eti/repcategories.json": list, "eti/rules-domainrepdata.json": "$.*",
		"eti/sample-details.json": one, "eti/sample-events.json": list, "eti/sample-http.json": list,
		"eti/sid-domains.json": list, "eti/sid-name.json": one, "eti/sid-references.json": list,
		"eti/sid-summary-standard.json": one, "eti/sid-text.json": one, "eti/tags-cve-rolling-count.json": list,
		"eti/tags-cve-summaries.json": list,

		"tap/chronicle_forensics_evidence_kinds.json":             "$.forensics[*]",
		"tap/chronicle_siem_message_blocked_2025.json":            "$.events[*]",
		"tap/datadog_click_blocked_hybrid.json":                   "$",
		"tap/datadog_message_blocked_hybrid.json":                 "$",
		"tap/demisto_campaign_detail.json":                        "$",
		"tap/demisto_campaign_ids.json":                           "$.campaigns[*]",
		"tap/demisto_people_vap.json":                             "$.users[*]",
		"tap/demisto_stp_compromised_accounts.json":               "$.compromisedAccounts[*]",
		"tap/demisto_threat_summary.json":                         "$",
		"tap/demisto_url_decode.json":                             "$.urls[*]",
		"tap/greenpau_clicks_blocked_empty.json":                  "$.clicksBlocked[*]",
		"tap/greenpau_issues_empty.json":                          "$['clicksPermitted','messagesDelivered'][*]",
		"tap/greenpau_messages_delivered_empty.json":              "$.messagesDelivered[*]",
		"tap/greenpau_siem_all_doc_example.json":                  "$['clicksBlocked','messagesDelivered','clicksPermitted','messagesBlocked'][*]",
		"tap/rapid7_all_threats.json":                             "$['clicksBlocked','clicksPermitted','messagesBlocked','messagesDelivered'][*]",
		"tap/rapid7_blocked_clicks.json":                          "$.clicksBlocked[*]",
		"tap/rapid7_blocked_messages.json":                        "$.messagesBlocked[*]",
		"tap/rapid7_decode_few_urls.json":                         "$.urls[*]",
		"tap/rapid7_decode_invalid_url.json":                      "$.urls[*]",
		"tap/rapid7_delivered_messages.json":                      "$.messagesDelivered[*]",
		"tap/rapid7_forensics_blacklisted_as_integer.json":        "$.reports[*]",
		"tap/rapid7_forensics_campaign.json":                      "$.reports[*]",
		"tap/rapid7_permitted_clicks.json":                        "$.clicksPermitted[*]",
		"tap/rapid7_threat_id_and_include_campaign_forensic.json": "$.reports[*]",
		"tap/rapid7_top_clickers.json":                            "$.users[*]",
		"tap/rapid7_top_clickers_empty_users.json":                "$.users[*]",

		"trap/ctr-incident-get.json":                 "$",
		"trap/ctr-incidents-list.json":               "$.incidents[*]",
		"trap/ctr-token.json":                        "$",
		"trap/ctr-workflow-item.json":                "$",
		"trap/org-list-entries.json":                 "$.entries[*]",
		"trap/ptr-incident-expand-events-false.json": "$",
		"trap/ptr-incidents-expand-events-true.json": "$[*]",
	}
	seen := map[string]bool{}
	for name, file := range recordings(t) {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := pathdata.Suggest(bytes.NewReader(body))
		if err != nil || len(got) == 0 {
			t.Errorf("%s: %d suggestions, %v", name, len(got), err)
			continue
		}
		seen[name] = true
		if w, ok := want[name]; !ok {
			t.Errorf("%s is not on the list; suggested %s: look at it, and write down what you would choose", name, got[0].Path)
		} else if got[0].Path != w {
			t.Errorf("%s: first suggestion is %s, want %s", name, got[0].Path, w)
		}
		usable(t, got, string(body))
	}
	for name := range want {
		if !seen[name] {
			t.Errorf("%s is on the list and not among the recordings", name)
		}
	}
}

// recordings gives the files of the samples, by service and name: all but the
// pages that say where they come from.
func recordings(t *testing.T) map[string]string {
	t.Helper()
	root := shared(t, "samples")
	files := map[string]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) == ".md" {
			return err
		}
		name, err := filepath.Rel(root, file)
		files[filepath.ToSlash(name)] = file
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestSuggestion: everything that a suggestion says.
func TestSuggestion(t *testing.T) {
	body := `{"end":"x","a":[{"n":1,"m":[7]},{"n":2,"o":null}],"b":[{"p":3}]}` // 64 bytes
	want := []pathdata.Suggestion{
		{Path: "$['a','b'][*]", Records: 3, Share: 43. / 64, Sample: []byte(`{"n":1,"m":[7]}`), Fields: []string{"n", "m", "o", "p"}},
		{Path: "$.a[*]", Records: 2, Share: 34. / 64, Sample: []byte(`{"n":1,"m":[7]}`), Fields: []string{"n", "m", "o"}, Warning: "leaves behind 'b'"},
		{Path: "$.b[*]", Records: 1, Share: 9. / 64, Sample: []byte(`{"p":3}`), Fields: []string{"p"}, Warning: "leaves behind 'a'"},
		{Path: "$.a[*].m[*]", Records: 1, Share: 3. / 64, Sample: []byte(`7`)},
	}
	got, err := pathdata.Suggest(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Suggest(%s) mismatch (-want +got):\n%s", body, d)
	}
	got, err = pathdata.Suggest(strings.NewReader(`{"success":true,"response":{"sid":1}}`)) // 37 bytes
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]pathdata.Suggestion{{Path: "$.response", Records: 1, Share: 9. / 37, Sample: []byte(`{"sid":1}`), Fields: []string{"sid"}}}, got); d != "" {
		t.Errorf("a wrapped object mismatch (-want +got):\n%s", d)
	}
}

// TestSuggestManyFields: names and members beyond the bounds are left out, and
// what that may leave behind is said.
func TestSuggestManyFields(t *testing.T) {
	var members []string
	for i := range 300 {
		members = append(members, fmt.Sprintf(`"k%d":[{"f%d":1}]`, i, i))
	}
	got, err := pathdata.Suggest(strings.NewReader("{" + strings.Join(members, ",") + "}"))
	if err != nil {
		t.Fatal(err)
	}
	first := got[0]
	if first.Records != 256 || len(first.Fields) != 64 || first.Fields[63] != "f63" || first.Warning != "there are members that were not looked at, perhaps with more arrays" {
		t.Errorf("%d records, %d fields, warning %q; want 256, 64, and what may be left behind", first.Records, len(first.Fields), first.Warning)
	}
	if want := "leaves behind 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7', 'k8' and 247 more; " + first.Warning; got[1].Path != "$.k0[*]" || got[1].Warning != want {
		t.Errorf("%s: %q, want %q", got[1].Path, got[1].Warning, want)
	}
}
