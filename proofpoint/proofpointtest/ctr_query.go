// The query body of Cloud Threat Response: filters, order and rows, as forgiving
// as the service. What it does not know, a key or a word, it does not look at,
// and says nothing of it.

package proofpointtest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// ctrMost is the most rows of an answer: the largest page that a client uses.
const ctrMost = 500

// ctrQuery is the body of a search.
type ctrQuery struct {
	StartRow *int `json:"startRow"`
	EndRow   *int `json:"endRow"`
	Sort     []struct {
		Sort  string `json:"sort"`
		ColID string `json:"colId"`
	} `json:"sortParams"`
	Filters map[string]json.RawMessage `json:"filters"`
}

// ctrKnown are the words of the filters that have a closed vocabulary; the
// others take any text.
var ctrKnown = map[string][]string{
	"source_filters":          {"abuse_mailbox", "tap", "smart_search", "message_csv_upload", "mail_bomb"},
	"other_filters":           {"open_incidents", "closed_incidents", "vap", "reporter"},
	"verdict_filters":         {"verdict_failed", "verdict_low_risk", "verdict_manual_review", "verdict_threat"},
	"disposition_filters":     ctrDispositions,
	"confidence_filters":      {"confidence_high", "confidence_medium", "confidence_low"},
	"priority_filters":        ctrLevels,
	"status_filters":          {"message_delivered", "message_unread", "message_read", "permitted_click"},
	"tap_threat_type_filters": strings.Fields(prefixed("tap_threat_type_", "delivered_attachment_threat delivered_message_threat delivered_url_threat unprotected_url_threat")),
	"quarantine_filters": strings.Fields("dl_resolved " +
		prefixed("quarantine_", "success pending not_attempted mailbox_not_found message_not_found") +
		prefixed("quarantine_skipped_", "skip_list abuse_mailbox no_server_for_mailbox cancelled") +
		prefixed("quarantine_failed_", ctrTroubles+" missing_message_id") +
		prefixed("restore_", "success pending not_in_quarantine_mailbox") +
		prefixed("restore_skipped_", "server_disabled server_unavailable") +
		prefixed("restore_failed_", ctrTroubles)),
}

// ctrTroubles are the reasons for which quarantining and restoring may fail.
const ctrTroubles = "insufficient_permissions invalid_authentication invalid_license_for_mailbox invalid_quarantine_folder " +
	"invalid_quarantine_mailbox no_connectivity no_server_found_for_mailbox throttled other"

// ctrFree are the filters that take any text.
var ctrFree = []string{"incident_id_filters", "message_id_filters", "recipient_address_filters", "sender_address_filters", "subject_filters", "tap_threat_filters"}

func prefixed(prefix, words string) string {
	var b strings.Builder
	for _, w := range strings.Fields(words) {
		b.WriteString(prefix + w + " ")
	}
	return b.String()
}

// ctrFilter is one filter that was understood.
type ctrFilter struct {
	key   string
	words []string
}

// wants reports whether a thing with these values passes. Of most filters one
// word is enough; other_filters are flags that must all hold, which is why open
// and closed together give nothing.
func (f ctrFilter) wants(have []string) bool {
	if f.key == "other_filters" {
		return !slices.ContainsFunc(f.words, func(w string) bool { return !slices.Contains(have, w) })
	}
	return slices.ContainsFunc(f.words, func(w string) bool {
		return slices.ContainsFunc(have, func(h string) bool {
			if f.key == "subject_filters" {
				return strings.Contains(strings.ToLower(h), strings.ToLower(w))
			}
			return strings.EqualFold(h, w)
		})
	})
}

// ctrSelection is a query understood.
type ctrSelection struct {
	filters  []ctrFilter
	from, to int64 // epoch milliseconds, both inclusive; 0: open
	oldest   bool  // first
}

func (q *ctrQuery) selection(column string) (s ctrSelection, err error) {
	for key, raw := range q.Filters {
		if key == "time_range_filter" {
			if s.from, s.to, err = ctrRange(raw); err != nil {
				return s, err
			}
			continue
		}
		known := ctrKnown[key]
		if known == nil && !slices.Contains(ctrFree, key) {
			continue
		}
		f := ctrFilter{key: key}
		if err := json.Unmarshal(raw, &f.words); err != nil {
			return s, fmt.Errorf("%s must be a list of texts", key)
		}
		if known != nil {
			f.words = slices.DeleteFunc(f.words, func(w string) bool { return !slices.Contains(known, w) })
		}
		if len(f.words) > 0 {
			s.filters = append(s.filters, f)
		}
	}
	for _, by := range q.Sort {
		if by.ColID == column {
			s.oldest = by.Sort == "asc"
		}
	}
	return s, nil
}

func ctrRange(raw json.RawMessage) (from, to int64, err error) {
	var text struct{ Start, End string }
	if err := json.Unmarshal(raw, &text); err != nil {
		return 0, 0, fmt.Errorf("time_range_filter must be an object")
	}
	for _, end := range []struct {
		text string
		ms   *int64
	}{{text.Start, &from}, {text.End, &to}} {
		if end.text == "" {
			continue
		}
		t, err := time.Parse(time.DateTime, end.text)
		if err != nil {
			return 0, 0, fmt.Errorf("time_range_filter: %q is not YYYY-MM-DD HH:MM:SS", end.text)
		}
		*end.ms = t.UnixMilli()
	}
	return from, to, nil
}

func (s *ctrSelection) wants(at int64, words func(string) []string) bool {
	if s.from != 0 && at < s.from || s.to != 0 && at > s.to {
		return false
	}
	for _, f := range s.filters {
		if !f.wants(words(f.key)) {
			return false
		}
	}
	return true
}

// incidents are those that are wanted, in the wanted order.
func (s *ctrSelection) incidents(all []ctrIncident) (list []*ctrIncident) {
	for k := range all {
		if i := &all[k]; s.wants(i.created, i.words) {
			list = append(list, i)
		}
	}
	return ordered(list, s.oldest, func(i *ctrIncident) int64 { return i.created })
}

func (s *ctrSelection) messages(all []ctrIncident) (list []*ctrMessage) {
	for k := range all {
		for n := range all[k].messages {
			if m := &all[k].messages[n]; s.wants(m.received, m.words) {
				list = append(list, m)
			}
		}
	}
	return ordered(list, s.oldest, func(m *ctrMessage) int64 { return m.received })
}

// ordered sorts by time, newest first unless the oldest are wanted first.
func ordered[T any](list []T, oldest bool, at func(T) int64) []T {
	slices.SortStableFunc(list, func(a, b T) int {
		if oldest {
			a, b = b, a
		}
		return cmp.Compare(at(b), at(a))
	})
	return list
}

// ctrRows cuts the window out of n rows.
func (x *exchange) ctrRows(q *ctrQuery, n int) (from, to int, bad *reply) {
	start, end := 0, 100
	if q.StartRow != nil {
		start, end = *q.StartRow, *q.StartRow+100
	}
	if q.EndRow != nil {
		end = *q.EndRow
	}
	if start < 0 || end < start {
		a := ctrRefuse(http.StatusBadRequest, fmt.Sprintf("rows %d to %d are no window", start, end))
		return 0, 0, &a
	}
	if x.s.ctr.inclusive {
		end++
	}
	from = min(start, n)
	return from, min(end, from+ctrMost, n), nil
}

// ctrPage answers with a window of rows; before stands at the front of it.
func (x *exchange) ctrPage(q *ctrQuery, name string, n int, row func(int) json.RawMessage, before ...any) reply {
	from, to, bad := x.ctrRows(q, n)
	if bad != nil {
		return *bad
	}
	rows := []json.RawMessage{}
	for k := from; k < to; k++ {
		rows = append(rows, row(k))
	}
	echo := func(p *int, orElse int) int {
		if p == nil {
			return orElse
		}
		return *p
	}
	start := echo(q.StartRow, 0)
	pairs := append(before, "total", n, "startRow", start, "endRow", echo(q.EndRow, start+100), name, rows)
	return jsonBytes(http.StatusOK, ctrObject(false, pairs...))
}
