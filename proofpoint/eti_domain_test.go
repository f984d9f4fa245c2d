// Eight calls for one domain: what fails is named, and the rest comes.

package proofpoint_test

import (
	"errors"
	"net/http"
	"path"
	"strings"
	"testing"

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
