// What is kept of a source between runs: JSON that says its format and its
// source first, because a state that is not understood must never be taken for
// the beginning.

package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// stateFormat is the format that is written.
const stateFormat = 1

// state is what is kept.
type state struct {
	Format int
	Source string // the key under which it is kept
	Start  time.Time
	Ledger ledger
	Totals totals
	Gaps   int // acknowledged, in all
	Marked []marked
}

// totals are counted over the life of a state.
type totals struct {
	Records int64       `json:"records"`
	Windows int64       `json:"windows"`
	Dead    int64       `json:"dead"`
	Late    lateCounter `json:"late"`
}

// marked is a stretch that a person vouched for.
type marked struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	At   time.Time `json:"at"`
	Why  string    `json:"why"`
}

// The written form. Times are seconds since 1970, which a ledger of any source
// begins and ends on.
type stateJSON struct {
	Format int           `json:"format"`
	Source string        `json:"source"`
	Start  int64         `json:"start"`
	Ledger []segmentJSON `json:"ledger"`
	Totals totals        `json:"totals"`
	Gaps   int           `json:"gaps"`
	Marked []marked      `json:"marked,omitempty"`
}

type segmentJSON struct {
	From    int64  `json:"from"`
	To      int64  `json:"to"`
	Asked   int64  `json:"asked,omitempty"`
	Expired string `json:"expired,omitempty"`
}

func (s *state) encode() ([]byte, error) {
	out := stateJSON{Format: stateFormat, Source: s.Source, Start: s.Start.Unix(), Ledger: []segmentJSON{}, Totals: s.Totals, Gaps: s.Gaps, Marked: s.Marked}
	for _, seg := range s.Ledger {
		j := segmentJSON{From: seg.From.Unix(), To: seg.To.Unix(), Expired: seg.Expired}
		if !seg.Asked.IsZero() {
			j.Asked = seg.Asked.Unix()
		}
		out.Ledger = append(out.Ledger, j)
	}
	return json.Marshal(out)
}

// decodeState reads a state that must be of source.
func decodeState(raw []byte, source string) (*state, error) {
	var head struct {
		Format *int    `json:"format"`
		Source *string `json:"source"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		if _, fits := errors.AsType[*json.UnmarshalTypeError](err); fits {
			return nil, fmt.Errorf("%w: %q: it has no format of ours; give this feed a store of its own", ErrStateForeign, source)
		}
		return nil, fmt.Errorf("%w: %q: %w; restore a copy, or begin in an empty store from a Start that you choose", ErrStateCorrupt, source, err)
	}
	switch {
	case head.Format == nil || head.Source == nil:
		return nil, fmt.Errorf("%w: %q: it has no format of ours; give this feed a store of its own", ErrStateForeign, source)
	case *head.Format > stateFormat:
		return nil, fmt.Errorf("%w: %q has format %d, this version reads up to %d; run the newer version", ErrStateNewer, source, *head.Format, stateFormat)
	case *head.Source != source:
		return nil, fmt.Errorf("%w: it is of %q and not of %q; give each its own store", ErrStateForeign, *head.Source, source)
	}
	return parseState(raw, source)
}

func parseState(raw []byte, source string) (*state, error) {
	var in stateJSON
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, fmt.Errorf("%w: %q: %w; restore a copy, or begin in an empty store from a Start that you choose", ErrStateCorrupt, source, err)
	}
	s := &state{Format: in.Format, Source: in.Source, Start: unix(in.Start), Totals: in.Totals, Gaps: in.Gaps, Marked: in.Marked}
	before := in.Start
	for _, j := range in.Ledger {
		if j.From < before || j.To <= j.From || in.Format < 1 {
			return nil, fmt.Errorf("%w: %q: stretch %d to %d is out of order; restore a copy, or begin in an empty store from a Start that you choose",
				ErrStateCorrupt, source, j.From, j.To)
		}
		before = j.To
		seg := segment{From: unix(j.From), To: unix(j.To), Expired: j.Expired}
		if j.Asked != 0 {
			seg.Asked = unix(j.Asked)
		}
		s.Ledger = append(s.Ledger, seg)
	}
	return s, nil
}

func unix(s int64) time.Time { return time.Unix(s, 0).UTC() }

// printed is where a query's windows are taken from for its fingerprint: any
// would do, if it stays the same for ever.
var printed = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// query is what a source is known by in the store, and whose quota it draws
// from.
type query struct {
	key        string // tenant/name/fingerprint
	credential string
	pool       proofpoint.Pool
}

// queryOf makes the request of a fixed window and takes the fingerprint of all
// that says what is asked: where, how and for what, but not when and by whom.
func queryOf(c *proofpoint.Client, tenant string, s Source, r rules) (query, error) {
	req, err := s.Request(printed, printed.Add(r.max))
	if err != nil {
		return query{}, fmt.Errorf("feed: source %q: its request cannot be made: %w", s.Name, err)
	}
	selector := ""
	if req.Records != nil {
		selector = req.Records.String()
	}
	bare := req
	bare.Pager, bare.Then, bare.Value = nil, nil, nil
	h := sha256.New()
	put := func(parts ...string) {
		for _, p := range parts {
			_, _ = fmt.Fprintf(h, "%d:%s;", len(p), p)
		}
	}
	id := query{pool: s.Pool}
	for p, err := range c.Plan(bare) {
		switch {
		case errors.Is(err, proofpoint.ErrNotConfigured):
			return query{}, fmt.Errorf("feed: source %q: %w", s.Name, err)
		case err != nil: // the pager fills what is missing; the query is what it is made of
			put(string(req.Service), req.Base, req.Method, req.Path, req.Query.Encode(), string(req.Body), selector)
			continue
		}
		put(string(p.Service), p.Method, p.URL, string(p.Body), selector)
		id.credential = p.Credential
		if id.pool == (proofpoint.Pool{}) {
			id.pool = p.Pool
		}
	}
	id.key = tenant + "/" + s.Name + "/" + hex.EncodeToString(h.Sum(nil)[:8])
	return id, nil
}

func (s *state) clone() *state {
	c := *s
	c.Ledger, c.Marked = slices.Clone(s.Ledger), slices.Clone(s.Marked)
	return &c
}

// count adds an acknowledged item to the totals.
func (s *state) count(i Item) {
	s.Totals.Records++
	if i.LateBy > 0 {
		s.Totals.Late.add(i.LateBy)
	}
}

// give gives stretches up.
func (s *state) give(list []lost) {
	for _, l := range list {
		s.Gaps++
		if l.reason == reasonUnsettled {
			s.Ledger = s.Ledger.put(segment{From: l.from, To: l.to, Expired: l.reason})
			continue
		}
		s.Ledger = s.Ledger.expire(l.stretch, l.reason)
	}
}

// forgetAfter is how long identities of a source without a horizon are kept.
const forgetAfter = 30 * 24 * time.Hour

// keep is how long after the end of a window its identities are kept: as long as
// that window can be asked, and a day.
func (s *stream) keep() time.Duration {
	if s.rules.horizon > 0 {
		return s.rules.horizon + 24*time.Hour
	}
	return forgetAfter + s.rules.last()
}
