// One run: a contender over a body, with the clock, the memory and the allocations watched. It runs in a process of its own, since the heap
// that another left behind, or code that it had compiled, would change what is measured.

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"
)

// job tells a child what to run.
type job struct {
	Contender    string // as contender.String gives it
	Body, Zipped string // files
	URL          string // of the server, and
	Certificate  string // what to trust there
}

// result is what a child found out. Numbers are 0 where a platform or a contender has none.
type result struct {
	Seconds float64 // by the clock
	CPU     float64 // seconds, of all threads
	Records int
	First   float64 // milliseconds to the first record, of limits to the first bytes
	Peak    float64 // MB of memory that were resident at once, at most
	Allocs  float64 // allocations of the whole run
}

// child does the job and writes the result as one line.
func child(text string, out io.Writer) error {
	var j job
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		return err
	}
	all := contenders()
	i := slices.IndexFunc(all, func(c contender) bool { return c.String() == j.Contender })
	if i < 0 {
		return fmt.Errorf("no contender %q", j.Contender)
	}
	r, err := measure(all[i], j)
	if err != nil {
		return fmt.Errorf("%s: %w", all[i], err)
	}
	return json.NewEncoder(out).Encode(r)
}

// measure runs the contender once.
func measure(c contender, j job) (r result, err error) {
	var in *answer
	if c.before {
		if in, err = c.open(j); err != nil {
			return r, err
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	worked := cpuSeconds()
	n := &counter{began: time.Now()}
	if in == nil {
		if in, err = c.open(j); err != nil {
			return r, err
		}
	}
	if err := c.walk(in, n); err != nil {
		return r, err
	}
	r = result{Seconds: time.Since(n.began).Seconds(), CPU: cpuSeconds() - worked, Records: n.records, First: n.first.Seconds() * 1000, Peak: peakMB()}
	runtime.ReadMemStats(&after)
	r.Allocs = float64(after.Mallocs - before.Mallocs)
	return r, in.close()
}

// counter is the sink of a run.
type counter struct {
	began   time.Time
	first   time.Duration
	records int
}

func (c *counter) begun() { c.first = time.Since(c.began) }

func (c *counter) got() {
	if c.records == 0 {
		c.begun()
	}
	c.records++
}

func (c *counter) raw([]byte)            { c.got() }
func (c *counter) object(map[string]any) { c.got() }
func (c *counter) message(*message)      { c.got() }
