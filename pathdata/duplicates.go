// Names that occur twice in one object of a match, for Limits.Duplicates. It is
// a pass of its own over bytes that the scanner has validated, because the names
// are nobody's business otherwise and remembering them costs more than reading.
// How a name on the selected path is found twice is in container.go.

package pathdata

import (
	"bytes"
	"errors"
	"hash/maphash"
)

// namesakes looks for the first name of a value that its object has already. All
// it keeps is used again for the next value. Nothing recurses, and the names are
// in a table by hash, so that the time is linear in the bytes.
type namesakes struct {
	raw   []byte
	at    int   // how far it has come
	found int   // where the second name starts; -1: none so far
	open  []int // objects around the place, by number; 0 for an array

	seed    maphash.Seed
	entries []entry // a power of two
	used    int     // by this value
	first   int     // number of its first object; entries of smaller ones are free
	objects int     // numbers given so far

	textA, textB []byte // names without their escapes
}

// entry is a name of an object: raw[start:end].
type entry struct{ object, start, end int }

func newNamesakes() *namesakes {
	return &namesakes{seed: maphash.MakeSeed(), entries: make([]entry, 256)}
}

// begin turns to another value.
func (d *namesakes) begin(raw []byte) {
	d.raw, d.at, d.found, d.open = raw, 0, -1, d.open[:0]
	d.used, d.first = 0, d.objects+1
}

// look goes on for about so many bytes. It says whether there is more to look at.
func (d *namesakes) look(most int) bool {
	p, stop := d.at, min(d.at+most, len(d.raw))
	for p < stop {
		switch d.raw[p] {
		case '"':
			end := textEnd(d.raw, p)
			if d.isName(end) && d.twice(p+1, end-1) {
				d.found = p
				return false
			}
			p = end
			continue
		case '{':
			d.objects++
			d.open = append(d.open, d.objects)
		case '[':
			d.open = append(d.open, 0)
		case '}', ']':
			d.open = d.open[:len(d.open)-1]
		}
		p++
	}
	d.at = p
	return p < len(d.raw)
}

// isName says whether the text that ends before p is a member name: only these
// have a colon behind them.
func (d *namesakes) isName(p int) bool {
	for p < len(d.raw) && isSpace(d.raw[p]) {
		p++
	}
	return p < len(d.raw) && d.raw[p] == ':'
}

// textEnd gives where the string at p ends.
func textEnd(raw []byte, p int) int {
	for p++; ; {
		p += bytes.IndexByte(raw[p:], '"')
		back := p
		for raw[back-1] == '\\' {
			back--
		}
		p++
		if (p-back)&1 == 1 { // an even number of backslashes before the quote
			return p
		}
	}
}

// twice puts the name raw[start:end] of the innermost object into the table, and
// says whether it was there.
func (d *namesakes) twice(start, end int) bool {
	if 4*(d.used+1) > 3*len(d.entries) {
		d.grow()
	}
	n := entry{d.open[len(d.open)-1], start, end}
	name := d.plain(n, &d.textA)
	for i := d.slot(n.object, name); ; i++ {
		e := &d.entries[i&(len(d.entries)-1)]
		if e.object < d.first {
			*e = n
			d.used++
			return false
		}
		if e.object == n.object && bytes.Equal(d.plain(*e, &d.textB), name) {
			return true
		}
	}
}

func (d *namesakes) slot(object int, name []byte) int {
	h := maphash.Bytes(d.seed, name) ^ uint64(object)*0x9E3779B97F4A7C15 // spreads the objects of one shape
	return int(h>>1) & (len(d.entries) - 1)
}

// plain gives a name without its escapes, in room if it has any.
func (d *namesakes) plain(e entry, room *[]byte) []byte {
	name := d.raw[e.start:e.end]
	if bytes.IndexByte(name, '\\') < 0 {
		return name
	}
	*room = unquote((*room)[:0], name)
	return *room
}

// grow doubles the table.
func (d *namesakes) grow() {
	old := d.entries
	d.entries = make([]entry, 2*len(old))
	for _, n := range old {
		if n.object < d.first {
			continue
		}
		i := d.slot(n.object, d.plain(n, &d.textB))
		for d.entries[i&(len(d.entries)-1)].object != 0 {
			i++
		}
		d.entries[i&(len(d.entries)-1)] = n
	}
}

// bytesPerLook is how many bytes are looked at before the reader is asked.
const bytesPerLook = 256 << 10

// checkNames adds to the flaw of a match, which starts at that offset in the
// body, a name that one of its objects has twice. It says whether to go on.
func (w *walker) checkNames(m *Match, start int64) bool {
	d := w.names
	d.begin(m.Raw)
	for d.look(bytesPerLook) {
		if w.eval.abandoned() {
			return w.giveUp(w.p, nil)
		}
	}
	if d.found < 0 {
		return true
	}
	name := unquote(nil, d.raw[d.found+1:textEnd(d.raw, d.found)-1])
	twice := &ParseError{Offset: start + int64(d.found), Records: w.records, Err: duplicate(string(name), "")}
	if m.Flaw == nil {
		m.Flaw = twice
	} else {
		m.Flaw = errors.Join(m.Flaw, twice)
	}
	return true
}
