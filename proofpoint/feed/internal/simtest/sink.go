// The sink: what a program does with batches, well or badly. It remembers what it
// was given by the bytes of the record, so that what a feed says of a record is
// held against the record.

package simtest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/proofpointkit/proofpoint-go/internal/feedsim"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// identity is what a record is known by, and what its verdict is, as its own
// bytes say.
func identity(kind string, raw []byte) (key, version string) {
	type threat struct {
		ID     string `json:"threatID"`
		Status string `json:"threatStatus"`
		Time   string `json:"threatTime"`
	}
	var e struct {
		threat  `json:",inline"`
		ID      string   `json:"id"`
		Threats []threat `json:"threatsInfoMap"`
	}
	if err := json.Unmarshal(raw, &e); err != nil || e.ID == "" {
		return kind + "/?" + string(raw), ""
	}
	for _, t := range append(e.Threats, e.threat) {
		version += strings.Join([]string{t.ID[:min(8, len(t.ID))], t.Status, t.Time}, " ") + ";"
	}
	return kind + "/" + e.ID, version
}

// idOf is the member id of a record.
func idOf(raw []byte) string {
	key, _ := identity("", raw)
	return strings.TrimPrefix(key, "/")
}

var errSink = errors.New("simtest: the sink takes nothing")

// follow is the program's loop.
func (p *process) follow(ctx context.Context, f *feed.Feed) {
	for again := true; again && ctx.Err() == nil; {
		again = false
		for b, err := range f.Batches(ctx) {
			if err != nil {
				p.ended(ctx, err)
				break
			}
			p.take(ctx, b)
			if p.dead {
				break
			}
			if !p.run.quiet() && p.run.chance.Float64() < p.run.script.Leave {
				again = true
				break
			}
		}
	}
	if p.over {
		for _, b := range p.held {
			p.ack(context.Background(), b)
		}
		p.status(f)
	}
	_ = f.Close()
}

// ended judges the error that ends a range.
func (p *process) ended(ctx context.Context, err error) {
	if ctx.Err() == nil && !p.failed {
		p.run.wrong(feedsim.Ended, "the range ended with: %v", err)
	}
}

// take is what becomes of a batch.
func (p *process) take(ctx context.Context, b *feed.Batch) {
	p.note(b)
	if p.step("with a batch in hand") {
		return
	}
	r, quiet := p.run, p.run.quiet()
	if !quiet && r.hit(SinkDown) {
		b.Nack(errSink)
		return
	}
	if !quiet && r.chance.Float64() < r.script.Sink {
		p.takeBadly(ctx, b)
	} else if len(p.held) < r.script.MaxUnacked-1 && !quiet && r.chance.IntN(3) == 0 {
		p.held = append(p.held, b)
		return
	} else {
		p.ack(ctx, b)
	}
	for len(p.held) > 0 && (quiet || r.chance.IntN(2) == 0) && !p.dead {
		i := r.chance.IntN(len(p.held))
		b := p.held[i]
		p.held = slices.Delete(p.held, i, i+1)
		if !quiet && r.chance.Float64() < r.script.Sink {
			p.takeBadly(ctx, b)
		} else {
			p.ack(ctx, b)
		}
	}
}

// takeBadly takes a part, or nothing, or takes its time.
func (p *process) takeBadly(ctx context.Context, b *feed.Batch) {
	c := p.run.chance
	switch c.IntN(5) {
	case 0:
		b.Nack(errSink)
	case 1:
		p.run.time.pass(time.Duration(c.IntN(600))*time.Second, func() bool { return p.dead })
		p.ack(ctx, b)
	case 2:
		for i := range b.Items {
			if c.IntN(4) == 0 {
				b.Reject(i, errSink)
			}
		}
		p.ack(ctx, b, p.some(b)...)
	default:
		p.ack(ctx, b, p.some(b)...)
	}
}

// some picks items that fail; now and then all of them.
func (p *process) some(b *feed.Batch) (failed []int) {
	share := 1 + p.run.chance.IntN(4)
	for i := range b.Items {
		if p.run.chance.IntN(share) == 0 {
			failed = append(failed, i)
		}
	}
	return failed
}

// note holds what a batch says against its records.
func (p *process) note(b *feed.Batch) {
	r := p.run
	if len(b.Items) == 0 && len(b.Gaps) == 0 {
		r.wrong(feedsim.Broken, "a batch with nothing in it")
	}
	if len(b.Items) > r.script.MaxRecords {
		r.wrong(feedsim.Broken, "a batch of %d, MaxRecords is %d", len(b.Items), r.script.MaxRecords)
	}
	for _, i := range b.Items {
		key, version := identity(i.Kind, i.Raw)
		d := feedsim.Delivery{Key: key, Version: version, Changed: i.Changed}
		for id, other := range p.out {
			d.After = d.After || id.Key == i.ID.Key && id != i.ID && other.Version != version
		}
		if before, out := p.out[i.ID]; out {
			if d.After = before.After; before != d || b.Attempt < 2 {
				r.wrong(feedsim.Broken, "%s came again, attempt %d, as %v, it was %v", key, b.Attempt, d, before)
			}
		}
		if last, known := p.newest[i.ID.Key]; known && !i.Changed && r.time.now().Sub(last.end) <= r.history.Memory {
			r.wrong(feedsim.Broken, "%s was handed out again in version %s after %s was committed", key, version, last.version)
		}
		p.ends[i.ID] = b.To
		p.out[i.ID] = d
	}
}

// ack acknowledges a batch and holds the store against the answer.
func (p *process) ack(ctx context.Context, b *feed.Batch, failed ...int) {
	if p.dead {
		return
	}
	for _, g := range b.Gaps {
		p.gaps = append(p.gaps, feedsim.Gap{From: g.From, To: g.To, At: p.run.time.now(), Reason: g.Reason})
	}
	err := b.Ack(ctx, failed...)
	p.gaps = nil
	if p.dead {
		return
	}
	if err != nil {
		if !p.failed {
			p.run.wrong(feedsim.Broken, "Ack: %v", err)
		}
		return
	}
	for n, i := range b.Items {
		d, out := p.out[i.ID]
		if !out || slices.Contains(failed, n) {
			continue
		}
		delete(p.out, i.ID)
		d.At = p.run.time.now()
		p.run.history.Passed = append(p.run.history.Passed, d)
	}
	if p.run.chance.IntN(8) == 0 {
		if err := b.Ack(ctx, failed...); err != nil {
			p.run.wrong(feedsim.Broken, "a second Ack: %v", err)
		}
	}
}

// committed is told of what the store took.
func (p *process) committed(c feed.Change) {
	r := p.run
	for _, id := range c.IDs {
		d, out := p.out[id]
		if !out {
			r.wrong(feedsim.Broken, "%s was committed without being handed out", id.Key)
			continue
		}
		d.At = r.time.now()
		r.history.Committed = append(r.history.Committed, d)
		delete(p.out, id)
		p.newest[id.Key] = latest{d.Version, p.ends[id]}
	}
	r.dead += len(c.Dead)
	for _, d := range c.Dead {
		if !slices.Contains(c.IDs, d.ID) || d.Reason != errSink.Error() || !strings.HasSuffix(d.ID.Key, idOf(d.Record)) {
			r.wrong(feedsim.Broken, "dead letter %s: %q", d.ID.Key, d.Reason)
		}
	}
	r.history.Gaps = append(r.history.Gaps, p.gaps...)
	p.gaps = nil
}

// settle notes what was kept: all that was read before the next request, if nothing
// of it is out. A feed goes on only when it is done with a window.
func (p *process) settle() {
	if len(p.out) > 0 || len(p.held) > 0 {
		return
	}
	for _, n := range p.whole {
		p.run.history.Asked[n].Kept = true
	}
	p.whole = nil
}
