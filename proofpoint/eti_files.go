// ETI: the reputation lists, whole, as files. Each is one JSON object with
// hundreds of thousands of members, so it is read as it comes: a list needs no
// more memory than its largest entry.

package proofpoint

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func etiFile(name, title, summary, when, file string) typed[noParams, ETIFileEntry] {
	return define[noParams, ETIFileEntry](Operation{
		Name: "eti.files." + name, Title: title, Summary: summary, When: when, Docs: etiDocs,
		Source: "github.com/OpenCTI-Platform/connectors, external-import/proofpoint-et-reputation; 2026-11",
		Proto:  Request{Service: ETIFiles, Path: "/reputation/" + file, Records: pathdata.MustCompile("$.*")},
	})
}

var (
	etiFileIPs = etiFile("ips", "Get IP Reputation List", "All addresses with a bad name.",
		"Use this to fill a block list of addresses, at most once an hour.", "iprepdata.json")
	etiFileDomains = etiFile("domains", "Get Domain Reputation List", "All domains with a bad name.",
		"Use this to fill a block list of domains, at most once an hour.", "domainrepdata.json")
)

// ETIFileEntry is one indicator of a reputation list.
type ETIFileEntry struct {
	Raw       json.RawMessage `json:"-"` // the scores as received
	Indicator string          `json:"-"` // the address or domain
	Scores    map[string]Int  `json:"-"` // by category: 20 to 127, sent as text
}

// FromRecord reads the indicator from the path and the scores from the bytes. A
// category without a name is left out: a public client's copy of a list ends
// with the heading of the table that it was made from, {"domain": {"": " score"}}.
// A member that is an object or an array is no category. A score that is no
// number is left out, and the first one by name is the error; the others stay.
func (e *ETIFileEntry) FromRecord(r Record) error {
	e.Raw, e.Indicator = r.Raw, r.Path.Name
	var scores map[string]json.RawMessage
	if err := decode(r.Raw, &scores); err != nil {
		return err
	}
	e.Scores = make(map[string]Int, len(scores))
	var odd error
	for _, category := range slices.Sorted(maps.Keys(scores)) {
		raw := scores[category]
		if category == "" || raw[0] == '{' || raw[0] == '[' {
			continue
		}
		var n Int
		if err := n.UnmarshalJSON(raw); err == nil {
			e.Scores[category] = n
		} else if odd == nil {
			odd = fmt.Errorf("%s: %w", quote(category), err)
		}
	}
	return odd
}

// IPReputationList walks all addresses with a bad name, in the order of the
// file. It is one request of the service [ETIFiles], whose key stands in the
// path; logs and errors do not show it. The file is made anew about once an
// hour; scores below 20 are not in it. Memory does not grow with the file.
// Errors are as with [ETIService], but a refusal has no known form.
//
// Source: github.com/OpenCTI-Platform/connectors, proofpoint-et-reputation;
// 2026-11.
func (s *ETIService) IPReputationList(ctx context.Context, opts ...CallOption) iter.Seq2[ETIFileEntry, error] {
	return etiFileIPs.all(ctx, s.c, noParams{}, opts)
}

// DomainReputationList walks all domains with a bad name. All else is as with
// [ETIService.IPReputationList].
//
// Source: github.com/OpenCTI-Platform/connectors, proofpoint-et-reputation;
// 2026-11.
func (s *ETIService) DomainReputationList(ctx context.Context, opts ...CallOption) iter.Seq2[ETIFileEntry, error] {
	return etiFileDomains.all(ctx, s.c, noParams{}, opts)
}
