//go:build unix

// What the killed processes left behind, as the history that the checker judges.
// A line counts as acknowledged, and one that comes again counts once if the
// process that wrote it before was killed before it could have acknowledged it:
// that is what a sink does that knows identities. The lines do not say which of
// them are changes, so that is not judged here.

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/feedsim"
	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

func (k *killing) history(from, until time.Time, st feed.Status) *feedsim.History {
	h := &feedsim.History{From: from, Until: until, Horizon: 7 * 24 * time.Hour, Settle: time.Hour, Quotas: []feedsim.Quota{{Limit: 1800, Per: 24 * time.Hour}}}
	for e := range k.fake.Events(from.Add(-4*24*time.Hour), k.now().Add(time.Hour)) {
		id := k.identity(e.Kind, e.Raw)
		h.Told = append(h.Told, feedsim.Told{Key: id.Key, Version: id.Version, Created: e.Created, Since: e.Since, Until: e.Until})
	}
	wrote := k.committed(h)
	k.gaps(h, st)
	k.asked(h, wrote)
	return h
}

var identify = feed.TAPEvents().Identity

func (k *killing) identity(kind string, raw []byte) feed.ID {
	id, err := identify(proofpoint.Record{Path: pathdata.Path{Parent: "$['" + kind + "']"}, Raw: raw})
	if err != nil {
		k.t.Fatal(err)
	}
	return id
}

// batchName tells windows apart.
type batchName struct{ from, to string }

// committed reads the lines of all lives, and returns the lives that wrote each
// record.
func (k *killing) committed(h *feedsim.History) map[feed.ID][]int {
	wrote := map[feed.ID][]int{}
	last := map[feed.ID]batchName{} // the window of the life that wrote it last
	lastOf := make([]batchName, len(k.lives))
	known := map[string]bool{}
	again := 0
	for n, l := range k.lives {
		text, err := os.ReadFile(l.out)
		if err != nil {
			k.t.Fatal(err)
		}
		whole := text[:bytes.LastIndexByte(text, '\n')+1] // a line that was cut was not acknowledged
		for line := range bytes.Lines(whole) {
			var e struct {
				Kind, ID, From, To string
				Record             json.RawMessage
			}
			if err := json.Unmarshal(line, &e); err != nil {
				k.t.Fatalf("life %d: %v: %.200s", n, err, line)
			}
			id := k.identity(e.Kind, e.Record)
			if id.Key != e.ID {
				k.t.Errorf("life %d: the line says %q and its record %q", n, e.ID, id.Key)
			}
			lives := wrote[id]
			lastOf[n] = batchName{e.From, e.To}
			if i := len(lives) - 1; i >= 0 && lives[i] < n && last[id] == lastOf[lives[i]] {
				again++ // of the batch that was out when that life ended
			} else {
				h.Committed = append(h.Committed, feedsim.Delivery{Key: id.Key, Version: id.Version, Changed: known[id.Key], At: l.end})
			}
			wrote[id], last[id], known[id.Key] = append(lives, n), lastOf[n], true
		}
	}
	k.t.Logf("%d lines came again after a kill", again)
	return wrote
}

// asked reads the fake's log, to the second as answers tell the time. One request follows another only when what came of
// it was acknowledged. Of the last one of a life that was killed that is not known:
// it counts if all of its records were written by then, unless some of the time
// that it would have settled was given up later: so it was not acknowledged.
func (k *killing) asked(h *feedsim.History, wrote map[feed.ID][]int) {
	n := 0
	for i, c := range k.fake.Calls(siemAll) {
		for n < len(k.lives)-1 && i >= k.lives[n].calls {
			n++
		}
		ask := feedsim.Ask{At: c.Time.Truncate(time.Second), Status: c.Status, Kept: c.Status == 200}
		from, to, _ := strings.Cut(c.Query.Get("interval"), "/")
		ask.From, ask.To = k.time(from), k.time(to)
		if i == k.lives[n].calls-1 && n < len(k.lives)-1 {
			settles := ask.At.Add(-h.Settle) // no answer settles what is later
			if ask.To.Before(settles) {
				settles = ask.To
			}
			for _, g := range h.Gaps {
				ask.Kept = ask.Kept && (!g.From.Before(settles) || !ask.From.Before(g.To))
			}
			for _, t := range h.Told {
				there := !t.Since.After(ask.At) && (t.Until.IsZero() || t.Until.After(ask.At)) && !t.Created.Before(ask.From) && t.Created.Before(ask.To)
				by := wrote[feed.ID{Key: t.Key, Version: t.Version}]
				ask.Kept = ask.Kept && (!there || len(by) > 0 && by[0] <= n)
			}
		}
		h.Asked = append(h.Asked, ask)
	}
}

func (k *killing) time(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		k.t.Fatal(err)
	}
	return at.UTC()
}

var gapLine = regexp.MustCompile(`(?m)^time=.* level=ERROR msg="tap\.events: gap (\S+) to (\S+): `)

// toldGap is a gap in the log of a life, and when that had ended.
type toldGap struct{ from, to, at time.Time }

func (k *killing) told() (all []toldGap) {
	for _, l := range k.lives {
		log, err := os.ReadFile(l.log)
		if err != nil {
			k.t.Fatal(err)
		}
		for _, m := range gapLine.FindAllSubmatch(log, -1) {
			all = append(all, toldGap{k.time(string(m[1])), k.time(string(m[2])), l.end})
		}
	}
	slices.SortStableFunc(all, func(a, b toldGap) int { return a.from.Compare(b.from) })
	return all
}

// gaps are those of the last report; all of each must have been told, which says
// when.
func (k *killing) gaps(h *feedsim.History, st feed.Status) {
	said := k.told()
	for _, g := range st.Tenants[0].Sources[0].Gaps {
		until, at := g.From, time.Time{}
		for _, s := range said {
			if !s.from.After(until) && s.to.After(until) && until.Before(g.To) {
				until, at = s.to, s.at
			}
		}
		if until.Before(g.To) || !g.Acked {
			k.t.Errorf("the gap %s to %s was told until %s, acknowledged: %t", g.From, g.To, until, g.Acked)
		}
		h.Gaps = append(h.Gaps, feedsim.Gap{From: g.From, To: g.To, At: at, Reason: g.Reason})
	}
}
