// Nested paging: for each page of the outer pager, all pages of the inner.

package proofpoint

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// nestedAt is a token of nested paging: both tokens, and when the walk began. The
// inner pager counts back from that time for every page of the outer one:
// otherwise each state of incidents would be asked for another range.
type nestedAt struct {
	outer, inner PageToken
	began        time.Time
}

func (a nestedAt) token() PageToken {
	return PageToken(strconv.Itoa(len(a.outer)) + "@" + strconv.FormatInt(a.began.UnixMilli(), 10) + ":" + string(a.outer) + string(a.inner))
}

func parseNested(at PageToken) (nestedAt, error) {
	head, rest, ok := strings.Cut(string(at), ":")
	length, ms, dated := strings.Cut(head, "@")
	n, bad := strconv.Atoi(length)
	began, worse := strconv.ParseInt(ms, 10, 64)
	if !ok || !dated || bad != nil || worse != nil || n < 0 || n > len(rest) {
		return nestedAt{}, fmt.Errorf("proofpoint: %q is not a page of nested paging", at)
	}
	return nestedAt{PageToken(rest[:n]), PageToken(rest[n:]), time.UnixMilli(began).UTC()}, nil
}

// restart puts the inner pager's first page beside an outer token.
func (n nested) restart(a nestedAt, err error) (PageToken, error) {
	if err != nil && !isGap(err) {
		return "", err
	}
	inner, bad := n.inner.Start(a.began)
	if bad != nil {
		return "", bad
	}
	a.inner = inner
	return a.token(), err
}

func (n nested) Start(now time.Time) (PageToken, error) {
	outer, err := n.outer.Start(now)
	return n.restart(nestedAt{outer: outer, began: now}, err)
}

func (n nested) Apply(r *Request, at PageToken) error {
	a, err := parseNested(at)
	if err != nil {
		return err
	}
	return errors.Join(n.outer.Apply(r, a.outer), n.inner.Apply(r, a.inner))
}

func (n nested) Next(p Page) (PageToken, bool, error) {
	a, err := parseNested(p.At)
	if err != nil {
		return "", false, err
	}
	p.At = a.inner
	next, more, err := n.inner.Next(p)
	if err != nil && !isGap(err) {
		return "", false, err
	}
	if more {
		a.inner = next
		return a.token(), true, err
	}
	p.At = a.outer
	if a.outer, more, err = n.outer.Next(p); a.outer == "" {
		return "", more, err
	}
	next, err = n.restart(a, err)
	return next, more, err
}

func (n nested) Resume(at PageToken, now time.Time) (PageToken, bool, error) {
	a, err := parseNested(at)
	if err != nil {
		return "", false, err
	}
	r, ok := n.outer.(Resumer)
	if !ok {
		return n.resumeInner(a, now)
	}
	next, more, err := r.Resume(a.outer, now)
	if next == a.outer || !more {
		a.outer = next
		return a.token(), more, err
	}
	a.outer, a.began = next, now
	next, err = n.restart(a, err)
	return next, more, err
}

func (n nested) resumeInner(a nestedAt, now time.Time) (PageToken, bool, error) {
	r, ok := n.inner.(Resumer)
	if !ok {
		return a.token(), true, nil
	}
	next, more, err := r.Resume(a.inner, now)
	a.inner = next
	return a.token(), more, err
}

// Shrink asks the inner pager for less, if it can do that. Otherwise it asks
// the outer one, as long as the inner one has not begun: a later page of less is
// not what comes behind the pages before. Values are the same for any page of
// the outer one: those that are over come again with the rest, and none is lost.
func (n nested) Shrink(at PageToken, cause error) (PageToken, bool) {
	a, err := parseNested(at)
	if err != nil {
		return "", false
	}
	if s, ok := n.inner.(Shrinker); ok {
		next, ok := s.Shrink(a.inner, cause)
		a.inner = next
		return a.token(), ok
	}
	s, ok := n.outer.(Shrinker)
	first, bad := n.inner.Start(a.began)
	values := isValues(n.inner)
	if bad != nil || !ok || a.inner != first && !values {
		return "", false
	}
	a.outer, ok = s.Shrink(a.outer, cause)
	return a.token(), ok
}

// otherValue reports whether two tokens are pages for different values, which
// may well have the same answer.
func otherValue(p Pager, at, next PageToken) bool {
	n, ok := p.(nested)
	if !ok {
		return isValues(p)
	}
	a, bad := parseNested(at)
	b, worse := parseNested(next)
	if bad != nil || worse != nil {
		return false
	}
	return a.outer != b.outer && otherValue(n.outer, a.outer, b.outer) || a.inner != b.inner && otherValue(n.inner, a.inner, b.inner)
}

func isValues(p Pager) bool {
	switch p.(type) {
	case Values, *drawn:
		return true
	}
	return false
}

// resumable reports whether a cursor can go on later. Windows that are walked
// for each page of another pager cannot: when the last one is over, only they
// know where it ended.
func resumable(p Pager) bool {
	n, ok := p.(nested)
	if !ok {
		return true
	}
	return !ages(n.inner) && resumable(n.outer)
}

// ages reports whether there are windows in a pager.
func ages(p Pager) bool {
	if n, ok := p.(nested); ok {
		return ages(n.outer) || ages(n.inner)
	}
	_, ok := p.(Resumer)
	return ok
}

func (n nested) Wants() []*pathdata.Selector {
	return append(append([]*pathdata.Selector{}, n.outer.Wants()...), n.inner.Wants()...)
}

func isGap(err error) bool {
	_, ok := errors.AsType[*GapError](err)
	return ok
}
