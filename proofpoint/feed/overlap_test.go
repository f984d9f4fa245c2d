// Records that come in several windows while batches are out, by a service of a
// few lines whose answers each test chooses: what is promised must hold whatever
// a service does.

package feed_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// script answers each window by a function; its clock is the service's.
type script struct {
	clock  *proofpointtest.Clock
	answer func(n int, from, to time.Time) string // records, as the inside of an array
	cut    int                                    // the request whose body breaks off, from 1 on
	asked  []string
}

func (s *script) RoundTrip(q *http.Request) (*http.Response, error) {
	from, _ := time.Parse(time.RFC3339, q.URL.Query().Get("from"))
	to, _ := time.Parse(time.RFC3339, q.URL.Query().Get("to"))
	s.asked = append(s.asked, from.Format("15:04:05")+"-"+to.Format("15:04:05"))
	var body io.Reader = strings.NewReader(`{"events":[` + s.answer(len(s.asked), from, to) + `]}`)
	if len(s.asked) == s.cut {
		body = io.MultiReader(strings.NewReader(`{"events":[`+s.answer(len(s.asked), from, to)), broken{})
	}
	return &http.Response{StatusCode: 200, Header: http.Header{"Date": {s.clock.Now().Format(http.TimeFormat)}}, Body: io.NopCloser(body), ContentLength: -1, Request: q}, nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// scripted is a rig over a script, whose windows are live ones of five minutes.
func scripted(t *testing.T, s *script, change ...func(*feed.Config)) (*rig, func() *feed.Feed) {
	r := newRig(t)
	s.clock = r.fake.Clock()
	events := pathdata.MustCompile("$.events[*]")
	src := feed.Source{Name: "events", Settle: []time.Duration{}, Request: func(from, to time.Time) (proofpoint.Request, error) {
		return proofpoint.Request{Path: "https://events.example/list", Records: events,
			Query: url.Values{"from": {from.Format(time.RFC3339)}, "to": {to.Format(time.RFC3339)}}}, nil
	}}
	client, err := proofpoint.NewClient(nil, proofpoint.WithTransport(s), proofpoint.WithClock(r.clock))
	if err != nil {
		t.Fatal(err)
	}
	return r, func() *feed.Feed {
		return r.open(append([]func(*feed.Config){func(c *feed.Config) {
			c.Client, c.Sources, c.Start = client, []feed.Source{src}, feed.At(begin)
			c.MaxUnacked = 3
		}}, change...)...)
	}
}

func texts(b *feed.Batch) string {
	var out []string
	for _, i := range b.Items {
		mark := ""
		if i.Changed {
			mark = " changed"
		}
		out = append(out, string(i.Raw)+mark)
	}
	return strings.Join(out, ", ")
}

// TestRepeatWhileOut: a record that is out in one batch does not come in another.
func TestRepeatWhileOut(t *testing.T) {
	r, open := scripted(t, &script{answer: func(n int, _, _ time.Time) string { return fmt.Sprintf(`{"id":"same"},{"id":"n%d"}`, n) }})
	var got []string
	var out []*feed.Batch
	r.must(open(), time.Hour, func(b *feed.Batch) bool {
		got, out = append(got, texts(b)), append(out, b)
		return len(out) < 3
	})
	if diff := cmp.Diff([]string{`{"id":"same"}, {"id":"n1"}`, `{"id":"n2"}`, `{"id":"n3"}`}, got); diff != "" {
		t.Errorf("batches mismatch (-want +got):\n%s", diff)
	}
}

// TestRepeatInOneWindow: the same record twice in an answer comes once, also
// where its first appearance was acknowledged in between.
func TestRepeatInOneWindow(t *testing.T) {
	r, open := scripted(t, &script{answer: func(int, time.Time, time.Time) string {
		return `{"id":1},{"id":1},{"id":2},{"id":3},{"id":1},{"id":2}`
	}}, func(c *feed.Config) { c.MaxRecords = 2 })
	var got []string
	r.must(open(), 12*time.Minute, func(b *feed.Batch) bool {
		got = append(got, texts(b))
		return b.Ack(t.Context()) == nil
	})
	if diff := cmp.Diff([]string{`{"id":1}, {"id":2}`, `{"id":3}`}, got); diff != "" {
		t.Errorf("batches mismatch (-want +got):\n%s", diff)
	}
}

// TestRepeatOfWhatIsNeverAcknowledged: a window breaks off while its first batch
// is out, and is asked again, whole. What the second time was left out because it
// was out must not be taken for acknowledged with that window.
func TestRepeatOfWhatIsNeverAcknowledged(t *testing.T) {
	s := &script{cut: 1, answer: func(n int, _, _ time.Time) string {
		switch {
		case n == 1:
			return `{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"}`
		case n == 2:
			return `{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}`
		}
		return ""
	}}
	r, open := scripted(t, s, func(c *feed.Config) { c.MaxRecords = 2 })
	var got []string
	n := 0
	r.must(open(), 7*time.Minute, func(b *feed.Batch) bool {
		if n++; n == 1 {
			return true // a and b are never acknowledged
		}
		got = append(got, texts(b))
		return b.Ack(t.Context()) == nil
	})
	s.answer = func(_ int, from, _ time.Time) string {
		if from.After(begin) {
			return ""
		}
		return `{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}`
	}
	r.must(open(), 7*time.Minute, func(b *feed.Batch) bool {
		got = append(got, "again "+texts(b))
		return b.Ack(t.Context()) == nil
	})
	if diff := cmp.Diff([]string{`{"id":"c"}, {"id":"d"}`, `{"id":"e"}`, `again {"id":"a"}, {"id":"b"}`}, got); diff != "" {
		t.Errorf("batches mismatch (-want +got):\n%s\nasked: %v", diff, s.asked)
	}
}

// TestOldVersionAfterNew: a change is acknowledged before what it changed. The
// change is what is known from then on.
func TestOldVersionAfterNew(t *testing.T) {
	r, open := scripted(t, &script{answer: func(n int, _, _ time.Time) string {
		return fmt.Sprintf(`{"id":"x","status":"%d"}`, min(n, 2))
	}})
	var got []string
	var first *feed.Batch
	r.must(open(), 40*time.Minute, func(b *feed.Batch) bool {
		if got = append(got, texts(b)); first == nil {
			first = b
			return true
		}
		for _, b := range []*feed.Batch{b, first} {
			if err := b.Ack(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		return true
	})
	if diff := cmp.Diff([]string{`{"id":"x","status":"1"}`, `{"id":"x","status":"2"} changed`}, got); diff != "" {
		t.Errorf("batches mismatch (-want +got):\n%s", diff)
	}
}

// TestOldVersionFailsAfterNew: what a change has replaced does not come again, also
// if it was sent back: it would undo the change in the sink.
func TestOldVersionFailsAfterNew(t *testing.T) {
	for _, c := range []struct {
		name  string
		fail  func(*feed.Batch) error
		other string // in the batch of the old version
		again []string
	}{
		{"sent back alone", func(b *feed.Batch) error { b.Nack(errors.New("no")); return nil }, "", nil},
		{"failed alone", func(b *feed.Batch) error { return b.Ack(t.Context(), 0) }, "", nil},
		{"sent back with another", func(b *feed.Batch) error { b.Nack(errors.New("no")); return nil }, `,{"id":"y"}`, []string{`{"id":"y"}`}},
		{"both failed", func(b *feed.Batch) error { return b.Ack(t.Context(), 1, 0) }, `,{"id":"y"}`, []string{`{"id":"y"}`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, open := scripted(t, &script{answer: func(n int, _, _ time.Time) string {
				if n == 1 {
					return `{"id":"x","status":"1"}` + c.other
				}
				return `{"id":"x","status":"2"}`
			}})
			var got []string
			var first *feed.Batch
			f := open()
			r.must(f, 40*time.Minute, func(b *feed.Batch) bool {
				if first == nil {
					first = b
					return true
				}
				got = append(got, texts(b))
				err := b.Ack(t.Context())
				if len(got) == 1 && err == nil {
					err = c.fail(first)
				}
				if err != nil {
					t.Fatal(err)
				}
				return true
			})
			if diff := cmp.Diff(append([]string{`{"id":"x","status":"2"} changed`}, c.again...), got); diff != "" {
				t.Errorf("batches after the first mismatch (-want +got):\n%s", diff)
			}
			if st := r.source(f, 0); st.CompleteUntil == nil || st.CompleteUntil.Before(begin.Add(30*time.Minute)) {
				t.Errorf("it is complete until %v", st.CompleteUntil)
			}
		})
	}
}

// TestWholeUpToDate: the local clock runs ten minutes ahead of a service that
// answers for the future with nothing. What it had not seen yet still comes.
func TestWholeUpToDate(t *testing.T) {
	s := &script{}
	r, open := scripted(t, s)
	r.clock.skew = 10 * time.Minute
	s.answer = func(_ int, from, to time.Time) string {
		var out []string
		for at := from.Truncate(time.Minute); at.Before(to) && at.Before(s.clock.Now()); at = at.Add(time.Minute) {
			if !at.Before(from) {
				out = append(out, fmt.Sprintf(`{"id":"%s"}`, at.Format("15:04")))
			}
		}
		return strings.Join(out, ",")
	}
	seen := map[string]int{}
	r.must(open(), 3*time.Hour, func(b *feed.Batch) bool {
		for _, i := range b.Items {
			seen[i.ID.Key]++
		}
		return b.Ack(t.Context()) == nil
	})
	for at := begin; at.Before(begin.Add(170 * time.Minute)); at = at.Add(time.Minute) {
		if n := seen["events/"+at.Format("15:04")]; n != 1 {
			t.Errorf("the record of %s came %d times", at.Format("15:04"), n)
		}
	}
}

// TestVoidAfterFence: what was out when a feed lost its source stays void when it
// has begun anew.
func TestVoidAfterFence(t *testing.T) {
	r, open := scripted(t, &script{answer: func(n int, _, _ time.Time) string { return fmt.Sprintf(`{"id":%d}`, n) }})
	first := open()
	var out []*feed.Batch
	r.must(first, time.Hour, func(b *feed.Batch) bool {
		out = append(out, b)
		return len(out) < 2
	})
	r.must(open(), time.Minute, func(b *feed.Batch) bool { return b.Ack(t.Context()) == nil })
	if err := out[0].Ack(t.Context()); !errors.Is(err, feed.ErrFenced) {
		t.Fatalf("Ack behind another owner: %v", err)
	}
	r.must(first, time.Minute, func(b *feed.Batch) bool { return b.Ack(t.Context()) == nil })
	if err := out[1].Ack(t.Context()); !errors.Is(err, feed.ErrFenced) {
		t.Errorf("Ack of a batch from before: %v", err)
	}
}
