// The pages of a plan: a pager is driven as the loop drives it, with answers
// that say nothing. Windows and values go on without answers; of other pages
// only the first is sure, and the words say on what the others depend.

package proofpoint

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// step is one page of a plan.
type step struct {
	at PageToken
	// further is "" for a page that is asked in any case; otherwise the step
	// stands for all pages behind the one before it, and says until when.
	further string
	// each is "" for a page that is asked once; otherwise it says for what.
	each string
}

// eachValue are values that are not drawn: one stands for all.
type eachValue struct{ Values }

// Apply writes what stands for the value.
func (v eachValue) Apply(r *Request, _ PageToken) error { return r.Set(v.Where, "{value}") }

// undrawn is a pager whose iterators are left alone.
func undrawn(p Pager) Pager {
	switch q := p.(type) {
	case Values:
		if q.Each != nil {
			return eachValue{q}
		}
	case nested:
		return nested{undrawn(q.outer), undrawn(q.inner)}
	}
	return p
}

// allOf joins words that say on what a request depends.
func allOf(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), ", and ")
}

// pagerOf is r's pager, or that of one page.
func pagerOf(r *Request) Pager {
	if r.Pager == nil {
		return single{}
	}
	return r.Pager
}

// steps yields the pages that p would ask for, the time being now.
func steps(p Pager, now time.Time) iter.Seq2[step, error] {
	switch p := p.(type) {
	case single, Windows, Values:
		return knownSteps(p, now)
	case eachValue:
		return func(yield func(step, error) bool) {
			at, err := p.Start(now)
			yield(step{at: at, each: "each value of the iterator"}, err)
		}
	case nested:
		return p.steps(now)
	}
	return openSteps(p, now)
}

// knownSteps yields pages that do not depend on answers.
func knownSteps(p Pager, now time.Time) iter.Seq2[step, error] {
	return func(yield func(step, error) bool) {
		at, err := p.Start(now)
		for more := err != errNoCall; more; {
			if err != nil && !isGap(err) {
				yield(step{}, err)
				return
			}
			if !yield(step{at: at}, nil) {
				return
			}
			at, more, err = p.Next(Page{At: at, Count: -1, Now: now})
		}
	}
}

// openSteps yields the first page, and one step for all others: the second page,
// where there is a way to know it.
func openSteps(p Pager, now time.Time) iter.Seq2[step, error] {
	return func(yield func(step, error) bool) {
		at, err := p.Start(now)
		if err != nil && !isGap(err) {
			yield(step{}, err)
			return
		}
		if !yield(step{at: at}, nil) {
			return
		}
		full, further := pageEnds(p)
		if full > 0 {
			if next, more, err := p.Next(Page{At: at, Count: full, Now: now}); more && err == nil {
				at = next
			}
		}
		yield(step{at: at, further: further}, nil)
	}
}

// pageEnds says how many records a full page has, 0 if that does not tell the
// next, and until when pages are asked.
func pageEnds(p Pager) (full int, further string) {
	const (
		untilShort = "each further page, until one is short"
		untilEmpty = "each further page, until one is empty"
		untilAll   = "each further page, until the total is reached"
	)
	switch p := p.(type) {
	case Numbers:
		switch {
		case p.Size > 0 && p.Total != nil:
			return p.Size, untilAll
		case p.Size > 0:
			return p.Size, untilShort
		}
		return 1, untilEmpty
	case Rows:
		if p.Total != nil {
			return p.size(), untilAll
		}
		return p.size(), untilShort
	case Offsets:
		switch {
		case p.Total != nil:
			return p.Size, untilAll
		case p.Size > 0:
			return p.Size, untilShort
		}
		return 0, untilEmpty
	case Links:
		return 0, "each further page that one names"
	}
	return 0, "each further page"
}

// fullPage is how many records a page has that another one may follow; 0 if that
// is not known. With a total, a page that is short may be followed too.
func fullPage(p Pager) int {
	switch p := p.(type) {
	case nested:
		switch p.outer.(type) {
		case Windows, Values, eachValue:
			return fullPage(p.inner)
		}
	case Numbers:
		if p.Total == nil && p.Last == nil {
			return p.Size
		}
	case Rows:
		if p.Total == nil {
			return p.size()
		}
	case Offsets:
		if p.Total == nil {
			return p.Size
		}
	}
	return 0
}

// steps yields the inner pages of each outer one.
func (n nested) steps(now time.Time) iter.Seq2[step, error] {
	return func(yield func(step, error) bool) {
		for outer, err := range steps(n.outer, now) {
			if err != nil {
				yield(step{}, err)
				return
			}
			for inner, err := range steps(n.inner, now) {
				if err != nil {
					yield(step{}, err)
					return
				}
				if !yield(step{nestedAt{outer.at, inner.at, now}.token(), allOf(outer.further, inner.further), allOf(outer.each, inner.each)}, nil) {
					return
				}
			}
		}
	}
}

// plural writes a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
