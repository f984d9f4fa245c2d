// The sliding buffer under the scanner: it reads, slides, grows for a large
// record and counts. It knows sizes and nothing of JSON.

package pathdata

import (
	"errors"
	"io"
)

// emptyReads is how often a reader may give nothing and no error.
const emptyReads = 100

var errBadReader = errors.New("the reader returned an impossible count")

type input struct {
	r    io.Reader
	buf  []byte // n bytes of the body, slack zeros, then whatever was there
	n    int
	base int64 // offset of buf[0] in the body
	hold int64 // offset of the first byte to keep; -1: none but what is ahead

	maxHold, maxBody int64  // how much may be kept, how much may come
	heldFor          string // the path that what is kept is evaluated for; empty for a record
	keep             bool   // what was handed out stays: buf is left behind instead of slid
	given            bool   // something of buf was handed out

	done   error // why nothing more comes: io.EOF, a limit, what the reader gave
	doneAt int64 // where in the body that is
	broken bool  // the reader gave an error

	ending ending // the reader, if it can be asked without a read
	polls  int    // how often it was asked since it broke
}

func newInput(r io.Reader, o Limits) input {
	size := int64(window)
	if l, ok := r.(interface{ Len() int }); ok {
		size = min(size, int64(max(l.Len(), 0))+1) // a small body in memory; 1 to see its end
	}
	if o.Keep {
		size = min(size, 4<<10) // a small body pins little; the next buffer is a whole one
	}
	end, _ := r.(ending)
	return input{r: r, ending: end, buf: make([]byte, max(size, 64)+slack), hold: -1, maxHold: max(o.Record, window), maxBody: o.Body, keep: o.Keep}
}

// more reads at least one byte behind n. The bytes move: it gives the new p.
func (in *input) more(p int) (int, bool) {
	if in.done != nil {
		return p, false
	}
	from := p
	if in.hold >= 0 {
		from = int(in.hold - in.base)
		limit := in.maxHold
		if in.heldFor != "" {
			limit = min(limit, maxHeld)
		}
		if int64(p-from) > limit {
			in.stop(tooLarge(limit, in.heldFor), in.hold+limit)
			return p, false
		}
	}
	if from > 0 && !(in.given && in.room() >= window/4) {
		in.slide(from)
		p -= from
	}
	if in.n+slack == len(in.buf) {
		size := min(2*int64(in.n), max(in.maxHold, int64(in.n))+window)
		grown := make([]byte, size+slack)
		copy(grown, in.buf[:in.n])
		in.buf, in.given = grown, false
	}
	ok := in.read()
	clear(in.buf[in.n : in.n+slack])
	return p, ok
}

// room is how much can be read behind n.
func (in *input) room() int { return len(in.buf) - slack - in.n }

// slide drops what is before from, leaving the buffer to those who hold a part.
func (in *input) slide(from int) {
	to := in.buf
	if in.given {
		to, in.given = make([]byte, max(window, in.n-from+window/2)), false // the slack is inside: 64 KiB, not a page more
	}
	in.n = copy(to, in.buf[from:in.n])
	in.buf = to
	in.base += int64(from)
}

func (in *input) stop(err error, at int64) { in.done, in.doneAt = err, at }

// maxRead is how much is read at once, in bytes: a read is where a reader that
// has ended can say so.
const maxRead = 1 << 20

func (in *input) read() bool {
	room := in.buf[in.n : len(in.buf)-slack]
	room = room[:min(len(room), maxRead)]
	if left := in.maxBody - in.base - int64(in.n); int64(len(room)) > left {
		room = room[:left+1] // one more, to see that there is more
	}
	for range emptyReads {
		k, err := in.r.Read(room)
		if k < 0 || k > len(room) {
			k, err = 0, errBadReader
		}
		in.n += k
		at := in.base + int64(in.n)
		if at > in.maxBody {
			in.n--
			k--
			in.stop(tooMuch(ErrBodyTooLarge, "bytes", in.maxBody), in.maxBody)
			return k > 0
		}
		if err != nil {
			in.broken = err != io.EOF
			in.stop(err, at)
		}
		if k > 0 || err != nil {
			return k > 0
		}
	}
	in.stop(io.ErrNoProgress, in.base+int64(in.n))
	return false
}

// ended says why there is nothing more, for an error, and where.
func (in *input) ended() (int64, error) {
	if in.done == io.EOF {
		return in.doneAt, io.ErrUnexpectedEOF
	}
	return in.doneAt, in.done
}
