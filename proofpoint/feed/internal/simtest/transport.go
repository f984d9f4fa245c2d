// The way between a process and the service: requests that take their time, get
// lost, and come back as something else. What the service would have said is read
// to its end at once, so that the run knows what a process could have known.

package simtest

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/feedsim"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

const operation = "tap.siem.all"

var errUnreachable = errors.New("simtest: connection refused")

// RoundTrip is a process's connection.
func (p *process) RoundTrip(r *http.Request) (*http.Response, error) {
	run := p.run
	if p.dead || r.Context().Err() != nil {
		return nil, errKilled
	}
	p.settle()
	if p.step("before a request") {
		return nil, errKilled
	}
	run.latency(p)
	if p.dead {
		return nil, errKilled
	}
	ask := feedsim.Ask{At: run.time.now()}
	ask.From, ask.To = interval(r.URL.Query())
	run.history.Asked = append(run.history.Asked, ask)
	mine := &run.history.Asked[len(run.history.Asked)-1]
	number := len(run.history.Asked) - 1
	if run.hit(Unreachable) {
		return nil, errUnreachable
	}
	run.spend()
	run.faults()
	resp, err := run.fake.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	mine.Status = resp.StatusCode
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	whole := err == nil && resp.StatusCode == http.StatusOK && bytes.HasPrefix(body, []byte("{"))
	run.latency(p)
	if p.step("after an answer") {
		return nil, errKilled
	}
	resp.Body = &answer{p: p, rest: body, err: err, whole: whole, number: number}
	return resp, nil
}

// interval reads what a request asks for.
func interval(q url.Values) (from, to time.Time) {
	a, b, _ := strings.Cut(q.Get("interval"), "/")
	from, _ = time.Parse(time.RFC3339Nano, a)
	to, _ = time.Parse(time.RFC3339Nano, b)
	return from.UTC(), to.UTC()
}

// answer is a body on its way.
type answer struct {
	p      *process
	rest   []byte
	err    error // at the end; nil is io.EOF
	whole  bool
	number int // of the request
	parts  int
}

func (a *answer) Read(b []byte) (int, error) {
	if a.p.dead {
		return 0, errKilled
	}
	if a.parts++; a.parts%4 == 1 && a.p.step("in the middle of a body") {
		return 0, errKilled
	}
	n := copy(b, a.rest)
	if a.rest = a.rest[n:]; len(a.rest) > 0 {
		return n, nil
	}
	if a.err != nil {
		return n, a.err
	}
	if a.whole {
		a.whole = false
		a.p.whole = append(a.p.whole, a.number)
		a.p.run.history.Asked[a.number].Read = true
	}
	return n, io.EOF
}

func (*answer) Close() error { return nil }

// latency lets a request take a while, and now and then half a minute.
func (r *run) latency(p *process) {
	d := time.Duration(1+r.chance.IntN(300)) * time.Millisecond
	if r.hit(Slow) {
		d += time.Duration(r.chance.IntN(30)) * time.Second
	}
	r.time.pass(d, func() bool { return p.dead })
}

// spend is another program with the same credential.
func (r *run) spend() {
	if !r.hit(OtherClient) {
		return
	}
	base, f := r.fake.Credentials("tap")
	for range 1 + r.chance.IntN(200) {
		q, err := http.NewRequest(http.MethodGet, base+"/v2/siem/clicks/blocked?sinceSeconds=60&format=json", nil)
		if err != nil {
			panic(err) // the address is a constant
		}
		q.SetBasicAuth(f["principal"], f["secret"])
		if resp, err := r.fake.RoundTrip(q); err == nil {
			_ = resp.Body.Close()
		}
	}
}

// faults makes the fake do something else with the next request.
func (r *run) faults() {
	f := proofpointtest.Fault{Operation: operation}
	switch {
	case r.hit(Failing):
		f.Status = []int{500, 502, 503, 504}[r.chance.IntN(4)]
	case r.hit(Refused):
		f.Status, f.Body = []int{401, 401, 403}[r.chance.IntN(3)], "Credentials authentication failed."
	case r.hit(Throttled):
		f.Status = http.StatusTooManyRequests
	case r.hit(ThrottledBy):
		f.Status = http.StatusTooManyRequests
		f.Header = http.Header{"Retry-After": {strconv.Itoa(1 + r.chance.IntN(3600))}}
	case r.hit(CutShort):
		f.Cut = []int{-1, 1, 100, 1 + r.chance.IntN(5000), 1 + r.chance.IntN(50_000)}[r.chance.IntN(5)]
	case r.hit(NotJSON):
		f.Body = "<html><body>Sign in to the network</body></html>"
	default:
		return
	}
	r.fake.Fail(f)
}
