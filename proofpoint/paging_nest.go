// Nested paging: for each page of the outer pager, all pages of the inner. The
// token is both tokens, the outer one with its length in front.

package proofpoint

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func joinTokens(outer, inner PageToken) PageToken {
	return PageToken(strconv.Itoa(len(outer)) + ":" + string(outer) + string(inner))
}

func splitToken(at PageToken) (outer, inner PageToken, err error) {
	digits, rest, ok := strings.Cut(string(at), ":")
	n, bad := strconv.Atoi(digits)
	if !ok || bad != nil || n < 0 || n > len(rest) {
		return "", "", fmt.Errorf("proofpoint: %q is not a page of nested paging", at)
	}
	return PageToken(rest[:n]), PageToken(rest[n:]), nil
}

// restart puts the inner pager's first page beside an outer token.
func (n nested) restart(outer PageToken, err error, now time.Time) (PageToken, error) {
	if err != nil && !isGap(err) {
		return "", err
	}
	inner, bad := n.inner.Start(now)
	if bad != nil {
		return "", bad
	}
	return joinTokens(outer, inner), err
}

func (n nested) Start(now time.Time) (PageToken, error) {
	outer, err := n.outer.Start(now)
	return n.restart(outer, err, now)
}

func (n nested) Apply(r *Request, at PageToken) error {
	outer, inner, err := splitToken(at)
	if err != nil {
		return err
	}
	return errors.Join(n.outer.Apply(r, outer), n.inner.Apply(r, inner))
}

func (n nested) Next(p Page) (PageToken, bool, error) {
	outer, inner, err := splitToken(p.At)
	if err != nil {
		return "", false, err
	}
	p.At = inner
	next, more, err := n.inner.Next(p)
	if err != nil && !isGap(err) {
		return "", false, err
	}
	if more {
		return joinTokens(outer, next), true, err
	}
	p.At = outer
	next, more, err = n.outer.Next(p)
	if next == "" {
		return "", more, err
	}
	next, err = n.restart(next, err, p.Now)
	return next, more, err
}

func (n nested) Resume(at PageToken, now time.Time) (PageToken, bool, error) {
	outer, inner, err := splitToken(at)
	if err != nil {
		return "", false, err
	}
	r, ok := n.outer.(Resumer)
	if !ok {
		return n.resumeInner(outer, inner, now)
	}
	next, more, err := r.Resume(outer, now)
	if next == outer || !more {
		return joinTokens(next, inner), more, err
	}
	next, err = n.restart(next, err, now)
	return next, more, err
}

func (n nested) resumeInner(outer, inner PageToken, now time.Time) (PageToken, bool, error) {
	r, ok := n.inner.(Resumer)
	if !ok {
		return joinTokens(outer, inner), true, nil
	}
	next, more, err := r.Resume(inner, now)
	return joinTokens(outer, next), more, err
}

// Shrink asks the inner pager for less, if it can do that. Otherwise it asks
// the outer one, as long as the inner one has not begun: later the pages before
// would come again.
func (n nested) Shrink(at PageToken, cause error) (PageToken, bool) {
	outer, inner, err := splitToken(at)
	if err != nil {
		return "", false
	}
	if s, ok := n.inner.(Shrinker); ok {
		next, ok := s.Shrink(inner, cause)
		return joinTokens(outer, next), ok
	}
	s, ok := n.outer.(Shrinker)
	first, bad := n.inner.Start(time.Time{})
	if bad != nil || !ok || inner != first {
		return "", false
	}
	next, ok := s.Shrink(outer, cause)
	return joinTokens(next, inner), ok
}

func (n nested) Wants() []*pathdata.Selector {
	return append(append([]*pathdata.Selector{}, n.outer.Wants()...), n.inner.Wants()...)
}

func isGap(err error) bool {
	_, ok := errors.AsType[*GapError](err)
	return ok
}
