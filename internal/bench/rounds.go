// The parent's work: bodies are written, a server stands, and in every round each contender runs once, in a process of its own. Rounds, not
// repeats in a row: whatever else the machine does for a while then meets all contenders alike.

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// run is a contender on a body of a size.
type run struct {
	contender string
	size      int64
}

// round is what each run of one round gave.
type round map[run]result

// field is where the contenders meet.
type field struct {
	options
	folder      string
	server      *httptest.Server
	certificate string
	records     map[int64]int // by size: how many a body has
}

// newField writes the bodies and starts the server.
func newField(o options) (f *field, err error) {
	f = &field{options: o, records: make(map[int64]int)}
	if f.folder, err = os.MkdirTemp("", "proofpoint-bench-"); err != nil {
		return nil, err
	}
	for _, size := range append(f.sizes(), o.size) {
		if f.records[size] == 0 {
			err = errors.Join(err, f.write(size))
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	f.server, f.certificate = serveZipped(f.zipped())
	return f, nil
}

// Close stops the server and removes the bodies.
func (f *field) Close() error {
	if f.server != nil {
		f.server.Close()
	}
	return os.RemoveAll(f.folder)
}

// sizes are those at which memory is looked at, the smallest first.
func (f *field) sizes() []int64 {
	sizes := []int64{megabyte, f.size}
	if f.gigabyte {
		sizes = append(sizes, 1000*megabyte)
	}
	slices.Sort(sizes)
	return slices.Compact(sizes)
}

func (f *field) body(size int64) string { return filepath.Join(f.folder, fmt.Sprint(size)+".json") }
func (f *field) zipped() string         { return f.body(f.size) + ".gz" }

// write writes the body of a size; that of the measurements also with gzip, at the level that servers use.
func (f *field) write(size int64) error {
	return create(f.body(size), func(body io.Writer) (err error) {
		if size != f.size {
			f.records[size], err = writeBody(body, size)
			return err
		}
		return create(f.zipped(), func(zipped io.Writer) (err error) {
			z := gzip.NewWriter(zipped)
			f.records[size], err = writeBody(io.MultiWriter(body, z), size)
			return errors.Join(err, z.Close())
		})
	})
}

// create fills a file and waits for the disk, which would otherwise be in the way of the first runs.
func create(path string, fill func(io.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(fill(file), file.Sync(), file.Close())
}

// runs are the runs of one round, in the order of the table; those for memory and allocations are last.
func (f *field) runs() (list []run) {
	for _, c := range contenders() {
		if f.only.MatchString(c.String()) {
			list = append(list, run{c.String(), f.size})
		}
	}
	for _, size := range f.sizes() {
		for _, name := range []string{reader, "raw " + ours, "map " + ours, "filter " + ours} {
			if r := (run{name, size}); f.only.MatchString(name) && !slices.Contains(list, r) {
				list = append(list, r)
			}
		}
	}
	return list
}

// run runs all rounds. Each starts elsewhere in the list, so that nobody always follows the same one.
func (f *field) run(ctx context.Context, progress io.Writer) (*table, error) {
	list := f.runs()
	t := &table{field: f, runs: list}
	if len(list) == 0 {
		return nil, fmt.Errorf("no contender matches %q: leave -only out to see all", f.only)
	}
	for i := range f.rounds {
		_, _ = fmt.Fprintf(progress, "bench: round %d of %d, %d runs\n", i+1, f.rounds, len(list))
		got := make(round)
		at := i * len(list) / f.rounds
		for _, r := range slices.Concat(list[at:], list[:at]) {
			result, err := f.start(ctx, r)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", r.contender, err)
			}
			got[r] = result
		}
		t.rounds = append(t.rounds, got)
	}
	return t, nil
}

// start runs a child and reads what it found out.
func (f *field) start(ctx context.Context, r run) (got result, err error) {
	program, err := os.Executable()
	if err != nil {
		return got, err
	}
	text, err := json.Marshal(job{r.contender, f.body(r.size), f.zipped(), f.server.URL, f.certificate})
	if err != nil {
		return got, err
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = append(os.Environ(), jobVariable+"="+string(text))
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return got, fmt.Errorf("%w: %s", err, bytes.TrimSpace(said.Bytes()))
	}
	return got, json.Unmarshal(out, &got)
}
