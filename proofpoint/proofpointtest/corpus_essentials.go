// What the threat API of Essentials tells of: worlds of their own, one for the
// partner and one for each of its customers, made by the functions that make
// TAP's. Only the domain of the people differs.

package proofpointtest

import (
	"bytes"
	"iter"
	"time"
)

// essentialsPart is what happened at one organisation.
type essentialsPart struct {
	*selection
	domain string
}

// next is selection.next with the organisation's domain for the tenant's.
func (p essentialsPart) next(b []byte, k kind, pos *int) ([]byte, bool) {
	mark := len(b)
	b, ok := p.selection.next(b, k, pos)
	if !ok || p.domain == tenant {
		return b, ok
	}
	return append(b[:mark:mark], p.moved(b[mark:])...), true
}

func (p essentialsPart) moved(event []byte) []byte {
	return bytes.ReplaceAll(event, []byte("@"+tenant), []byte("@"+p.domain))
}

// essentialsParts are walked one after another.
type essentialsParts []essentialsPart

func (s essentialsParts) next(b []byte, k kind, pos *int) ([]byte, bool) {
	base := 0
	for _, p := range s {
		if at := *pos - base; at < p.total() {
			out, ok := p.next(b, k, &at)
			if *pos = base + at; ok {
				return out, true
			}
		}
		base += p.total()
	}
	return b, false
}

// essentialsEvents selects what happened at the partner, its customers, or both.
// An hour of the partner has a quarter of the events that [Rate] sets, one of a
// customer a twelfth.
func (s *Server) essentialsEvents(q query, own, customers bool) essentialsParts {
	s.mu.Lock()
	put := s.essentials.put[:len(s.essentials.put):len(s.essentials.put)]
	s.mu.Unlock()
	var parts essentialsParts
	add := func(domain string, share int, put []Event) {
		w := &world{seed: mix(s.world.seed, saltEssentials, hash(domain)), seeded: s.world.seeded, rate: s.world.rate / share, late: s.world.late, begin: s.world.begin}
		parts = append(parts, essentialsPart{w.sel(q, put), domain})
	}
	if own {
		add(tenant, 4, put)
	}
	if customers {
		for _, domain := range essChildren {
			add(domain, 12, nil)
		}
	}
	return parts
}

// PutEssentials is [Server.Put] for the threat API of Essentials: the events are
// of the organisation itself, not of its customers.
func (s *Server) PutEssentials(e ...Event) {
	for _, e := range e {
		if err := e.complete(); err != nil {
			s.complain("put: event %q: %w", e.ID, err)
			continue
		}
		s.mu.Lock()
		s.essentials.put = append(s.essentials.put, e)
		s.mu.Unlock()
	}
}

// EssentialsEvents is [Server.Events] for the threat API of Essentials: the events
// created in [from, to) at the organisation itself and, if customers is set, at
// its customers.
func (s *Server) EssentialsEvents(from, to time.Time, customers bool) iter.Seq[Event] {
	return func(yield func(Event) bool) {
		q := query{from: ceilMilli(from), to: ceilMilli(to), types: anyType, status: anyStatus}
		for _, p := range s.essentialsEvents(q, true, customers) {
			more := p.each(func(e Event) bool {
				e.Raw = p.moved(e.Raw)
				return yield(e)
			})
			if !more {
				return
			}
		}
	}
}
