// Numbers: their grammar, what they become, and which came before.

package pathdata

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"strconv"
)

// numbers says what numbers become.
type numbers uint8

const (
	floats   numbers = iota // float64
	integers                // int64 where they are whole
	operands                // float64, but int64 where only that is exact: for expressions
)

const (
	numberSlots = 256
	shortNumber = 8 // bytes of a number that is remembered
)

// number is a number by its bytes, filled up with zeros; these are no number.
type number struct {
	key uint64
	v   any
}

// number decodes the number at p.
func (d *decoding) number(p int) (any, int) {
	start := p
	p, whole := d.skipNumber(p)
	if p < 0 {
		return nil, wrong
	}
	n := p - start
	if n > shortNumber {
		return d.made(start, p, whole), p
	}
	key := binary.LittleEndian.Uint64(d.buf[start:]) << (64 - 8*n)
	slot := &d.numbers[key*0x9E3779B97F4A7C15>>(64-8)]
	if slot.key == key {
		return slot.v, p
	}
	v := d.made(start, p, whole)
	if _, beyond := v.(json.Number); !beyond { // a flaw is told each time
		slot.key, slot.v = key, v
	}
	return v, p
}

// skipNumber gives the position behind the number at p, and whether it has
// neither fraction nor exponent.
func (d *decoding) skipNumber(p int) (int, bool) {
	b, whole := d.buf, true
	if b[p] == '-' {
		p++
	}
	switch c := b[p]; {
	case c == '0':
		p++
	case c-'1' < 9:
		for b[p]-'0' < 10 {
			p++
		}
	default:
		return wrong, false
	}
	if b[p] == '.' {
		whole = false
		if p++; b[p]-'0' >= 10 {
			return wrong, false
		}
		for b[p]-'0' < 10 {
			p++
		}
	}
	if b[p]|0x20 == 'e' {
		whole = false
		if p++; b[p] == '+' || b[p] == '-' {
			p++
		}
		if b[p]-'0' >= 10 {
			return wrong, false
		}
		for b[p]-'0' < 10 {
			p++
		}
	}
	return p, whole
}

// made makes the number from start to end.
func (d *decoding) made(start, end int, whole bool) any {
	b := d.buf[start:end]
	if !whole {
		return d.float(start, string(b))
	}
	if v, ok := smallInteger(b); ok {
		switch {
		case d.to == integers:
			return v
		case d.to == operands && (v > 1<<53 || v < -1<<53):
			return v
		case v == 0 && b[0] == '-':
			return math.Copysign(0, -1)
		}
		return float64(v)
	}
	s := string(b)
	if d.to != floats {
		if v, err := strconv.ParseInt(s, 10, 64); err == nil {
			return v
		}
	}
	if d.to == integers {
		return d.beyond(start, s)
	}
	return d.float(start, s)
}

func (d *decoding) float(start int, s string) any {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil && d.to != operands { // there it is infinite
		return d.beyond(start, s)
	}
	return f
}
