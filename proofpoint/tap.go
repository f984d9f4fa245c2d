// TAP, Targeted Attack Protection: the service and the quota pools that its
// operations share.

package proofpoint

import "time"

// TAPService calls Targeted Attack Protection. It is safe for concurrent use.
type TAPService struct{ c *Client }

// Quotas are counted per credential over a rolling day. The SIEM operations but
// clicks/permitted share one pool; campaign/{id}, threat/summary and supplier
// accounts are not counted, as far as is known.
var (
	tapSIEMPool              = tapPool("siem", 1800)
	tapClicksPermittedPool   = tapPool("siem/clicks/permitted", 1800)
	tapCampaignIDsPool       = tapPool("campaign/ids", 50)
	tapThreatForensicsPool   = tapPool("forensics/threat", 50)
	tapCampaignForensicsPool = tapPool("forensics/campaign", 1800)
	tapVAPPool               = tapPool("people/vap", 50)
	tapTopClickersPool       = tapPool("people/top-clickers", 50)
	tapDecodePool            = tapPool("url/decode", 1800)
)

func tapPool(name string, limit int) Pool { return Pool{name, limit, 24 * time.Hour} }

const tapDocs = "https://help.proofpoint.com/Threat_Insight_Dashboard/API_Documentation/"
