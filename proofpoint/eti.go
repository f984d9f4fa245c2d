// ETI, Emerging Threats Intelligence: three hosts, one key. The key is a header
// on two of them and a path segment on the third.

package proofpoint

import "time"

// ETIService calls Emerging Threats Intelligence: v1 (service [ETI]), the
// exploit scores of v2 ([ETIScores]) and the reputation list files
// ([ETIFiles]). It is safe for concurrent use.
type ETIService struct{ c *Client }

// etiPool is the limit of a key on v1; the vendor raises it on request.
var etiPool = Pool{"eti", 200, time.Minute}

const etiDocs = "https://apidocs.emergingthreats.net"
