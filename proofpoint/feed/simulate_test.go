// The proof that a feed loses nothing: days of virtual time with a script of
// faults for each seed, and the service's whole history held against the sink.
//
//	go test ./proofpoint/feed -run 'TestSimulation$' -args -seeds 20000 -first 1
//
// A seed that fails prints its script and the command that replays it.

package feed_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/boltstore"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed/internal/simtest"
)

var (
	seeds = flag.Int("seeds", 0, "how many seeds TestSimulation runs; 0 is 300, or 12 under the race detector, which is slow and finds nothing in one goroutine")
	first = flag.Uint64("first", 1, "the first seed of TestSimulation")
	days  = flag.Int("days", 3, "how many virtual days of faults a seed of TestSimulation has")
)

func TestSimulation(t *testing.T) {
	n := 300
	if underRace {
		n = 12
	}
	simulate(t, "TestSimulation", n, func(*testing.T) func() (feed.Store, error) { return simtest.Keep(feed.Memory()) })
}

// A sample on a disk: each process opens the directory that the one before left.
func TestSimulationOnDisk(t *testing.T) {
	n := 6
	if underRace {
		n = 1
	}
	simulate(t, "TestSimulationOnDisk", n, func(t *testing.T) func() (feed.Store, error) {
		dir := t.TempDir()
		var last *boltstore.Store
		shut := func() {
			if last != nil {
				_ = last.Close()
			}
		}
		t.Cleanup(shut)
		return func() (feed.Store, error) {
			shut()
			st, err := boltstore.Open(dir, boltstore.Options{NoSync: true})
			last = st
			return st, err
		}
	})
}

// simulate runs seeds, each over the stores that open makes.
func simulate(t *testing.T, test string, n int, open func(t *testing.T) func() (feed.Store, error)) {
	if *seeds > 0 {
		n = *seeds
	}
	var sum tally
	t.Run("seeds", func(t *testing.T) {
		for i := range uint64(n) {
			seed := *first + i
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				got := simtest.Run(simtest.NewScript(seed, *days), open(t))
				sum.add(got)
				report(t, got, test)
			})
		}
	})
	t.Log(sum.String())
}

// report fails a test whose run was not as promised.
func report(t *testing.T, got simtest.Result, test string) {
	t.Helper()
	if len(got.Problems) == 0 {
		return
	}
	var text strings.Builder
	for i, p := range got.Problems {
		if i == 20 {
			fmt.Fprintf(&text, "  and %d more\n", len(got.Problems)-i)
			break
		}
		fmt.Fprintf(&text, "  %s\n", p)
	}
	t.Errorf("seed %d:\n%s%s\nagain: go test ./proofpoint/feed -run '%s$' -args -seeds 1 -first %d -days %d",
		got.Script.Seed, text.String(), got.Script, test, got.Script.Seed, *days)
}

// tally says how much was tried, because a simulation in which nothing happens
// passes too.
type tally struct {
	mu                                                  sync.Mutex
	runs, lives, asked, committed, changed, gaps, wrong int
	days                                                float64
	statuses                                            map[int]int
}

func (s *tally) add(r simtest.Result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.statuses == nil {
		s.statuses = map[int]int{}
	}
	s.runs++
	s.days += r.Days
	s.lives += r.Lives
	s.asked += len(r.History.Asked)
	s.gaps += len(r.History.Gaps)
	s.committed += len(r.History.Committed)
	for _, d := range r.History.Committed {
		if d.Changed {
			s.changed++
		}
	}
	for _, a := range r.History.Asked {
		s.statuses[a.Status]++
	}
	if len(r.Problems) > 0 {
		s.wrong++
	}
}

func (s *tally) String() string {
	var codes []string
	for code, n := range s.statuses {
		codes = append(codes, fmt.Sprintf("%03d: %d", code, n))
	}
	slices.Sort(codes)
	return fmt.Sprintf("%d seeds (%d failed), %.0f virtual days, %d processes, %d requests (%.0f a day; %s), %d records (%d changed), %d gaps",
		s.runs, s.wrong, s.days, s.lives, s.asked, float64(s.asked)/s.days, strings.Join(codes, ", "), s.committed, s.changed, s.gaps)
}
