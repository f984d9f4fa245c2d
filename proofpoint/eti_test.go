// What is special about ETI: how indicators are written, what is refused before
// it is sent, what nothing known looks like, and the limits that hosts share.

package proofpoint_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func etiConfig() proofpoint.Config {
	return proofpoint.Config{proofpoint.ETI: {Auth: proofpoint.Key("Authorization", proofpoint.NewSecret(testSecret))}}
}

// etiDrain reads a sequence to its end.
func etiDrain[T any](seq iter.Seq2[T, error]) (out []T, err error) {
	for v, e := range seq {
		if e != nil {
			return out, e
		}
		out = append(out, v)
	}
	return out, nil
}

// Indicators are trimmed and in lower case, in the requests that are built and in
// those that are made; names are left as they are.
func TestETIIndicatorsAreFolded(t *testing.T) {
	domain := proofpoint.ETIDomainPartParams{Domain: " Login-Update.EXAMPLE\n"}
	for name, c := range map[string]struct {
		build func() (proofpoint.Request, error)
		want  string
	}{
		"domain":   {domain.DomainIPsRequest, "/domains/login-update.example/ips"},
		"registry": {domain.DomainWhoisRequest, "/domains/login-update.example/whois"},
		"address":  {proofpoint.ETIIPParams{IP: " 2001:DB8::1"}.IPASNRequest, "/ips/2001:db8::1/asn"},
		"hash":     {proofpoint.ETISampleParams{MD5: strings.Repeat("AB", 16) + " "}.SampleDNSRequest, "/samples/" + strings.Repeat("ab", 16) + "/dns"},
		"family":   {proofpoint.ETIMalwareParams{Family: "Example Bot"}.MalwareRequest, "/malware/Example%20Bot"},
		"actor":    {proofpoint.ETIActorParams{Actor: "TA/1"}.ActorRequest, "/actors/TA%2F1"},
	} {
		if r, err := c.build(); err != nil || r.Path != c.want {
			t.Errorf("%s: %s, %v; want %s", name, r.Path, err, c.want)
		}
	}
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	c := s.Client()
	if got, err := etiDrain(c.ETI.DomainIPs(t.Context(), domain)); len(got) == 0 || err != nil {
		t.Errorf("%d addresses, %v", len(got), err)
	}
	if got, err := c.ETI.Domain(t.Context(), proofpoint.ETIDomainParams(domain)); err != nil || got.Domain != "login-update.example" || len(got.IPs) == 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := c.ETI.Sample(t.Context(), proofpoint.ETISampleParams{MD5: "D7CBE7F17F41BA08763BAA79A19D5A59"}); err != nil || got.MD5 != "d7cbe7f17f41ba08763baa79a19d5a59" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, call := range s.Calls("") {
		if call.Path != strings.ToLower(call.Path) {
			t.Errorf("asked for %s", call.Path)
		}
	}
}

// What the service would not know, or take for something else, is not sent.
func TestETIRefusesBeforeTheRequest(t *testing.T) {
	for name, c := range map[string]struct {
		build func() (proofpoint.Request, error)
		param string
	}{
		"no domain":           {proofpoint.ETIDomainPartParams{}.DomainURLsRequest, "domain"},
		"only spaces":         {proofpoint.ETIDomainPartParams{Domain: "  "}.DomainURLsRequest, "domain"},
		"a URL":               {proofpoint.ETIDomainParams{Domain: "https://x.example/"}.DomainRequest, "domain"},
		"a domain as address": {proofpoint.ETIIPParams{IP: "x.example"}.IPURLsRequest, "ip"},
		"256":                 {proofpoint.ETIIPParams{IP: "192.0.2.256"}.IPURLsRequest, "ip"},
		"three parts":         {proofpoint.ETIIPParams{IP: "192.0.2"}.IPURLsRequest, "ip"},
		"SHA-1":               {proofpoint.ETISampleParams{MD5: strings.Repeat("a", 40)}.SampleRequest, "md5"},
		"SHA-256":             {proofpoint.ETISampleParams{MD5: strings.Repeat("a", 64)}.SampleRequest, "md5"},
		"no hexadecimal":      {proofpoint.ETISampleParams{MD5: strings.Repeat("g", 32)}.SampleRequest, "md5"},
		"no rule":             {proofpoint.ETISignatureParams{}.SignatureRequest, "sid"},
		"rule below 1":        {proofpoint.ETISignatureParams{SID: -1}.SignatureTextRequest, "sid"},
		"bad order":           {proofpoint.ETISignatureIPsParams{SID: 1, SortBy: "bogus"}.SignatureIPsRequest, "sort_by"},
		"bad direction":       {proofpoint.ETISignatureIPsParams{SID: 1, SortDirection: "down"}.SignatureIPsRequest, "sort_direction"},
		"small CVE":           {proofpoint.ETICVEParams{CVE: "cve-2022-30525"}.CVERequest, "cve"},
		"no CVE":              {proofpoint.ETICVEParams{CVE: "2022-30525"}.CVEScoreRequest, "cve"},
		"seven trends":        {proofpoint.ETITrendingParams{Limit: 7}.TrendingCVEsRequest, "limit"},
		"no family":           {proofpoint.ETIMalwareParams{}.MalwareRequest, "family"},
		"a way up":            {proofpoint.ETIActorParams{Actor: ".."}.ActorRequest, "actor"},
		"bad tag":             {proofpoint.ETITagParams{Tag: "actor"}.TagSummariesRequest, "tag"},
		"limit of 1001":       {proofpoint.ETITopScoresParams{Limit: 1001}.TopScoresRequest, "limit"},
		"limit below 1":       {proofpoint.ETITopScoresParams{Limit: -1}.TopScoresRequest, "limit"},
		"no tier":             {proofpoint.ETIScoresByTierParams{}.ScoresByTierRequest, "tier"},
		"bad tier":            {proofpoint.ETIScoresByTierParams{Tier: "SEVERE"}.ScoresByTierRequest, "tier"},
		"size of 1001":        {proofpoint.ETIScoresByTierParams{Tier: "LOW", Size: 1001}.ScoresByTierRequest, "size"},
		"page below 0":        {proofpoint.ETIScoresByTierParams{Tier: "LOW", Page: -1}.ScoresByTierRequest, "page"},
	} {
		_, err := c.build()
		if pe, ok := errors.AsType[*proofpoint.ParamError](err); !ok || pe.Param != c.param || pe.Accepts == "" && c.param != "actor" {
			t.Errorf("%s: %v, want a *ParamError about %q that says what is accepted", name, err, c.param)
		}
	}
	_, err := proofpoint.ETISampleParams{MD5: strings.Repeat("a", 64)}.SampleRequest()
	if !strings.Contains(fmt.Sprint(err), "SHA-256") {
		t.Errorf("%v does not say why", err)
	}
}

// Five or ten trends, however the number is written.
func TestETITrendingLimit(t *testing.T) {
	o, _ := proofpoint.OperationNamed("eti.cves.top_trending")
	for _, c := range []struct {
		limit any
		want  string
	}{{5, "5"}, {"10", "10"}, {10.0, "10"}, {7, ""}, {"many", ""}, {nil, "-"}} {
		r, err := o.Build(map[string]any{"limit": c.limit})
		got := r.Query.Get("limit")
		if c.want == "-" {
			c.want = ""
			if err != nil {
				t.Errorf("without a limit: %v", err)
			}
		} else if (err != nil) != (c.want == "") {
			t.Errorf("%v: %v", c.limit, err)
		}
		if got != c.want {
			t.Errorf("%v: sent %q, want %q", c.limit, got, c.want)
		}
	}
}

// etiAnswers is a client of a service that always answers the same.
func etiAnswers(t *testing.T, status int, body string) *proofpoint.ETIService {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(status, body) }}
	c, _ := newClient(t, s, etiConfig(), proofpoint.WithRetry(proofpoint.NoRetry))
	return c.ETI
}

// Nothing known has five forms.
func TestETINothingKnown(t *testing.T) {
	p, domain := proofpoint.ETIIPParams{IP: "192.0.2.1"}, proofpoint.ETIDomainPartParams{Domain: "x.example"}
	for _, c := range []struct {
		name, body string
		status     int
		list, one  error
	}{
		{name: "empty object", body: `{"success":true,"response":{}}`},
		{name: "empty list", body: `{"success":true,"response":[]}`, one: proofpoint.ErrNotFound},
		{name: "null", body: `{"success":true,"response":null}`, one: proofpoint.ErrNotFound},
		{name: "404", status: 404, body: `{"success":false,"message":"?","response":{}}`, list: proofpoint.ErrNotFound, one: proofpoint.ErrNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			eti := etiAnswers(t, max(c.status, 200), c.body)
			if got, err := etiDrain(eti.IPDomains(t.Context(), p)); len(got) != 0 || !errors.Is(err, c.list) {
				t.Errorf("a list: %v, %v", got, err)
			}
			if got, err := etiDrain(eti.DomainURLs(t.Context(), domain)); len(got) != 0 || !errors.Is(err, c.list) {
				t.Errorf("a list of texts: %v, %v", got, err)
			}
			got, err := eti.IPASN(t.Context(), p)
			if !errors.Is(err, c.one) || (got == nil) != (c.one != nil) {
				t.Errorf("an object: %v, %v", got, err)
			}
			if got != nil && (got.ASN != 0 || string(got.Raw) != "{}") {
				t.Errorf("an object: %+v", got)
			}
		})
	}
}

// An answer of 200 that says that it is none is the service's error.
func TestETISuccessFalse(t *testing.T) {
	eti := etiAnswers(t, 200, `{"success":false,"message":"no such luck","response":{}}`)
	_, one := eti.Signature(t.Context(), proofpoint.ETISignatureParams{SID: 1})
	_, list := etiDrain(eti.SignatureDomains(t.Context(), proofpoint.ETISignatureParams{SID: 1}))
	for _, err := range []error{one, list} {
		if ae, ok := errors.AsType[*proofpoint.APIError](err); !ok || ae.Message != "no such luck" {
			t.Errorf("%v, want an *APIError", err)
		}
	}
}

// The text and the summary of a paid rule are refused with different statuses.
func TestETIPaidRules(t *testing.T) {
	c := proofpointtest.New(t, proofpointtest.Seeded(1)).Client()
	paid := proofpoint.ETISignatureParams{SID: 2854774}
	_, text := c.ETI.SignatureText(t.Context(), paid)
	_, summary := c.ETI.SignatureSummary(t.Context(), paid)
	for _, e := range []struct {
		err       error
		status    int
		forbidden bool
	}{{text, 403, true}, {summary, 402, false}} {
		ae, ok := errors.AsType[*proofpoint.APIError](e.err)
		if !ok || ae.StatusCode != e.status || errors.Is(e.err, proofpoint.ErrForbidden) != e.forbidden {
			t.Errorf("%v, want status %d", e.err, e.status)
		}
	}
}

// A query that took too long is asked once more.
func TestETITimeoutIsTriedAgain(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1), proofpointtest.ETITimeout("eti.cves.get"))
	cve, err := s.Client().ETI.CVE(t.Context(), proofpoint.ETICVEParams{CVE: "CVE-2025-9900181"})
	if err != nil || cve.CVE != "CVE-2025-9900181" || len(s.Calls("eti.cves.get")) != 2 {
		t.Errorf("%v after %d calls", err, len(s.Calls("eti.cves.get")))
	}
}

// S3: the calls of a minute are for both hosts together. The refusal has no
// Retry-After.
func TestETIRateLimitIsShared(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	s.Quota("eti", 2)
	c := s.Client(proofpoint.WithRetry(proofpoint.NoRetry))
	ask := func() error {
		_, err := c.ETI.CVEScore(context.Background(), proofpoint.ETICVEParams{CVE: "CVE-2025-9900181"})
		return err
	}
	if _, err := etiDrain(c.ETI.ReputationCategories(t.Context())); err != nil {
		t.Fatal(err)
	}
	if err := ask(); err != nil {
		t.Fatal(err)
	}
	err := ask()
	if ae, ok := errors.AsType[*proofpoint.APIError](err); !ok || !errors.Is(err, proofpoint.ErrRateLimited) || ae.Message != "Rate limit exceeded" {
		t.Errorf("%v, want ErrRateLimited in the service's words", err)
	}
	s.Clock().Advance(time.Minute)
	if err := ask(); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}

// The same member has another type in another call.
func TestETIMixedTypes(t *testing.T) {
	c := proofpointtest.New(t, proofpointtest.Seeded(1)).Client()
	domain, md5 := proofpoint.ETIDomainPartParams{Domain: "login-update.example"}, proofpoint.ETISampleParams{MD5: "d7cbe7f17f41ba08763baa79a19d5a59"}
	a, err := etiDrain(c.ETI.DomainEvents(t.Context(), domain))
	if err != nil || len(a) == 0 {
		t.Fatal(err)
	}
	b, err := etiDrain(c.ETI.SampleEvents(t.Context(), md5))
	if err != nil || len(b) == 0 {
		t.Fatal(err)
	}
	if !strings.Contains(string(a[0].Raw), `"sid": "`) || strings.Contains(string(b[0].Raw), `"sid":"`) || a[0].SID != b[0].SID || b[0].Source != md5.MD5 {
		t.Errorf("%s\n%s", a[0].Raw, b[0].Raw)
	}
	s, err := c.ETI.SignatureSummary(t.Context(), proofpoint.ETISignatureParams{SID: int(a[0].SID)})
	if err != nil || s.SID != a[0].SID || s.Metadata.SID != a[0].SID {
		t.Errorf("%+v, %v", s, err)
	}
	trends, err := etiDrain(c.ETI.TrendingCVEs(t.Context(), proofpoint.ETITrendingParams{}))
	if err != nil || len(trends) == 0 || trends[0].CVSSv3Score <= 0 {
		t.Errorf("%v, %v", trends, err)
	}
	if diff := cmp.Diff("d7cbe7f17f41ba08763baa79a19d5a59", etiSampleOf(t, `{"md5":"d7cbe7f17f41ba08763baa79a19d5a59"}`).MD5); diff != "" {
		t.Errorf("the name of the vendor's table mismatch (-want +got):\n%s", diff)
	}
}

func etiSampleOf(t *testing.T, object string) *proofpoint.ETISample {
	t.Helper()
	s, err := etiAnswers(t, 200, `{"success":true,"response":`+object+`}`).Sample(t.Context(), proofpoint.ETISampleParams{MD5: strings.Repeat("0", 32)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestETIListsAreArrays: members of an object are not taken for elements.
func TestETIListsAreArrays(t *testing.T) {
	for body, want := range map[string]string{
		`{"success":true,"response":{"error":"x","code":"y"}}`: "is an object, not an array",
		`{"success":true,"response":{}}`:                       "",
		`{"success":true,"response":null}`:                     "",
		`{"success":false,"message":"no","response":{"a":1}}`:  "no",
	} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, body) }}
		c, _ := newClient(t, s, contractConfig())
		n, failed := 0, ""
		for _, err := range c.ETI.DomainURLs(t.Context(), proofpoint.ETIDomainPartParams{Domain: "login-update.example"}) {
			if err != nil {
				failed = err.Error()
				continue
			}
			n++
		}
		if n != 0 || (want == "") != (failed == "") || !strings.Contains(failed, want) {
			t.Errorf("%s: %d records, %q; want none and %q", body, n, failed, want)
		}
	}
}
