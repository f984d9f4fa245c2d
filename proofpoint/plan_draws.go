// What a plan costs: its requests added up by the quota that they count
// against.

package proofpoint

import (
	"fmt"
	"iter"
	"slices"
)

// Draw is how many requests count against one quota.
type Draw struct {
	// Pool is the quota; the zero Pool stands for requests that count against
	// none that is known.
	Pool Pool
	// Credential is the fingerprint of whose quota it is, no secret, "" for
	// nobody's.
	Credential string
	// Requests is how many there are, or, if AtLeast is set, the fewest: pages
	// whose number depends on the answers and the further requests of records
	// that are not known count nothing.
	Requests int
	AtLeast  bool
}

// String is one line for people: `25 requests of pool "siem", which has 1800 in 24h0m0s`.
func (d Draw) String() string {
	s := d.amount()
	if d.Pool.isZero() {
		return s + ", of no known quota"
	}
	s += fmt.Sprintf(" of pool %q", d.Pool.Name)
	if d.Pool.Limit > 0 {
		s += fmt.Sprintf(", which has %d in %s", d.Pool.Limit, d.Pool.Per)
	}
	return s
}

func (d Draw) amount() string {
	if d.AtLeast {
		return plural(d.Requests, "request") + " or more"
	}
	return plural(d.Requests, "request")
}

// Over reports whether the quota has fewer than are drawn.
func (d Draw) Over() bool { return d.Pool.Limit > 0 && d.Requests > d.Pool.Limit }

// Draws adds up what is drawn from which pool, in the order in which the pools
// first come. It walks the plan to its end. An error in it is returned beside
// what was added up: the one that ended it, or else the first of those after
// which it went on ([CanContinue]).
func Draws(plan iter.Seq2[Planned, error]) ([]Draw, error) {
	var all []Draw
	var first error
	for p, err := range plan {
		switch {
		case err == nil:
			all = addDraw(all, Draw{p.Pool, p.Credential, p.Least, p.After != ""})
		case !CanContinue(err):
			return all, err
		case first == nil:
			first = err
		}
	}
	return all, first
}

// addDraw adds d to the draw from the same pool by the same credential.
func addDraw(all []Draw, d Draw) []Draw {
	i := slices.IndexFunc(all, func(a Draw) bool { return a.Pool == d.Pool && a.Credential == d.Credential })
	if i < 0 {
		return append(all, d)
	}
	all[i].Requests += d.Requests
	all[i].AtLeast = all[i].AtLeast || d.AtLeast
	return all
}

// total adds up draws from all pools.
func total(all []Draw) (requests int, atLeast bool) {
	for _, d := range all {
		requests += d.Requests
		atLeast = atLeast || d.AtLeast
	}
	return requests, atLeast
}
