// Alerts that other systems push into a JSON event source of the appliance. The
// words come from the help of an integration, which took them from the vendor's
// guide.

package proofpointtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// ptrPushedFirst is the number of the first incident that comes of a pushed
// alert; made ones are far below it.
const ptrPushedFirst = 900_000_000

// ptrPushed is an alert that was pushed.
type ptrPushed struct {
	Version        string          `json:"json_version"`
	Classification string          `json:"classification"`
	Severity       string          `json:"severity"`
	Summary        string          `json:"summary"`
	LinkAttribute  string          `json:"link_attribute"`
	Attacker       json.RawMessage `json:"attacker"`
	attacker       string
	at             int64 // epoch milliseconds, whole seconds
}

var (
	ptrClassifications = []string{"malware", "policy-violation", "vulnerability", "network", "spam", "phish", "command-and-control", "data-match", "authentication", "system-behavior", "impostor", "reported-abuse", "unknown"}
	ptrSeverities      = []string{"info", "minor", "moderate", "major", "critical", "Informational", "Low", "Medium", "High", "Critical"}
	ptrLinks           = []string{"target_ip_address", "target_hostname", "target_machine_name", "target_user", "target_mac_address", "attacker_ip_address", "attacker_hostname", "attacker_machine_name", "attacker_user", "attacker_mac_address", "email_recipient", "email_sender", "email_subject", "message_id", "threat_filename", "threat_filehash"}
)

// ptrPush takes an alert for the JSON event source of the path; the source's id is
// the only credential. An incident comes of each alert.
func (x *exchange) ptrPush() reply {
	if x.vars["source"] != ptrSource {
		return jsonMessage(http.StatusNotFound, "there is no such event source")
	}
	var sent ptrPushed
	if err := x.json(&sent); err != nil || !x.jsonSent() {
		return jsonMessage(http.StatusBadRequest, "a JSON object is expected")
	}
	for _, word := range []struct {
		name, sent string
		known      []string
	}{
		{"json_version", sent.Version, []string{"1.0", "2.0"}},
		{"classification", sent.Classification, ptrClassifications},
		{"severity", sent.Severity, ptrSeverities},
		{"link_attribute", sent.LinkAttribute, ptrLinks},
	} {
		if word.sent != "" && !slices.Contains(word.known, word.sent) {
			return jsonMessage(http.StatusBadRequest, fmt.Sprintf("%s %q is none of %s", word.name, word.sent, strings.Join(word.known, ", ")))
		}
	}
	sent.attacker, sent.at = ptrParty(sent.Attacker), x.now.UnixMilli()/1000*1000
	x.s.mu.Lock()
	x.s.ptr.pushed = append(x.s.ptr.pushed, sent)
	x.s.mu.Unlock()
	return x.ptrDone(http.StatusOK, `{"status":"success"}`, "alert accepted")
}

// ptrParty is the text that names an attacker or target.
func ptrParty(raw json.RawMessage) string {
	var p map[string]any
	if json.Unmarshal(raw, &p) != nil {
		return ""
	}
	for _, name := range []string{"ip_address", "host_name", "url", "user", "mac_address"} {
		if s, ok := p[name].(string); ok && s != "" {
			return s
		}
	}
	return ""
}
