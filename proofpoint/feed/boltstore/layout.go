// The names in the directory and in the ledger, and how values are written.
// Whoever changes anything here raises the format and writes a migration.

package boltstore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"go.etcd.io/bbolt"
)

// Files of the directory.
const (
	formatFile = "FORMAT"
	ownerFile  = "OWNER"
	ledgerFile = "ledger.db"
	statusFile = "status.json"
	deadDir    = "deadletter"
	backupDir  = "backup"
)

// The ledger:
//
//	meta    / format, demo
//	sources / SOURCE / state            revision, checksum, state
//	                 / ids / HOUR / NUMBER   block of hashes and versions
//	quotas  / KEY    / longest, t TIME NUMBER
var (
	metaBucket    = []byte("meta")
	sourcesBucket = []byte("sources")
	quotasBucket  = []byte("quotas")
	idsBucket     = []byte("ids")
	formatKey     = []byte("format")
	demoKey       = []byte("demo")
	stateKey      = []byte("state")
	longestKey    = []byte("longest")
)

// schema is the format that is written, and how the one before becomes it.
type schema struct {
	format  int
	migrate func(*bbolt.Tx) error // from format-1; nil if there is none
}

var current = schema{format: 1}

const formatWord = "proofpoint-feed"

// kind is what FORMAT and the ledger say of themselves.
type kind struct {
	format int
	demo   bool
}

func (k kind) String() string {
	text := formatWord + " " + strconv.Itoa(k.format)
	if k.demo {
		text += " demo"
	}
	return text
}

func parseKind(text string) (kind, error) {
	words := strings.Fields(text)
	if len(words) < 2 || len(words) > 3 || words[0] != formatWord || len(words) == 3 && words[2] != "demo" {
		return kind{}, fmt.Errorf("%w: FORMAT says %.60q", feed.ErrStateForeign, text)
	}
	format, err := strconv.Atoi(words[1])
	if err != nil || format < 1 {
		return kind{}, fmt.Errorf("%w: FORMAT says %.60q", feed.ErrStateForeign, text)
	}
	return kind{format: format, demo: len(words) == 3}, nil
}

// accept says why a state of this kind is not opened, or nil.
func (s schema) accept(k kind, demo bool) error {
	switch {
	case k.format > s.format:
		return fmt.Errorf("%w: it is of format %d and this program knows %d; run the newer program", feed.ErrStateNewer, k.format, s.format)
	case k.format < s.format-1 || k.format < s.format && s.migrate == nil:
		return fmt.Errorf("%w: it is of format %d and this program takes over %d at the oldest; open it with a version in between first", feed.ErrStateForeign, k.format, s.format-1)
	case k.demo && !demo:
		return fmt.Errorf("%w: it holds demo data and this is a real run; choose another directory", feed.ErrStateForeign)
	case !k.demo && demo:
		return fmt.Errorf("%w: it holds real data and this is a demo; choose another directory", feed.ErrStateForeign)
	}
	return nil
}

// kindOf reads what the ledger says of itself; ok is false if it says nothing.
func kindOf(tx *bbolt.Tx) (k kind, ok bool, err error) {
	meta := tx.Bucket(metaBucket)
	if meta == nil {
		return kind{}, false, nil
	}
	k.format, err = strconv.Atoi(string(meta.Get(formatKey)))
	if err != nil {
		return kind{}, false, errors.New("the ledger does not say its format")
	}
	k.demo = meta.Get(demoKey) != nil
	return k, true, nil
}

// describe writes into the ledger what it is, and makes it whole.
func describe(tx *bbolt.Tx, k kind) error {
	for _, name := range [][]byte{metaBucket, sourcesBucket, quotasBucket} {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	meta := tx.Bucket(metaBucket)
	if k.demo {
		if err := meta.Put(demoKey, []byte("yes")); err != nil {
			return err
		}
	}
	return meta.Put(formatKey, []byte(strconv.Itoa(k.format)))
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

const stateHead = 8 + 4

// sealState puts the revision and a checksum before a state: a disk that rots
// must not become a feed that begins elsewhere.
func sealState(rev uint64, state []byte) []byte {
	sealed := make([]byte, stateHead, stateHead+len(state))
	sealed = append(sealed, state...)
	binary.BigEndian.PutUint64(sealed, rev)
	binary.BigEndian.PutUint32(sealed[8:], checksum(sealed))
	return sealed
}

func openState(sealed []byte) (state []byte, rev uint64, err error) {
	if len(sealed) <= stateHead || binary.BigEndian.Uint32(sealed[8:]) != checksum(sealed) {
		return nil, 0, fmt.Errorf("%w: its checksum does not fit", feed.ErrStateCorrupt)
	}
	return sealed[stateHead:], binary.BigEndian.Uint64(sealed), nil
}

func checksum(sealed []byte) uint32 {
	return crc32.Update(crc32.Checksum(sealed[:8], castagnoli), castagnoli, sealed[stateHead:])
}
