// CASB, the cloud app security broker: the service and its quota pool. The
// vendor publishes no reference; all that is here was learnt from collectors.

package proofpoint

import "time"

// CASBService calls the cloud app security broker. It is safe for concurrent
// use.
type CASBService struct{ c *Client }

// casbPool is shared by all of v1, the login included, by a collector's
// reckoning.
var casbPool = Pool{"casb/v1", 1000, 24 * time.Hour}
