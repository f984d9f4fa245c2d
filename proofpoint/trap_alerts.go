// Alerts that are pushed into a JSON event source of the appliance. The number of
// the source in the URL is the credential, so it is kept out of errors and logs.

package proofpoint

import (
	"context"
	"encoding/json"
)

// PTRAlertParams are the parameters of [PTRService.PushAlert]: an alert, member
// by member. Words that the appliance does not know are refused here.
type PTRAlertParams struct {
	// SourceID ends the URL that the console shows for a JSON event source. It is
	// a secret.
	SourceID Secret `in:"path:source_id" label:"Source ID" required:"true" secret:"true" doc:"What ends the URL that the console shows for the event source. A secret."`
	// Alert is an object that the members below are written into: for members
	// that are not named here.
	Alert json.RawMessage `in:"body" doc:"An alert as JSON, for members that are not named here."`
	// Version is 2.0 (default) or 1.0.
	Version string `param:"json_version" in:"body:json_version" label:"JSON Version" enum:"2.0,1.0" default:"2.0" doc:"The version of the alert's form."`
	// Attacker and Target say who attacks whom, each by one name or address.
	Attacker PTRAlertParty `in:"body:attacker" doc:"Who attacks: one of ip_address, mac_address, host_name, url, user; and port."`
	Target   PTRAlertParty `in:"body:target" doc:"Who is attacked, in the same form."`
	// Classification is malware, phish, spam and the like.
	Classification string `in:"body:classification" enum:"malware,policy-violation,vulnerability,network,spam,phish,command-and-control,data-match,authentication,system-behavior,impostor,reported-abuse,unknown" doc:"What kind of threat it is."`
	// Severity is a word of either of two scales: info, minor, moderate, major,
	// critical; or Informational, Low, Medium, High, Critical. Both have a word
	// critical, so that its case decides; no enum can say that.
	Severity string `in:"body:severity" pattern:"info|minor|moderate|major|critical|Informational|Low|Medium|High|Critical" accepts:"info, minor, moderate, major, critical, or Informational, Low, Medium, High, Critical" doc:"How bad it is, in words of either scale."`
	Summary  string `in:"body:summary" doc:"What happened, in a sentence."`
	// CNCHosts and ForensicsHosts are further hosts that play a part.
	CNCHosts       []PTRAlertHost `param:"cnc_hosts" in:"body:cnc_hosts" label:"CNC Hosts" doc:"Hosts that command malware."`
	ForensicsHosts []PTRAlertHost `in:"body:forensics_hosts" doc:"Hosts that were found by forensics."`
	// LinkAttribute is what ties alerts to one incident.
	LinkAttribute string `in:"body:link_attribute" enum:"target_ip_address,target_hostname,target_machine_name,target_user,target_mac_address,attacker_ip_address,attacker_hostname,attacker_machine_name,attacker_user,attacker_mac_address,email_recipient,email_sender,email_subject,message_id,threat_filename,threat_filehash" doc:"What ties alerts to one incident."`
	// Detector, Email and ThreatInfo are objects whose members are the
	// appliance's.
	Detector   map[string]any `in:"body:detector" doc:"Which device found it."`
	Email      map[string]any `in:"body:email" doc:"The message; its attachments have content_type, date, md5, name and sha256."`
	ThreatInfo map[string]any `in:"body:threat_info" doc:"What is known of the threat."`
	// CustomFields are the customer's own; at most ten are advised.
	CustomFields map[string]any `in:"body:custom_fields" doc:"Fields of your own; at most ten are advised."`
}

// PTRAlertParty is an attacker or a target: one of the first five, and a port, 1
// to 65535, if there is one.
type PTRAlertParty struct {
	IPAddress  string `json:"ip_address,omitempty"`
	MACAddress string `json:"mac_address,omitempty"`
	HostName   string `json:"host_name,omitempty"`
	URL        string `json:"url,omitempty"`
	User       string `json:"user,omitempty"`
	Port       int    `json:"port,omitempty"`
}

// PTRAlertHost is a further host.
type PTRAlertHost struct {
	Host string `json:"host"`
	Port int    `json:"port,omitempty"`
}

var ptrPush = define[PTRAlertParams, json.RawMessage](Operation{
	Name: "trap.alerts.push", Title: "Push Alert", Summary: "Sends an alert to a JSON event source of the appliance.",
	When:   "Use this to let another system's finding become an incident.",
	Source: "help pages and clients of demisto and Fortinet; seen 2026-11",
	Proto:  Request{Service: PTR, Method: "POST", Path: "/threat/json_event/events/{source_id}", Optional: true, Format: FormatAny},
})

// PushAlertRequest builds the request of [PTRService.PushAlert]. Severity may be
// in any case here, and that a party has one identity and a possible port is
// checked here; a template takes the exact words of Severity, and any party.
func (p PTRAlertParams) PushAlertRequest() (Request, error) {
	p.Severity = ptrSeverity(p.Severity)
	r, err := ptrPush.Build(p)
	return ptrChecked(r, err, p.Attacker.wrong("attacker", "Attacker"), p.Target.wrong("target", "Target"))
}

// PushAlert sends an alert to a JSON event source, where an incident comes of it.
// The service's credential is sent if there is one; the source's id is enough.
// Errors: *ParamError, which does not hold the id; *APIError, which is
// ErrNotFound where there is no such source; *AmbiguousError if the alert may
// have arrived all the same.
//
// Source: help pages and clients of demisto and Fortinet; 2026-11.
func (s *PTRService) PushAlert(ctx context.Context, p PTRAlertParams, opts ...CallOption) error {
	r, err := p.PushAlertRequest()
	return None(s.c.run(ctx, r, err, opts))
}
