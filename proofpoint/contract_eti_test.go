// The rows of the contract test for ETI.

package proofpoint_test

import (
	"net/http"
	"path"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

var (
	etiPart   = proofpoint.ETIDomainPartParams{Domain: "login-update.example"}
	etiIP     = proofpoint.ETIIPParams{IP: "192.0.2.7"}
	etiMD5    = proofpoint.ETISampleParams{MD5: "177f3c8a2623d4efb41b0020d680be83"}
	etiSID    = proofpoint.ETISignatureParams{SID: 2007771}
	etiCVE    = proofpoint.ETICVEParams{CVE: "CVE-2025-9900001"}
	etiSorted = proofpoint.ETISignatureIPsParams{SID: 2007771, SortBy: "ip", SortDirection: "ASC"}
)

var etiRows = []contractRow{
	{op: "eti.domain", call: func(c *proofpoint.Client) any { return c.ETI.Domain }, params: proofpoint.ETIDomainParams{Domain: "login-update.example"}, answer: etiPartFixture},
	{op: "eti.domains.reputation", call: func(c *proofpoint.Client) any { return c.ETI.DomainReputation }, params: etiPart, records: 2},
	{op: "eti.domains.urls", call: func(c *proofpoint.Client) any { return c.ETI.DomainURLs }, params: etiPart, records: 2},
	{op: "eti.domains.samples", call: func(c *proofpoint.Client) any { return c.ETI.DomainSamples }, params: etiPart},
	{op: "eti.domains.ips", call: func(c *proofpoint.Client) any { return c.ETI.DomainIPs }, params: etiPart},
	{op: "eti.domains.events", call: func(c *proofpoint.Client) any { return c.ETI.DomainEvents }, params: etiPart, records: 2},
	{op: "eti.domains.nameservers", call: func(c *proofpoint.Client) any { return c.ETI.DomainNameservers }, params: etiPart, records: 2},
	{op: "eti.domains.whois", call: func(c *proofpoint.Client) any { return c.ETI.DomainWhois }, params: etiPart},
	{op: "eti.domains.geoloc", call: func(c *proofpoint.Client) any { return c.ETI.DomainGeoloc }, params: etiPart, records: 2},

	{op: "eti.ips.reputation", call: func(c *proofpoint.Client) any { return c.ETI.IPReputation }, params: etiIP, records: 2},
	{op: "eti.ips.urls", call: func(c *proofpoint.Client) any { return c.ETI.IPURLs }, params: etiIP, records: 2},
	{op: "eti.ips.samples", call: func(c *proofpoint.Client) any { return c.ETI.IPSamples }, params: etiIP},
	{op: "eti.ips.domains", call: func(c *proofpoint.Client) any { return c.ETI.IPDomains }, params: etiIP},
	{op: "eti.ips.events", call: func(c *proofpoint.Client) any { return c.ETI.IPEvents }, params: etiIP, records: 2},
	{op: "eti.ips.geoloc", call: func(c *proofpoint.Client) any { return c.ETI.IPGeoloc }, params: etiIP},
	{op: "eti.ips.asn", call: func(c *proofpoint.Client) any { return c.ETI.IPASN }, params: etiIP},

	{op: "eti.samples.get", call: func(c *proofpoint.Client) any { return c.ETI.Sample }, params: etiMD5},
	{op: "eti.samples.connections", call: func(c *proofpoint.Client) any { return c.ETI.SampleConnections }, params: etiMD5, records: 2},
	{op: "eti.samples.dns", call: func(c *proofpoint.Client) any { return c.ETI.SampleDNS }, params: etiMD5, records: 2},
	{op: "eti.samples.http", call: func(c *proofpoint.Client) any { return c.ETI.SampleHTTP }, params: etiMD5},
	{op: "eti.samples.events", call: func(c *proofpoint.Client) any { return c.ETI.SampleEvents }, params: etiMD5, records: 2},

	{op: "eti.sids.get", call: func(c *proofpoint.Client) any { return c.ETI.Signature }, params: etiSID},
	{op: "eti.sids.ips", call: func(c *proofpoint.Client) any { return c.ETI.SignatureIPs }, params: etiSorted},
	{op: "eti.sids.domains", call: func(c *proofpoint.Client) any { return c.ETI.SignatureDomains }, params: etiSID},
	{op: "eti.sids.samples", call: func(c *proofpoint.Client) any { return c.ETI.SignatureSamples }, params: etiSID},
	{op: "eti.sids.text", call: func(c *proofpoint.Client) any { return c.ETI.SignatureText }, params: etiSID},
	{op: "eti.sids.summary", call: func(c *proofpoint.Client) any { return c.ETI.SignatureSummary }, params: etiSID},
	{op: "eti.sids.references", call: func(c *proofpoint.Client) any { return c.ETI.SignatureReferences }, params: etiSID},
	{op: "eti.sids.documentation", call: func(c *proofpoint.Client) any { return c.ETI.SignatureDocumentation }, params: etiSID},

	{op: "eti.cves.get", call: func(c *proofpoint.Client) any { return c.ETI.CVE }, params: etiCVE},
	{op: "eti.cves.top_trending", call: func(c *proofpoint.Client) any { return c.ETI.TrendingCVEs }, params: proofpoint.ETITrendingParams{Limit: 10}},
	{op: "eti.malware.get", call: func(c *proofpoint.Client) any { return c.ETI.Malware }, params: proofpoint.ETIMalwareParams{Family: "Example Bot"}},
	{op: "eti.actors.get", call: func(c *proofpoint.Client) any { return c.ETI.Actor }, params: proofpoint.ETIActorParams{Actor: "TA-Example-1"}},
	{op: "eti.tags.rolling_count", call: func(c *proofpoint.Client) any { return c.ETI.TagRollingCounts }, params: proofpoint.ETITagParams{Tag: "cve"}},
	{op: "eti.tags.summaries", call: func(c *proofpoint.Client) any { return c.ETI.TagSummaries }, params: proofpoint.ETITagParams{Tag: "malware"}},
	{op: "eti.tags.activities", call: func(c *proofpoint.Client) any { return c.ETI.TagActivities }, params: proofpoint.ETITagParams{Tag: "threat-actor"}},
	{op: "eti.repcategories", call: func(c *proofpoint.Client) any { return c.ETI.ReputationCategories }, records: 2},

	{op: "eti.scores.get", call: func(c *proofpoint.Client) any { return c.ETI.CVEScore }, params: etiCVE},
	{op: "eti.scores.top", call: func(c *proofpoint.Client) any { return c.ETI.TopScores }, params: proofpoint.ETITopScoresParams{Limit: 1000}, records: 2},
	{op: "eti.scores.tier", call: func(c *proofpoint.Client) any { return c.ETI.ScoresByTier }, params: proofpoint.ETIScoresByTierParams{Tier: "critical", Size: 50, Page: 1}, records: 2},

	{op: "eti.files.ips", call: func(c *proofpoint.Client) any { return c.ETI.IPReputationList }, records: 2},
	{op: "eti.files.domains", call: func(c *proofpoint.Client) any { return c.ETI.DomainReputationList }, records: 2},
}

// etiPartFixture is the fixture of one of a domain's eight parts. That of the
// URLs fails at its end, so that there are errors to be named.
func etiPartFixture(r *http.Request) string {
	if part := path.Base(r.URL.Path); part != "urls" {
		return "eti.domains." + part + ".json"
	}
	return "eti.domain.urls.json"
}
