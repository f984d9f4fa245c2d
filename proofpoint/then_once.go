// Children that come once: those that are yielded by themselves and would be the
// same for every parent. Which parent they come with is settled in the order of
// the sequence, also where several branches of a chain run ahead and ask for them
// in another. So a branch asks, and puts brackets around what it brought; who
// takes it leaves out what came before.

package proofpoint

import (
	"iter"
	"slices"
	"strings"
)

// plain reports whether children are yielded by themselves, and as they came.
func (t Then) plain() bool { return t.Name == "" && len(t.Carry) == 0 }

// onceOnly reports whether the same child of a Then is not wanted again for
// another parent, nor for another parent of its parent.
func (w *walk) onceOnly(then int) bool { return w.r.Then[then].plain() && !w.o.wanted() }

// bracket stands in a sequence, as an error without a record, before and behind
// what a child brought. It never leaves the chain.
type bracket struct {
	key   childKey
	open  bool
	whole bool // behind: the child need not be asked again
}

func (*bracket) Error() string { return "proofpoint: a bracket" }

// bracketed puts brackets around a child's sequence, if it brings anything.
func bracketed(key childKey, seq iter.Seq2[Record, error]) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		opened, whole := false, true
		for r, err := range seq {
			if !opened && !yield(Record{}, &bracket{key: key, open: true}) {
				return
			}
			if opened = true; err != nil && !CanContinue(err) {
				if _, between := err.(*bracket); !between {
					whole = lasting(err)
				}
			}
			if !yield(r, err) {
				return
			}
		}
		if opened {
			yield(Record{}, &bracket{key: key, whole: whole})
		}
	}
}

// sift takes the brackets out of a sequence, and what is in them if it came
// before. An error that ends the sequence always passes.
func (w *walk) sift(seq iter.Seq2[Record, error]) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		var open []childKey
		dropping := -1 // from which open bracket on
		for r, err := range seq {
			b, between := err.(*bracket)
			switch {
			case between && b.open:
				if open = append(open, b.key); dropping < 0 && w.chain.memory.isTold(b.key) {
					dropping = len(open) - 1
				}
			case between:
				at := slices.Index(open, b.key)
				if dropping < 0 && b.whole {
					w.chain.memory.tell(b.key)
				}
				if open = open[:max(at, 0)]; dropping >= len(open) {
					dropping = -1
				}
			case dropping >= 0 && (err == nil || CanContinue(err)):
			case !yield(r, err):
				return
			}
		}
	}
}

// parallel is how many children of a Then may run at once: one alone where it
// is of weight what was taken before.
func (w *walk) parallel(then int) int {
	t := w.r.Then[then]
	if t.Parallel <= 1 {
		return 1
	}
	if w.alone == nil {
		w.alone = map[int]bool{}
	}
	alone, known := w.alone[then]
	if !known {
		wanted := w.o.wanted() || !t.plain()
		alone = t.Writes || (&stepwise{}).below(t.Ask.Proto.Then, mayLimit(t.Ask), wanted)
		w.alone[then] = alone
	}
	if alone {
		return 1
	}
	return t.Parallel
}

// stepwise finds what must not run ahead in the chain below a child: what
// writes, because Limit, a break or an error may come first; and where children
// that come once decide how far their parent's walk goes, by Must or by Limit,
// because a branch does not know which of them it may count.
type stepwise struct{ seen map[stepKey]bool }

type stepKey struct {
	ask    *Operation
	wanted bool
}

func (s *stepwise) below(then []Then, limited, wanted bool) bool {
	for _, t := range then {
		once := t.plain() && !wanted
		if t.Writes || once && (t.Must || limited) {
			return true
		}
		k := stepKey{t.Ask, !once}
		if s.seen[k] {
			continue
		}
		if s.seen == nil {
			s.seen = map[stepKey]bool{}
		}
		s.seen[k] = true
		if s.below(t.Ask.Proto.Then, mayLimit(t.Ask), !once) {
			return true
		}
	}
	return false
}

// mayLimit reports whether the requests of an operation may have a Limit.
func mayLimit(o *Operation) bool {
	return o.Proto.Limit > 0 || slices.ContainsFunc(o.Params, func(p Param) bool { return slices.Contains(strings.Fields(p.In), "limit") })
}
