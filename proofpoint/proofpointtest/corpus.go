// The world: what happens at Proofpoint, as a function. An event is named by its
// hour and its place in that hour; everything about it is drawn from a hash of
// those two and the seed, so nothing is stored and any window can be asked for at
// any time, in any order. Which events a window holds is decided here; what they
// look like, in corpus_tap.go. The generator is our own, because the digests of
// worlds must not change with the toolchain.

package proofpointtest

import (
	"math/bits"
	"slices"
	"time"
)

// world is what the fake holds of SIEM events.
type world struct {
	seed     uint64
	seeded   bool
	rate     int           // events per hour
	late     time.Duration // longest indexing delay
	turns    turns         // verdicts that change
	begin    int64         // epoch milliseconds: nothing is older
	put      []Event       // guarded by Server.mu
	replay   bool          // recorded events instead of made and put ones
	recorded []Event
}

// The words that make the draws for different purposes independent.
const (
	saltShape uint64 = iota + 1
	saltKind
	saltTime
	saltFresh
	saltThreat
	saltPool
	saltMessage
	saltRecipient
	saltClick
	saltPart
	saltLate
	saltOrder
	saltCampaign
	saltActor
	saltETI
	saltCASB
	saltTenant
	saltVerdict
)

// mix hashes its arguments (splitmix64's finisher over a running sum).
func mix(v ...uint64) uint64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, x := range v {
		h = finish(h + x*0x9fb21c651e98df25)
	}
	return h
}

func finish(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// draw is a stream of numbers (splitmix64).
type draw struct{ state uint64 }

func (d *draw) next() uint64 {
	v := finish(d.state)
	d.state += 0x9e3779b97f4a7c15
	return v
}

// n draws from 0 to k-1.
func (d *draw) n(k int) int {
	hi, _ := bits.Mul64(d.next(), uint64(k))
	return int(hi)
}

func (d *draw) percent(p int) bool { return d.n(100) < p }

func pick[T any](d *draw, list []T) T { return list[d.n(len(list))] }

// kind is one of the four kinds of SIEM event, in the order of the real answer.
type kind uint8

const (
	clicksPermitted kind = iota
	clicksBlocked
	messagesDelivered
	messagesBlocked
)

var kindNames = [...]string{ClicksPermitted, ClicksBlocked, MessagesDelivered, MessagesBlocked}

func (k kind) message() bool { return k >= messagesDelivered }

// threatType is a bit of the threatType filter; status one of threatStatus.
type (
	threatType uint8
	status     uint8
)

const (
	typeURL threatType = 1 << iota
	typeAttachment
	typeText
	anyType = typeURL | typeAttachment | typeText
)

const (
	active status = 1 << iota
	cleared
	falsePositive
	usual     = active | cleared
	anyStatus = usual | falsePositive
)

const hour = int64(time.Hour / time.Millisecond)

// head is what selection needs to know of an event.
type head struct {
	hour    int64 // since 1970
	index   int   // in the hour
	leader  int   // index of the first recipient's event of the same message
	kind    kind
	created int64 // epoch milliseconds: the later of event and threat time
	fresh   bool  // condemned after it happened, so the threat time is the later
	second  bool  // there is another threat, of the same type
	types   threatType
	status  status // of all its threats
	late    int64  // milliseconds until it is indexed
	turn    turn   // of its first threat's verdict; the zero turn: none
	turned  bool   // the turn has been made
}

// leader tells who shares a message: of each block of four places, sometimes
// four, three or two belong together.
func (w *world) leader(hour int64, i, n int) (leader int, shared bool) {
	block := i &^ 3
	if block+4 > n {
		return i, false
	}
	together := 1
	switch mix(w.seed, saltShape, uint64(hour), uint64(block)) % 8 {
	case 0:
		together = 4
	case 1:
		together = 3
	case 2, 3:
		together = 2
	}
	if i-block < together {
		return block, together > 1
	}
	return i, false
}

// kindAt draws an event's kind: about half are messages delivered.
func (w *world) kindAt(hour int64, leader int, shared bool) kind {
	v := mix(w.seed, saltKind, uint64(hour), uint64(leader)) % 100
	switch {
	case shared && v < 70:
		return messagesDelivered
	case shared:
		return messagesBlocked
	case v < 42:
		return messagesDelivered
	case v < 60:
		return messagesBlocked
	case v < 82:
		return clicksPermitted
	}
	return clicksBlocked
}

// headAt describes the event at a place.
func (w *world) headAt(hr int64, i int) head {
	n := w.rate
	leader, shared := w.leader(hr, i, n)
	h := head{hour: hr, index: i, leader: leader, kind: w.kindAt(hr, leader, shared)}

	// Places are spread evenly over the hour, each within its own slot.
	u := int64(mix(w.seed, saltTime, uint64(hr), uint64(leader)) & 1023)
	h.created = hr*hour + (int64(leader)<<10|u)*hour/(int64(n)<<10)

	d := draw{mix(w.seed, saltFresh, uint64(hr), uint64(leader))}
	switch h.kind {
	case clicksPermitted:
		h.fresh = d.percent(85)
	case clicksBlocked:
		h.fresh = d.percent(25)
	default:
		h.fresh = d.percent(60)
	}
	if !h.fresh { // event times are whole seconds, as a rule
		h.created -= h.created % 1000
	}
	h.types = typeURL
	if h.kind.message() {
		switch v := d.n(100); {
		case v >= 85:
			h.types = typeText
		case v >= 55:
			h.types = typeAttachment
		}
	}
	h.second = h.kind.message() && d.percent(20)
	h.status = statusOf(w.threatSeed(&h, 0))
	if h.second {
		h.status |= statusOf(w.threatSeed(&h, 1))
	}
	if w.late > 0 {
		h.late = w.delay(mix(w.seed, uint64(hr), uint64(i)))
	}
	if h.fresh && w.turns.percent > 0 {
		h.turn = w.turnOf(&h)
	}
	return h
}

// threatSeed names a threat of an event: a new one that the event is the first
// of, or one of the world's known ones.
func (w *world) threatSeed(h *head, nth int) uint64 {
	seed := mix(w.seed, saltThreat, uint64(h.hour), uint64(h.leader), uint64(nth))
	if h.fresh && nth == 0 {
		return seed
	}
	return mix(w.seed, saltPool, uint64(h.types), seed%40)
}

// statusOf is a threat's status.
func statusOf(threatSeed uint64) status {
	switch v := finish(threatSeed) % 100; {
	case v < 4:
		return falsePositive
	case v < 12:
		return cleared
	}
	return active
}

// delay is the indexing delay of an event in milliseconds: none for two thirds.
func (w *world) delay(key uint64) int64 {
	d := draw{mix(saltLate, key)}
	if w.late <= 0 || d.n(3) > 0 {
		return 0
	}
	return int64(d.next() % uint64(w.late.Milliseconds()+1))
}

// query says which events are wanted: created in [from, to), in milliseconds.
type query struct {
	from, to int64
	oldest   int64 // no made event is older
	now      int64 // what is later does not exist yet; 0: no limit
	replay   int64 // when recorded events count as created
	atNow    bool  // the window ends at now: it holds recorded events in any case
	types    threatType
	status   status
	named    bool // the filters were given by the request
}

func (q *query) wants(h *head) bool {
	at := h.counts()
	return h.created >= q.oldest && at >= q.from && at < q.to && h.types&q.types != 0 && h.status&q.status != 0 &&
		(q.now == 0 || at+h.late <= q.now)
}

func (q *query) wantsEvent(w *world, e *Event) bool {
	if w.replay {
		return (q.atNow || q.replay >= q.from && q.replay < q.to) && (!q.named || q.selects(e))
	}
	at := e.Created.UnixMilli()
	return at >= q.from && at < q.to && (q.now == 0 || at+w.delay(hash(e.ID)) <= q.now) && q.selects(e)
}

func (q *query) selects(e *Event) bool {
	return (q.types == anyType || e.types()&q.types != 0) && (q.status == anyStatus || e.statuses()&q.status != 0)
}

// span is a run of places in one hour that covers a window's part of it.
type span struct {
	hour   int64
	lo, at int // first place, and its number in the selection
}

// selection is a window's candidates: numbers from 0 to total-1, of which those
// that the query wants are the answer.
type selection struct {
	w     *world
	q     query
	spans []span
	made  int     // candidates that are generated
	moved []place // the last of them: whose verdict changed in the window
	extra []Event // already selected
	order permutation
	ahead bool // in order, not shuffled
	parts uint64
}

// sel makes a selection. extra is the caller's snapshot of the stored events.
func (w *world) sel(q query, extra []Event) *selection {
	q.oldest = w.begin
	s := &selection{w: w, q: q, ahead: w.replay}
	n := int64(w.rate)
	from := max(q.from, w.begin)
	if w.seeded && !w.replay && n > 0 && q.to > from {
		for hr := floorDiv(from, hour); hr*hour < q.to; hr++ {
			// A place may be dated up to a second before its slot and, as a
			// further recipient, up to three slots before.
			lo := max((from-hr*hour)*n/hour-1, 0)
			hi := min((q.to-hr*hour+1000)*n/hour+5, n)
			if lo < hi {
				s.spans = append(s.spans, span{hr, int(lo), s.made})
				s.made += int(hi - lo)
			}
		}
		s.moved = w.movedInto(q)
		s.made += len(s.moved)
	}
	for i := range extra {
		if q.wantsEvent(w, &extra[i]) {
			s.extra = append(s.extra, extra[i])
		}
	}
	s.order = permute(uint64(s.made+len(s.extra)), mix(w.seed, saltOrder, uint64(q.from), uint64(q.to)))
	return s
}

func floorDiv(a, b int64) int64 {
	if a < 0 && a%b != 0 {
		return a/b - 1
	}
	return a / b
}

// total is the number of candidates.
func (s *selection) total() int { return s.made + len(s.extra) }

// place turns a candidate's number into a place, and says whether it is there for
// the time of its new verdict.
func (s *selection) place(c int) (at place, moved bool) {
	if rest := c - (s.made - len(s.moved)); rest >= 0 {
		return s.moved[rest], true
	}
	i, ok := slices.BinarySearchFunc(s.spans, c, func(p span, c int) int { return p.at - c })
	if !ok {
		i--
	}
	return place{s.spans[i].hour, s.spans[i].lo + c - s.spans[i].at}, false
}

// next appends the next wanted event of a kind to b and says whether there was
// one. pos is how far the walk has come.
func (s *selection) next(b []byte, k kind, pos *int) ([]byte, bool) {
	for total := s.total(); *pos < total; {
		c := *pos
		*pos++
		if !s.ahead {
			c = int(s.order.at(uint64(c)))
		}
		if c >= s.made {
			if e := &s.extra[c-s.made]; e.Kind == kindNames[k] {
				return append(b, e.Raw...), true
			}
			continue
		}
		p, moved := s.place(c)
		leader, shared := s.w.leader(p.hour, p.index, s.w.rate)
		if s.w.kindAt(p.hour, leader, shared) != k {
			continue
		}
		h := s.w.headAt(p.hour, p.index)
		s.w.turnBy(&h, s.q.now)
		if h.movedOn() == moved && s.q.wants(&h) {
			return s.w.appendEvent(b, &h, s.parts), true
		}
	}
	return b, false
}

// permutation is a seeded order of the numbers below n, computed per number (a
// Feistel network over the next even power of two, walked until it is below n),
// so that shuffling costs no memory.
type permutation struct {
	n    uint64
	half uint
	keys [4]uint64
}

func permute(n, seed uint64) permutation {
	p := permutation{n: n, half: uint(bits.Len64(max(n, 2)-1)+1) / 2}
	for i := range p.keys {
		p.keys[i] = mix(seed, uint64(i))
	}
	return p
}

func (p *permutation) at(i uint64) uint64 {
	mask := uint64(1)<<p.half - 1
	for {
		l, r := i>>p.half, i&mask
		for _, k := range p.keys {
			l, r = r, l^finish(r^k)&mask
		}
		if i = l<<p.half | r; i < p.n {
			return i
		}
	}
}

// hash is a hash of a text.
func hash(s string) uint64 {
	h := uint64(len(s))
	for i := 0; i < len(s); i++ {
		h = finish(h ^ uint64(s[i]))
	}
	return h
}
