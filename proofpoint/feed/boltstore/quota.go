// The log of requests against quotas: a bucket for each key, and in it a key
// for each request that begins with its time.

package boltstore

import (
	"context"
	"encoding/binary"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

// Take implements [feed.Store].
func (s *Store) Take(ctx context.Context, key string, limit int, per time.Duration, now time.Time) (free time.Time, err error) {
	if limit < 1 {
		if err := s.ready(ctx); err != nil {
			return time.Time{}, err
		}
		return now.UTC().Add(per), nil
	}
	err = s.write(ctx, func(tx *bbolt.Tx) error {
		b, err := tx.Bucket(quotasBucket).CreateBucketIfNotExists([]byte(key))
		if err != nil {
			return err
		}
		spent, wrong := stretch(b, per, now.UnixNano())
		for _, key := range wrong { // made before now, by a clock that was ahead
			if err := b.Delete(key); err != nil {
				return err
			}
			if err := putTime(b, now.UnixNano()); err != nil {
				return err
			}
		}
		if n := len(spent); n >= limit {
			free = time.Unix(0, spent[n-limit]).Add(per).UTC()
			if len(wrong) == 0 {
				return errUnchanged
			}
			return nil
		}
		if err := putTime(b, now.UnixNano()); err != nil {
			return err
		}
		return dropOld(b, per, now.UnixNano())
	})
	if err != nil {
		return time.Time{}, err
	}
	return free, nil
}

// Spent implements [feed.Store].
func (s *Store) Spent(ctx context.Context, key string, per time.Duration, now time.Time) (times []time.Time, err error) {
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		b := tx.Bucket(quotasBucket).Bucket([]byte(key))
		if b == nil {
			return nil
		}
		spent, _ := stretch(b, per, now.UnixNano())
		for _, t := range spent {
			times = append(times, time.Unix(0, t).UTC())
		}
		return nil
	})
	return times, err
}

// stretch returns the times that count at now, and the keys of those that are
// later than they can be, which count at now.
func stretch(b *bbolt.Bucket, per time.Duration, now int64) (spent []int64, wrong [][]byte) {
	cursor := b.Cursor()
	for key, _ := cursor.Seek(timeKey(now-int64(per)+1, 0)); key != nil; key, _ = cursor.Next() {
		t := keyTime(key)
		if t > now+int64(per) {
			wrong = append(wrong, slices.Clone(key))
			t = now
		}
		spent = append(spent, t)
	}
	slices.Sort(spent)
	return spent, wrong
}

// dropOld forgets requests. Twice the longest stretch that was asked for is
// kept, for a clock that went ahead and comes back.
func dropOld(b *bbolt.Bucket, per time.Duration, now int64) error {
	longest := int64(per)
	if kept := b.Get(longestKey); kept != nil {
		longest = max(longest, int64(binary.BigEndian.Uint64(kept)))
	}
	if err := b.Put(longestKey, binary.BigEndian.AppendUint64(nil, uint64(longest))); err != nil {
		return err
	}
	var old [][]byte
	cursor := b.Cursor()
	for key, _ := cursor.Seek(timeKey(-1<<63, 0)); key != nil && keyTime(key) < now-2*longest; key, _ = cursor.Next() {
		old = append(old, slices.Clone(key))
	}
	for _, key := range old {
		if err := b.Delete(key); err != nil {
			return err
		}
	}
	return nil
}

// putTime logs one more request at t, beside those at the same time.
func putTime(b *bbolt.Bucket, t int64) error {
	number := uint32(0)
	cursor := b.Cursor()
	for key, _ := cursor.Seek(timeKey(t, 0)); key != nil && keyTime(key) == t; key, _ = cursor.Next() {
		number = binary.BigEndian.Uint32(key[9:]) + 1
	}
	return b.Put(timeKey(t, number), []byte{})
}

// timeKey sorts behind the key of the longest stretch, and by time.
func timeKey(nanos int64, number uint32) []byte {
	key := binary.BigEndian.AppendUint64([]byte{'t'}, uint64(nanos)^1<<63)
	return binary.BigEndian.AppendUint32(key, number)
}

func keyTime(key []byte) int64 {
	return int64(binary.BigEndian.Uint64(key[1:]) ^ 1<<63)
}
