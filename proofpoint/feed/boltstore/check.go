// What a person asks of a directory that no process holds: is it whole, and
// what is in it.

package boltstore

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"go.etcd.io/bbolt"
)

const maxProblems = 20 // that are told

// Check reads all of a directory's ledger and says what is wrong with it:
// feed.ErrStateCorrupt with the first problems, one of Open's errors, or nil. It
// changes nothing. While a process holds the directory it is a
// [feed.HeldError].
func Check(dir string) error {
	err := read(dir, func(tx *bbolt.Tx) error {
		var problems []error
		for err := range tx.Check() { // to the end: it has a goroutine
			if len(problems) < maxProblems {
				problems = append(problems, err)
			}
		}
		if len(problems) > 0 { // what is in pages that are wrong means nothing
			return fmt.Errorf("%w: %w", feed.ErrStateCorrupt, errors.Join(problems...))
		}
		return eachSource(tx, func(source string, b *bbolt.Bucket) error {
			if _, _, err := openState(b.Get(stateKey)); err != nil {
				problems = append(problems, fmt.Errorf("source %q: %w", source, err))
			}
			if err := checkHours(b); err != nil {
				problems = append(problems, fmt.Errorf("source %q: %w", source, err))
			}
			return nil
		}, &problems)
	})
	if err != nil {
		return told(dir, err)
	}
	return nil
}

// checkHours reads every block of a source.
func checkHours(source *bbolt.Bucket) error {
	hours := source.Bucket(idsBucket)
	if hours == nil {
		return nil
	}
	return hours.ForEachBucket(func(key []byte) error {
		if len(key) != 8 {
			return fmt.Errorf("%w: %x is no hour", feed.ErrStateCorrupt, key)
		}
		return hours.Bucket(key).ForEach(func(_, value []byte) error { return checkBlock(value) })
	})
}

// exported is one line of Export.
type exported struct {
	Source   string          `json:"source"`
	Revision uint64          `json:"revision"`
	State    json.RawMessage `json:"state,omitempty"`
	Base64   []byte          `json:"state_base64,omitempty"` // a state that is not a text of JSON
	Hours    int             `json:"identity_hours"`
}

// Export writes the states of all sources of a directory, a line of JSON each.
// Identities are hashes and stay behind; how many hours of them there are is
// said. It changes nothing and fails as Check does; what could be read of other
// sources is written all the same.
func Export(dir string, w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	err := read(dir, func(tx *bbolt.Tx) error {
		var problems []error
		return eachSource(tx, func(source string, b *bbolt.Bucket) error {
			state, rev, err := openState(b.Get(stateKey))
			if err != nil {
				problems = append(problems, fmt.Errorf("source %q: %w", source, err))
				return nil
			}
			line := exported{Source: source, Revision: rev}
			if utf8.Valid(state) && json.Valid(state) {
				line.State = state
			} else {
				line.Base64 = state
			}
			if hours := b.Bucket(idsBucket); hours != nil {
				cursor := hours.Cursor()
				for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
					line.Hours++
				}
			}
			return enc.Encode(line)
		}, &problems)
	})
	if err != nil {
		return told(dir, err)
	}
	return nil
}

// eachSource calls f for each source; its own errors end it, problems that f
// gathered are returned at the end.
func eachSource(tx *bbolt.Tx, f func(string, *bbolt.Bucket) error, problems *[]error) error {
	sources := tx.Bucket(sourcesBucket)
	if sources == nil {
		return fmt.Errorf("%w: the ledger has no sources", feed.ErrStateCorrupt)
	}
	err := sources.ForEachBucket(func(name []byte) error { return f(string(name), sources.Bucket(name)) })
	return errors.Join(append(*problems, err)...)
}

// read opens the ledger of a directory that is ours, whatever kind of data it
// holds, for reading.
func read(dir string, f func(*bbolt.Tx) error) error {
	o := Options{}.withDefaults()
	k, known, err := readKind(dir)
	if err != nil {
		return err
	}
	if !known {
		return fmt.Errorf("%w: it has no FORMAT", feed.ErrStateForeign)
	}
	o.Demo = k.demo
	if _, err := inspect(dir, o, current); err != nil {
		return err
	}
	defer faultsPanic()()
	return readLedger(dir, o.LockWait, f)
}
