// What a chain remembers of its children, so that the same child is not asked
// twice. It is bounded by keys and by bytes, because parents may name any number
// of children; what was used last stays longest.

package proofpoint

import (
	"bytes"
	"container/list"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// The default bounds of a chain's memory, and what it counts for each record
// beside its bytes.
const (
	memoryKeys  = 100_000
	memoryBytes = 64 << 20
	recordCost  = 128
)

// ChainMemory bounds what one sequence remembers of the children of its chain
// (see [Then]): at most so many of them, and so many bytes of their answers; the
// default is 100 000 and 64 MiB. What was used last stays longest. An answer of
// more than 1/64 of the bytes (1 MiB) is not kept, and asked for again. A child
// that is yielded by itself and carries nothing takes no bytes. Beside the bytes,
// each takes some 350 bytes of memory. 0 keys remember
// nothing: every child is asked, and a child that two parents name comes twice.
func ChainMemory(keys int, bytes int64) CallOption {
	return func(o *call) { o.memory = &memory{keys: keys, bytes: bytes} }
}

// memory is shared by all walks of one sequence.
type memory struct {
	keys  int
	bytes int64

	mu    sync.Mutex
	known map[childKey]*answer
	order list.List // of *answer that are settled, what was used last in front
	used  int64
}

// childKey stands for one request of one Then.
type childKey [sha256.Size]byte

// answer is what is remembered of a child. Until it is settled it belongs to
// whoever asks; then it does not change any more.
type answer struct {
	key  childKey
	hold bool   // its records are wanted again, not only that it was asked
	held []pair // records and their flaws, before anything was done with them
	size int64
	err  error // it failed for good, without a record
	done chan struct{}
	at   *list.Element
}

// fresh is the memory of one range over a sequence; nil remembers nothing.
func (m *memory) fresh() *memory {
	keys, most := memoryKeys, int64(memoryBytes)
	if m != nil {
		keys, most = m.keys, m.bytes
	}
	if keys <= 0 {
		return nil
	}
	return &memory{keys: keys, bytes: most, known: map[childKey]*answer{}}
}

// claim returns what is known of a child, or a new answer that the caller must
// settle: then it is the caller's.
func (m *memory) claim(key childKey, hold bool) (a *answer, mine bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if a = m.known[key]; a != nil {
		if a.at != nil {
			m.order.MoveToFront(a.at)
		}
		return a, false
	}
	a = &answer{key: key, hold: hold, size: recordCost, done: make(chan struct{})}
	if !hold {
		a.size = 0
	}
	m.known[key] = a
	return a, true
}

// settle ends the asking: the answer is kept, or forgotten.
func (m *memory) settle(a *answer, keep bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if a.isKnown() {
		return
	}
	defer close(a.done)
	if !keep {
		delete(m.known, a.key)
		return
	}
	a.at = m.order.PushFront(a)
	for m.used += a.size; m.order.Len() > m.keys || m.used > m.bytes && m.order.Len() > 0; {
		last := m.order.Remove(m.order.Back()).(*answer)
		m.used -= last.size
		delete(m.known, last.key)
	}
}

// most is how large one answer may be.
func (m *memory) most() int64 { return m.bytes / maxAhead }

func (a *answer) isKnown() bool {
	select {
	case <-a.done:
		return true
	default:
		return false
	}
}

// claim asks the memory for a child; nil if it is none to be remembered.
func (w *walk) claim(s *slot) (note *answer, mine bool) {
	if w.chain.memory == nil || !s.ask.repeatable() {
		return nil, false
	}
	return w.chain.memory.claim(w.keyOf(s), !w.onlyOnce(s))
}

// keyOf tells children apart: by their request, and by where in the chain they
// are asked, because what follows on them differs.
func (w *walk) keyOf(s *slot) (key childKey) {
	h := sha256.New()
	put := func(parts ...string) {
		_, _ = fmt.Fprintf(h, "%d:", len(parts))
		for _, p := range parts {
			_, _ = fmt.Fprintf(h, "%d:%s;", len(p), p)
		}
	}
	r, t := &s.ask, w.r.Then[s.then]
	put(fmt.Sprint(w.level(), s.then), w.r.name(), fmt.Sprintf("%p", t.Ask))
	put(string(r.Service), r.name(), r.method(), r.Base, r.Path, string(r.Format), string(r.Body), string(r.Value), fmt.Sprint(r.Skip, r.Limit))
	for _, set := range []map[string][]string{r.Query, r.Header} {
		for _, k := range slices.Sorted(maps.Keys(set)) {
			put(append([]string{k}, set[k]...)...)
		}
		put()
	}
	if r.Records != nil {
		put(r.Records.String())
	}
	put(pagerPrint(r.Pager))
	return childKey(h.Sum(nil))
}

// remembering returns the answer that this walk is to keep the records of.
func (w *walk) remembering() *answer {
	if p := w.o.place; p != nil && p.note != nil && p.note.hold {
		return p.note
	}
	return nil
}

// hold keeps a record until the answer is whole, so that others who want it
// never wait for the one that it is handed to. What is too large goes on.
func (w *walk) hold(note *answer, r Record, flaw error) {
	r.Raw = bytes.Clone(r.Raw) // by itself, not as part of a large buffer
	note.held = append(note.held, pair{r, flaw})
	note.size += int64(len(r.Raw)) + recordCost
	switch {
	case note.size > w.chain.memory.most():
		w.letGo(false)
	case w.r.Limit > 0 && len(note.held) >= w.r.Skip+w.r.Limit:
		w.letGo(len(w.r.Then) == 0)
	}
}

// letGo settles the answer and hands on what was held of it.
func (w *walk) letGo(keep bool) {
	p := w.o.place
	note := p.note
	p.note = nil
	w.chain.memory.settle(note, keep)
	for _, h := range note.held {
		if w.done {
			return
		}
		w.hand(h.r, h.err)
	}
}

// spill hands on what is held, before something that is no record of it.
func (w *walk) spill() {
	if w.remembering() != nil {
		w.letGo(false)
	}
}

// remember settles what this walk was to bring, now that it has ended.
func (w *walk) remember(err error) {
	p := w.o.place
	if p == nil {
		return
	}
	w.chain.spent.note(w.r, err)
	if p.note == nil {
		return
	}
	whole := err == nil && (!w.done || w.r.Limit > 0 && w.left == 0)
	if err != nil && len(p.note.held) == 0 && lasting(err) {
		p.note.err, whole = err, true
	}
	w.letGo(whole)
}

// lasting reports whether a child would fail the same way for another parent.
// Errors that are not known here, such as those of pacing, may pass.
func lasting(err error) bool {
	if Temporary(err) || ends(err) {
		return false
	}
	_, refused := errors.AsType[*APIError](err)
	_, broken := errors.AsType[*BodyError](err)
	_, missed := errors.AsType[*pathdata.NoMatchError](err)
	return refused || broken || missed
}

// spentPools are the quotas of which a child was told that they are spent.
type spentPools struct {
	mu  sync.Mutex
	why map[poolKey]error
}

type poolKey struct {
	service    Service
	base, pool string
}

func poolOf(r *Request) poolKey { return poolKey{r.Service, r.Base, r.Pool.Name} }

func (s *spentPools) note(r *Request, err error) {
	if r.Pool.Name == "" || !errors.Is(err, ErrQuotaExhausted) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.why == nil {
		s.why = map[poolKey]error{}
	}
	if s.why[poolOf(r)] == nil || !errors.Is(err, errNotAsked) {
		s.why[poolOf(r)] = err
	}
}

// refuse is the error of a child that need not be asked now.
func (s *spentPools) refuse(r *Request, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.why[poolOf(r)]
	if at, ok := RetryAt(err); err == nil || !ok || !now.Before(at) {
		return nil
	}
	return fmt.Errorf("proofpoint: %s: %w: %w", r.name(), errNotAsked, err)
}

var errNotAsked = errors.New("not asked, because the quota is spent")
