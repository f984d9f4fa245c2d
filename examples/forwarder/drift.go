// What -schema says: a line of the log for each change, because somebody may be
// woken by it, and one line in the account of the run. Values out of records are
// shown for enumerations only, and the schemas hold none of what is secret.

package main

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

// keepShapes ends what -schema began. What a run saw that failed is not kept,
// because a service in trouble says odd things.
func (a *app) keepShapes(known *shapes, t *tally, end error) error {
	if known == nil {
		return end
	}
	_, gaps := errors.AsType[*gapsError](end)
	_, parts := errors.AsType[*childrenError](end)
	_, stopped := errors.AsType[*signalError](end)
	if end != nil && !gaps && !parts && !stopped {
		say(a.stderr, "%s: schema: nothing kept in %s, because the run failed", t.source, known.dir)
		return end
	}
	logger, err := a.logger()
	if err != nil {
		return err
	}
	drift := &driftLog{Logger: logger.With("source", known.source)}
	failed := known.keep(drift)
	if known.odd > 0 {
		say(a.stderr, "forwarder: warning: schema: %s that held no JSON taught nothing", count(known.odd, "record"))
	}
	say(a.stderr, "%s: %s", t.source, drift.account(known.dir))
	if failed != nil {
		return failed
	}
	return end
}

// Bounds of what is said, so that records gone wild do not flood the log.
const (
	maxDrift     = 20  // changes of one data set
	maxDriftPath = 200 // bytes of a path
)

// driftLog tells of changes and counts them.
type driftLog struct {
	*slog.Logger
	sets, began, opened, changes int
	unsaved                      int // of sets
}

// report tells what became of one data set.
func (l *driftLog) report(kind string, d schema.Dataset, changes []schema.Change, opened bool) {
	about := l.With("kind", kind, "dataset", d.Name)
	l.sets++
	l.changes += len(changes)
	switch {
	case opened && len(changes) == 0:
		l.began++
		about.Info(fmt.Sprintf("schema: version %d begins", d.Version), "records", d.Schema.Records())
	case opened:
		l.opened++
		about.Warn(fmt.Sprintf("schema: version %d begins; the records have changed so much that who reads version %d may not understand them", d.Version, d.Version-1),
			"records", d.Schema.Records())
	}
	for _, c := range changes[:min(len(changes), maxDrift)] {
		l.change(about, c)
	}
	if more := len(changes) - maxDrift; more > 0 {
		about.Warn("schema: " + count(more, "more change"))
	}
}

// change tells of one.
func (l *driftLog) change(about *slog.Logger, c schema.Change) {
	path := c.Path
	if len(path) > maxDriftPath {
		path = strings.ToValidUTF8(path[:maxDriftPath], "") + "…"
	}
	fields := []any{"path", path}
	if c.Old != "" {
		fields = append(fields, "old", c.Old)
	}
	if c.New != "" {
		fields = append(fields, "new", c.New)
	}
	about.Warn("schema: "+string(c.Kind), fields...)
}

// account is the line for the end of the run.
func (l *driftLog) account(dir string) string {
	text := fmt.Sprintf("schema: %s in %s, %s", count(l.sets, "data set"), dir, count(l.changes, "change"))
	if l.began > 0 {
		text += fmt.Sprintf(", %d begun", l.began)
	}
	if l.opened > 0 {
		text += ", " + count(l.opened, "new version")
	}
	if l.unsaved > 0 {
		text += fmt.Sprintf(", %d not kept", l.unsaved)
	}
	return text
}
