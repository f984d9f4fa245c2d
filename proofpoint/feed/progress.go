// How far a feed is, for people who watch: on a terminal a line that is written
// over, in a log the same line once a minute.

package feed

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Progress is how far a feed is. Windows and records are counted since it was
// opened.
type Progress struct {
	Name          string // the tenant, else the source if there is one, else "feed"
	Source        string // whose window this tells of
	Done, Total   int    // windows: acknowledged, and these with what is due
	Records       int64  // acknowledged
	Lag           time.Duration
	QuotaUsed     int // of the pool that is nearest to its limit
	QuotaLimit    int // 0 where no source has a pool
	Late          int64
	LateMax       time.Duration
	Gaps          int       // in all, acknowledged
	ETA           time.Time // UTC; zero where nothing is due, or nothing was done yet
	GapsUnclaimed int       // delivered and not acknowledged
}

// String is one line:
//
//	tap 132/168 windows  1,204,331 records  lag 4m10s  quota 611/1800  late 212 (max 27m)  gaps 0  eta 14:32
func (p Progress) String() string {
	parts := []string{
		fmt.Sprintf("%s %d/%d windows", p.Name, p.Done, p.Total),
		thousands(p.Records) + " records",
		"lag " + short(p.Lag),
	}
	if p.QuotaLimit > 0 {
		parts = append(parts, fmt.Sprintf("quota %d/%d", p.QuotaUsed, p.QuotaLimit))
	}
	late := fmt.Sprintf("late %d", p.Late)
	if p.Late > 0 {
		late += fmt.Sprintf(" (max %s)", strings.TrimSuffix(short(p.LateMax), "00s"))
	}
	parts = append(parts, late, fmt.Sprintf("gaps %d", p.Gaps))
	if !p.ETA.IsZero() {
		parts = append(parts, "eta "+p.ETA.UTC().Format("15:04"))
	}
	return strings.Join(parts, "  ")
}

// thousands writes a number with commas.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// tell calls OnProgress after something about s changed.
func (f *Feed) tell(s *stream) {
	if f.cfg.OnProgress == nil {
		return
	}
	f.progress.Lock()
	defer f.progress.Unlock()
	f.cfg.OnProgress(f.progressOf(s))
}

func (f *Feed) progressOf(s *stream) Progress {
	quota, _ := f.quota(context.Background()) // a store that fails is told by the next commit
	f.mu.Lock()
	defer f.mu.Unlock()
	p := Progress{Name: f.name(), Source: s.src.Name, Done: int(f.run.windows), Records: f.run.records}
	left := 0
	for _, s := range f.streams {
		one := f.sourceStatus(s)
		left += one.Windows.Planned + one.Windows.Fetched
		if one.Lag != nil {
			p.Lag = max(p.Lag, time.Duration(*one.Lag)*time.Second)
		}
		p.Late += one.Late.Count
		if one.Late.Max != nil {
			p.LateMax = max(p.LateMax, time.Duration(*one.Late.Max)*time.Second)
		}
		for _, g := range one.Gaps {
			if g.Acked {
				p.Gaps++
			} else {
				p.GapsUnclaimed++
			}
		}
	}
	p.Total = p.Done + left
	for _, q := range quota {
		if q.Limit > 0 && (p.QuotaLimit == 0 || q.Used*p.QuotaLimit > p.QuotaUsed*q.Limit) {
			p.QuotaUsed, p.QuotaLimit = q.Used, q.Limit
		}
	}
	if took := f.clock.Now().Sub(f.opened); left > 0 && p.Done > 0 && took > 0 {
		p.ETA = seconds(f.clock.Now().Add(took / time.Duration(p.Done) * time.Duration(left)))
	}
	return p
}

func (f *Feed) name() string {
	switch {
	case f.cfg.Tenant != "":
		return f.cfg.Tenant
	case len(f.streams) == 1:
		return f.streams[0].src.Name
	}
	return "feed"
}
