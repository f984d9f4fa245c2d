//go:build unix

// Real processes that are killed: a forwarder follows a fake Proofpoint that lives
// in this test, over loopback, with its state on disk, and is killed with SIGKILL at
// random moments, again and again. What all the runs wrote, what the fake was
// asked and what it had to tell go to the checker of the simulation. Time runs 600
// times as fast in the forwarder and in the fake, and eight days of it pass at once
// in the middle, so that something is lost for good and has to be told.
//
// CI runs ten kills. More:
//
//	FORWARDER_KILLS=200 FORWARDER_SEED=7 go test -run TestKilled -timeout 30m -v ./examples/forwarder

package main

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/feedsim"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// fastVariable tells a fast forwarder what time it is: real and fast nanoseconds
// since 1970.
const (
	fastVariable = "FORWARDER_TEST_CLOCK"
	fastFactor   = 600
)

// fastClock runs fastFactor times as fast as real time.
type fastClock struct{ real, fast time.Time }

func (c fastClock) Now() time.Time { return c.fast.Add(time.Since(c.real) * fastFactor).UTC() }

func (c fastClock) Sleep(ctx context.Context, d time.Duration) error {
	return realClock{}.Sleep(ctx, d/fastFactor)
}

func (c fastClock) String() string { return fmt.Sprint(c.real.UnixNano(), " ", c.fast.UnixNano()) }

// fast is the forwarder under a fast clock.
func fast() {
	var real, at int64
	if _, err := fmt.Sscan(os.Getenv(fastVariable), &real, &at); err != nil {
		fmt.Fprintln(os.Stderr, fastVariable, err)
		os.Exit(exitMistake)
	}
	ourClock = fastClock{time.Unix(0, real), time.Unix(0, at)}
	main()
}

// killing is a run of the loop.
type killing struct {
	t     *testing.T
	fake  *proofpointtest.Server
	rand  *rand.Rand
	dir   string
	env   []string
	args  []string
	lives []life

	mu    sync.Mutex
	clock fastClock
}

// life is one process.
type life struct {
	out, log string // files
	calls    int    // that the fake had been asked when it ended
	end      time.Time
}

func TestKilled(t *testing.T) {
	kills, seed := number(t, "FORWARDER_KILLS", 10), number(t, "FORWARDER_SEED", 1)
	k := newKilling(t, uint64(seed))
	from := k.now().Add(-26 * time.Hour).Truncate(time.Second)
	k.args = []string{"-follow", "-state", filepath.Join(k.dir, "state"), "-start-from", from.Format(time.RFC3339)}
	for n := range kills {
		if n == kills/2 {
			k.pass(8 * 24 * time.Hour)
		}
		k.kill()
	}
	until := k.now()
	k.pass(150 * time.Minute) // the last look back comes two hours after the beginning of an hour
	st := k.finish(until)
	if t.Failed() {
		return
	}
	h := k.history(from, until, st)
	for _, p := range feedsim.Check(h) {
		t.Errorf("seed %d: %s", seed, p)
	}
	wantJudged(t, h)
	if len(h.Committed) < 500 || len(h.Gaps) == 0 {
		t.Errorf("%d records and %d gaps are too few to tell anything", len(h.Committed), len(h.Gaps))
	}
	t.Logf("%d kills, %d records, %d gaps, %d requests", kills, len(h.Committed), len(h.Gaps), len(h.Asked))
}

// wantJudged spoils a history and wants that to be found: it has what the checker
// needs.
func wantJudged(t *testing.T, h *feedsim.History) {
	for name, spoil := range map[string]func(h *feedsim.History){
		feedsim.Lost:  func(h *feedsim.History) { h.Committed = h.Committed[1:] },
		feedsim.Twice: func(h *feedsim.History) { h.Committed = append(slices.Clone(h.Committed), h.Committed[0]) },
		feedsim.Hole:  func(h *feedsim.History) { h.Gaps = nil },
	} {
		bad := *h
		spoil(&bad)
		if !slices.ContainsFunc(feedsim.Check(&bad), func(p feedsim.Problem) bool { return p.Kind == name }) {
			t.Errorf("the checker does not see %q in a history that was spoilt so", name)
		}
	}
}

func number(t *testing.T, variable string, usual int) int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv(variable), strconv.Itoa(usual)))
	if err != nil || n < 1 {
		t.Fatalf("%s = %q is no number above 0", variable, os.Getenv(variable))
	}
	return n
}

func newKilling(t *testing.T, seed uint64) *killing {
	k := &killing{t: t, rand: rand.New(rand.NewPCG(seed, 5)), dir: t.TempDir()}
	k.fake = proofpointtest.New(t, proofpointtest.Seeded(seed), proofpointtest.Rate(40), proofpointtest.Late(45*time.Minute), proofpointtest.Verdicts(30, 3*time.Hour))
	k.clock = fastClock{time.Now(), k.fake.Clock().Now()}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k.now()
		k.fake.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	_, fields := k.fake.Credentials("tap")
	k.env = append(os.Environ(), "GORACE=atexit_sleep_ms=0", "PROOFPOINT_TAP_PRINCIPAL="+fields["principal"], "PROOFPOINT_TAP_SECRET="+fields["secret"],
		"PROOFPOINT_TAP_BASE_URL="+server.URL+"/tap")
	return k
}

// now is the fast time; the fake's clock follows.
func (k *killing) now() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	clock := k.fake.Clock()
	if d := k.clock.Now().Sub(clock.Now()); d > 0 {
		clock.Advance(d)
	}
	return clock.Now()
}

// pass lets time pass while nobody runs.
func (k *killing) pass(d time.Duration) {
	k.mu.Lock()
	k.clock.fast = k.clock.fast.Add(d)
	k.mu.Unlock()
	k.now()
}

// start begins a life.
func (k *killing) start() *exec.Cmd {
	name := filepath.Join(k.dir, fmt.Sprintf("%04d", len(k.lives)))
	l := life{out: name + ".out", log: name + ".log"}
	k.lives = append(k.lives, l)
	cmd := exec.Command("fastforwarder", k.args...)
	cmd.Env = append(k.env, fastVariable+"="+k.clock.String())
	out, err := os.Create(l.out)
	if err != nil {
		k.t.Fatal(err)
	}
	defer out.Close()
	log, err := os.Create(l.log)
	if err != nil {
		k.t.Fatal(err)
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = out, log
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	return cmd
}

// ended notes what was so when a life was over.
func (k *killing) ended() *life {
	l := &k.lives[len(k.lives)-1]
	l.end = k.now()
	l.calls = len(k.fake.Calls(siemAll))
	return l
}

const siemAll = "tap.siem.all"

// kill starts a process and kills it: now and then anywhere, mostly soon after it
// began to write.
func (k *killing) kill() {
	cmd := k.start()
	out := k.lives[len(k.lives)-1].out
	if k.rand.IntN(3) == 0 {
		time.Sleep(time.Duration(k.rand.IntN(400)) * time.Millisecond)
	} else {
		wrote := func() bool {
			info, err := os.Stat(out)
			return err == nil && info.Size() > 0
		}
		for began := time.Now(); !wrote() && time.Since(began) < 5*time.Second; {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(k.rand.IntN(60)) * time.Millisecond)
	}
	if err := cmd.Process.Kill(); err != nil {
		k.t.Fatal(err)
	}
	err := cmd.Wait()
	l := k.ended()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() {
		said, _ := os.ReadFile(l.log)
		k.t.Fatalf("life %d ended by itself: %v\n%s", len(k.lives), err, said)
	}
}

// finish lets a process come to the end of what there is, and stops it as a
// supervisor does.
func (k *killing) finish(until time.Time) feed.Status {
	cmd := k.start()
	state := k.args[2]
	os.Remove(filepath.Join(state, "status.json"))
	var st feed.Status
	settled := false
	for began := time.Now(); !settled && time.Since(began) < 4*time.Minute; time.Sleep(20 * time.Millisecond) {
		var ok bool
		if st, ok = readReport(state); ok && runs(st, 0) {
			s := st.Tenants[0].Sources[0]
			settled = s.SettledUntil != nil && !s.SettledUntil.Before(until)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		k.t.Fatal(err)
	}
	err := cmd.Wait()
	l := k.ended()
	said, _ := os.ReadFile(l.log)
	if err != nil || !settled {
		k.t.Fatalf("the last life: %v; settled: %t; status %+v\n%s", err, settled, st, said)
	}
	st, _ = readReport(state)
	return st
}
