// ETI: the calls about a rule of the ET and ETPRO rule sets, by its number. The
// records are in eti_signature_records.go.

package proofpoint

import (
	"context"
	"iter"
)

// ETISignatureParams are the parameters of the operations about one rule.
type ETISignatureParams struct {
	// SID is the rule's number.
	SID int `in:"path:sid" label:"SID" required:"true" min:"1" doc:"The rule's number."`
}

// ETISignatureIPsParams are the parameters of [ETIService.SignatureIPs].
type ETISignatureIPsParams struct {
	// SID is the rule's number.
	SID int `in:"path:sid" label:"SID" required:"true" min:"1" doc:"The rule's number."`
	// SortBy is ip or last_seen; last_seen if not given. The service takes any
	// other word for last_seen without a sound, so it is refused here.
	SortBy string `in:"query:sortBy" enum:"ip,last_seen" doc:"What to sort by: ip, or last_seen, which is the default."`
	// SortDirection is ASC or DESC; DESC if not given. The service takes any
	// other word for DESC.
	SortDirection string `in:"query:sortDirection" enum:"ASC,DESC" doc:"ASC, or DESC, which is the default."`
}

func etiSIDOperation(name, title, summary, when string) Operation {
	return Operation{Name: "eti.sids." + name, Title: title, Summary: summary, When: when}
}

var (
	etiSignature = etiOne[ETISignatureParams, ETISignature]("/sids/{sid}", etiSIDOperation("get", "Get Signature", "The name of a rule.",
		"Use this to say what a rule's number stands for."))
	etiSignatureIPs = etiList[ETISignatureIPsParams, ETISignatureIP]("/sids/{sid}/ips", etiSIDOperation("ips", "Get Signature IPs",
		"Addresses whose traffic a rule matched.", "Use this to make a list of hosts out of a rule."))
	etiSignatureDomains = etiList[ETISignatureParams, ETISeenDomain]("/sids/{sid}/domains", etiSIDOperation("domains", "Get Signature Domains",
		"Domains whose traffic a rule matched.", "Use this to make a list of domains out of a rule."))
	etiSignatureSamples = etiList[ETISignatureParams, ETISeenSample]("/sids/{sid}/samples", etiSIDOperation("samples", "Get Signature Samples",
		"Samples whose traffic a rule matched.", "Use this to go from a rule to the malware that it detects."))
	etiSignatureText = etiOne[ETISignatureParams, ETISignatureText]("/sids/{sid}/text", etiSIDOperation("text", "Get Signature Text",
		"A rule as Suricata and Snort read it.", "Use this to see why a rule matched."))
	etiSignatureSummary = etiOne[ETISignatureParams, ETISignatureSummary]("/sids/{sid}/summary", etiSIDOperation("summary", "Get Signature Summary",
		"What a rule detects, and how serious that is.", "Use this to explain an alert of a sensor."))
	etiSignatureReferences = etiList[ETISignatureParams, ETISignatureReference]("/sids/{sid}/references", etiSIDOperation("references", "Get Signature References",
		"Where to read about what a rule detects.", "Use this to add links to an alert of a sensor."))
	etiSignatureDocumentation = etiOne[ETISignatureParams, ETISignatureDocumentation]("/sids/{sid}/documentation", etiSIDOperation("documentation",
		"Get Signature Documentation", "The older description of a rule; undocumented since January 2026.",
		"Use this only where the summary is not there."))
)

// SignatureIPsRequest builds the request of [ETIService.SignatureIPs].
func (p ETISignatureIPsParams) SignatureIPsRequest() (Request, error) {
	return etiSignatureIPs.Build(p)
}

// SignatureIPs walks the addresses whose traffic a rule matched, the last seen
// first unless something else is asked for. Errors are as with [ETIService].
//
// Source: vendor's reference, section Sids; 2026-05.
func (s *ETIService) SignatureIPs(ctx context.Context, p ETISignatureIPsParams, opts ...CallOption) iter.Seq2[ETISignatureIP, error] {
	return etiSignatureIPs.all(ctx, s.c, p, opts)
}

// SignatureRequest builds the request of [ETIService.Signature].
func (p ETISignatureParams) SignatureRequest() (Request, error) {
	return etiSignature.Build(p)
}

// SignatureDomainsRequest builds the request of [ETIService.SignatureDomains].
func (p ETISignatureParams) SignatureDomainsRequest() (Request, error) {
	return etiSignatureDomains.Build(p)
}

// SignatureSamplesRequest builds the request of [ETIService.SignatureSamples].
func (p ETISignatureParams) SignatureSamplesRequest() (Request, error) {
	return etiSignatureSamples.Build(p)
}

// SignatureTextRequest builds the request of [ETIService.SignatureText].
func (p ETISignatureParams) SignatureTextRequest() (Request, error) {
	return etiSignatureText.Build(p)
}

// SignatureSummaryRequest builds the request of [ETIService.SignatureSummary].
func (p ETISignatureParams) SignatureSummaryRequest() (Request, error) {
	return etiSignatureSummary.Build(p)
}

// SignatureReferencesRequest builds the request of [ETIService.SignatureReferences].
func (p ETISignatureParams) SignatureReferencesRequest() (Request, error) {
	return etiSignatureReferences.Build(p)
}

// SignatureDocumentationRequest builds the request of [ETIService.SignatureDocumentation].
func (p ETISignatureParams) SignatureDocumentationRequest() (Request, error) {
	return etiSignatureDocumentation.Build(p)
}

// Signature returns the name of a rule; without a SID in it if there is none of
// that number. Errors are as with [ETIService].
//
// Source: vendor's reference, section Sids; 2026-05.
func (s *ETIService) Signature(ctx context.Context, p ETISignatureParams, opts ...CallOption) (*ETISignature, error) {
	return etiSignature.one(ctx, s.c, p, opts)
}

// SignatureDomains walks the domains whose traffic a rule matched, the most
// recent ones. Errors are as with [ETIService].
//
// Source: vendor's reference, section Sids; 2026-05.
func (s *ETIService) SignatureDomains(ctx context.Context, p ETISignatureParams, opts ...CallOption) iter.Seq2[ETISeenDomain, error] {
	return etiSignatureDomains.all(ctx, s.c, p, opts)
}

// SignatureSamples walks the samples whose traffic a rule matched, the most
// recent ones. Errors are as with [ETIService].
//
// Source: vendor's reference, section Sids; 2026-05.
func (s *ETIService) SignatureSamples(ctx context.Context, p ETISignatureParams, opts ...CallOption) iter.Seq2[ETISeenSample, error] {
	return etiSignatureSamples.all(ctx, s.c, p, opts)
}

// SignatureText returns a rule as Suricata and Snort read it. The text of an
// ETPRO rule needs its subscription: without it the service answers 403, which
// is [ErrForbidden]. Errors are as with [ETIService].
//
// Source: vendor's reference, section Sids; 2026-05.
func (s *ETIService) SignatureText(ctx context.Context, p ETISignatureParams, opts ...CallOption) (*ETISignatureText, error) {
	return etiSignatureText.one(ctx, s.c, p, opts)
}

// SignatureSummary returns what a rule detects and how serious that is. The
// summary of an ETPRO rule needs its subscription: without it the service
// answers 402, an *APIError that is not [ErrForbidden], though the text of the
// same rule is refused with 403. The call took the place of
// SignatureDocumentation in January 2026. Errors are as with [ETIService].
//
// Source: vendor's reference, section Sids; 2026-05.
func (s *ETIService) SignatureSummary(ctx context.Context, p ETISignatureParams, opts ...CallOption) (*ETISignatureSummary, error) {
	return etiSignatureSummary.one(ctx, s.c, p, opts)
}

// SignatureReferences walks the references of a rule, by kind. Errors are as
// with [ETIService].
//
// Source: vendor's reference, section Sids; 2026-05.
func (s *ETIService) SignatureReferences(ctx context.Context, p ETISignatureParams, opts ...CallOption) iter.Seq2[ETISignatureReference, error] {
	return etiSignatureReferences.all(ctx, s.c, p, opts)
}

// SignatureDocumentation returns the older description of a rule. It is
// undocumented since January 2026, when SignatureSummary took its place; public
// clients still call it. The vendor's example was not valid JSON (line breaks
// inside a text), which is a *BodyError. Errors are as with [ETIService].
//
// Source: vendor's reference, section Sids; 2026-05.
func (s *ETIService) SignatureDocumentation(ctx context.Context, p ETISignatureParams, opts ...CallOption) (*ETISignatureDocumentation, error) {
	return etiSignatureDocumentation.one(ctx, s.c, p, opts)
}
