// The filters of one source, an hour each, and look-ups through them from the
// latest hour to the earliest.

package boltstore

import (
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
	added []hashedID
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
	for _, id := range c.added {
		f.add(id.hash)
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
		blocks, err := blocksOf(hours, h.hour)
		if err != nil {
			return nil, err
		}
		// An hour that is not there was dropped by this transaction, which may still fail.
		if blocks != nil {
			// Only the latest hours still grow; room for growth in all would double what they cost.
			ix.hours[i].filter = fill(blocks, i >= len(ix.hours)-2)
		}
	}
	return ix, nil
}

func fill(blocks []block, grows bool) *filter {
	n := 0
	for _, b := range blocks {
		n += b.n
	}
	room := n + n/8
	if grows {
		room = 2 * n
	}
	f := newFilter(room)
	for _, b := range blocks {
		for i := range b.n {
			f.add(hash(b.hash(i)))
		}
	}
	return f
}

// split returns the identities by the hour they go to: h, or the later one that
// holds their key already.
func (ix *index) split(hours *bbolt.Bucket, h hour, ids []hashedID) (map[hour][]hashedID, error) {
	byHour := map[hour][]hashedID{}
	ids = slices.Clone(ids) // gets shorter in place
	for _, f := range slices.Backward(ix.hours) {
		if f.hour <= h {
			break
		}
		blocks, err := blocksOf(hours, f.hour)
		if err != nil {
			return nil, err
		}
		if blocks == nil {
			continue
		}
		left := ids[:0]
		for _, id := range ids {
			held := false
			if f.filter == nil || f.filter.may(id.hash) {
				if _, held, err = find(blocks, id.hash); err != nil {
					return nil, err
				}
			}
			if held {
				byHour[f.hour] = append(byHour[f.hour], id)
			} else {
				left = append(left, id)
			}
		}
		ids = left
	}
	byHour[h] = ids
	return byHour, nil
}

// seen fills in what is known of the hashes. An hour is asked for all keys
// before the next, while its filter is near.
func (ix *index) seen(hours *bbolt.Bucket, hashes []hash, found []feed.Version) error {
	if hours == nil {
		return nil
	}
	open := make([]int, len(hashes)) // still to be found
	for i := range open {
		open[i] = i
	}
	for _, f := range slices.Backward(ix.hours) {
		var blocks []block // only where the filter does not suffice
		left := open[:0]
		for _, i := range open {
			if f.filter != nil && !f.filter.may(hashes[i]) {
				left = append(left, i)
				continue
			}
			var err error
			if blocks == nil {
				if blocks, err = blocksOf(hours, f.hour); err != nil {
					return err
				}
			}
			version, ok, err := find(blocks, hashes[i])
			if err != nil {
				return err
			}
			if ok {
				found[i] = feed.Version{Version: string(version), Known: true}
			} else {
				left = append(left, i)
			}
		}
		open = left
	}
	return nil
}
