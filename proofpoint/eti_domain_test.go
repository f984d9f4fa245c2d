// Eight calls for one domain: what fails is named, and the rest comes.

package proofpoint_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

var etiLoginUpdate = proofpoint.ETIDomainParams{Domain: "login-update.example"}

func TestETIDomainNamesFailedParts(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	s.Fail(proofpointtest.Fault{Operation: "eti.domains.whois", Status: http.StatusForbidden, Times: -1},
		proofpointtest.Fault{Operation: "eti.domains.events", Status: http.StatusBadRequest, Times: -1})
	d, err := s.Client().ETI.Domain(t.Context(), etiLoginUpdate)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Errors) != 2 || !strings.Contains(d.Errors["whois"], "403") || !strings.Contains(d.Errors["events"], "400") {
		t.Errorf("errors %q", d.Errors)
	}
	if d.Whois != nil || d.Events != nil {
		t.Errorf("failed parts came: %v, %v", d.Whois, d.Events)
	}
	if len(d.Reputation) == 0 || len(d.URLs) == 0 || len(d.Samples) == 0 || len(d.IPs) == 0 || len(d.Nameservers) == 0 || len(d.Geoloc) == 0 {
		t.Errorf("parts are missing: %s", d.Raw)
	}
}

func TestETIDomainFailsAltogether(t *testing.T) {
	for status, want := range map[int]error{http.StatusForbidden: proofpoint.ErrForbidden, http.StatusUnauthorized: proofpoint.ErrUnauthorized} {
		s := proofpointtest.New(t, proofpointtest.Seeded(1))
		s.Fail(proofpointtest.Fault{Status: status, Times: -1})
		if d, err := s.Client().ETI.Domain(t.Context(), etiLoginUpdate); d != nil || !errors.Is(err, want) {
			t.Errorf("%d: %v, %v", status, d, err)
		}
	}
}

// An unknown domain has eight empty parts, whichever way the service puts it.
func TestETIDomainUnknown(t *testing.T) {
	for _, empty := range []string{"{}", "[]", "null"} {
		s := &server{answer: func(_ int, r *http.Request) *http.Response {
			if path.Base(r.URL.Path) != "whois" {
				return answer(200, `{"success":true,"response":[]}`)
			}
			return answer(200, `{"success":true,"response":`+empty+`}`)
		}}
		c, _ := newClient(t, s, etiConfig())
		d, err := c.ETI.Domain(t.Context(), etiLoginUpdate)
		if err != nil {
			t.Errorf("%s: %v", empty, err)
			continue
		}
		if len(d.Errors) != 0 || len(d.IPs) != 0 || len(d.URLs) != 0 || (d.Whois != nil) != (empty == "{}") || d.Whois != nil && d.Whois.Domain != "" {
			t.Errorf("%s: %+v", empty, d)
		}
	}
}

// What does not fit its type is named, and costs nothing else: neither the parts
// that come later nor the other elements (D9).
func TestD9ETIDomainOddParts(t *testing.T) {
	const seen = `{"ip":"192.0.2.1","last_seen":"2026-11-02"}`
	whole := map[string]string{
		"domain": `"a.example"`, "reputation": `[{"category":"CnC","score":"95"}]`, "urls": `["/a"]`, "samples": `[{"source":"d7cbe7f17f41ba08763baa79a19d5a59"}]`,
		"ips": "[" + seen + "]", "events": `[{"sid":"2007771"}]`, "nameservers": `[{"server":"ns1.example"}]`, "whois": `{"domain":"a.example"}`, "geoloc": `[{"ip":"192.0.2.1"}]`,
	}
	// lists is how many elements there are of each part.
	lists := func(d proofpoint.ETIDomain) map[string]int {
		return map[string]int{"domain": len(d.Domain), "reputation": len(d.Reputation), "urls": len(d.URLs), "samples": len(d.Samples), "ips": len(d.IPs),
			"events": len(d.Events), "nameservers": len(d.Nameservers), "geoloc": len(d.Geoloc)}
	}
	for _, c := range []struct {
		name, part, odd string
		left            int // elements of the part
	}{
		{"a score", "reputation", `[{"category":"CnC","score":"high"},{"category":"VPN","score":"95"}]`, 2},
		{"a list that is a text", "reputation", `"none"`, 0},
		{"a path that is a number", "urls", `["/a",7,"/b"]`, 2},
		{"a time", "samples", `[{"source":"d7cbe7f17f41ba08763baa79a19d5a59","first_seen":"soon"}]`, 1},
		{"an element that is a text", "ips", `["192.0.2.1",` + seen + `]`, 1},
		{"a list that is an object", "events", `{"sid":1}`, 0},
		{"a name that is a number", "nameservers", `[{"server":7},{"server":"ns2.example"}]`, 1},
		{"a place", "geoloc", `[{"ip":"192.0.2.1","latitude":"north"}]`, 1},
		{"a name", "domain", `7`, 0},
		{"a registration", "whois", `{"domain":"a.example","registrar":7}`, 0},
		{"a registration that is a text", "whois", `"none"`, 0},
		{"registrations in a list", "whois", `[{"domain":"a.example"}]`, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			parts := maps.Clone(whole)
			parts[c.part] = c.odd
			var members []string
			for _, name := range slices.Sorted(maps.Keys(parts)) {
				members = append(members, fmt.Sprintf("%q:%s", name, parts[name]))
			}
			text := "{" + strings.Join(members, ",") + `,"errors":{"whois":"403"}}`
			var d proofpoint.ETIDomain
			if err := d.FromRecord(proofpoint.Record{Raw: rawJSON(text)}); err != nil || string(d.Raw) != text {
				t.Fatalf("%v, Raw %s", err, d.Raw)
			}
			want := map[string]int{"domain": 9, "reputation": 1, "urls": 1, "samples": 1, "ips": 1, "events": 1, "nameservers": 1, "geoloc": 1}
			if c.part != "whois" {
				want[c.part] = c.left
			}
			if diff := cmp.Diff(want, lists(d)); diff != "" {
				t.Errorf("elements mismatch (-want +got):\n%s", diff)
			}
			if (d.Whois != nil) != strings.HasPrefix(parts["whois"], "{") || d.Whois != nil && d.Whois.Domain != "a.example" {
				t.Errorf("registration %+v", d.Whois)
			}
			said, ok := strings.CutPrefix(d.Errors["whois"], "403")
			if !ok || c.part != "whois" && (said != "" || len(d.Errors) != 2) || !strings.Contains(d.Errors[c.part], "could not be read: ") {
				t.Errorf("errors %q", d.Errors)
			}
		})
	}
	for _, text := range []string{`[]`, `"x"`, `7`} {
		var d proofpoint.ETIDomain
		if err := d.FromRecord(proofpoint.Record{Raw: rawJSON(text)}); err == nil {
			t.Errorf("%s is taken for a domain", text)
		}
	}
}
