// What a sample shows: the first records, the shape of all, paths to data, and
// what a person should be warned of. The sample is read as the loop reads a
// page; whatever the answer repeats of a credential is hidden before anything
// is kept of it.

package proofpoint

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

// sample is one answer that is looked at.
type sample struct {
	p     *Probe
	c     *Client
	r     *Request
	pager Pager // as a walk drives it
	page  Page  // that was asked
	shape schema.Inferrer
	lists map[string]bool // where records stood
	o     *call           // of the request, with its place in a chain
	next  []*child        // the first child of each Then
	bad   []error         // why there is none
	said  bool            // that something is wrong with a record
	last  bool            // the page is known to be the last
	none  bool            // there is no page
}

// child is a further request that can be tried.
type child struct {
	r  Request
	at *place // what its parent gives it
}

func (s *sample) warn(format string, args ...any) {
	s.p.Warnings = append(s.p.Warnings, fmt.Sprintf(format, args...))
}

// fail warns of what a run would end with; the first of it is the probe's error.
func (s *sample) fail(format string, args ...any) {
	s.warn(format, args...)
	if s.p.Err == nil {
		s.p.Err = fmt.Errorf("proofpoint: %s: %s", snippet(s.p.Operation, maxCause), s.p.Warnings[len(s.p.Warnings)-1])
	}
}

// look finds records and paths in the text, which ended with readErr, and
// reports whether the answer refuses.
func (s *sample) look(ctx context.Context, limits pathdata.Limits, text []byte, readErr error) (refused bool) {
	s.wrongContent(text, readErr)
	if len(text) == 0 {
		return false
	}
	if clean := s.page.used.hidden(text); !bytes.Equal(clean, text) {
		s.warn("the answer repeats a credential or a secret parameter: hidden here, not in records")
		text = clean
	}
	q := s.r.clone()
	q.Then, q.Skip, q.Limit = nil, 0, 0
	w := &walk{c: s.c, ctx: ctx, r: &q, o: s.o, pager: s.pager, yield: s.take}
	refused, err := w.scan(&s.page, &body{source: bytes.NewReader(text), limits: limits})
	if refused {
		return true
	}
	w.release()
	nm, absent := errors.AsType[*pathdata.NoMatchError](err)
	switch {
	case absent && nm.Matched == "$" && endAlone(w.pager, &s.page):
	case err != nil && !(s.p.Cut && errors.Is(err, io.ErrUnexpectedEOF)):
		s.fail("%s", cause(err))
	}
	s.suggest(limits, text, err != nil && !absent)
	switch {
	case s.page.Count > 0:
		s.leftBehind(limits, text)
	case err == nil || s.p.Cut && !absent:
		s.warn("the path to data finds no record in the sample")
	}
	if !s.p.Cut && err == nil && !draws(s.pager) {
		_, more, bad := s.pager.Next(s.page)
		s.last = bad == nil && !more
	}
	return false
}

// draws reports whether a pager would draw the next value of an iterator, which
// may ask for it.
func draws(p Pager) bool {
	switch p := p.(type) {
	case *drawn:
		return true
	case nested:
		return draws(p.outer) || draws(p.inner)
	}
	return false
}

// take keeps of a record what is wanted of it.
func (s *sample) take(r Record, err error) bool {
	if err != nil && !s.said {
		s.said = true
		s.warn("%s", cause(err))
	}
	if s.lists == nil {
		s.lists = map[string]bool{}
	}
	s.lists[r.Path.Parent] = true
	_ = s.shape.Add(r.Raw) // one that teaches nothing is told of by its flaw
	if len(s.p.Records) < probeRecords {
		s.p.Records = append(s.p.Records, r)
	}
	w := walk{c: s.c, r: s.r}
	for i, t := range s.r.Then {
		if s.next[i] != nil {
			continue
		}
		for q, err := range w.children(t, r) {
			if s.bad[i] = err; err == nil {
				carried, _ := carry(t, r) // what lacks is said where the chain runs
				s.next[i] = &child{q, &place{parent: &r, carried: carried}}
			}
			break
		}
	}
	return true
}

// wrongContent warns of an answer that is empty, broken off, cut or no JSON.
func (s *sample) wrongContent(text []byte, readErr error) {
	kind, params, _ := mime.ParseMediaType(s.p.Received.Get("Content-Type"))
	switch {
	case readErr != nil && len(text) == 0:
		s.fail("%s", cause(readErr)) // HTML
	case len(text) == 0:
		s.warn("the answer is empty: nothing in this range, or the wrong query")
	case s.p.Cut:
		s.warn("only the first %d bytes were looked at", probeBytes)
	case readErr != nil:
		s.fail("the body broke off: %s", cause(readErr))
	}
	if set := strings.ToLower(params["charset"]); set != "" && set != "utf-8" && set != "utf8" && set != "us-ascii" {
		s.warn("the answer says that its text is %s: it is read as UTF-8", quote(set))
	}
	if len(text) > 1 && (text[0] == 0 || text[1] == 0 || text[0] >= 0xfe && text[1] >= 0xfe) {
		s.warn("the answer looks like UTF-16: only UTF-8 can be read")
	}
	if b := bytes.TrimLeft(text, "\ufeff \t\r\n"); s.r.Format == FormatJSON && len(b) > 0 && !bytes.ContainsAny(b[:1], `{["-0123456789tfn`) {
		s.warn("the answer is no JSON; it says that it is %s", quote(kind))
	}
}

// The words with which a suggestion says what the selector would have to accept.
var toleranceOf = map[string]Format{"Limits.Lines": FormatLines, "Limits.JSONP": FormatJSONP}

// suggest gathers the paths. What they need and the request's format gives is
// no remark; what it does not give is said in the words of a request.
func (s *sample) suggest(limits pathdata.Limits, text []byte, broken bool) {
	all, err := pathdata.Suggest(bytes.NewReader(text))
	if err != nil && !broken {
		s.warn("no path can be suggested: %s", cause(err))
	}
	given := map[string]bool{"Limits.Lines": limits.Lines, "Limits.JSONP": limits.JSONP, "Limits.BOM": limits.BOM}
	for i := range all {
		remarks := strings.Split(all[i].Warning, "; ")
		all[i].Warning = strings.Join(slices.DeleteFunc(remarks, func(remark string) bool {
			_, need, ok := strings.Cut(remark, ": set ")
			if format := toleranceOf[need]; ok && !given[need] && format != "" && i == 0 {
				s.p.Format = format
				s.warn("%s: set the request's Format to %q", strings.TrimSuffix(remark, ": set "+need), format)
			}
			return ok && (given[need] || toleranceOf[need] != "")
		}), "; ")
	}
	s.p.Suggestions = all
}

// mostCompared is how many suggestions are compared with the request's own path.
const mostCompared = 16

// leftBehind warns where the request's own path takes some of the arrays that
// stand side by side and leaves the others.
func (s *sample) leftBehind(limits pathdata.Limits, text []byte) {
	var paths []*pathdata.Selector
	var remarks []string
	for _, g := range s.p.Suggestions[:min(len(s.p.Suggestions), mostCompared)] {
		if sel, err := pathdata.Compile(g.Path); err == nil {
			paths, remarks = append(paths, sel.Optional()), append(remarks, g.Warning)
		}
	}
	if len(paths) == 0 {
		return
	}
	lists := make([]map[string]bool, len(paths))
	for m, err := range pathdata.EachWith(bytes.NewReader(text), limits, paths...) {
		if err != nil {
			break // what is wrong with the sample was said
		}
		if lists[m.Sel] == nil {
			lists[m.Sel] = map[string]bool{}
		}
		lists[m.Sel][m.Path.Parent] = true
	}
	var behind []string
	for i, l := range lists {
		if maps.Equal(l, s.lists) && remarks[i] != "" {
			s.warn("the path to data %s", remarks[i])
			return
		}
		if shares(l, s.lists) {
			for at := range l {
				if !s.lists[at] && !slices.Contains(behind, at) {
					behind = append(behind, at)
				}
			}
		}
	}
	if slices.Sort(behind); len(behind) > 0 {
		s.warn("the path to data leaves behind %s", strings.Join(behind, ", "))
	}
}

func shares(a, b map[string]bool) bool {
	for at := range a {
		if b[at] {
			return true
		}
	}
	return false
}

// wholeQuery says what all of the query would draw, and warns of it. A query
// that cannot be planned is no reason to withhold what was seen.
func (s *sample) wholeQuery() {
	if s.none {
		return
	}
	n := 0
	all, err := Draws(func(yield func(Planned, error) bool) {
		for p, err := range s.c.Plan(*s.r) {
			if n++; n > probePlan {
				p.Least, p.After = 0, "what is not added up any more"
			}
			if !yield(p, err) || n > probePlan {
				return
			}
		}
	})
	switch {
	case err != nil && CanContinue(err):
		s.warn("not all of the query can be asked: %s", cause(err))
	case err != nil:
		s.warn("what the whole query takes is not known: %s", cause(err))
		return
	}
	requests, more := total(all)
	if s.last && requests == 1 && len(s.r.Then) == 0 {
		more, all[0].AtLeast = false, false
	}
	s.p.Query = all
	if requests > 1 || more {
		s.warn("the whole query takes %s", Draw{Requests: requests, AtLeast: more}.amount())
	}
	for _, d := range all {
		if d.Over() {
			s.warn("the whole query takes %s", d)
		}
	}
}
