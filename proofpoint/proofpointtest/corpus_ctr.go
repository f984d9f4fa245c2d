// The incidents of Cloud Threat Response in the invented world: one in every
// three hours, a function of the seed and the stretch of time it lies in, like
// the events of corpus.go. What callers have written lies over it.

package proofpointtest

import (
	"encoding/json"
	"strings"
)

// ctrSlot is the stretch of time that brings one incident.
const ctrSlot = 3 * hour

var saltCTR = hash("trap.ctr")

var (
	ctrDispositions = strings.Fields("bulk clean impostor in_progress internal low_risk malware manual_review not_set phish scam " +
		"simulated_phish spam suspicious tap_false_positive toad vendor")
	ctrVerdicts    = strings.Fields("failed low_risk manual_review threat")
	ctrLevels      = strings.Fields("high medium low")
	ctrTeams       = strings.Fields("SOC_Analyst Tier_1")
	ctrSourceTypes = map[string][2]string{ // by the word of the filter: sourceTypes and sourcesData's type
		"abuse_mailbox":      {"abuse_mailbox", "AbuseMailbox"},
		"tap":                {"tap_alert", "TapAlert"},
		"smart_search":       {"smart_search_import", "SmartSearchImport"},
		"message_csv_upload": {"message_csv_upload", "MessageCsvUpload"},
		"mail_bomb":          {"mail_bomb_alert", "MailBombAlert"},
	}
)

// ctrIncident is one incident as it stands now.
type ctrIncident struct {
	id, title, description, priority, source string
	disposition, verdict, confidence         string // the last two are CLEAR's, and often missing
	seed                                     uint64
	display                                  int64
	created, updated, closed                 int64 // epoch milliseconds; closed 0: never was
	open, vap, byHand                        bool
	messages                                 []ctrMessage
}

func ctrID(seed uint64) string { return string(appendUUID(nil, seed)) }

// ctrIncidents makes what came about until now, oldest first.
func (w *world) ctrIncidents(now int64) (list []ctrIncident) {
	if !w.seeded {
		return nil
	}
	for slot := floorDiv(w.begin, ctrSlot) + 1; slot*ctrSlot <= now; slot++ {
		seed := mix(w.seed, saltCTR, uint64(slot))
		if at := slot*ctrSlot + int64(seed>>20%uint64(ctrSlot)); at <= now {
			list = append(list, w.ctrIncident(seed, slot, at, now))
		}
	}
	return list
}

func (w *world) ctrIncident(seed uint64, slot, at, now int64) ctrIncident {
	d := draw{seed}
	i := ctrIncident{id: ctrID(seed), seed: seed, display: slot, created: at, updated: at + 5*60_000, open: true,
		source:      pick(&d, []string{"abuse_mailbox", "abuse_mailbox", "abuse_mailbox", "tap", "tap", "smart_search", "message_csv_upload", "mail_bomb"}),
		disposition: pick(&d, ctrDispositions), vap: d.percent(10)}
	if d.percent(80) {
		i.priority = pick(&d, ctrLevels)
	}
	if i.source == "abuse_mailbox" {
		i.verdict, i.confidence = pick(&d, ctrVerdicts), pick(&d, ctrLevels)
	}
	i.title = defanged(string(appendPerson(nil, d.next())) + " reported a message " + string(appendString(nil, pick(&d, subjects))))
	if i.source != "abuse_mailbox" {
		i.title = defanged("Message Delivered to " + string(appendPerson(nil, d.next())) + " with link https://" + pick(&d, badDomains) + pick(&d, urlPaths))
	}
	if closed := at + (1+int64(d.n(71)))*hour; closed <= now && d.percent(80) {
		// Some were opened again: they keep the time of their closing.
		i.closed, i.updated, i.open = closed, closed, d.percent(8)
	}
	i.updated = min(i.updated, now)
	n := 1 + d.n(4)
	if d.percent(5) {
		n = 18
	}
	for nth := range n {
		i.messages = append(i.messages, w.ctrMessage(&i, uint64(nth)))
	}
	return i
}

// defanged makes text harmless and short, as titles are.
func defanged(s string) string {
	s = strings.NewReplacer("https://", "hxxps://", "@", "[@]", ".", "[.]").Replace(s)
	if r := []rune(s); len(r) > 96 {
		return string(r[:96])
	}
	return s
}

func (i *ctrIncident) state() string {
	if i.open {
		return "open"
	}
	return "closed"
}

// sparse incidents leave out what is null, as one client's fixture does; the
// others say null, as another's does.
func (i *ctrIncident) sparse() bool { return i.seed%3 == 0 }

func (i *ctrIncident) closedAt() any {
	if i.closed == 0 {
		return nil
	}
	return ctrTime(i.closed, ctrZoned)
}

func (i *ctrIncident) team() (id, name string) {
	name = ctrTeams[i.seed>>8%uint64(len(ctrTeams))]
	return ctrID(hash(name)), name
}

// user is who an incident is assigned to: mostly nobody.
func (i *ctrIncident) user() (id, name any) {
	if i.seed>>12%4 > 0 {
		return nil, nil
	}
	who := string(appendPerson(nil, mix(i.seed, 1)))
	return ctrID(hash(who)), who
}

func listOrNull(words ...string) any {
	if words[0] == "" {
		return nil
	}
	return words
}

// item is the incident in a list.
func (i *ctrIncident) item() json.RawMessage {
	teamID, team := i.team()
	userID, user := i.user()
	kinds := ctrSourceTypes[i.source]
	source := ctrObject(true, "type", kinds[1], "name", i.reporter())
	var abuse any
	if i.source == "abuse_mailbox" {
		abuse = []string{ctrID(mix(saltCTR, 2))}
	}
	pairs := []any{"id", i.id, "createdAt", ctrTime(i.created, ctrZoned), "updatedAt", ctrTime(i.updated, ctrZoned), "tenantId", ctrTenant(),
		"closedAt", i.closedAt()}
	if i.seed%5 > 0 {
		pairs = append(pairs, "titlePII", i.title)
	}
	if i.seed%7 == 0 { // in older answers
		pairs = append(pairs, "sid", i.display)
	}
	pairs = append(pairs, "displayId", i.display, "priority", orNull(i.priority), "title", i.title, "state", i.state(),
		"assignedTeamName", team, "assignedUserName", user, "assignedTeamId", teamID, "assignedUserId", userID,
		"messageCount", len(i.messages), "vap", i.vap)
	if i.seed%2 == 0 { // not always
		pairs = append(pairs, "vip", i.seed%6 == 0)
	}
	pairs = append(pairs, "abuseSourceIds", abuse, "sourceTypes", []string{kinds[0]}, "sourcesData", []json.RawMessage{source},
		"commentCount", len(i.comments()), "dispositions", listOrNull(i.disposition), "clearVerdicts", listOrNull(i.verdict), "clearConfidences", listOrNull(i.confidence))
	return ctrObject(i.sparse(), pairs...)
}

// reporter is the name of the source, which only one kind has.
func (i *ctrIncident) reporter() any {
	if i.source == "abuse_mailbox" {
		return "Report button"
	}
	return nil
}

func ctrTenant() string { return ctrID(mix(saltCTR, hash(tenant))) }

// summary is the incident in its detail.
func (i *ctrIncident) summary() json.RawMessage {
	teamID, team := i.team()
	userID, user := i.user()
	had := func(source string) bool { return i.source == source }
	return ctrObject(i.sparse(), "id", i.id, "createdAt", ctrTime(i.created, ctrZoned), "updatedAt", ctrTime(i.updated, ctrZoned), "tenantId", ctrTenant(),
		"titlePII", i.title, "displayId", i.display, "priority", orNull(i.priority), "state", i.state(), "title", i.title, "description", orNull(i.description),
		"closedAt", i.closedAt(), "openedAt", ctrTime(i.created, ctrZoned), "assignedTeamId", teamID, "assignedTeamName", team,
		"assignedApplicationUserId", userID, "assignedApplicationUserName", user, "falsePositiveCount", 0, "messageCount", len(i.messages),
		"messageSourceData", ctrObject(false, "hasTapAlert", had("tap"), "hasAbuseAlert", had("abuse_mailbox"), "hasSmartSearchImport", had("smart_search"),
			"hasMessageCsvUpload", had("message_csv_upload"), "hasWorkbenchEvent", false, "hasImdAlert", false, "hasMailBombAlert", had("mail_bomb")))
}

// comments of an incident: none, or one. No call writes them.
func (i *ctrIncident) comments() []json.RawMessage {
	if i.byHand || i.seed>>16%3 > 0 {
		return nil
	}
	at := ctrTime(i.created+3*60_000, ctrBare)
	author := string(appendPerson(nil, mix(i.seed, 3)))
	return []json.RawMessage{ctrObject(false, "id", ctrID(mix(i.seed, 4)), "author", author, "comment", "Looking into it", "deleted", false,
		"author_id", ctrID(hash(author)), "tenant_id", ctrTenant(), "comment_id", ctrID(mix(i.seed, 5)), "created_at", at, "updated_at", at,
		"incident_id", i.id, "activity_type", "comment_addition", "activity_details", ctrObject(false, "original_content", "Looking into it"))}
}

// activities of an incident: its creation, what became of its priority and its
// messages, the comment. Their times have no zone.
func (i *ctrIncident) activities() (list []json.RawMessage) {
	teamID, team := i.team()
	add := func(cause, kind, by any, at int64, details json.RawMessage) {
		n, comment, content := uint64(len(list)), any(nil), any(nil)
		if kind == "comment_addition" {
			comment, content = ctrID(mix(i.seed, 5)), "Looking into it"
		}
		list = append(list, ctrObject(i.sparse(), "id", ctrID(mix(i.seed, 6, n)), "content", content, "tenant_id", ctrTenant(), "cause_type", cause,
			"comment_id", comment, "created_at", ctrTime(at, ctrBare), "updated_at", ctrTime(at, ctrBare), "incident_id", i.id,
			"occurred_at", ctrTime(at, ctrBare6), "activity_type", kind, "causing_api_key", nil, "activity_details", details,
			"causing_user_name", nil, "causing_workflow_name", by))
	}
	add("system", "incident_creation", nil, i.created, ctrObject(i.sparse(), "source_name", i.reporter(), "initial_title", i.title, "message_count", len(i.messages),
		"initial_team_id", teamID, "initial_priority", nil, "initial_team_name", team, "initial_assignee_id", nil,
		"initial_description", orNull(i.description), "initial_assignee_name", nil))
	if i.priority != "" && !i.byHand {
		add("history", "priority_change", "Triage", i.created+60_000, ctrObject(false, "new_priority", i.priority, "old_priority", nil))
	}
	if len(i.comments()) > 0 {
		add("application_user", "comment_addition", nil, i.created+3*60_000, ctrObject(false, "original_content", "Looking into it"))
	}
	var attempts []json.RawMessage
	for k := range i.messages {
		if m := &i.messages[k]; m.remediation == "success" {
			attempts = append(attempts, ctrObject(false, "id", ctrID(mix(m.seed, 7)), "state", "complete", "disposition", "message_moved", "destination_folder", nil))
		}
	}
	if attempts != nil {
		add("history", "quarantine", "Quarantine", i.updated, ctrObject(false, "quarantine_attempts", attempts))
	}
	return list
}
