// ETI: a CVE, with the metrics of the national vulnerability database inside.
// Names inside the metrics are those of the database.

package proofpoint

import "encoding/json"

// ETICVE is a CVE. What never happened to it (listed by CISA, seen by a sensor)
// is null; the newer metric may be missing.
type ETICVE struct {
	Raw                           json.RawMessage `json:"-"`   // as received, unknown fields included
	CVE                           string          `json:"cve"` // "": nothing is known
	Description                   string          `json:"description"`
	ConfigOperator                string          `json:"config_operator"` // "OR"
	SourceIdentifier              string          `json:"source_identifier"`
	VulnStatus                    string          `json:"vuln_status"`
	CISAExploitAdd                Time            `json:"cisa_exploit_add"` // a day
	CISAVulnerabilityName         string          `json:"cisa_vulnerability_name"`
	KnownExploitedVulnerabilities Bool            `json:"known_exploited_vulnerabilities"`
	PFPTRecentObserved            Bool            `json:"pfpt_recent_observed"`
	PFPTEverObserved              Bool            `json:"pfpt_ever_observed"`
	PFPTFirstObserved             Time            `json:"pfpt_first_observed"` // a day
	PFPTLastObserved              Time            `json:"pfpt_last_observed"`  // a day
	SevenDayTrend                 string          `json:"seven_day_trend"`     // increasing, decreasing or nochange
	BaseMetricV3                  *ETIMetricV3    `json:"basemetricv3"`        // nil: there is none
	BaseMetricV2                  *ETIMetricV2    `json:"basemetricv2"`
	Weaknesses                    []ETIWeakness   `json:"weaknesses"`
	PublishedDate                 Time            `json:"publisheddate"`
	LastModifiedDate              Time            `json:"lastmodifieddate"`
}

// ETIMetricV3 is a score by CVSS 3.
type ETIMetricV3 struct {
	Type                string    `json:"type"` // Primary
	Source              string    `json:"source"`
	CVSSData            ETICVSSv3 `json:"cvssData"`
	ImpactScore         Float     `json:"impactScore"`
	ExploitabilityScore Float     `json:"exploitabilityScore"`
}

// ETICVSSv3 is a vector of CVSS 3.
type ETICVSSv3 struct {
	Scope                 string `json:"scope"`
	Version               string `json:"version"`   // "3.1"
	BaseScore             Float  `json:"baseScore"` // 0 to 10
	AttackVector          string `json:"attackVector"`
	BaseSeverity          string `json:"baseSeverity"`
	VectorString          string `json:"vectorString"`
	IntegrityImpact       string `json:"integrityImpact"`
	UserInteraction       string `json:"userInteraction"`
	AttackComplexity      string `json:"attackComplexity"`
	AvailabilityImpact    string `json:"availabilityImpact"`
	PrivilegesRequired    string `json:"privilegesRequired"`
	ConfidentialityImpact string `json:"confidentialityImpact"`
}

// ETIMetricV2 is a score by CVSS 2.
type ETIMetricV2 struct {
	Type                    string    `json:"type"` // Primary
	Source                  string    `json:"source"`
	CVSSData                ETICVSSv2 `json:"cvssData"`
	ACInsufInfo             Bool      `json:"acInsufInfo"`
	ImpactScore             Float     `json:"impactScore"`
	BaseSeverity            string    `json:"baseSeverity"`
	ObtainAllPrivilege      Bool      `json:"obtainAllPrivilege"`
	ExploitabilityScore     Float     `json:"exploitabilityScore"`
	ObtainUserPrivilege     Bool      `json:"obtainUserPrivilege"`
	ObtainOtherPrivilege    Bool      `json:"obtainOtherPrivilege"`
	UserInteractionRequired Bool      `json:"userInteractionRequired"`
}

// ETICVSSv2 is a vector of CVSS 2.
type ETICVSSv2 struct {
	Version               string `json:"version"`   // "2.0"
	BaseScore             Float  `json:"baseScore"` // 0 to 10
	AccessVector          string `json:"accessVector"`
	VectorString          string `json:"vectorString"`
	Authentication        string `json:"authentication"`
	IntegrityImpact       string `json:"integrityImpact"`
	AccessComplexity      string `json:"accessComplexity"`
	AvailabilityImpact    string `json:"availabilityImpact"`
	ConfidentialityImpact string `json:"confidentialityImpact"`
}

// ETIWeakness is a kind of weakness, by somebody's word.
type ETIWeakness struct {
	Type        string            `json:"type"` // Primary or Secondary
	Source      string            `json:"source"`
	Description []ETIWeaknessText `json:"description"`
}

// ETIWeaknessText names a weakness in a language.
type ETIWeaknessText struct {
	Lang  string `json:"lang"`  // "en"
	Value string `json:"value"` // "CWE-78"
}
