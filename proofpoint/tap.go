// TAP, Targeted Attack Protection: the service and the quota pools that its
// operations share.

package proofpoint

import "time"

// TAPService calls Targeted Attack Protection. It is safe for concurrent use.
type TAPService struct{ c *Client }

// The SIEM operations but clicks/permitted share one pool.
var (
	tapSIEMPool            = Pool{"siem", 1800, 24 * time.Hour}
	tapClicksPermittedPool = Pool{"siem/clicks/permitted", 1800, 24 * time.Hour}
)
