// ETI: what a rule is and what it matched.

package proofpoint

import "encoding/json"

// ETISignature is a rule's name.
type ETISignature struct {
	Raw  json.RawMessage `json:"-"`   // as received, unknown fields included
	SID  Int             `json:"sid"` // 0: there is none
	Name string          `json:"sig_name"`
}

// ETISignatureIP is an address whose traffic a rule matched.
type ETISignatureIP struct {
	Raw       json.RawMessage `json:"-"`       // as received, unknown fields included
	LongIP    Int             `json:"long_ip"` // the address as a number
	IP        string          `json:"ip"`
	FirstSeen Time            `json:"first_seen"`
	LastSeen  Time            `json:"last_seen"`
}

// ETISignatureText is a rule's text. Either dialect may be missing.
type ETISignatureText struct {
	Raw      json.RawMessage `json:"-"`   // as received, unknown fields included
	SID      Int             `json:"sid"` // 0: there is none
	Suricata string          `json:"suricata_text"`
	Snort    string          `json:"snort_text"` // of Snort 2.9
}

// ETISignatureSummary is what a rule detects.
type ETISignatureSummary struct {
	Raw      json.RawMessage      `json:"-"`   // as received, unknown fields included
	SID      Int                  `json:"sid"` // 0: there is none
	Metadata ETISignatureMetadata `json:"metadata"`
}

// ETISignatureMetadata describes a rule. From Tag on, anything may be null.
type ETISignatureMetadata struct {
	SID              Int    `json:"sid"` // sent as text here, as a number around it
	Rev              Int    `json:"rev"` // sent as text
	Name             string `json:"name"`
	Type             string `json:"type"`     // SID
	Ruleset          string `json:"ruleset"`  // ET or ETPRO
	Category         string `json:"category"` // EXPLOIT, MALWARE, POLICY …
	Severity         string `json:"severity"` // Critical, Major, Minor …
	ClassType        string `json:"classtype"`
	Description      string `json:"description"`
	CreationDate     Time   `json:"creation_date"`      // a day
	LastModifiedDate Time   `json:"last_modified_date"` // a day

	Tag                 string        `json:"tag"` // separated by commas; says if a machine wrote the description
	TLSState            string        `json:"tls_state"`
	AttackTarget        string        `json:"attack_target"`
	CVEReference        string        `json:"cve_reference"` // separated by |
	URLReference        string        `json:"url_reference"` // separated by |, each "type,value"
	MalwareFamily       string        `json:"malware_family"`
	AffectedProducts    string        `json:"affected_products"`
	DeprecationReason   string        `json:"deprecation_reason"`
	PerformanceImpact   string        `json:"performance_impact"`
	SignatureDeployment string        `json:"signature_deployment"`
	MITRETags           []ETIMITRETag `json:"mitre_tags"`
}

// ETIMITRETag is a tactic and a technique of MITRE ATT&CK.
type ETIMITRETag struct {
	TacticID      string `json:"mitre_tactic_id"` // "TA0011"
	TacticName    string `json:"mitre_tactic_name"`
	TechniqueID   string `json:"mitre_technique_id"` // "T1001"
	TechniqueName string `json:"mitre_technique_name"`
}

// ETISignatureReference are the references of a rule of one kind.
type ETISignatureReference struct {
	Raw         json.RawMessage `json:"-"`              // as received, unknown fields included
	Type        string          `json:"reference_type"` // "url"
	Description string          `json:"reference_description"`
	URLs        Strings         `json:"reference_urls"`
}

// ETISignatureDocumentation is the older description of a rule.
type ETISignatureDocumentation struct {
	Raw         json.RawMessage `json:"-"`   // as received, unknown fields included
	SID         Int             `json:"sid"` // 0: there is none
	Summary     string          `json:"summary"`
	Description string          `json:"description"`
	Impact      string          `json:"impact"`
}
