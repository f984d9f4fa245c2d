// What tests need of the inside: the same paths without the split, so that the
// walk and the evaluation of held values can be compared.

package pathdata

// Held gives a copy of a selector that holds every body whole and follows
// nothing in the walk.
func Held(s *Selector) *Selector {
	c := *s
	c.alts = make([]*path, len(s.alts))
	for i, p := range s.alts {
		c.alts[i] = &path{text: p.text, all: p.all, rest: p.all, test: always, levels: everyLevel}
	}
	return &c
}

// always lets everything pass. As the test of a path without steps it makes the
// root a held value even where nothing is left to evaluate.
var always = &program{code: []instruction{{op: opNot}}}

// CompareNumbers compares two JSON numbers.
func CompareNumbers(a, b string) int { return compareNumbers([]byte(a), []byte(b)) }

// Matches says whether an I-Regexp matches a text, and whether it is one.
func Matches(pattern, text string, whole bool) (matches, ok bool, err error) {
	p, err := newPattern(pattern, whole, maxPattern)
	return p != nil && p.re.MatchString(text), p != nil, err
}
