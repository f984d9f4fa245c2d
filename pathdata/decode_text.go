// Texts: where they end, what they say, and which came before. A short text that
// comes again costs a comparison; others share allocations.

package pathdata

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf8"
)

const (
	textSlots = 512
	shortText = 64      // bytes of a text that is remembered
	roomSize  = 1 << 10 // bytes that texts share
)

// memory has the texts and numbers of the values before, by a hash of their
// bytes.
type memory struct {
	texts   *[textSlots]text
	numbers *[numberSlots]number
	names   *[textSlots / 2]string
	room    *strings.Builder // where texts that do not repeat lie
	scratch []byte
}

// text is a text that came twice in a row, among those of its slot. What came
// once is known by its hash only: most texts never come again.
type text struct {
	raw  string // as in the bytes
	v    any    // a string
	last uint64
}

// text decodes the string whose quote is before p.
func (d *decoding) text(p int, at *place) (any, int) {
	start := p
	p, plain := d.skipText(p)
	if p < 0 {
		return nil, wrong
	}
	raw := d.buf[start : p-1]
	if d.tree != nil {
		d.tree.text = max(d.tree.text, int64(len(raw)))
	}
	if len(raw) > shortText || at.unlike() {
		return d.keep(d.plain(raw, plain)), p
	}
	h := d.hash(start, len(raw))
	slot := &d.texts[h>>(64-9)]
	if slot.raw == string(raw) && slot.v != nil {
		at.met()
		return slot.v, p
	}
	at.missed()
	if slot.last != h {
		slot.last = h
		return d.keep(d.plain(raw, plain)), p
	}
	slot.raw = string(raw)
	if slot.v = slot.raw; !plain {
		slot.v = string(d.plain(raw, false))
	}
	return slot.v, p
}

// hash mixes n bytes from p on; there is slack behind them.
func (d *decoding) hash(p, n int) uint64 {
	const odd = 0x9E3779B97F4A7C15
	b := d.buf[p:]
	h := uint64(n) * odd
	for ; n > 8; n -= 8 {
		h = (h ^ binary.LittleEndian.Uint64(b)) * odd
		h ^= h >> 29
		b = b[8:]
	}
	return (h ^ binary.LittleEndian.Uint64(b)<<(64-8*n)) * odd
}

// interned gives a name as a string, the same one as before if it can.
func (d *decoding) interned(name []byte) string {
	if d.names == nil {
		d.names = new([textSlots / 2]string)
	}
	if len(name) > maxName {
		return string(name)
	}
	h := uint64(len(name))
	for _, c := range name {
		h = h*31 + uint64(c)
	}
	slot := &d.names[h%(textSlots/2)]
	if *slot != string(name) {
		*slot = string(name)
	}
	return *slot
}

// keep makes a string.
func (d *decoding) keep(s []byte) string {
	if len(s) > roomSize/8 {
		return string(s)
	}
	if d.room == nil || d.room.Cap()-d.room.Len() < len(s) {
		d.room = new(strings.Builder)
		d.room.Grow(roomSize)
	}
	at := d.room.Len()
	d.room.Write(s)
	return d.room.String()[at:]
}

// skipText gives the position behind the closing quote of a string that goes on
// at p, and whether it is plain: without escapes, and ASCII.
func (d *decoding) skipText(p int) (int, bool) {
	b := d.buf
	for {
		// As in scanner.value.
		w := binary.LittleEndian.Uint64(b[p:])
		if m := (w | (w ^ 2*ones - 0x21*ones) | (w ^ '\\'*ones - ones)) & highs; m != 0 {
			p += bits.TrailingZeros64(m) >> 3
			if b[p] == '"' {
				return p + 1, true
			}
			return d.skipOdd(p), false
		}
		p += 8
	}
}

// skipOdd is skipText for a string that has something else at p.
func (d *decoding) skipOdd(p int) int {
	b := d.buf
	for {
		for !special[b[p]] {
			p++
		}
		switch c := b[p]; {
		case c == '"':
			return p + 1
		case c != '\\':
			return wrong
		case simpleEscape[b[p+1]]:
			p += 2
		case b[p+1] != 'u' || !isHex4(b[p+2:]):
			return wrong
		default:
			p += 6
		}
	}
}

// special holds the bytes that a string does not have as they are.
var special = func() (t [256]bool) {
	for c := range ' ' {
		t[c] = true
	}
	t['"'], t['\\'] = true, true
	return t
}()

func isHex4(s []byte) bool {
	return hexValue[s[0]] >= 0 && hexValue[s[1]] >= 0 && hexValue[s[2]] >= 0 && hexValue[s[3]] >= 0
}

// plain gives the text of a string: escapes resolved, and U+FFFD for each byte
// that is not UTF-8.
func (d *decoding) plain(raw []byte, plain bool) []byte {
	if plain {
		return raw
	}
	if d.scratch = unquote(d.scratch[:0], raw); utf8.Valid(d.scratch) {
		return d.scratch
	}
	return []byte(string([]rune(string(d.scratch))))
}
