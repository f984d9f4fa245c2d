// Essentials: two APIs on two hosts with two credentials, the interface API for
// administration and the threat API for events.

package proofpoint

// EssentialsService calls the interface API of Essentials (service
// [Essentials]); SIEM calls its threat API ([EssentialsSIEM]). It is safe for
// concurrent use.
type EssentialsService struct {
	c *Client
	// SIEM is the threat API. It is never nil.
	SIEM *EssentialsSIEMService
}

// EssentialsSIEMService calls the threat API of Essentials. It is safe for
// concurrent use.
type EssentialsSIEMService struct{ c *Client }
