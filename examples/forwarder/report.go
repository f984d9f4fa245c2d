// The run itself, and its account: records go to the lines, numbers to the
// tally, and the tally to standard error at the end, however the end came.

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// tally counts a run.
type tally struct {
	source string // what the summary begins with
	began  time.Time
	paging string // what a page is called; "" if the request has none
	pages  int    // that were taken whole
	within bool   // records of a further page were taken
	kinds  map[string]int
	flawed int
	failed int                  // further requests of a chain of which nothing came
	lack   []*pathdata.Selector // finds what a record says it lacks; nil: nothing is attached to it
	lacks  int                  // records that say themselves what could not be attached to them
	gaps   int

	mu       sync.Mutex // further requests of a chain may be made side by side
	requests int
	received int64
}

// observer counts what goes over the wire.
func (t *tally) observer() proofpoint.Observer {
	return proofpoint.Observer{
		Attempt: func(proofpoint.Attempt, int, time.Duration, error) {
			t.mu.Lock()
			t.requests++
			t.mu.Unlock()
		},
		Page: func(_ string, p proofpoint.Page) {
			t.mu.Lock()
			t.received += p.Bytes
			t.mu.Unlock()
		},
	}
}

// forward writes every record of r and the account of it.
func (a *app) forward(ctx context.Context, client *proofpoint.Client, r proofpoint.Request, t *tally) error {
	known, err := a.openShapes(r, t)
	if err != nil {
		return err
	}
	from, to := asked(r, a.now())
	out := newLines(a.stdout, a.envelope, cmp.Or(a.source, r.Name), r, from, to)
	t.kinds, t.paging, t.lack = map[string]int{}, pageWord(r), lackOf(r)
	if !a.envelope && losesKind(r.Name) && !isTerminal(a.stdout) {
		say(a.stderr, "forwarder: warning: the kind of each record is lost without -envelope")
	}
	whole := proofpoint.OnPage(func(proofpoint.Page) {
		t.pages++
		t.within = false
		out.flush()
	})
	err = a.copyRecords(client.Records(ctx, r, whole), out, known, t)
	out.flush()
	t.report(a.stderr, out)
	switch {
	case out.err != nil:
		err = out.err
	case err == nil && t.failed > 0:
		err = &childrenError{t.failed}
	case err == nil && t.gaps > 0:
		err = &gapsError{t.gaps}
	}
	return a.keepShapes(known, t, err)
}

// copyRecords walks the records until they, the output or the service end.
func (a *app) copyRecords(records func(func(proofpoint.Record, error) bool), out *lines, known *shapes, t *tally) error {
	for r, err := range records {
		gap, isGap := errors.AsType[*proofpoint.GapError](err)
		flaw, isFlaw := errors.AsType[*proofpoint.RecordError](err)
		switch {
		case isGap:
			t.gaps++
			say(a.stderr, "forwarder: warning: %s", oneLine(gap))
			continue
		case isFlaw && r.Raw == nil && !isOwnFlaw(flaw):
			if t.failed++; t.failed == 1 {
				say(a.stderr, "forwarder: warning: a further request failed: %s", oneLine(flaw))
			}
		case isFlaw:
			if t.flawed++; t.flawed == 1 {
				text := " (the record is written as it came)"
				if r.Raw == nil {
					text = ""
				}
				say(a.stderr, "forwarder: warning: %s%s", oneLine(flaw), text)
			}
		case err != nil:
			return err
		}
		if r.Raw == nil {
			continue
		}
		kind := string(proofpoint.TAPKindOf(r))
		t.kinds[kind]++
		t.within = true
		if lacksSome(r, t.lack) {
			t.lacks++
		}
		known.add(r)
		if !out.add(kind, r) {
			return nil
		}
	}
	return nil
}

// report writes the summary, two lines, and one of what is lacking. Each begins with what kind of data it
// was about.
func (t *tally) report(w io.Writer, out *lines) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.requests == 0 && len(t.kinds) == 0 {
		return // it ended before it began, and the error says why
	}
	total, parts := 0, []string(nil)
	for _, kind := range slices.Sorted(maps.Keys(t.kinds)) {
		total += t.kinds[kind]
		if kind != "" {
			parts = append(parts, fmt.Sprintf("%s %d", kind, t.kinds[kind]))
		}
	}
	text := count(total, "record")
	if len(parts) > 0 {
		text += " (" + strings.Join(parts, ", ") + ")"
	}
	if t.flawed > 0 {
		text += fmt.Sprintf(", %d of them with a flaw", t.flawed)
	}
	if t.failed > 0 {
		text += ", " + count(t.failed, "further request") + " failed"
	}
	if t.gaps > 0 {
		text += ", " + count(t.gaps, "gap")
	}
	say(w, "%s: %s", t.source, text)
	if t.lacks > 0 {
		say(w, "%s: warning: %s without all that was to be attached; errors in each says why", t.source, count(t.lacks, "record"))
	}
	say(w, "%s: %s%s, %d bytes received, %d bytes written, %s", t.source, t.walked(), count(t.requests, "request"),
		t.received, out.written, time.Since(t.began).Round(time.Millisecond))
}

// walked says how far the pages were taken. What was received of a page that
// was left is not counted.
func (t *tally) walked() string {
	switch {
	case t.paging == "":
		return ""
	case t.within:
		return count(t.pages, t.paging) + " and part of one, "
	}
	return count(t.pages, t.paging) + ", "
}

// pageWord is what a page of the request is called.
func pageWord(r proofpoint.Request) string {
	_, windows := r.Pager.(proofpoint.Windows)
	switch {
	case windows:
		return "window"
	case r.Value != nil:
		return "" // a chain that starts from a value, not from an answer
	}
	return "page"
}

// losesKind reports whether records of several kinds come mixed.
func losesKind(operation string) bool {
	return operation == "tap.siem.all" || operation == "tap.siem.issues"
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
