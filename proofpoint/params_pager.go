// Parameters that say how the answer is walked: a range of time, a page and its
// size. They are written into the pager, wherever in a Nest it stands.

package proofpoint

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

func (b *builder) window(p Param, place string, v any) error {
	ok := false
	b.r.Pager = withPager(b.r.Pager, func(w Windows) Windows {
		ok = true
		switch place {
		case "since":
			w.Since = v.(time.Duration)
		case "from":
			w.From = v.(time.Time)
		case "to":
			w.To = v.(time.Time)
		}
		return w
	})
	if !ok {
		return fmt.Errorf("operation %s has no windows", b.o.Name)
	}
	return nil
}

// whole reports whether what the caller said makes an assumed range of w idle.
func (b *builder) whole(w Windows) bool {
	if b.asked["since"] || b.asked["from"] || b.asked["to"] {
		return false
	}
	return slices.ContainsFunc(strings.Fields(w.Unless), func(place string) bool { return b.asked[place] })
}

// slice makes page and size one page: a Limit, and without Numbers a Skip too.
// A limit that the caller gave is never enlarged; beside Numbers and without a
// page, size is only how they are walked.
func (b *builder) slice(numbers bool) {
	bad := func(reason, accepts string) {
		b.errs = append(b.errs, &ParamError{Param: orElse(b.field["page"], "page"), Value: b.page, Reason: reason, Accepts: accepts})
	}
	if b.size <= 0 {
		if b.page > 1 && !numbers {
			bad("needs size beside it", "page and size")
		}
		return
	}
	if b.r.Limit <= 0 || b.r.Limit > b.size && !(numbers && b.asked["limit"] && !b.asked["page"]) {
		b.r.Limit = b.size
	}
	if numbers {
		return
	}
	before := max(b.page-1, 0)
	if before > math.MaxInt/b.size {
		bad("is too far: so many records cannot be skipped", "")
		return
	}
	b.r.Skip = before * b.size
}

// withPager changes the pager of type P inside p, through Nest.
func withPager[P Pager](p Pager, change func(P) P) Pager {
	switch q := p.(type) {
	case P:
		return change(q)
	case nested:
		return nested{withPager(q.outer, change), withPager(q.inner, change)}
	}
	return p
}

// withPageSize sets how many records a page has, whichever pager counts them.
func withPageSize(p Pager, size int) Pager {
	p = withPager(p, func(n Numbers) Numbers { n.Size = size; return n })
	p = withPager(p, func(r Rows) Rows { r.Size = size; return r })
	return withPager(p, func(o Offsets) Offsets { o.Size = size; return o })
}
