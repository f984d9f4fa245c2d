package boltstore_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/boltstore"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func TestWriteStatus(t *testing.T) {
	clock := proofpointtest.NewClock(noon)
	o := quick()
	o.Clock = clock
	dir := t.TempDir()
	s := open(t, dir, o)
	if report, written, err := boltstore.ReadStatus(dir); report != nil || !written.IsZero() || err != nil {
		t.Errorf("ReadStatus() before the first = %q, %v, %v, want none", report, written, err)
	}
	for _, step := range []struct {
		after time.Duration
		write string
		want  string
	}{
		{0, "one", "one"},
		{0, "two", "one"},
		{999 * time.Millisecond, "three", "one"},
		{time.Millisecond, "four", "four"},
		{500 * time.Millisecond, "five", "four"},
		{-time.Hour, "six", "six"},
		{time.Minute, "seven", "seven"},
		{time.Millisecond, "eight", "seven"},
	} {
		clock.Advance(step.after)
		report := []byte(step.write)
		if err := s.WriteStatus(report); err != nil {
			t.Fatal(err)
		}
		report[0] = 'X' // is the caller's again
		got, written, err := boltstore.ReadStatus(dir)
		if string(got) != step.want || written.IsZero() || err != nil {
			t.Errorf("after %q: ReadStatus() = %q, %v, %v, want %q", step.write, got, written, err, step.want)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got, _, _ := boltstore.ReadStatus(dir); string(got) != "eight" {
		t.Errorf("after Close: ReadStatus() = %q, want the last report", got)
	}
	if err := s.WriteStatus([]byte("nine")); !errors.Is(err, feed.ErrStoreClosed) {
		t.Errorf("WriteStatus() after Close: %v, want ErrStoreClosed", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "status.json.new")); err == nil {
		t.Error("status.json.new is left over")
	}
}

func TestWriteStatusFails(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, quick())
	if err := os.Mkdir(filepath.Join(dir, "status.json.new"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := s.WriteStatus([]byte("one")); !errors.Is(err, feed.ErrStateUnwritable) {
		t.Errorf("WriteStatus() = %v, want ErrStateUnwritable", err)
	}
	commit(t, s, "a", 0, "the feed goes on")
}

func TestReadStatusRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := boltstore.ReadStatus(dir); !errors.Is(err, feed.ErrStateForeign) {
		t.Errorf("ReadStatus() of an empty directory: %v, want ErrStateForeign", err)
	}
	write(t, filepath.Join(dir, "FORMAT"), "proofpoint-feed 7\n")
	if _, _, err := boltstore.ReadStatus(dir); !errors.Is(err, feed.ErrStateNewer) {
		t.Errorf("ReadStatus() of a newer one: %v, want ErrStateNewer", err)
	}
}
