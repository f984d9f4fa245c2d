// A block is what one commit brings to one hour: hashes in order, then their
// versions, as one value. Ten thousand keys of their own would touch every page
// of an hour and be half air; a block is written in one piece. Blocks of like
// size are merged as they come, so that an hour has few.

package boltstore

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"sort"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// The form: number of identities, length of each version (or variable),
// checksum of the rest; the hashes; if the length is variable, where each version
// ends; the versions. Numbers are of 4 bytes.
const (
	blockHead = 12
	variable  = 1<<32 - 1
	hashSize  = len(hash{})
)

// maxBlock is how many identities a block has at most after a merge: a MiB or
// so. Larger ones would make some commits slow, to save look-ups a few steps.
const maxBlock = 1 << 15

// block is a block as it is kept.
type block struct {
	n      int
	width  uint32
	hashes []byte
	ends   []byte // where versions end, if the width is variable
	texts  []byte
}

func openBlock(value []byte) (block, error) {
	wrong := fmt.Errorf("%w: ledger.db: a block of identities is not whole; bring a copy back", feed.ErrStateCorrupt)
	if len(value) < blockHead {
		return block{}, wrong
	}
	b := block{n: int(binary.BigEndian.Uint32(value)), width: binary.BigEndian.Uint32(value[4:])}
	rest := value[blockHead:]
	if len(rest)/hashSize < b.n {
		return block{}, wrong
	}
	b.hashes, rest = rest[:b.n*hashSize], rest[b.n*hashSize:]
	if b.width != variable {
		b.texts = rest
		if uint64(len(rest)) != uint64(b.n)*uint64(b.width) {
			return block{}, wrong
		}
		return b, nil
	}
	if len(rest)/4 < b.n {
		return block{}, wrong
	}
	b.ends, b.texts = rest[:b.n*4], rest[b.n*4:]
	return b, nil
}

// checkBlock reads all of a block.
func checkBlock(value []byte) error {
	b, err := openBlock(value)
	if err != nil {
		return err
	}
	if crc32.Checksum(value[blockHead:], castagnoli) != binary.BigEndian.Uint32(value[8:]) {
		return fmt.Errorf("%w: ledger.db: the checksum of a block of identities does not fit", feed.ErrStateCorrupt)
	}
	for i := 1; i < b.n; i++ {
		if bytes.Compare(b.hash(i-1), b.hash(i)) >= 0 {
			return fmt.Errorf("%w: ledger.db: a block of identities is not in order", feed.ErrStateCorrupt)
		}
	}
	return nil
}

func (b *block) hash(i int) []byte { return b.hashes[i*hashSize : (i+1)*hashSize] }

// version returns the bytes of the ledger.
func (b *block) version(i int) ([]byte, error) {
	if b.width != variable {
		return b.texts[i*int(b.width) : (i+1)*int(b.width)], nil
	}
	from, to := uint32(0), binary.BigEndian.Uint32(b.ends[i*4:])
	if i > 0 {
		from = binary.BigEndian.Uint32(b.ends[(i-1)*4:])
	}
	if from > to || uint64(to) > uint64(len(b.texts)) {
		return nil, fmt.Errorf("%w: ledger.db: a version ends where none can", feed.ErrStateCorrupt)
	}
	return b.texts[from:to], nil
}

func (b *block) find(h hash) (i int, ok bool) {
	i = sort.Search(b.n, func(i int) bool { return bytes.Compare(b.hash(i), h[:]) >= 0 })
	return i, i < b.n && bytes.Equal(b.hash(i), h[:])
}

// hashedID is an identity on its way into a block.
type hashedID struct {
	hash    hash
	version []byte
}

// encodeBlock writes identities that are in order and each there once.
func encodeBlock(ids []hashedID) []byte {
	size, width := 0, variable
	for i, id := range ids {
		size += len(id.version)
		if i == 0 {
			width = len(id.version)
		} else if width != len(id.version) {
			width = variable
		}
	}
	out := make([]byte, blockHead, blockHead+len(ids)*(hashSize+4)+size)
	binary.BigEndian.PutUint32(out, uint32(len(ids)))
	binary.BigEndian.PutUint32(out[4:], uint32(width))
	for _, id := range ids {
		out = append(out, id.hash[:]...)
	}
	if width == variable {
		end := uint32(0)
		for _, id := range ids {
			end += uint32(len(id.version))
			out = binary.BigEndian.AppendUint32(out, end)
		}
	}
	for _, id := range ids {
		out = append(out, id.version...)
	}
	binary.BigEndian.PutUint32(out[8:], crc32.Checksum(out[blockHead:], castagnoli))
	return out
}

// merge returns the identities of both; of those in both the newer.
func merge(newer []hashedID, older block) ([]hashedID, error) {
	out := make([]hashedID, 0, len(newer)+older.n)
	i := 0
	for _, id := range newer {
		for ; i < older.n; i++ {
			c := bytes.Compare(older.hash(i), id.hash[:])
			if c == 0 {
				continue
			}
			if c > 0 {
				break
			}
			version, err := older.version(i)
			if err != nil {
				return nil, err
			}
			out = append(out, hashedID{hash(older.hash(i)), version})
		}
		out = append(out, id)
	}
	for ; i < older.n; i++ {
		version, err := older.version(i)
		if err != nil {
			return nil, err
		}
		out = append(out, hashedID{hash(older.hash(i)), version})
	}
	return out, nil
}
