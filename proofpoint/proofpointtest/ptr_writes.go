// Writes to incidents. What is written is told by every later read.

package proofpointtest

import (
	"fmt"
	"net/http"
	"strings"
)

// ptrWords reads a summary and a detail; ids is the list of a call that closes
// several incidents.
func (x *exchange) ptrWords() (summary, detail string, ids []int64, bad *reply) {
	var sent struct {
		Summary string  `json:"summary"`
		Detail  string  `json:"detail"`
		IDs     []int64 `json:"incidentIds"`
	}
	if err := x.json(&sent); err != nil || !x.jsonSent() || sent.Summary == "" {
		a := jsonMessage(http.StatusBadRequest, "a JSON object with a summary is expected")
		return "", "", nil, &a
	}
	return sent.Summary, sent.Detail, sent.IDs, nil
}

// ptrComment answers with the action that the comment is.
func (x *exchange) ptrComment() reply {
	summary, detail, _, bad := x.ptrWords()
	if bad != nil {
		return *bad
	}
	var action int64
	d, bad := x.ptrWrite(func(c *ptrChange) {
		x.s.ptr.actions++
		action = x.s.ptr.actions
		c.notes = append(c.notes, ptrNote{strings.TrimSpace(summary + "\n" + detail), x.now.UnixMilli()})
	})
	if bad != nil {
		return *bad
	}
	b := fmt.Appendf(nil, `{"id":%d,"incident_id":%d,"response_id":null,"user_id":2,"history_type":"Comment","state_from":null,"state_to":null`, action, d.id)
	b = appendString(field(b, ',', "summary"), summary)
	b = appendString(field(b, ',', "detail"), detail)
	b = appendSeconds(field(b, ',', "created_at"), x.now.UnixMilli())
	b = append(appendSeconds(field(b, ',', "updated_at"), x.now.UnixMilli()), '}')
	return x.ptrDone(http.StatusCreated, string(b), "comment added")
}

func (x *exchange) ptrUsers() reply {
	var sent struct {
		Targets   []string `json:"targets"`
		Attackers []string `json:"attackers"`
	}
	if err := x.json(&sent); err != nil || !x.jsonSent() || len(sent.Targets)+len(sent.Attackers) == 0 {
		return jsonMessage(http.StatusBadRequest, "a JSON object with targets or attackers is expected")
	}
	_, bad := x.ptrWrite(func(c *ptrChange) {
		c.users, c.attackers = append(c.users, sent.Targets...), append(c.attackers, sent.Attackers...)
	})
	if bad != nil {
		return *bad
	}
	return x.ptrDone(http.StatusOK, `{"status":"success"}`, "users attached")
}

// ptrClosing closes an incident; one that is closed already gets the new words.
func (x *exchange) ptrClosing(summary, detail string) func(c *ptrChange) {
	return func(c *ptrChange) { c.closed, c.summary, c.detail = x.now.UnixMilli(), summary, detail }
}

func (x *exchange) ptrClose() reply {
	summary, detail, _, bad := x.ptrWords()
	if bad != nil {
		return *bad
	}
	if _, bad := x.ptrWrite(x.ptrClosing(summary, detail)); bad != nil {
		return *bad
	}
	return x.ptrDone(http.StatusOK, `{"status":"success"}`, "incident closed")
}

// ptrCloseMany closes all of the incidents or, if one of them does not exist,
// none: our assumption.
func (x *exchange) ptrCloseMany() reply {
	summary, detail, ids, bad := x.ptrWords()
	if bad != nil {
		return *bad
	}
	if len(ids) == 0 {
		return jsonMessage(http.StatusBadRequest, "incidentIds is required")
	}
	for _, id := range ids {
		if _, ok := x.incident(id); !ok {
			return jsonMessage(http.StatusNotFound, fmt.Sprintf("there is no incident %d", id))
		}
	}
	for _, id := range ids {
		x.ptrChange(id, x.ptrClosing(summary, detail))
	}
	return x.ptrDone(http.StatusAccepted, `{"status":"accepted"}`, "incidents closed")
}
