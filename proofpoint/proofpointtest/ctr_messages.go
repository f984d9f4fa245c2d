// The messages of Cloud Threat Response, and the way to an original: it is asked
// for, becomes available by the clock or by a script, and then is downloaded.
// The words that mean failure, and what a download too early gives, are ours:
// nothing public shows them.

package proofpointtest

import (
	"encoding/json"
	"net/http"
	"time"
)

// ctrFetchTime is how long the service looks for an original.
const ctrFetchTime = 10 * time.Second

// ctrFetched is an original that was asked for.
type ctrFetched struct {
	at   time.Time
	asks int // of fetchStatus
}

func (x *exchange) ctrMessageList() reply {
	var q ctrQuery
	if bad := x.ctrGuard(&q); bad != nil {
		return *bad
	}
	sel, err := q.selection("received_time")
	if err != nil {
		return ctrRefuse(http.StatusBadRequest, err.Error())
	}
	list := sel.messages(x.ctrIncidents())
	return x.ctrPage(&q, "messages", len(list), func(k int) json.RawMessage { return list[k].item() })
}

// ctrMessage finds the message that the path names, for a signed call.
func (x *exchange) ctrMessage() (*ctrMessage, *reply) {
	if bad := x.ctrGuard(nil); bad != nil {
		return nil, bad
	}
	all := x.ctrIncidents()
	for k := range all {
		for n := range all[k].messages {
			if m := &all[k].messages[n]; m.id == x.vars["id"] {
				return m, nil
			}
		}
	}
	a := ctrRefuse(http.StatusNotFound, "there is no message "+x.vars["id"])
	return nil, &a
}

func (x *exchange) ctrMessageDetail() reply {
	m, bad := x.ctrMessage()
	if bad != nil {
		return *bad
	}
	return jsonBytes(http.StatusOK, m.detail())
}

// ctrFetch begins to look for an original; asking again begins again, unless it
// is there. The answer is empty.
func (x *exchange) ctrFetch() reply {
	m, bad := x.ctrMessage()
	if bad != nil {
		return *bad
	}
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	if x.s.ctr.status(m, x.now) == "fetched" {
		return text(http.StatusOK, "")
	}
	if x.s.ctr.fetches == nil {
		x.s.ctr.fetches = map[string]*ctrFetched{}
	}
	x.s.ctr.fetches[m.id] = &ctrFetched{at: x.now}
	return text(http.StatusOK, "")
}

func (x *exchange) ctrFetchStatus() reply {
	m, bad := x.ctrMessage()
	if bad != nil {
		return *bad
	}
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	word := x.s.ctr.status(m, x.now)
	if f := x.s.ctr.fetches[m.id]; f != nil && (word == "throttled" || word == "fetch_in_progress") {
		f.asks++ // the script goes on
	}
	return jsonBytes(http.StatusOK, ctrObject(false, "messageStatus", word))
}

// status is the word for a message now.
func (c *ctrState) status(m *ctrMessage, now time.Time) string {
	f := c.fetches[m.id]
	switch {
	case f == nil && m.fetched:
		return "fetched"
	case f == nil:
		return "not_fetched"
	case f.asks < len(c.words):
		return c.words[f.asks]
	case now.Sub(f.at) < ctrFetchTime:
		return "fetch_in_progress"
	case !m.available():
		return "fetch_failed"
	}
	return "fetched"
}

// ctrDownload answers with the original itself.
func (x *exchange) ctrDownload() reply {
	m, bad := x.ctrMessage()
	if bad != nil {
		return *bad
	}
	x.s.mu.Lock()
	word := x.s.ctr.status(m, x.now)
	x.s.mu.Unlock()
	if word != "fetched" {
		return ctrRefuse(http.StatusNotFound, "the original of message "+m.id+" is not there: "+word)
	}
	return bytesReply(http.StatusOK, "message/rfc822", m.original())
}
