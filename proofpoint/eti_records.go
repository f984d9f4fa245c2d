// The records that ETI gives for more than one kind of indicator.

package proofpoint

import "encoding/json"

// ETIReputation is one category of an indicator's reputation.
type ETIReputation struct {
	Raw      json.RawMessage `json:"-"`        // as received, unknown fields included
	Category string          `json:"category"` // "CnC"; [ETIService.ReputationCategories] lists them
	Score    Int             `json:"score"`    // 0 to 127; from 70 on public clients call it malicious
}

// ETISeenSample is a malware sample and when it was seen.
type ETISeenSample struct {
	Raw       json.RawMessage `json:"-"`      // as received, unknown fields included
	Source    string          `json:"source"` // MD5
	FirstSeen Time            `json:"first_seen"`
	LastSeen  Time            `json:"last_seen"`
}

// ETISeenDomain is a domain and when it was seen.
type ETISeenDomain struct {
	Raw       json.RawMessage `json:"-"` // as received, unknown fields included
	Domain    string          `json:"domain"`
	FirstSeen Time            `json:"first_seen"`
	LastSeen  Time            `json:"last_seen"`
}

// ETIGeoloc is where an address is. All but the address and the country's code
// may be missing.
type ETIGeoloc struct {
	Raw         json.RawMessage `json:"-"` // as received, unknown fields included
	IP          string          `json:"ip"`
	CountryCode string          `json:"country_code"` // ISO 3166-1 alpha-2
	Country     string          `json:"country"`
	Region      string          `json:"region"`
	City        string          `json:"city"`
	Latitude    *Float          `json:"latitude"`  // degrees; nil: not known
	Longitude   *Float          `json:"longitude"` // degrees; nil: not known
}
