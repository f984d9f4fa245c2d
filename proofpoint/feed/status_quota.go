// What the quota log says: what is spent, when there is more, and when it would
// run dry.

package feed

import (
	"context"
	"slices"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// QuotaStatus is one pool of one credential.
type QuotaStatus struct {
	Pool       string  `json:"pool"`
	Credential *string `json:"credential"` // fingerprint, no secret
	Used       int     `json:"used"`
	Limit      int     `json:"limit"`
	// FreeAt is when the oldest request ages out; null where none was made.
	FreeAt *time.Time `json:"free_at"`
	// DryAt is when the pool would be spent if requests went on as in the last
	// hour; null if it would not.
	DryAt *time.Time `json:"dry_at"`
}

// pooled is a pool of a credential that sources of this feed draw from.
type pooled struct {
	pool       proofpoint.Pool
	credential string
	now        time.Time
}

// pools lists what the sources draw from, in their order.
func (f *Feed) pools() []pooled {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []pooled
	for _, s := range f.streams {
		p := pooled{s.id.pool, s.id.credential, s.now(f.clock)}
		same := func(o pooled) bool { return o.pool.Name == p.pool.Name && o.credential == p.credential }
		if p.pool.Name != "" && p.pool.Per > 0 && !slices.ContainsFunc(out, same) {
			out = append(out, p)
		}
	}
	return out
}

// quota reads the log of every pool.
func (f *Feed) quota(ctx context.Context) ([]QuotaStatus, error) {
	out := []QuotaStatus{}
	for _, p := range f.pools() {
		spent, err := f.cfg.Store.Spent(ctx, quotaKey(p.credential, p.pool), p.pool.Per, p.now)
		if err != nil {
			return nil, err
		}
		q := QuotaStatus{Pool: p.pool.Name, Used: len(spent), Limit: p.pool.Limit}
		if p.credential != "" {
			q.Credential = &p.credential
		}
		if len(spent) > 0 {
			at := seconds(spent[0].Add(p.pool.Per))
			q.FreeAt = &at
		}
		if at, dry := forecast(spent, p.pool, p.now); dry {
			at = seconds(at)
			q.DryAt = &at
		}
		out = append(out, q)
	}
	return out, nil
}

// forecast is when a pool is spent if requests go on as in the last hour (or the
// last Per, if that is less), while old ones age out.
func forecast(spent []time.Time, p proofpoint.Pool, now time.Time) (time.Time, bool) {
	over := min(time.Hour, p.Per)
	recent := 0
	for _, t := range spent {
		if t.After(now.Add(-over)) {
			recent++
		}
	}
	if len(spent) >= p.Limit {
		return now, true
	}
	if recent == 0 {
		return time.Time{}, false
	}
	every := over / time.Duration(recent)
	used, aged := len(spent), 0
	for at := now.Add(every); at.Before(now.Add(p.Per)); at = at.Add(every) {
		for aged < len(spent) && !spent[aged].Add(p.Per).After(at) {
			aged++
		}
		if used++; used-aged >= p.Limit {
			return at, true
		}
	}
	return time.Time{}, false
}
