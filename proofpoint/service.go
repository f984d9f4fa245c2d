// The services that are known by name: their public hosts and how their
// environment variables are called. A service is one host with one credential.

package proofpoint

// Service names one host with one credential: the unit that is configured,
// limited and signed. Any other name may be used for a host of one's own.
type Service string

// The services known by name.
const (
	TAP            Service = "tap"             // Targeted Attack Protection
	CASB           Service = "casb"            // Cloud App Security Broker
	PTR            Service = "trap.ptr"        // Threat Response appliance, on the customer's host
	CTR            Service = "trap.ctr"        // Cloud Threat Response, and the organisation lists
	ETI            Service = "eti"             // Emerging Threats Intelligence
	ETIScores      Service = "eti.scores"      // its v2 host
	ETIFiles       Service = "eti.files"       // its reputation list files; the key is in the path
	Essentials     Service = "essentials"      // Essentials interface API
	EssentialsSIEM Service = "essentials.siem" // Essentials threat API
)

// serviceInfo is what is known of a service without configuration.
type serviceInfo struct {
	base  string
	hosts []string // the vendor's own aliases, which may receive the credential
}

var knownServices = map[Service]serviceInfo{
	TAP:            {base: "https://tap-api-v2.proofpoint.com", hosts: []string{"tap-api.proofpoint.com"}},
	CASB:           {base: "https://api.protect.proofpoint.com"},
	PTR:            {},
	CTR:            {base: "https://threatprotection-api.proofpoint.com", hosts: []string{"threatprotection.proofpoint.com"}},
	ETI:            {base: "https://api.emergingthreats.net/v1"},
	ETIScores:      {base: "https://insights-api.emergingthreats.net/v2"},
	ETIFiles:       {base: "https://rules.emergingthreatspro.com"},
	Essentials:     {},
	EssentialsSIEM: {base: "https://us-siem.proofpointessentials.com"},
}

// tokenURL is where the cloud services give out OAuth2 tokens.
const tokenURL = "https://auth.proofpoint.com/v1/token"
