// The promises of Map: order, bounds, and that nothing runs on behind its end.

package ordered_test

import (
	"iter"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/proofpointkit/proofpoint-go/internal/ordered"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// upTo gives 0, 1, … and counts in asked what it gave.
func upTo(n int, asked *int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if *asked = i + 1; !yield(i) {
				return
			}
		}
	}
}

func oneByte(int) int { return 1 }

// uneven doubles, and lets other goroutines go first now and then.
func uneven() func(int) int {
	return func(i int) int {
		for range i % 7 {
			runtime.Gosched()
		}
		return 2 * i
	}
}

func TestMapKeepsTheOrder(t *testing.T) {
	for _, n := range []int{1, 2, 3, 8, 64} {
		for _, length := range []int{0, 1, 2, 3, 33, 64, 65, 1000} {
			var want []int
			for i := range length {
				want = append(want, 2*i)
			}
			asked := 0
			got := slices.Collect(ordered.Map(upTo(length, &asked), n, oneByte, uneven))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%d workers, %d elements, mismatch (-want +got):\n%s", n, length, diff)
			}
		}
	}
}

// TestMapFirst: the first result is not held back.
func TestMapFirst(t *testing.T) {
	asked := 0
	for range ordered.Map(upTo(1000, &asked), 4, oneByte, uneven) {
		if asked != 1 {
			t.Errorf("%d elements were asked for before the first result, want 1", asked)
		}
		break
	}
}

// TestMapIsBounded: elements that were asked for and not given are no more than
// the batches hold, by number and by size.
func TestMapIsBounded(t *testing.T) {
	for _, tt := range []struct {
		name       string
		size, most int
	}{
		{"small", 1, 2 * 3 * 32},
		{"of 16 KiB", 16 << 10, 2 * 3 * 4},
		{"large", 1 << 20, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked, given, most := 0, 0, 0
			for range ordered.Map(upTo(5000, &asked), 3, func(int) int { return tt.size }, uneven) {
				most = max(most, asked-given)
				given++
			}
			if most > tt.most || given != 5000 {
				t.Errorf("%d elements were under way and %d came, want at most %d and 5000", most, given, tt.most)
			}
		})
	}
}

// TestMapStops: when the loop is left, nothing works on and nothing more is asked.
func TestMapStops(t *testing.T) {
	for _, at := range []int{0, 1, 2, 40, 499} {
		var working atomic.Int64
		asked, given := 0, 0
		work := func() func(int) int {
			return func(i int) int {
				working.Add(1)
				defer working.Add(-1)
				return uneven()(i)
			}
		}
		for v := range ordered.Map(upTo(500, &asked), 4, oneByte, work) {
			if given++; v == 2*at {
				break
			}
		}
		if n := working.Load(); n != 0 || given != at+1 {
			t.Errorf("left at %d: %d calls run on, %d results came", at, n, given)
		}
		before := asked
		if err := goleak.Find(); err != nil || asked != before {
			t.Errorf("left at %d: %v", at, err)
		}
	}
}

// TestMapWaits: a break waits for the calls that run, and no longer.
func TestMapWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		started, release, left := make(chan struct{}), make(chan struct{}), make(chan struct{})
		asked := 0
		go func() {
			defer close(left)
			for v := range ordered.Map(upTo(100, &asked), 2, oneByte, func() func(int) int {
				return func(i int) int {
					if i == 2 {
						close(started)
						<-release
					}
					return i
				}
			}) {
				if v == 1 {
					<-started
					break
				}
			}
		}()
		synctest.Wait()
		select {
		case <-left:
			t.Error("the loop has ended while a call runs")
		default:
		}
		close(release)
		<-left
	})
}

func TestMapPanics(t *testing.T) {
	asked := 0
	var got []int
	raised := func() (r any) {
		defer func() { r = recover() }()
		for v := range ordered.Map(upTo(500, &asked), 3, oneByte, func() func(int) int {
			return func(i int) int {
				if i == 100 || i == 200 {
					panic(i)
				}
				return i
			}
		}) {
			got = append(got, v)
		}
		return nil
	}()
	if raised != 100 || len(got) != 100 {
		t.Errorf("%v was raised after %d results, want 100 after 100", raised, len(got))
	}
	if err := goleak.Find(); err != nil {
		t.Error(err)
	}
}

func TestMapGoexit(t *testing.T) {
	asked, given, behind := 0, 0, false
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range ordered.Map(upTo(500, &asked), 3, oneByte, func() func(int) int {
			return func(i int) int {
				if i == 100 {
					runtime.Goexit()
				}
				return i
			}
		}) {
			given++
		}
		behind = true
	}()
	<-done
	if behind || given != 100 {
		t.Errorf("Goexit went by, or came after %d results, want 100", given)
	}
}

// TestMapLoopPanics: what the loop or the sequence raises passes, and ends all.
func TestMapLoopPanics(t *testing.T) {
	for _, inLoop := range []bool{true, false} {
		raised := func() (r any) {
			defer func() { r = recover() }()
			for v := range ordered.Map(func(yield func(int) bool) {
				for i := 0; yield(i); i++ {
					if i == 50 && !inLoop {
						panic("in the sequence")
					}
				}
			}, 3, oneByte, uneven) {
				if v == 60 && inLoop {
					panic("in the loop")
				}
			}
			return nil
		}()
		if want := map[bool]string{true: "in the loop", false: "in the sequence"}[inLoop]; raised != want {
			t.Errorf("%v was raised, want %q", raised, want)
		}
		if err := goleak.Find(); err != nil {
			t.Error(err)
		}
	}
}
