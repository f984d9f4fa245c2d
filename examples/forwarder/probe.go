// Looking before leaping: one test request with what it suggests, and the plan
// of the requests, which makes none. Neither writes a record as a record.

package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// How much is shown: bytes of a sample record, suggestions, names of fields.
const (
	widest      = 400
	mostPaths   = 10
	mostMembers = 12
)

// showProbe makes one request and says what it found.
func (a *app) showProbe(ctx context.Context, client *proofpoint.Client, r proofpoint.Request) error {
	p, err := client.Probe(ctx, r)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "status %d, %d bytes looked at, %s\n", p.Status, p.Bytes, p.Took.Round(time.Millisecond))
	if len(p.Cost) == 0 {
		b.WriteString("cost: 1 request, of no known quota\n")
	}
	for _, pool := range p.Cost {
		fmt.Fprintf(&b, "cost: 1 request of pool %q, which has %d in %s\n", pool.Name, pool.Limit, pool.Per)
	}
	fmt.Fprintf(&b, "sample: %s\n", count(len(p.Records), "record"))
	for _, rec := range p.Records {
		fmt.Fprintf(&b, "  %s  %s\n", rec.Path, short(rec.Raw))
	}
	fmt.Fprintf(&b, "suggested paths:\n")
	for i, s := range p.Suggestions {
		if i == mostPaths {
			fmt.Fprintf(&b, "  and %d more\n", len(p.Suggestions)-i)
			break
		}
		fmt.Fprintf(&b, "  %s  %s, %.0f %% of the bytes%s\n", s.Path, count(s.Records, "record"), 100*s.Share, members(s.Fields))
		if s.Warning != "" {
			fmt.Fprintf(&b, "      %s\n", s.Warning)
		}
	}
	for _, w := range p.Warnings {
		fmt.Fprintf(&b, "warning: %s\n", w)
	}
	_, err = io.WriteString(a.stdout, b.String())
	return err
}

// members lists the names of a record's members, the first of them.
func members(names []string) string {
	switch {
	case len(names) == 0:
		return ""
	case len(names) > mostMembers:
		return ": " + strings.Join(names[:mostMembers], ", ") + " …"
	}
	return ": " + strings.Join(names, ", ")
}

// short is the beginning of a record on one line.
func short(raw []byte) string {
	text := string(appendLine(nil, raw))
	if len(text) <= widest {
		return text
	}
	return strings.ToValidUTF8(text[:widest], "") + " …"
}

// showPlan prints the requests that would be made, a line each.
func (a *app) showPlan(client *proofpoint.Client, r proofpoint.Request) error {
	for p, err := range client.Plan(r) {
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(a.stdout, p); err != nil {
			return err
		}
	}
	return nil
}
