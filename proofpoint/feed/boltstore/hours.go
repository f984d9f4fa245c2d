// The hours of a source: a bucket for each, and in it the blocks, the newest
// last. Of a key that is in more than one block of an hour the newest counts.

package boltstore

import (
	"encoding/binary"
	"time"

	"go.etcd.io/bbolt"
)

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

// putBlock adds identities to an hour. It merges them with the newest blocks
// up to twice as large, so that each block of an hour is more than twice as
// large as the next: few blocks, and an identity is written again only when what
// is around it has grown by half.
func putBlock(hours *bbolt.Bucket, h hour, ids []hashedID) error {
	bucket, err := hours.CreateBucketIfNotExists(h.key())
	if err != nil {
		return err
	}
	var merged [][]byte
	cursor := bucket.Cursor()
	for key, value := cursor.Last(); key != nil; key, value = cursor.Prev() {
		older, err := openBlock(value)
		if err != nil {
			return err
		}
		if older.n > 2*len(ids) || older.n+len(ids) > maxBlock {
			break
		}
		if ids, err = merge(ids, older); err != nil {
			return err
		}
		merged = append(merged, append([]byte(nil), key...))
	}
	value := encodeBlock(ids) // before the blocks go whose bytes it takes
	for _, key := range merged {
		if err := bucket.Delete(key); err != nil {
			return err
		}
	}
	number, err := bucket.NextSequence()
	if err != nil {
		return err
	}
	return bucket.Put(binary.BigEndian.AppendUint64(nil, number), value)
}

// blocksOf returns the blocks of an hour, the newest first; none if the hour is
// not there.
func blocksOf(hours *bbolt.Bucket, h hour) (blocks []block, err error) {
	bucket := hours.Bucket(h.key())
	if bucket == nil {
		return nil, nil
	}
	cursor := bucket.Cursor()
	for key, value := cursor.Last(); key != nil; key, value = cursor.Prev() {
		b, err := openBlock(value)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

// find looks a hash up in the blocks of an hour.
func find(blocks []block, h hash) (version []byte, ok bool, err error) {
	for i := range blocks {
		if at, ok := blocks[i].find(h); ok {
			version, err = blocks[i].version(at)
			return version, true, err
		}
	}
	return nil, false, nil
}
