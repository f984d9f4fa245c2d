// Dead letters are files that a person can read while the store is held, and
// that the next one can send again. They are written before the commit they
// belong to, and taken back if it fails: a crash in between leaves a record that
// will come again, so that one may be there twice and none is missing.

package boltstore

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// deadLetters is the folder: TENANT/SOURCE/FINGERPRINT/DAY.ndjson. The methods
// must not run at the same time.
type deadLetters struct {
	dir  string
	max  int64 // bytes
	o    Options
	size int64 // of all files; -1 before it was counted
}

const deadFiles = 8 // a file is at most that part of what is kept, so that what goes is never all

// deadLine is one line of a file.
type deadLine struct {
	At      time.Time       `json:"at"`
	Source  string          `json:"source"`
	Key     string          `json:"key"`
	Version string          `json:"version"`
	Reason  string          `json:"reason"`
	Record  json.RawMessage `json:"record,omitempty"`
	Base64  []byte          `json:"record_base64,omitempty"` // a record that is not a text of JSON
}

// add appends the records and waits for the disk. Undo takes them back.
func (d *deadLetters) add(source string, dead []feed.Dead) (undo func(), err error) {
	var undos []func()
	undo = func() {
		for _, u := range slices.Backward(undos) {
			u()
		}
		d.size = -1
	}
	for len(dead) > 0 {
		day := d.day(dead[0])
		n := 1
		for n < len(dead) && d.day(dead[n]) == day {
			n++
		}
		back, err := d.append(filepath.Join(d.dir, deadPath(source)), day, dead[:n])
		if err != nil {
			undo()
			return func() {}, fmt.Errorf("boltstore: dead letters: %w: %w", feed.ErrStateUnwritable, err)
		}
		undos = append(undos, back)
		dead = dead[n:]
	}
	return undo, nil
}

func (d *deadLetters) day(dead feed.Dead) string {
	at := dead.At
	if at.IsZero() {
		at = d.o.now()
	}
	return at.UTC().Format(time.DateOnly)
}

func (d *deadLetters) append(dir, day string, dead []feed.Dead) (undo func(), err error) {
	lines, err := deadLines(dead)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	path, err := d.file(dir, day)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	undo = func() { os.Truncate(path, info.Size()) } //nolint:errcheck // the lines stay, and come once more
	_, err = f.Write(lines)
	if err = errors.Join(err, f.Sync(), f.Close(), syncDir(dir)); err != nil {
		undo()
		return nil, err
	}
	if d.size >= 0 {
		d.size += int64(len(lines))
	}
	return undo, nil
}

// file returns the file of a day that still has room: DAY.ndjson, then
// DAY.1.ndjson and so on.
func (d *deadLetters) file(dir, day string) (string, error) {
	for n := 0; ; n++ {
		name := day + ".ndjson"
		if n > 0 {
			name = fmt.Sprintf("%s.%d.ndjson", day, n)
		}
		path := filepath.Join(dir, name)
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() < d.max/deadFiles {
			return path, nil
		}
		if err != nil {
			return "", err
		}
	}
}

func deadLines(dead []feed.Dead) ([]byte, error) {
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	enc.SetEscapeHTML(false)
	for _, r := range dead {
		line := deadLine{At: r.At.UTC(), Source: r.Source, Key: r.ID.Key, Version: r.ID.Version, Reason: r.Reason}
		if utf8.Valid(r.Record) && json.Valid(r.Record) {
			line.Record = r.Record
		} else {
			line.Base64 = r.Record
		}
		if err := enc.Encode(line); err != nil {
			return nil, err
		}
	}
	return lines.Bytes(), nil
}

// trim removes the oldest files until the rest is within bounds. A failure is
// no reason to lose a commit: it is logged, and tried again after the next.
func (d *deadLetters) trim() {
	if d.size >= 0 && d.size <= d.max {
		return
	}
	type file struct {
		path string
		size int64
	}
	var files []file
	d.size = 0
	err := filepath.WalkDir(d.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		files = append(files, file{path, info.Size()})
		d.size += info.Size()
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		d.o.Logger.Warn("dead letters cannot be counted", "err", err)
		d.size = -1
		return
	}
	slices.SortFunc(files, func(a, b file) int { return olderDead(a.path, b.path) })
	for ; d.size > d.max && len(files) > 1; files = files[1:] {
		if err := os.Remove(files[0].path); err != nil {
			d.o.Logger.Warn("dead letters are over their bound and cannot be removed", "err", err)
			return
		}
		d.size -= files[0].size
		d.o.Logger.Error("dead letters removed: over their bound", "file", files[0].path, "bytes", files[0].size, "bound", d.max)
	}
}

// olderDead compares files by their day, then by their number.
func olderDead(a, b string) int {
	day := func(path string) (string, int) {
		name := filepath.Base(path)
		date, rest, _ := strings.Cut(name, ".")
		return date, len(rest)*1000 + int(rest[0]) // "ndjson" before "1.ndjson" before "10.ndjson"
	}
	dayA, nA := day(a)
	dayB, nB := day(b)
	if c := strings.Compare(dayA, dayB); c != 0 {
		return c
	}
	if nA != nB {
		return nA - nB
	}
	return strings.Compare(a, b)
}

// deadPath makes a path of a source's name: its parts become folders that can be
// read, and no name leads out.
func deadPath(source string) string {
	var parts []string
	for _, part := range strings.SplitN(source, "/", 3) {
		if part != "" {
			parts = append(parts, safeName(part))
		}
	}
	return filepath.Join(parts...)
}

func safeName(part string) string {
	var b strings.Builder
	for i := range len(part) {
		c := part[i]
		if c == '-' || c == '_' || c == '.' && i > 0 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02x", c)
		}
	}
	if name := b.String(); len(name) <= 150 {
		return name
	}
	return fmt.Sprintf("%.100s%%%x", b.String(), hashKey(part))
}
