// The filters of one source, an hour each, and look-ups through them from the
// latest hour to the earliest.

package boltstore

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"go.etcd.io/bbolt"
)

// index is the filters of a source, ascending. A nil filter must be filled
// before it is asked. A nil index knows nothing yet.
type index struct {
	hours []hourFilter
}

type hourFilter struct {
	hour   hour
	filter *filter
}

// indexChange is what a commit does to an index.
type indexChange struct {
	gone  []hour
	hour  hour
	added []hash
}

func (ix *index) full() bool {
	return ix != nil && !slices.ContainsFunc(ix.hours, func(h hourFilter) bool { return h.filter == nil })
}

func (ix *index) at(h hour) (int, bool) {
	return slices.BinarySearchFunc(ix.hours, h, func(f hourFilter, h hour) int { return cmp.Compare(f.hour, h) })
}

// apply follows a commit. A filter that has become too small is given up, and
// filled anew, with room to grow, when it is asked next.
func (ix *index) apply(c indexChange) {
	ix.hours = slices.DeleteFunc(ix.hours, func(h hourFilter) bool { return slices.Contains(c.gone, h.hour) })
	if len(c.added) == 0 {
		return
	}
	at, ok := ix.at(c.hour)
	if !ok {
		ix.hours = slices.Insert(ix.hours, at, hourFilter{c.hour, newFilter(2 * len(c.added))})
	}
	f := ix.hours[at].filter
	if f == nil {
		return
	}
	if f.keys+len(c.added) > f.room {
		ix.hours[at].filter = nil
		return
	}
	for _, h := range c.added {
		f.add(h)
	}
}

// filled returns the index with all filters. The receiver may be nil; it is
// changed only by filters that are right in any case.
func (ix *index) filled(hours *bbolt.Bucket) (*index, error) {
	if ix == nil {
		ix = &index{}
		err := hours.ForEachBucket(func(key []byte) error {
			ix.hours = append(ix.hours, hourFilter{hour: hourKey(key)})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for i, h := range ix.hours {
		if h.filter != nil {
			continue
		}
		// An hour that is not there was dropped by this transaction, which may still fail.
		if b := hours.Bucket(h.hour.key()); b != nil {
			// Only the latest hours still grow; room for growth in all would double what they cost.
			ix.hours[i].filter = fill(b, i >= len(ix.hours)-2)
		}
	}
	return ix, nil
}

func fill(b *bbolt.Bucket, grows bool) *filter {
	var hashes []hash
	cursor := b.Cursor()
	for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
		hashes = append(hashes, hash(key))
	}
	room := len(hashes) + len(hashes)/8
	if grows {
		room = 2 * len(hashes)
	}
	f := newFilter(room)
	for _, h := range hashes {
		f.add(h)
	}
	return f
}

// has looks a hash up in an hour.
func has(b *bbolt.Bucket, h hash) (version []byte, ok bool) {
	key, version := b.Cursor().Seek(h[:])
	return version, bytes.Equal(key, h[:])
}

// later returns for each identity the bucket of an hour after h that holds it,
// or nil.
func (ix *index) later(hours *bbolt.Bucket, h hour, ids []hashedID) []*bbolt.Bucket {
	held := make([]*bbolt.Bucket, len(ids))
	for _, f := range slices.Backward(ix.hours) {
		if f.hour <= h {
			break
		}
		b := hours.Bucket(f.hour.key())
		if b == nil {
			continue
		}
		for i, id := range ids {
			if held[i] != nil || !f.filter.may(id.hash) {
				continue
			}
			if _, ok := has(b, id.hash); ok {
				held[i] = b
			}
		}
	}
	return held
}

// seen fills in what is known of the hashes. An hour is asked for all keys
// before the next, while its filter is near.
func (ix *index) seen(hours *bbolt.Bucket, hashes []hash, found []feed.Version) {
	if hours == nil {
		return
	}
	open := make([]int, len(hashes)) // still to be found
	for i := range open {
		open[i] = i
	}
	for _, f := range slices.Backward(ix.hours) {
		var bucket *bbolt.Bucket // only where the filter does not suffice
		left := open[:0]
		for _, i := range open {
			if !f.filter.may(hashes[i]) {
				left = append(left, i)
				continue
			}
			if bucket == nil {
				bucket = hours.Bucket(f.hour.key())
			}
			if version, ok := has(bucket, hashes[i]); ok {
				found[i] = feed.Version{Version: string(version), Known: true}
			} else {
				left = append(left, i)
			}
		}
		open = left
	}
}
