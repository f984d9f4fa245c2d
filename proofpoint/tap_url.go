// TAP's URL Decoder API: what rewritten URLs lead to. tap_urldefense.go does the
// same without a request.

package proofpoint

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// TAPDecodeURLsParams are the parameters of DecodeURLs.
type TAPDecodeURLsParams struct {
	// URLs are rewritten ones, of any version. Their greatest number is not
	// known.
	URLs []string `param:"urls" label:"URLs" in:"body:urls" required:"true" doc:"Rewritten URLs, as they stand in messages."`
}

// TAPDecodedURL is the outcome for one URL. A URL that cannot be decoded does
// not fail the call: see Err.
type TAPDecodedURL struct {
	Raw            json.RawMessage `json:"-"`          // as received, unknown fields included
	EncodedURL     string          `json:"encodedUrl"` // as it was asked for
	DecodedURL     string          `json:"decodedUrl"` // if Success
	Success        Bool            `json:"success"`
	Error          string          `json:"error"`       // the service's sentence, if not Success
	MessageGUID    string          `json:"messageGuid"` // this and the next two: with a credential, for the customer's own messages
	ClusterName    string          `json:"clusterName"`
	RecipientEmail string          `json:"recipientEmail"`
}

// Err returns nil, or a [*TAPURLError] with the service's reason.
func (d TAPDecodedURL) Err() error {
	if d.Success {
		return nil
	}
	return &TAPURLError{URL: d.EncodedURL, Reason: orElse(d.Error, "the service gives no reason")}
}

var tapDecodeURLs = define[TAPDecodeURLsParams, TAPDecodedURL](Operation{
	Name: "tap.url.decode", Title: "Decode URLs", Summary: "What rewritten URLs lead to.",
	When: "Use this to read the URLs of messages as their senders wrote them. It works without a credential.", Docs: tapDocs + "URL_Decoder_API",
	Source: "URL_Decoder_API page of the vendor, and recordings of 2021; seen 2026-11",
	Proto: Request{Service: TAP, Method: "POST", Path: "/v2/url/decode", Pool: tapDecodePool, Repeatable: true, Optional: true,
		Records: pathdata.MustCompile("$.urls[*]")},
})

// DecodeURLsRequest builds the request of [TAPService.DecodeURLs].
func (p TAPDecodeURLsParams) DecodeURLsRequest() (Request, error) { return tapDecodeURLs.Build(p) }

// DecodeURLs walks the outcomes in the order of the URLs, all of one call, of
// 1800 a day. Without a credential the answer tells less: no message, cluster or
// recipient. A URL that cannot be decoded is an outcome with Success false, no
// error of the sequence. [TAPDecodeURL] needs no request. Errors: *ParamError
// first; *APIError; *NetworkError; *BodyError; *RecordError beside an outcome
// that could not be read as a type.
//
// Source: vendor's URL_Decoder_API page, and recordings; 2026-11.
func (s *TAPService) DecodeURLs(ctx context.Context, p TAPDecodeURLsParams, opts ...CallOption) iter.Seq2[TAPDecodedURL, error] {
	return tapDecodeURLs.all(ctx, s.c, p, opts)
}
