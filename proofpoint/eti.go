// ETI, Emerging Threats Intelligence: three hosts, one key. The key is a header
// on two of them and a path segment on the third. What all operations share is
// here: the envelope, the quota, and how indicators are written.

package proofpoint

import (
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// ETIService calls Emerging Threats Intelligence: v1 (service [ETI]), the
// exploit scores of v2 ([ETIScores]) and the reputation list files
// ([ETIFiles]). It is safe for concurrent use.
//
// A key may ask 200 times a minute, over v1 and v2 together. What the service
// does not know is, as far as public clients saw, an empty list or an empty
// object with success: a sequence then ends without a record, and a single
// object comes with zero fields and the Raw {}. The vendor does not rule a 404
// out; that is an *APIError which is [ErrNotFound], as is an answer of null or
// [] where an object belongs. Domains, addresses and hashes are sent trimmed
// and in lower case.
//
// Errors of all methods: joined *[ParamError] before any request; *[APIError]
// (401 no key, 403 no access, 408 the query took too long, which is tried
// again, 429 too many; success: false counts too); *[NetworkError]; *[BodyError];
// *[RecordError] beside a record that could not be read as its type.
type ETIService struct{ c *Client }

// etiPool is the limit of a key; the vendor raises it on request.
var etiPool = Pool{"eti", 200, time.Minute}

const (
	etiDocs   = "https://apidocs.emergingthreats.net"
	etiSource = "vendor's reference (github.com/EmergingThreats/query-api-docs); 2026-05"
)

// etiCall completes an operation on a host with the envelope of v1 and v2:
// {"success": true, "response": …}.
func etiCall(o Operation, service Service, path, records string) Operation {
	o.Docs, o.Source = etiDocs, orElse(o.Source, etiSource)
	o.Proto.Service, o.Proto.Path, o.Proto.Pool = service, path, etiPool
	o.Proto.Records = pathdata.MustCompile(records)
	o.Proto.Refused = pathdata.MustCompile("$.success").Optional()
	return o
}

// etiList is an operation whose answer is a list. An object without members, as
// errors have it, is an empty one; any other object is a *NoMatchError.
func etiList[P, R any](path string, o Operation) typed[P, R] {
	return define[P, R](etiCall(o, ETI, path, "$.response[:]"))
}

// etiOne is an operation whose answer is one object.
func etiOne[P, R any](path string, o Operation) typed[P, R] {
	return define[P, R](etiCall(o, ETI, path, "$.response"))
}
