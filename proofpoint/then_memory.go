// What a chain remembers of its children, so that the same child is not asked
// twice. It is bounded by keys and by bytes, because parents may name any number
// of children; what was used last stays longest.

package proofpoint

import (
	"bytes"
	"container/list"
	"errors"
	"slices"
	"strings"
	"sync"

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

// answer is what is remembered of a child. Until it is settled it belongs to
// whoever asks; then to the memory, under its lock.
type answer struct {
	key  childKey
	hold bool   // its records are wanted again, not only that it was asked
	held []pair // records and their flaws, before anything was done with them
	size int64
	err  error // it failed for good, without a record
	kept bool  // it can be used; else it was forgotten
	told bool  // it was handed on, and nobody wants it again
	lost bool  // it will not be handed on after all
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
	if a.isSettled() {
		return
	}
	defer close(a.done)
	keep = keep && !a.lost
	if a.told = a.told || keep && !a.hold; a.told {
		a.shrink()
	} else if !keep {
		delete(m.known, a.key)
		return
	}
	m.keep(a)
}

// keep takes a in, and lets go of what was not used for long.
func (m *memory) keep(a *answer) {
	a.kept, a.at = true, m.order.PushFront(a)
	for m.used += a.size; m.order.Len() > m.keys || m.used > m.bytes && m.order.Len() > 0; {
		last := m.order.Remove(m.order.Back()).(*answer)
		m.used -= last.size
		delete(m.known, last.key)
	}
}

// lose takes back that a child was handed on: its walk ended before its turn, and
// the next parent that names it gets it.
func (m *memory) lose(a *answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if a.lost = true; a.at != nil && m.known[a.key] == a {
		m.order.Remove(a.at)
		m.used -= a.size
		delete(m.known, a.key)
	}
}

// recall returns what a settled answer holds; false if it was forgotten.
func (m *memory) recall(a *answer) (held []pair, err error, kept bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return a.held, a.err, a.kept
}

// isTold reports whether a child was handed on, and is not wanted again.
func (m *memory) isTold(key childKey) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	a := m.known[key]
	return a != nil && a.told
}

// tell notes that a child was handed on whole, and lets go of its records.
func (m *memory) tell(key childKey) {
	m.mu.Lock()
	defer m.mu.Unlock()
	a := m.known[key]
	switch {
	case a == nil:
		a = &answer{key: key, told: true, done: make(chan struct{})}
		close(a.done)
		m.known[key] = a
		m.keep(a)
	case !a.isSettled(): // somebody asks once more; that does not matter
		a.told = true
	case !a.told:
		m.used -= a.size
		a.told = true
		a.shrink()
	}
}

// shrink leaves only the key.
func (a *answer) shrink() { a.held, a.err, a.size = nil, nil, 0 }

// most is how large one answer may be.
func (m *memory) most() int64 { return m.bytes / maxAhead }

func (a *answer) isSettled() bool {
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
	return w.chain.memory.claim(w.keyOf(s), w.o.ahead() || !w.onceOnly(s.then))
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
		w.letGo(w.suffices())
	}
}

// suffices reports whether Limit records are enough for Limit of what comes of
// them. Where all further requests are yielded by themselves, some records may
// bring nothing.
func (w *walk) suffices() bool {
	return len(w.r.Then) == 0 || slices.ContainsFunc(w.r.Then, func(t Then) bool { return t.Name != "" })
}

// letGo settles the answer and hands on what was held of it.
func (w *walk) letGo(keep bool) {
	p := w.o.place
	note := p.note
	p.note = nil
	held := note.held // the memory may let go of them
	w.chain.memory.settle(note, keep)
	for _, h := range held {
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
		whole = true
		if p.note.hold {
			size, slim := spare(err)
			p.note.err, p.note.size = slim, p.note.size+size
		}
	}
	w.letGo(whole)
}

// spare is a lasting error without what makes it heavy, the body of an answer,
// and what it takes in bytes.
func spare(err error) (size int64, slim error) {
	e, ok := errors.AsType[*APIError](err)
	if !ok {
		return errorCost + int64(len(err.Error())), err
	}
	light := *e
	light.Body = nil
	light.Message, light.URL, light.hint = strings.Clone(e.Message), strings.Clone(e.URL), strings.Clone(e.hint)
	return errorCost + int64(len(light.Message)+len(light.URL)+len(light.hint)), &light
}

// errorCost is what an error takes beside its texts.
const errorCost = 512

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
