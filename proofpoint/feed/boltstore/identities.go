// Identities: a bucket for each source and hour in which they may be forgotten,
// because a bucket goes in one step, whatever is in it. A key is in the latest
// of its hours that counts; earlier ones may hold older versions of it.

package boltstore

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"go.etcd.io/bbolt"
)

// hash stands for a key: keys are of any length, and people's addresses may be
// in them. Two keys of one hash are found by chance once in 2^64 keys.
type hash [16]byte

func hashKey(key string) hash {
	sum := sha256.Sum256([]byte(key))
	return hash(sum[:16])
}

type hashedID struct {
	hash    hash
	version string
}

// hashIDs returns the identities in the order of the ledger, which fills its
// pages one after the other; of two with one key the later stays behind.
func hashIDs(ids []feed.ID) []hashedID {
	hashed := make([]hashedID, len(ids))
	for i, id := range ids {
		hashed[i] = hashedID{hashKey(id.Key), id.Version}
	}
	slices.SortStableFunc(hashed, func(a, b hashedID) int { return bytes.Compare(a.hash[:], b.hash[:]) })
	return hashed
}

// hour is the end of an hour, in seconds since 1970.
type hour int64

// hourOf is the first full hour at which nothing of t is needed any more.
func hourOf(t time.Time) hour {
	return hour(t.Add(time.Hour - 1).Truncate(time.Hour).Unix())
}

func (h hour) key() []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(h)^1<<63) // so that years before 1970 sort before
}

func hourKey(key []byte) hour {
	return hour(binary.BigEndian.Uint64(key) ^ 1<<63)
}

// putIDs forgets what may go and adds what a change brings. It returns the index
// of the source, if it was needed or was there, and what is to be applied to it
// when the transaction is through.
func putIDs(source *bbolt.Bucket, ix *index, ids []hashedID, c feed.Change) (*index, indexChange, error) {
	var change indexChange
	hours, err := source.CreateBucketIfNotExists(idsBucket)
	if err != nil {
		return nil, change, err
	}
	if change.gone, err = forget(hours, c.Now); err != nil || len(ids) == 0 {
		return ix, change, err
	}
	change.hour = hourOf(c.Until)
	target, err := hours.CreateBucketIfNotExists(change.hour.key())
	if err != nil {
		return nil, change, err
	}
	held := make([]*bbolt.Bucket, len(ids))
	if last, _ := hours.Cursor().Last(); hourKey(last) > change.hour {
		if ix, err = ix.filled(hours); err != nil {
			return nil, change, err
		}
		held = ix.later(hours, change.hour, ids)
	}
	for i, id := range ids {
		bucket := held[i] // which has the later of its two ends
		if bucket == nil {
			bucket = target
			change.added = append(change.added, id.hash)
		}
		if err := bucket.Put(id.hash[:], []byte(id.version)); err != nil {
			return nil, change, err
		}
	}
	return ix, change, nil
}

// forget drops the hours that have ended by now.
func forget(hours *bbolt.Bucket, now time.Time) (gone []hour, err error) {
	if now.IsZero() {
		return nil, nil
	}
	cursor := hours.Cursor()
	for key, _ := cursor.First(); key != nil && hourKey(key) <= hour(now.Unix()); key, _ = cursor.Next() {
		gone = append(gone, hourKey(key))
	}
	for _, h := range gone {
		if err := hours.DeleteBucket(h.key()); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// Seen implements [feed.Store]. The first call for a source reads its identities
// once, to fill the filters; see the package's comment for what that costs.
func (s *Store) Seen(ctx context.Context, source string, keys []string) ([]feed.Version, error) {
	found := make([]feed.Version, len(keys))
	hashes := make([]hash, len(keys))
	for i, key := range keys {
		hashes[i] = hashKey(key)
	}
	s.mu.RLock()
	ix := s.index[source]
	if !ix.full() {
		s.mu.RUnlock()
		return found, s.seenFilling(ctx, source, hashes, found)
	}
	defer s.mu.RUnlock()
	return found, s.view(ctx, func(tx *bbolt.Tx) error {
		ix.seen(hoursOf(tx, source), hashes, found)
		return nil
	})
}

// seenFilling is Seen where filters are missing: nobody commits meanwhile.
func (s *Store) seenFilling(ctx context.Context, source string, hashes []hash, found []feed.Version) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.view(ctx, func(tx *bbolt.Tx) error {
		hours := hoursOf(tx, source)
		if hours == nil {
			return nil
		}
		ix, err := s.index[source].filled(hours)
		if err != nil {
			return err
		}
		s.index[source] = ix
		ix.seen(hours, hashes, found)
		return nil
	})
}

func hoursOf(tx *bbolt.Tx, source string) *bbolt.Bucket {
	b := tx.Bucket(sourcesBucket).Bucket([]byte(source))
	if b == nil {
		return nil
	}
	return b.Bucket(idsBucket)
}
