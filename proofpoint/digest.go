// A walk by page number or offset ends at a page that is not full. A server that does not
// heed the number would keep it going for ever: it is told by a page that equals
// the one before.

package proofpoint

import (
	"bytes"
	"hash/maphash"
)

// digest compares a page's records with those of the page before. The nil
// digest compares nothing.
type digest struct {
	hash   maphash.Hash
	before uint64
}

// begin starts a page, also one that is asked again.
func (d *digest) begin() {
	if d != nil {
		d.hash.Reset()
	}
}

func (d *digest) add(raw []byte) {
	if d != nil {
		_, _ = d.hash.Write(bytes.TrimSpace(raw))
		_ = d.hash.WriteByte('\n')
	}
}

// repeats ends a page and reports whether it had records, the same as before.
func (d *digest) repeats(count int) bool {
	if d == nil {
		return false
	}
	sum := d.hash.Sum64()
	same := count > 0 && sum == d.before
	d.before = sum
	return same
}

// numbered reports whether a pager counts, pages or records.
func numbered(p Pager) bool {
	switch p := p.(type) {
	case nested:
		return numbered(p.inner)
	case Numbers, Rows, Offsets:
		return true
	}
	return false
}
