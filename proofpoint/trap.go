// TRAP is three APIs under one name: the appliance, its successor in the cloud,
// and the organisation lists of hosted mail protection, which share the cloud's
// credential.

package proofpoint

import "time"

// TRAPService holds the clients of the three APIs. It is safe for concurrent
// use; its fields are never nil.
type TRAPService struct {
	// PTR is the Threat Response appliance, on the customer's own host.
	PTR *PTRService
	// CTR is Cloud Threat Response.
	CTR *CTRService
	// Lists are the organisation's block list and safe list.
	Lists *CTRListService
}

// PTRService calls a Threat Response appliance. It is safe for concurrent use.
type PTRService struct{ c *Client }

// CTRService calls Cloud Threat Response. It is safe for concurrent use.
type CTRService struct{ c *Client }

// CTRListService calls the organisation lists of hosted mail protection. It is
// safe for concurrent use.
type CTRListService struct{ c *Client }

// ctrPool is the limit that integrators report for the cloud API.
var ctrPool = Pool{"ctr", 10, time.Minute}
