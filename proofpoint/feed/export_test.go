// The ledger and the schedule, which are pure and tested alone: there is no way
// to reach all their corners through a service.

package feed

import "time"

// Segment and Ledger are the ledger's own.
type (
	Segment = segment
	Ledger  = ledger
)

// Stretch is [From, To).
type Stretch struct{ From, To time.Time }

func outside(list []stretch) []Stretch {
	var out []Stretch
	for _, s := range list {
		out = append(out, Stretch{s.from, s.to})
	}
	return out
}

func inside(list []Stretch) []stretch {
	var out []stretch
	for _, s := range list {
		out = append(out, stretch{s.From, s.To})
	}
	return out
}

// Put lays a segment over a ledger.
func Put(l Ledger, s Segment) Ledger { return l.put(s) }

// Expire gives up what is missing of s.
func Expire(l Ledger, s Stretch, why string) Ledger {
	return l.expire(stretch{s.From, s.To}, why)
}

// Settle drops Asked where it is late enough.
func Settle(l Ledger, last time.Duration) Ledger { return l.settle(last) }

// Missing is what of s is in no segment.
func Missing(l Ledger, s Stretch) []Stretch { return outside(l.missing(stretch{s.From, s.To})) }

// Without is what of list is in none of taken.
func Without(list, taken []Stretch) []Stretch {
	return outside(without(inside(list), inside(taken)))
}

// View and Decision are the schedule's, to be read by tests.
type (
	View struct {
		Ledger      Ledger
		Busy        []Stretch
		Given       []Stretch
		Start, Stop time.Time
		Edge, Now   time.Time
		Width       time.Duration
		Doubt       time.Duration
	}
	Decision struct {
		Tasks      []Task
		Lost       []Lost
		Next, Edge time.Time
	}
	Task struct {
		Class    string
		From, To time.Time
	}
	Lost struct {
		From, To time.Time
		Reason   string
	}
)

// Decide is the schedule of a source.
func Decide(s Source, v View) (Decision, error) {
	r, err := s.rules()
	if err != nil {
		return Decision{}, err
	}
	in := r.decide(view{ledger: v.Ledger, busy: inside(v.Busy), given: inside(v.Given), start: v.Start, stop: v.Stop, edge: v.Edge, now: v.Now, width: v.Width, doubt: v.Doubt})
	out := Decision{Next: in.next, Edge: in.edge}
	for _, t := range in.tasks {
		out.Tasks = append(out.Tasks, Task{t.class.String(), t.from, t.to})
	}
	for _, l := range in.lost {
		out.Lost = append(out.Lost, Lost{l.from, l.to, l.reason})
	}
	return out, nil
}

// Done reports whether a backfill has nothing left to do.
func Done(s Source, v View) bool {
	r, _ := s.rules()
	return r.done(view{ledger: v.Ledger, busy: inside(v.Busy), start: v.Start, stop: v.Stop})
}

// Last is the last settle delay of a source.
func Last(s Source) time.Duration {
	r, _ := s.rules()
	return r.last()
}
