// Quota pools: rolling logs of the requests that counted, one per credential and
// pool. A pool is data; the routes name theirs.

package proofpointtest

import (
	"maps"
	"slices"
	"time"
)

// pool is a limit that operations share: so many requests in any stretch of per.
type pool struct {
	name  string
	limit int
	per   time.Duration
}

// counted is the rolling log of one credential in one pool.
type counted struct{ times []time.Time }

// Quota changes the limit of a pool. The pools, so many calls in so long:
//
//	tap.siem                          1800 in 24 h, five SIEM paths together
//	tap.clicks.permitted              1800 in 24 h
//	tap.campaign.ids                  50 in 24 h
//	tap.forensics.threat              50 in 24 h
//	tap.forensics.campaign            1800 in 24 h
//	tap.people.vap                    50 in 24 h
//	tap.people.top_clickers           50 in 24 h
//	tap.url.decode                    1800 in 24 h
//	casb                              1000 in 24 h, logins count
//	trap.ptr                          none; set one, and it is for 10 s
//	trap.ctr                          10 in 1 min
//	eti                               200 in 1 min, v1 and v2 together
//	essentials.siem                   1800 in 24 h, four paths together
//	essentials.siem.clicks.permitted  1800 in 24 h
//
// What was counted so far stays counted. A limit of 0 refuses every call, a
// negative one none. An unknown pool fails the test, or shows in [Server.Err].
func (s *Server) Quota(pool string, limit int) {
	if _, ok := pools[pool]; !ok {
		s.complain("quota: no pool %q; there are %q", pool, slices.Sorted(maps.Keys(pools)))
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits[pool] = limit
}

// spend counts a request against a pool, or reports that the pool is empty. A
// refused request is not counted: the pool fills up again as the oldest counted
// one passes out of the stretch.
func (s *Server) spend(name, credential string, now time.Time) (ok bool) {
	p := pools[name]
	s.mu.Lock()
	defer s.mu.Unlock()
	limit := p.limit
	if l, set := s.limits[name]; set {
		limit = l
	}
	if limit < 0 {
		return true
	}
	key := name + "\x00" + credential
	c := s.quota[key]
	if c == nil {
		c = &counted{}
		s.quota[key] = c
	}
	c.times = slices.DeleteFunc(c.times, func(t time.Time) bool { return now.Sub(t) >= p.per })
	if len(c.times) >= limit {
		return false
	}
	c.times = append(c.times, now)
	return true
}
