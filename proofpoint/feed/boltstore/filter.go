// A filter says of most keys that they are not in an hour, without a look at the
// disk. With 192 hours a key that is new would otherwise be looked up 192 times.

package boltstore

import "encoding/binary"

// filterBits is what a key costs: 2 bytes of memory, for which one hour in
// some nine hundred is looked through in vain. With 12 bits it was several times
// as many, and that was most of the time of a look-up.
const filterBits = 16

const (
	blockBits  = 512 // one line of the processor's cache: a question costs one access
	blockWords = blockBits / 64
	probes     = 7 // bits for a key, each from 9 bits of its hash
)

// filter is a Bloom filter in blocks. Keys are hashes already: their own bits
// are the probes.
type filter struct {
	words []uint64
	keys  int // that were added
	room  int // for so many it is right; with more it says maybe more often
}

func newFilter(room int) *filter {
	room = max(room, 1024)
	blocks := (room*filterBits + blockBits - 1) / blockBits
	return &filter{words: make([]uint64, blocks*blockWords), room: room}
}

func (f *filter) add(h hash) {
	block, bits := f.place(h)
	for range probes {
		block[bits>>6&(blockWords-1)] |= 1 << (bits & 63)
		bits >>= 9
	}
	f.keys++
}

// may is false if the key was never added.
func (f *filter) may(h hash) bool {
	block, bits := f.place(h)
	for range probes {
		if block[bits>>6&(blockWords-1)]&(1<<(bits&63)) == 0 {
			return false
		}
		bits >>= 9
	}
	return true
}

func (f *filter) place(h hash) (block []uint64, bits uint64) {
	blocks := uint64(len(f.words) / blockWords)
	high := uint64(binary.BigEndian.Uint32(h[8:])) // the low half of a hash, so that neighbours in the ledger lie apart
	at := high * blocks >> 32 * blockWords
	return f.words[at : at+blockWords], binary.BigEndian.Uint64(h[:8])
}
