// What those who make operations of data have to know of parameters before any
// request is made: whether a value would be taken, and whether a place exists.

package proofpoint

// Value returns v as the parameter takes it: text and JSON become the type
// (int64, float64, bool, [time.Duration], [time.Time], a []string of what is
// sent, any JSON, else text; of an enumeration the word as it stands there). A
// value that [Operation.Build] would refuse is a *[ParamError], which shows no
// secret.
func (p Param) Value(v any) (any, error) {
	said, _, reason := p.convert(v)
	if reason == "" {
		return said, nil
	}
	b := builder{}
	b.refuse(p, v, reason, p.accepts())
	return nil, b.errs[0]
}

// IsPlace reports whether place is one of those that Param.In can name.
func IsPlace(place string) bool { return knownPlace(place) }
