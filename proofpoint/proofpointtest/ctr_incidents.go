// The incidents of Cloud Threat Response: search, count, detail, and the two
// calls that write. There is no call that closes one: a workflow does that.

package proofpointtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// ctrIncidents returns the incidents as they stand now: the world's, those that
// were created, the messages that were uploaded and what workflows have done.
func (x *exchange) ctrIncidents() []ctrIncident {
	now := x.now.UnixMilli()
	all := x.s.world.ctrIncidents(now)
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	all = append(all, x.s.ctr.created...)
	for k := range all {
		i := &all[k]
		i.messages = slices.Concat(i.messages, x.s.ctr.uploads[i.id])
		for _, r := range x.s.ctr.runs {
			r.affect(i, now)
		}
		for n := range i.messages {
			i.messages[n].incident = i
		}
	}
	return all
}

// ctrIncident finds an incident by its UUID; the number that people see will not
// do.
func (x *exchange) ctrIncident(id string) (*ctrIncident, *reply) {
	all := x.ctrIncidents()
	if k := slices.IndexFunc(all, func(i ctrIncident) bool { return i.id == id }); k >= 0 {
		return &all[k], nil
	}
	a := ctrRefuse(http.StatusNotFound, "there is no incident "+id)
	return nil, &a
}

func (x *exchange) ctrIncidentList() reply {
	var q ctrQuery
	list, bad := x.ctrFound(&q)
	if bad != nil {
		return *bad
	}
	return x.ctrPage(&q, "incidents", len(list), func(k int) json.RawMessage { return list[k].item() })
}

// ctrFound reads a query and selects incidents.
func (x *exchange) ctrFound(q *ctrQuery) ([]*ctrIncident, *reply) {
	if bad := x.ctrGuard(q); bad != nil {
		return nil, bad
	}
	sel, err := q.selection("createdAt")
	if err != nil {
		a := ctrRefuse(http.StatusBadRequest, err.Error())
		return nil, &a
	}
	return sel.incidents(x.ctrIncidents()), nil
}

// ctrIncidentCount answers with a bare number.
func (x *exchange) ctrIncidentCount() reply {
	var q ctrQuery
	list, bad := x.ctrFound(&q)
	if bad != nil {
		return *bad
	}
	return jsonBytes(http.StatusOK, fmt.Append(nil, len(list)))
}

// detail is what stands in both calls for one incident.
func (i *ctrIncident) detail() []any {
	return []any{"summary", i.summary(), "comments", i.comments(), "activities", i.activities()}
}

func (x *exchange) ctrIncidentDetail() reply {
	if bad := x.ctrGuard(nil); bad != nil {
		return *bad
	}
	i, bad := x.ctrIncident(x.vars["id"])
	if bad != nil {
		return *bad
	}
	return jsonBytes(http.StatusOK, ctrObject(false, i.detail()...))
}

func (x *exchange) ctrIncidentMessages() reply {
	var q ctrQuery
	if bad := x.ctrGuard(&q); bad != nil {
		return *bad
	}
	i, bad := x.ctrIncident(x.vars["id"])
	if bad != nil {
		return *bad
	}
	sel, err := q.selection("received_time")
	if err != nil {
		return ctrRefuse(http.StatusBadRequest, err.Error())
	}
	list := sel.messages([]ctrIncident{*i})
	return x.ctrPage(&q, "messages", len(list), func(k int) json.RawMessage { return list[k].item() }, i.detail()...)
}

func (x *exchange) ctrCreate() reply {
	var in struct{ Title, Description, Priority string }
	if bad := x.ctrGuard(&in); bad != nil {
		return *bad
	}
	switch {
	case in.Title == "":
		return ctrRefuse(http.StatusBadRequest, "title is required")
	case in.Priority != "" && !slices.Contains(ctrLevels, in.Priority):
		return ctrRefuse(http.StatusBadRequest, "priority "+in.Priority+" is none of high, medium, low")
	}
	now := x.now.UnixMilli()
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	n := len(x.s.ctr.created)
	i := ctrIncident{seed: mix(x.s.world.seed, saltCTR, hash("created"), uint64(n)), title: in.Title, description: in.Description, priority: in.Priority,
		display: 1_000_000 + int64(n), created: now, updated: now, open: true, byHand: true, source: "smart_search", disposition: "not_set"}
	i.id = ctrID(i.seed)
	x.s.ctr.created = append(x.s.ctr.created, i)
	return jsonBytes(http.StatusOK, ctrObject(false, "id", i.id, "createdAt", ctrTime(now, ctrZoned), "displayId", i.display))
}

// ctrUpload adds a message to an incident, once for each recipient.
func (x *exchange) ctrUpload() reply {
	var in struct {
		IncidentID string `json:"incident_id"`
		Message    struct {
			ID         string   `json:"rfcMessageId"`
			Recipients []string `json:"recipient_addresses"`
			Sender, Subject,
			Disposition string
		} `json:"message"`
	}
	if bad := x.ctrGuard(&in); bad != nil {
		return *bad
	}
	m := in.Message
	switch {
	case !strings.HasPrefix(m.ID, "<") || !strings.HasSuffix(m.ID, ">"):
		return ctrRefuse(http.StatusBadRequest, "rfcMessageId must stand in angle brackets")
	case len(m.Recipients) < 1 || len(m.Recipients) > 10_000:
		return ctrRefuse(http.StatusBadRequest, fmt.Sprintf("recipient_addresses has %d addresses, 1 to 10000 are allowed", len(m.Recipients)))
	case m.Disposition != "" && !slices.Contains(ctrDispositions, m.Disposition):
		return ctrRefuse(http.StatusBadRequest, "disposition "+m.Disposition+" is unknown")
	}
	i, bad := x.ctrIncident(in.IncidentID)
	if bad != nil {
		return *bad
	}
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	if x.s.ctr.uploads == nil {
		x.s.ctr.uploads = map[string][]ctrMessage{}
	}
	for _, to := range m.Recipients {
		seed := mix(i.seed, hash(m.ID), hash(to))
		x.s.ctr.uploads[i.id] = append(x.s.ctr.uploads[i.id], ctrMessage{id: ctrID(seed), seed: seed, rfcID: m.ID, sender: m.Sender, recipient: to, subject: m.Subject,
			disposition: m.Disposition, source: "message_csv_upload", remediation: "not_attempted", received: x.now.UnixMilli(), delivered: true})
	}
	return jsonBytes(http.StatusOK, ctrObject(false, "rfcMessageId", m.ID, "incident_id", i.id, "incidentDisplayId", i.display, "uploadedRecipientsCount", len(m.Recipients)))
}
