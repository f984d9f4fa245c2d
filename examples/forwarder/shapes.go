// What the records look like, kept from run to run: -schema learns it while
// records go out, and compares it with what earlier runs saw when the run is
// over. Nothing is fetched for that, and nothing here can hold a record up: what
// cannot work is found before the first one. What is said about it is in drift.go.

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// shapes learns one data set for each kind of record. The nil value learns
// nothing.
type shapes struct {
	dir    string
	source string                      // as the envelope has it
	base   string                      // what the names of the data sets begin with
	lists  map[string]bool             // names in the path to data
	kinds  map[string]*schema.Inferrer // by kind
	odd    int                         // records that are no JSON
}

// openShapes reads every data set that the run may add to, and tries whether
// the folder can be written to.
func (a *app) openShapes(r proofpoint.Request, t *tally) (*shapes, error) {
	if a.schema == "" {
		return nil, nil
	}
	s := &shapes{dir: a.schema, source: r.Name, kinds: map[string]*schema.Inferrer{}, lists: namesIn(r.Records.String())}
	s.base = a.setOf(r)
	switch {
	case len(a.data) > 0:
		s.base = recordedSets + s.base
	case strings.HasPrefix(t.source, demoWord):
		s.base = demoSets + s.base
	}
	info, err := os.Stat(s.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, mistake("-schema %s: no such directory; make it first", s.dir)
	case err != nil:
		return nil, mistake("-schema: %w", err)
	case !info.IsDir():
		return nil, mistake("-schema %s: not a directory", s.dir)
	}
	if err := s.writable(); err != nil {
		return nil, &stateError{fmt.Errorf("-schema %s: cannot be written to: %w", s.dir, err)}
	}
	if err := s.sweep(a.now()); err != nil {
		return nil, &stateError{fmt.Errorf("-schema %s: what a killed run left: %w", s.dir, err)}
	}
	return s, s.check()
}

// writable tries it, because permissions alone do not tell.
func (s *shapes) writable() error {
	f, err := os.CreateTemp(s.dir, ".forwarder-*.tmp")
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return removed(f.Name())
}

// check reads the data sets that the run may add to. Other files are not our
// business, whatever their names begin with.
func (s *shapes) check() error {
	var all []error
	for _, name := range s.names() {
		if _, err := schema.Load(s.dir, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			all = append(all, err)
		}
	}
	return s.failed(all)
}

// failed makes one error of those of several data sets.
func (s *shapes) failed(all []error) error {
	if err := errors.Join(all...); err != nil {
		return &stateError{fmt.Errorf("-schema %s: %w; the file stays as it is: move it away to begin anew", s.dir, err)}
	}
	return nil
}

// add learns from one record.
func (s *shapes) add(r proofpoint.Record) {
	if s == nil {
		return
	}
	kind := s.kindOf(r)
	known := s.kinds[kind]
	if known == nil {
		known = new(schema.Inferrer)
		s.kinds[kind] = known
	}
	if known.Add(r.Raw) != nil {
		s.odd++ // text, from a service that answers so
	}
}

// kindOf is the name of the list that a record stood in, if the path to data
// names it. Other names are data, and there may be any number of them.
func (s *shapes) kindOf(r proofpoint.Record) string {
	parent := r.Path.Parent
	at := strings.LastIndex(parent, "['")
	if at < 0 || r.Path.Index < 0 {
		return ""
	}
	name := strings.TrimSuffix(parent[at+len("['"):], "']")
	if !s.lists[name] {
		return ""
	}
	return name
}

var nameInPath = regexp.MustCompile(`\.([\pL_][\pL\d_]*)|'([^'\\]*)'|"([^"\\]*)"`)

// namesIn gives the member names that a path to data holds.
func namesIn(path string) map[string]bool {
	names := map[string]bool{}
	for _, m := range nameInPath.FindAllStringSubmatch(path, -1) {
		names[m[1]+m[2]+m[3]] = true
	}
	return names
}

// keep says what changed and takes what was learnt into the data sets, in this
// order: a run that is killed in between says it again next time, rather than
// never. Each is read again, since the run may have been long.
func (s *shapes) keep(w *driftLog) error {
	var all []error
	for _, kind := range slices.Sorted(maps.Keys(s.kinds)) {
		d, err := schema.Load(s.dir, s.nameOf(kind))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			all = append(all, err)
			continue
		}
		next, changes, opened := d.Update(s.kinds[kind].Schema())
		if next.Version == 0 {
			continue // no record was JSON
		}
		w.report(kind, next, changes, opened)
		if err := next.Save(s.dir); err != nil {
			w.unsaved++
			all = append(all, err)
		}
	}
	return s.failed(all)
}
