// What tests need of the inside.

package pathdata

// CompareNumbers compares two JSON numbers.
func CompareNumbers(a, b string) int { return compareNumbers([]byte(a), []byte(b)) }

// Matches says whether an I-Regexp matches a text, and whether it is one.
func Matches(pattern, text string, whole bool) (matches, ok bool, err error) {
	p, err := newPattern(pattern, whole)
	return p != nil && p.re.MatchString(text), p != nil, err
}
