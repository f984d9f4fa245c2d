// What is wrong with a chain as such is said before any request: a chain is
// data, and may come from a file.

package proofpoint

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// maxLevels is how deep a chain may be below its first request.
const maxLevels = 8

// ChainError is a chain that cannot be walked: deeper than 8 levels, leading
// back to itself, or with a [Then] that contradicts itself. It comes before any
// request; several come joined.
type ChainError struct {
	// Chain names the operations from the first request to the Then at fault:
	// "tap.campaigns.ids > tap.campaigns.get".
	Chain  string
	Reason string
}

// Error names the chain and the reason.
func (e *ChainError) Error() string {
	return fmt.Sprintf("proofpoint: chain %s: %s", snippet(e.Chain, maxCause), snippet(e.Reason, maxCause))
}

// enter prepares a walk for its place in a chain: the first checks and makes the
// chain, a child is refused where its quota is known to be spent.
func (w *walk) enter() error {
	switch p := w.o.place; {
	case p != nil:
		if w.chain = p.chain; p.again {
			return nil
		}
		return w.chain.spent.refuse(w.r, w.c.clock.Now())
	case len(w.r.Then) > 0:
		w.chain = &chain{memory: w.o.memory.fresh()}
		return checkChain(w.r)
	}
	return nil
}

// CheckChain returns all that is wrong with the further requests of r as such,
// joined, each a [*ChainError]; nil where they can be walked. Records and Plan
// check the same.
func (r Request) CheckChain() error { return checkChain(&r) }

// checkChain returns all that is wrong with the further requests of r.
func checkChain(r *Request) error {
	if len(r.Then) == 0 {
		return nil
	}
	c := chainCheck{depth: map[*Operation]int{}}
	c.level(r.name(), r.Then, nil)
	return errors.Join(c.problems...)
}

// chainCheck walks the operations of a chain, each as often as it takes to find
// how deep it may stand.
type chainCheck struct {
	problems []error
	depth    map[*Operation]int // the deepest level at which it was looked at
}

func (c *chainCheck) refuse(chain, format string, args ...any) {
	c.problems = append(c.problems, &ChainError{Chain: chain, Reason: fmt.Sprintf(format, args...)})
}

// level checks the Thens of one request; above are the operations that led to
// it.
func (c *chainCheck) level(name string, then []Then, above []*Operation) {
	var names []string
	for i, t := range then {
		if t.Ask == nil {
			c.refuse(name, "Then %d asks no operation", i)
			continue
		}
		at := name + " > " + t.Ask.Name
		for _, problem := range t.problems() {
			c.refuse(at, "%s", problem)
		}
		if t.Name != "" && slices.Contains(names, t.Name) {
			c.refuse(at, "two Thens attach to the member %q: give them different names", t.Name)
		}
		names = append(names, t.Name)
		switch {
		case slices.Contains(above, t.Ask):
			c.refuse(at, "it leads back to itself")
		case len(above) >= maxLevels:
			c.refuse(at, "it is deeper than %d levels", maxLevels)
		case c.depth[t.Ask] <= len(above): // else it was seen where it reaches at least as deep
			c.depth[t.Ask] = len(above) + 1
			c.level(at, t.Ask.Proto.Then, append(slices.Clip(above), t.Ask))
		}
	}
}

// problems says what a Then contradicts itself in.
func (t Then) problems() (list []string) {
	refuse := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	if t.Ask.Writes() && !t.Writes {
		refuse("%s changes something: set Writes if that is meant", t.Ask.Name)
	}
	if t.Name == failures {
		refuse("the member %q is taken, it says what failed: choose another name", failures)
	}
	if t.Name != "" && len(t.Carry) > 0 {
		refuse("Carry is for children that are yielded by themselves; these are attached as %q to what they would carry", t.Name)
	}
	if t.Parallel < 0 {
		refuse("Parallel is %d: it must not be negative", t.Parallel)
	}
	for _, name := range slices.Sorted(maps.Keys(t.Pick)) {
		if t.Pick[name] == nil {
			refuse("Pick has no path for the parameter %q", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.Carry)) {
		if t.Carry[name] == nil || strings.TrimSpace(name) == "" {
			refuse("Carry has no path for the member %q, or the path no name", name)
		}
	}
	return list
}

// writesInside reports whether a chain changes something, at any level.
func writesInside(then []Then) bool {
	return slices.ContainsFunc(then, func(t Then) bool { return t.Writes || t.Ask != nil && writesInside(t.Ask.Proto.Then) })
}
