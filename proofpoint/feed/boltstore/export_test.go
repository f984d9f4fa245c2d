// What tests reach that users need not: a format of the future, and failures of
// the disk that cannot be made.

package boltstore

import "go.etcd.io/bbolt"

// OpenFormat opens as a version of this package would that writes format.
func OpenFormat(dir string, o Options, format int, migrate func(*bbolt.Tx) error) (*Store, error) {
	return open(dir, o, schema{format, migrate})
}

// FailedCommit is what a commit returns when the disk failed it with cause; late
// is whether the page that makes it count can be seen.
func (s *Store) FailedCommit(cause error, late bool) error {
	id := 0
	if err := s.db.View(func(tx *bbolt.Tx) error { id = tx.ID(); return nil }); err != nil {
		return err
	}
	if !late {
		id++
	}
	return s.commitError(id, cause)
}

// Filter is a filter for tests: how many of others it takes for its own.
func Filter(own, others []string) (lost, wrong int) {
	f := newFilter(len(own))
	for _, key := range own {
		f.add(hashKey(key))
	}
	for _, key := range own {
		if !f.may(hashKey(key)) {
			lost++
		}
	}
	for _, key := range others {
		if f.may(hashKey(key)) {
			wrong++
		}
	}
	return lost, wrong
}

// CheckBlock is checkBlock, and look-ups of a hash that is and one that is not
// in the block.
func CheckBlock(value []byte) error {
	if err := checkBlock(value); err != nil {
		return err
	}
	b, err := openBlock(value)
	for i := 0; err == nil && i < b.n; i++ {
		_, _, err = find([]block{b}, hash(b.hash(i)))
	}
	return err
}

// FindBlock is a look-up in a block as it stands.
func FindBlock(value []byte, h [16]byte) error {
	b, err := openBlock(value)
	if err != nil {
		return err
	}
	_, _, err = find([]block{b}, h)
	return err
}

// EncodeBlock makes a block of one version for each hash, which are in order.
func EncodeBlock(hashes [][16]byte, versions []string) []byte {
	ids := make([]hashedID, len(hashes))
	for i := range ids {
		ids[i] = hashedID{hashes[i], []byte(versions[i])}
	}
	return encodeBlock(ids)
}
