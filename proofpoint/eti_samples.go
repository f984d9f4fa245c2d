// ETI: the five calls about a malware sample, by MD5.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"
)

// ETISampleParams are the parameters of the five operations about one sample.
type ETISampleParams struct {
	// MD5 is the sample's hash, 32 hexadecimal digits. There is no look-up by
	// another hash.
	MD5 string `in:"path:md5" lower:"true" label:"MD5" required:"true" pattern:"[0-9a-fA-F]{32}" accepts:"an MD5, 32 hexadecimal digits: samples cannot be looked up by SHA-1 or SHA-256" doc:"The sample's MD5."`
}

func etiSamplePart[R any](name, title, summary, when string) typed[ETISampleParams, R] {
	return etiList[ETISampleParams, R]("/samples/{md5}/"+name, Operation{Name: "eti.samples." + name, Title: title, Summary: summary, When: when})
}

var (
	etiSample = etiOne[ETISampleParams, ETISample]("/samples/{md5}", Operation{Name: "eti.samples.get", Title: "Get Sample", Summary: "One malware sample.",
		When: "Use this to learn whether a file's MD5 is known malware."})
	etiSampleConnections = etiSamplePart[ETISampleConnection]("connections", "Get Sample Connections", "Network connections that a sample made.",
		"Use this to find traces of a sample in a firewall's log.")
	etiSampleDNS = etiSamplePart[ETISampleDNS]("dns", "Get Sample DNS Lookups", "Names that a sample looked up.",
		"Use this to find traces of a sample in a name server's log.")
	etiSampleHTTP = etiSamplePart[ETISampleHTTP]("http", "Get Sample HTTP Requests", "HTTP requests that a sample made.",
		"Use this to find traces of a sample in a proxy's log.")
	etiSampleEvents = etiSamplePart[ETISampleEvent]("events", "Get Sample Events", "Signatures that matched a sample's traffic.",
		"Use this to learn which rules detect a sample.")
)

// ETISample is a malware sample. All but the MD5 and the date may be missing.
type ETISample struct {
	Raw        json.RawMessage `json:"-"`           // as received, unknown fields included
	MD5        string          `json:"md5sum"`      // "": nothing is known. The vendor's table calls it md5, its JSON md5sum
	SubmitDate Time            `json:"submit_date"` // sent without a zone, taken for UTC
	FileType   string          `json:"file_type"`
	FileSize   Int             `json:"file_size"` // bytes
	SHA256     string          `json:"sha256"`
}

// FromRecord reads both names of the hash.
func (s *ETISample) FromRecord(r Record) error {
	type plain ETISample
	w := struct {
		*plain
		MD5InTable string `json:"md5"` // the vendor's table
	}{plain: (*plain)(s)}
	err := decode(r.Raw, &w)
	s.Raw, s.MD5 = r.Raw, orElse(s.MD5, w.MD5InTable)
	return err
}

// ETISampleConnection is a connection of a sample, as a sandbox saw it. Counts
// and the protocol may be missing.
type ETISampleConnection struct {
	Raw             json.RawMessage `json:"-"`      // as received, unknown fields included
	Source          string          `json:"source"` // MD5 of the sample; with domains and addresses this name holds a flag
	Date            Time            `json:"date"`   // a day
	SourceIP        string          `json:"source_ip"`
	DestinationIP   string          `json:"destination_ip"`
	SourcePort      Int             `json:"source_port"`
	DestinationPort Int             `json:"destination_port"`
	BytesDown       Int             `json:"bytes_down"`
	BytesUp         Int             `json:"bytes_up"`
	BytesTotal      Int             `json:"bytes_total"`
	PacketsDown     Int             `json:"packets_down"`
	PacketsUp       Int             `json:"packets_up"`
	PacketsTotal    Int             `json:"packets_total"`
	Protocol        string          `json:"protocol"`
}

// ETISampleDNS is a name that a sample looked up. A records have an Address,
// all others an Answer.
type ETISampleDNS struct {
	Raw        json.RawMessage `json:"-"`      // as received, unknown fields included
	Source     string          `json:"source"` // MD5 of the sample
	Date       Time            `json:"date"`   // a day
	Domain     string          `json:"domain"`
	Answer     string          `json:"answer"`
	Address    string          `json:"address"`
	RecordType string          `json:"record_type"` // "A"; may be missing
}

// ETISampleHTTP is an HTTP request of a sample. Ports, method, URL and agent
// may be missing.
type ETISampleHTTP struct {
	Raw             json.RawMessage `json:"-"`      // as received, unknown fields included
	Source          string          `json:"source"` // MD5 of the sample
	Date            Time            `json:"date"`   // a day
	Domain          string          `json:"domain"`
	SourceIP        string          `json:"source_ip"`
	DestinationIP   string          `json:"destination_ip"`
	SourcePort      Int             `json:"source_port"`
	DestinationPort Int             `json:"destination_port"`
	Method          string          `json:"method"`
	URL             string          `json:"url"` // path and query
	UserAgent       string          `json:"user_agent"`
}

// ETISampleEvent is a signature that matched traffic of a sample. Revision and
// name may be missing.
type ETISampleEvent struct {
	Raw             json.RawMessage `json:"-"`      // as received, unknown fields included
	Source          string          `json:"source"` // MD5 of the sample
	Date            Time            `json:"date"`   // a day
	SID             Int             `json:"sid"`    // sent as a number here, as text by the calls about domains and addresses
	SourceIP        string          `json:"source_ip"`
	DestinationIP   string          `json:"destination_ip"`
	SourcePort      Int             `json:"source_port"`
	DestinationPort Int             `json:"destination_port"`
	Revision        Int             `json:"revision"` // sent as text
	SignatureName   string          `json:"signature_name"`
}

// SampleRequest builds the request of [ETIService.Sample].
func (p ETISampleParams) SampleRequest() (Request, error) {
	return etiSample.Build(p)
}

// SampleConnectionsRequest builds the request of [ETIService.SampleConnections].
func (p ETISampleParams) SampleConnectionsRequest() (Request, error) {
	return etiSampleConnections.Build(p)
}

// SampleDNSRequest builds the request of [ETIService.SampleDNS].
func (p ETISampleParams) SampleDNSRequest() (Request, error) {
	return etiSampleDNS.Build(p)
}

// SampleHTTPRequest builds the request of [ETIService.SampleHTTP].
func (p ETISampleParams) SampleHTTPRequest() (Request, error) {
	return etiSampleHTTP.Build(p)
}

// SampleEventsRequest builds the request of [ETIService.SampleEvents].
func (p ETISampleParams) SampleEventsRequest() (Request, error) {
	return etiSampleEvents.Build(p)
}

// Sample returns what is known of a sample; without an MD5 in it if nothing is.
// Errors are as with [ETIService].
//
// Source: vendor's reference, section Samples; 2026-05.
func (s *ETIService) Sample(ctx context.Context, p ETISampleParams, opts ...CallOption) (*ETISample, error) {
	return etiSample.one(ctx, s.c, p, opts)
}

// SampleConnections walks the connections that a sample made in a sandbox.
// Errors are as with [ETIService].
//
// Source: vendor's reference, section Samples; 2026-05.
func (s *ETIService) SampleConnections(ctx context.Context, p ETISampleParams, opts ...CallOption) iter.Seq2[ETISampleConnection, error] {
	return etiSampleConnections.all(ctx, s.c, p, opts)
}

// SampleDNS walks the names that a sample looked up in a sandbox. Errors are as
// with [ETIService].
//
// Source: vendor's reference, section Samples; 2026-05.
func (s *ETIService) SampleDNS(ctx context.Context, p ETISampleParams, opts ...CallOption) iter.Seq2[ETISampleDNS, error] {
	return etiSampleDNS.all(ctx, s.c, p, opts)
}

// SampleHTTP walks the HTTP requests that a sample made in a sandbox. Errors
// are as with [ETIService].
//
// Source: vendor's reference, section Samples; 2026-05.
func (s *ETIService) SampleHTTP(ctx context.Context, p ETISampleParams, opts ...CallOption) iter.Seq2[ETISampleHTTP, error] {
	return etiSampleHTTP.all(ctx, s.c, p, opts)
}

// SampleEvents walks the signatures that matched traffic of a sample. Errors
// are as with [ETIService].
//
// Source: vendor's reference, section Samples; 2026-05.
func (s *ETIService) SampleEvents(ctx context.Context, p ETISampleParams, opts ...CallOption) iter.Seq2[ETISampleEvent, error] {
	return etiSampleEvents.all(ctx, s.c, p, opts)
}
