// Numbers in paths: indexes and slices, which are integers, and the numbers of
// filters, which are JSON's and stay text.

package pathdata

// indexOrSlice reads n, or [from] : [to] [: [by]].
func (ps *pathParser) indexOrSlice() (choice, error) {
	var part [3]int
	var given [3]bool
	n := 0
	for {
		var err error
		if part[n], given[n], err = ps.integer(); err != nil {
			return choice{}, err
		}
		at := ps.at
		ps.space()
		if ps.peek() != ':' || n == 2 {
			ps.at = at
			break
		}
		n++
		ps.at++
		ps.space()
	}
	if n == 0 {
		return choice{kind: byIndex, index: part[0]}, nil
	}
	if !given[2] {
		part[2] = 1
	}
	return choice{kind: bySlice, bounds: bounds{part[0], part[1], part[2], given[0], given[1]}}, nil
}

func (ps *pathParser) integer() (v int, given bool, err error) {
	start := ps.at
	neg := ps.peek() == '-'
	if neg {
		ps.at++
	}
	digits := ps.at
	for isDigit(ps.peek()) {
		if v <= maxInt {
			v = v*10 + int(ps.peek()-'0')
		}
		ps.at++
	}
	switch {
	case ps.at == digits && !neg:
		return 0, false, nil
	case ps.at == digits:
		return 0, false, ps.fail(ps.at, "want a digit behind \"-\"")
	case ps.text[digits] == '0' && (neg || ps.at > digits+1):
		return 0, false, ps.fail(start, "a number is written without leading zeros, and 0 without a sign")
	case v > maxInt:
		return 0, false, ps.fail(start, "the number is beyond 2^53-1")
	}
	if neg {
		v = -v
	}
	return v, true, nil
}

// number reads a number of a filter: a JSON number.
func (ps *pathParser) number() (string, error) {
	start := ps.at
	if ps.peek() == '-' {
		ps.at++
	}
	first := ps.at
	if err := ps.digits(); err != nil {
		return "", err
	}
	if ps.text[first] == '0' && ps.at > first+1 {
		return "", ps.fail(start, "a number is written without leading zeros")
	}
	if ps.peek() == '.' {
		ps.at++
		if err := ps.digits(); err != nil {
			return "", err
		}
	}
	if c := ps.peek(); c == 'e' || c == 'E' {
		ps.at++
		if c = ps.peek(); c == '+' || c == '-' {
			ps.at++
		}
		if err := ps.digits(); err != nil {
			return "", err
		}
	}
	return ps.text[start:ps.at], nil
}

// digits moves over one digit or more.
func (ps *pathParser) digits() error {
	if !isDigit(ps.peek()) {
		return ps.fail(ps.at, "want a digit")
	}
	for isDigit(ps.peek()) {
		ps.at++
	}
	return nil
}
