// Several records decoded at once, in their order. The walk and the caller's loop
// stay where they are, on one goroutine; only decoding leaves it (see
// internal/ordered). Because the walk is then ahead of the caller, cursors have to
// be held back: that is here too.

package proofpoint

import (
	"iter"
	"slices"

	"github.com/proofpointkit/proofpoint-go/internal/ordered"
)

// maxWorkers bounds Parallel.
const maxWorkers = 64

// Parallel decodes on n goroutines, 1 to 64, and keeps the order of records and
// errors. It pays where records come faster than one core decodes them. The
// sequence and the loop stay on the goroutine that ranges; the n others have
// ended when the loop ends. A panic of a decoder is raised in the loop.
//
// The walk is ahead of the loop, by 2n batches of 32 records, 128 KiB for each of
// the n and one record more at most, so a record may wait until the next ones
// have come: do not use it where records are awaited one by one. Name here the
// cursors of the sequence ([Resume]), which then stand where the loop does, as
// they would without; nil is a [*ParamError]. A cursor that is not named, a
// [Checkpoint], what [OnPage] calls and an [Observer] cannot be held back like
// that, and are told of records that the loop has not had: save no progress by
// them here.
//
//	var cur proofpoint.Cursor
//	records := client.Records(ctx, request, proofpoint.Resume(&cur))
//	for m, err := range proofpoint.As[map[string]any](records, proofpoint.Parallel(4, &cur)) {
func Parallel(n int, cursors ...*Cursor) DecodeOption {
	return func(d *decodeSettings) {
		if n < 1 || n > maxWorkers {
			d.err = &ParamError{Param: "parallel", Value: n, Reason: "is out of range", Accepts: "1 to 64"}
			return
		}
		if slices.Contains(cursors, nil) {
			d.err = &ParamError{Param: "parallel", Reason: "names a cursor that is nil"}
			return
		}
		d.workers, d.cursors = n, slices.Clone(cursors)
	}
}

// turn is what came in one turn of the walk, and result what it became. Both have
// where the cursors stood when it came.
type turn struct {
	Record
	err error
	at  []Cursor
}

type result[T any] struct {
	v   T
	err error
	at  []Cursor
}

func decodeParallel[T any](seq iter.Seq2[Record, error], d *decodeSettings, newDecoder func() func(Record) (T, error), yield func(T, error) bool) {
	held := &heldCursors{all: d.cursors}
	work := func() func(turn) result[T] {
		decode := newDecoder()
		return func(t turn) result[T] {
			v, err := decodeOne(t.Record, t.err, decode)
			return result[T]{v, err, t.at}
		}
	}
	given := held.look()
	defer func() { held.put(given) }()
	for r := range ordered.Map(held.turns(seq), d.workers, func(t turn) int { return len(t.Raw) }, work) {
		given = r.at
		held.put(given)
		if !yield(r.v, r.err) {
			return
		}
	}
	given = held.newest
}

// heldCursors shows the caller where its loop is, and the walk where the walk is.
type heldCursors struct {
	all    []*Cursor
	newest []Cursor // of the walk
}

// turns gives the turns of a walk.
func (h *heldCursors) turns(seq iter.Seq2[Record, error]) iter.Seq[turn] {
	return func(yield func(turn) bool) {
		for r, err := range seq {
			h.look()
			if !yield(turn{r, err, h.newest}) {
				return
			}
			h.put(h.newest)
		}
		h.look()
	}
}

// look notes where the walk has put the cursors. What was noted before stays as it
// is, in turns that are under way.
func (h *heldCursors) look() []Cursor {
	if slices.EqualFunc(h.all, h.newest, func(c *Cursor, at Cursor) bool { return *c == at }) {
		return h.newest
	}
	h.newest = make([]Cursor, len(h.all))
	for i, c := range h.all {
		h.newest[i] = *c
	}
	return h.newest
}

func (h *heldCursors) put(at []Cursor) {
	for i, c := range at {
		*h.all[i] = c
	}
}
