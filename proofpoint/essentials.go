// Essentials: two APIs on two hosts with two credentials, the interface API for
// administration and the threat API for events.

package proofpoint

import "time"

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

// What most operations of the interface API were learnt from.
const (
	essentialsDocs   = "https://us1.proofpointessentials.com/api/v1/docs/specification.php"
	essentialsSource = "code generated from the vendor's OpenAPI file (MSPbotsAI/proofpoint-mcp be45d8e); seen 2026-11"
)

// The threat API counts clicks/permitted by itself.
var (
	essentialsSIEMPool            = Pool{"essentials/siem", 1800, 24 * time.Hour}
	essentialsClicksPermittedPool = Pool{"essentials/siem/clicks/permitted", 1800, 24 * time.Hour}
)
