// What is known of a state directory: for a person, a monitor, a probe. Beside a
// running follower, which has the directory to itself, the last report that it
// wrote is shown, and how old that is.

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/boltstore"
)

// status puts the feeds' together.
func (f *follower) status(ctx context.Context) (feed.Status, error) {
	all := feed.Status{Version: 1, Complete: true, Tenants: []feed.TenantStatus{}, Orphans: []string{}}
	for i, one := range f.feeds {
		st, err := one.Status(ctx)
		if err != nil {
			return st, ofState(err)
		}
		all.At, all.Store, all.Complete = st.At, st.Store, all.Complete && st.Complete
		all.Tenants = append(all.Tenants, st.Tenants...)
		if i == 0 {
			all.Orphans = st.Orphans
		}
		all.Orphans = slices.DeleteFunc(all.Orphans, func(name string) bool { return !slices.Contains(st.Orphans, name) })
	}
	if len(f.feeds) == 0 {
		all.At = f.pulse.Now().UTC().Truncate(time.Second)
	}
	if owner := f.owner(); owner != "" {
		all.Owner = &owner
	}
	return all, nil
}

// owner is who runs the feeds.
func (f *follower) owner() string {
	if name, _ := f.lookup("POD_NAME"); name != "" {
		return name
	}
	name, _ := os.Hostname()
	return name
}

// How often status.json is written: soon after something changed, and now and
// then so that its age tells something.
const (
	reportSoon  = time.Second
	reportEvery = 15 * time.Second
)

// reports keeps status.json new until the function it returns is called, which
// writes the last one.
func (f *follower) reports(ctx context.Context) func() {
	ended := make(chan struct{})
	var failed error
	write := func() {
		st, err := f.status(context.WithoutCancel(ctx))
		if err == nil {
			err = f.write(st)
		}
		if err != nil && failed == nil {
			f.log.Warn("status.json cannot be written; -status shows an old one", "err", err)
		}
		failed = err
	}
	go func() {
		defer close(ended)
		tick := time.NewTicker(reportSoon)
		defer tick.Stop()
		var last time.Time
		for n := 0; ctx.Err() == nil; n++ {
			// The first may come before the loops run, so the second comes soon.
			if f.screen.dirty() || n < 2 || time.Since(last) >= reportEvery {
				write()
				last = time.Now()
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
			}
		}
	}()
	return func() {
		<-ended
		write()
	}
}

func (f *follower) write(st feed.Status) error {
	if f.report == nil {
		return nil
	}
	text, err := json.Marshal(st)
	if err != nil {
		return err
	}
	return f.report(append(text, '\n'))
}

// showHeld shows the last report if a follower holds the directory.
func (a *app) showHeld(dir string) (shown bool, err error) {
	if _, err := os.Stat(filepath.Join(dir, "FORMAT")); errors.Is(err, os.ErrNotExist) {
		return false, mistake("%s holds no state: a run with -follow makes it", dir)
	}
	report, written, err := boltstore.ReadStatus(dir)
	if err != nil {
		return false, ofState(err)
	}
	held, demo := a.holder(dir)
	if held == nil {
		return false, nil
	}
	if demo {
		say(a.stderr, "%s: %s is the state of invented events", demoWord, dir)
	}
	if report == nil {
		return true, &stateError{fmt.Errorf("state: %w, and it has not reported yet: ask again in a second", held)}
	}
	var st feed.Status
	if err := json.Unmarshal(report, &st); err != nil {
		return true, &stateError{fmt.Errorf("state: status.json of %s is broken: %w", dir, err)}
	}
	say(a.stderr, "forwarder: %s; its last report is %s old", oneLine(held), max(time.Since(written), 0).Round(time.Second))
	return true, a.showStatus(dir, st)
}

// holder is who holds the directory, nil if nobody does, and whether it is the
// demo's: a directory says that it is of the other kind before it says who has it.
func (a *app) holder(dir string) (held *feed.HeldError, demo bool) {
	for _, demo := range []bool{false, true} {
		store, err := boltstore.Open(dir, boltstore.Options{Demo: demo})
		if err == nil {
			_ = store.Close() // nothing was written
			return nil, demo
		}
		if held, ok := errors.AsType[*feed.HeldError](err); ok {
			return held, demo
		}
	}
	return nil, false // what else is wrong shows when it is opened in earnest
}

// showStatus prints a status, as text or as JSON.
func (a *app) showStatus(dir string, st feed.Status) error {
	var text []byte
	if a.json {
		var err error
		if text, err = json.Marshal(st); err != nil {
			return err
		}
		text = append(text, '\n')
	} else {
		text = statusText(dir, st)
	}
	if _, err := a.stdout.Write(text); err != nil {
		return &outputError{fmt.Errorf("standard output: %w", err)}
	}
	if a.strict {
		return gapsIn(st)
	}
	return nil
}

// statusText is a status for people.
func statusText(dir string, st feed.Status) []byte {
	var b strings.Builder
	complete := "not complete"
	if st.Complete {
		complete = "complete"
	}
	fmt.Fprintf(&b, "%s: %s at %s", dir, complete, st.At.Format(time.RFC3339))
	if st.Store.Bytes != nil {
		fmt.Fprintf(&b, ", %d bytes", *st.Store.Bytes)
	}
	b.WriteByte('\n')
	for _, tenant := range st.Tenants {
		for _, s := range tenant.Sources {
			sourceText(&b, s)
		}
		for _, q := range tenant.Quota {
			fmt.Fprintf(&b, "quota %s: %d of %d used", q.Pool, q.Used, q.Limit)
			if q.FreeAt != nil {
				fmt.Fprintf(&b, ", free at %s", q.FreeAt.Format(time.RFC3339))
			}
			if q.DryAt != nil {
				fmt.Fprintf(&b, ", spent at %s if it goes on so", q.DryAt.Format(time.RFC3339))
			}
			b.WriteByte('\n')
		}
	}
	for _, name := range st.Orphans {
		fmt.Fprintf(&b, "orphan %s: its source or filter is not followed any more\n", name)
	}
	return []byte(b.String())
}

func sourceText(b *strings.Builder, s feed.SourceStatus) {
	fmt.Fprintf(b, "%s: %s, complete until %s, settled until %s", s.Name, s.State, known(s.CompleteUntil), known(s.SettledUntil))
	if s.Lag != nil {
		fmt.Fprintf(b, ", lag %s", time.Duration(*s.Lag)*time.Second)
	}
	fmt.Fprintf(b, "\n  %s, windows: %d acknowledged, %d settled, %d out, %d to come, %d expired\n", count(int(s.Records), "record"),
		s.Windows.Acked, s.Windows.Settled, s.Windows.Fetched, s.Windows.Planned, s.Windows.Expired)
	if s.Late.Count > 0 && s.Late.Max != nil {
		fmt.Fprintf(b, "  late: %d, at most %s\n", s.Late.Count, time.Duration(*s.Late.Max)*time.Second)
	}
	if s.DeadLetters > 0 {
		fmt.Fprintf(b, "  dead letters: %d\n", s.DeadLetters)
	}
	for _, g := range s.Gaps {
		told := ""
		if !g.Acked {
			told = ", not acknowledged yet"
		}
		fmt.Fprintf(b, "  gap %s to %s: %s%s\n", g.From.Format(time.RFC3339), g.To.Format(time.RFC3339), g.Reason, told)
	}
	if s.LastError != nil {
		fmt.Fprintf(b, "  last error: %s\n", printable(*s.LastError))
	}
}

func known(t *time.Time) string {
	if t == nil {
		return "unknown"
	}
	return t.Format(time.RFC3339)
}
