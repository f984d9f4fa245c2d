// Identities: a bucket for each source and hour in which they may be forgotten,
// because a bucket goes in one step, whatever is in it. A key is in the latest
// of its hours that counts; earlier ones may hold older versions of it.

package boltstore

import (
	"bytes"
	"context"
	"crypto/sha256"
	"slices"

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

// hashIDs returns the identities in the order of blocks, of two with one key
// the later. Sorting is half of what a commit computes, so what is sorted has no
// pointers.
func hashIDs(ids []feed.ID) []hashedID {
	type place struct {
		hash hash
		at   int
	}
	order := make([]place, len(ids))
	for i, id := range ids {
		order[i] = place{hashKey(id.Key), i}
	}
	slices.SortFunc(order, func(a, b place) int {
		if c := bytes.Compare(a.hash[:], b.hash[:]); c != 0 {
			return c
		}
		return b.at - a.at
	})
	hashed := make([]hashedID, 0, len(ids))
	for i, p := range order {
		if i == 0 || p.hash != order[i-1].hash {
			hashed = append(hashed, hashedID{p.hash, []byte(ids[p.at].Version)})
		}
	}
	return hashed
}

// putIDs forgets what may go and adds what a change brings. It returns the index
// of the source, if it was needed or was there, and what is to be applied to it
// when the transaction is through.
func putIDs(source *bbolt.Bucket, ix *index, ids []hashedID, c feed.Change) (*index, indexChange, error) {
	change := indexChange{hour: hourOf(c.Until)}
	hours, err := source.CreateBucketIfNotExists(idsBucket)
	if err != nil {
		return nil, change, err
	}
	if change.gone, err = forget(hours, c.Now); err != nil || len(ids) == 0 {
		return ix, change, err
	}
	byHour := map[hour][]hashedID{change.hour: ids}
	if last, _ := hours.Cursor().Last(); last != nil && hourKey(last) > change.hour {
		if ix, err = ix.filled(hours); err != nil {
			return nil, change, err
		}
		if byHour, err = ix.split(hours, change.hour, ids); err != nil {
			return nil, change, err
		}
	}
	for h, ids := range byHour {
		if len(ids) == 0 {
			continue
		}
		if err := putBlock(hours, h, ids); err != nil {
			return nil, change, err
		}
	}
	change.added = byHour[change.hour] // the others are in their filters already
	return ix, change, nil
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
		return ix.seen(hoursOf(tx, source), hashes, found)
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
		return ix.seen(hours, hashes, found)
	})
}

func hoursOf(tx *bbolt.Tx, source string) *bbolt.Bucket {
	b := tx.Bucket(sourcesBucket).Bucket([]byte(source))
	if b == nil {
		return nil
	}
	return b.Bucket(idsBucket)
}
