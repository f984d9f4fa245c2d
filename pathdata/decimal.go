// Numbers compared as the decimal text they are written in: exact for any
// length and any exponent, in one pass, and without making a number of them.

package pathdata

import (
	"bytes"
	"cmp"
)

// decimal is a number taken apart: 0.DIGITS times ten to the power of point plus
// the exponent that is written, where DIGITS are whole and part without the
// zeros in front.
type decimal struct {
	negative   bool
	zero       bool
	whole      []byte
	part       []byte // behind the point
	point      int64
	exponent   []byte // digits without zeros in front
	descending bool   // the exponent is negative
}

// compareNumbers compares two valid JSON numbers.
func compareNumbers(a, b []byte) int {
	if x, ok := smallInteger(a); ok {
		if y, ok := smallInteger(b); ok {
			return cmp.Compare(x, y)
		}
	}
	x, y := takeApart(a), takeApart(b)
	switch {
	case x.zero && y.zero:
		return 0
	case x.zero:
		return y.sign(-1)
	case y.zero || x.negative != y.negative:
		return x.sign(1)
	}
	return x.sign(x.compare(&y))
}

// smallInteger reads an integer that is certain to fit.
func smallInteger(s []byte) (v int64, ok bool) {
	digits := s
	if s[0] == '-' {
		digits = s[1:]
	}
	if len(digits) > 18 {
		return 0, false
	}
	for _, c := range digits {
		if !isDigit(c) {
			return 0, false
		}
		v = v*10 + int64(c-'0')
	}
	if len(digits) < len(s) {
		v = -v
	}
	return v, true
}

func takeApart(s []byte) (d decimal) {
	if s[0] == '-' {
		d.negative, s = true, s[1:]
	}
	if i := bytes.IndexAny(s, "eE"); i >= 0 {
		d.exponent, s = s[i+1:], s[:i]
		if c := d.exponent[0]; c == '+' || c == '-' {
			d.exponent, d.descending = d.exponent[1:], c == '-'
		}
		d.exponent = trimFront(d.exponent)
	}
	d.whole = s
	if i := bytes.IndexByte(s, '.'); i >= 0 {
		d.whole, d.part = s[:i], s[i+1:]
	}
	d.whole = trimFront(d.whole)
	d.point = int64(len(d.whole))
	if len(d.whole) == 0 {
		rest := trimFront(d.part)
		d.point = int64(len(rest) - len(d.part))
		d.part = rest
	}
	d.zero = len(d.whole) == 0 && len(d.part) == 0
	return d
}

func trimFront(digits []byte) []byte {
	for len(digits) > 0 && digits[0] == '0' {
		digits = digits[1:]
	}
	return digits
}

// sign turns an order of absolute values into one of numbers.
func (d *decimal) sign(order int) int {
	if d.negative {
		return -order
	}
	return order
}

// compare compares two absolute values that are not zero.
func (d *decimal) compare(o *decimal) int {
	if c := cmp.Compare(d.distance(o)+d.point, o.point); c != 0 {
		return c
	}
	n := max(len(d.whole)+len(d.part), len(o.whole)+len(o.part))
	for i := range n {
		if c := cmp.Compare(d.digit(i), o.digit(i)); c != 0 {
			return c
		}
	}
	return 0
}

func (d *decimal) digit(i int) byte {
	if i < len(d.whole) {
		return d.whole[i]
	}
	if i -= len(d.whole); i < len(d.part) {
		return d.part[i]
	}
	return '0'
}

// distance gives the difference of the written exponents, exact as long as the
// lengths of texts could make up for it. Beyond that no further digit can bring
// it back.
func (d *decimal) distance(o *decimal) (sum int64) {
	const far = 1 << 56
	n := max(len(d.exponent), len(o.exponent))
	for i := range n {
		sum = sum*10 + d.place(i-n) - o.place(i-n)
		if sum > far || sum < -far {
			break
		}
	}
	return sum
}

// place gives a digit of the exponent, counted from the end, with its sign.
func (d *decimal) place(fromEnd int) int64 {
	i := len(d.exponent) + fromEnd
	if i < 0 {
		return 0
	}
	v := int64(d.exponent[i] - '0')
	if d.descending {
		return -v
	}
	return v
}
