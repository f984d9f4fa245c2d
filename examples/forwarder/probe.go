// Looking before leaping: one test request with what it suggests, and the plan
// of the requests, which makes none. Neither writes a record as a record.

package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// How much is shown: bytes of a sample record, suggestions, names of fields.
const (
	widest      = 400
	mostPaths   = 10
	mostMembers = 12
)

// showProbe makes a test request and says what it found.
func (a *app) showProbe(ctx context.Context, client *proofpoint.Client, r proofpoint.Request) (*proofpoint.Probe, error) {
	p, err := client.Probe(ctx, r)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	writeProbe(&b, "", p)
	for _, d := range p.Cost {
		fmt.Fprintf(&b, "cost: %s\n", d)
	}
	for _, d := range p.Query {
		fmt.Fprintf(&b, "the whole query: %s\n", d)
	}
	for _, w := range p.Warnings {
		fmt.Fprintf(&b, "warning: %s\n", printable(w))
	}
	_, err = io.WriteString(a.stdout, b.String())
	return p, err
}

// writeProbe writes what one request showed, and below it what each further one
// did.
func writeProbe(b *strings.Builder, indent string, p *proofpoint.Probe) {
	if p.Status != 0 {
		fmt.Fprintf(b, "%sstatus %d, %d bytes looked at, %s", indent, p.Status, p.Bytes, p.Took.Round(time.Millisecond))
		fmt.Fprintf(b, " (answered after %s, connected in %s)\n", p.Answered.Round(time.Millisecond), p.Connected.Round(time.Millisecond))
		writeHeader(b, indent+"> ", p.Sent)
		writeHeader(b, indent+"< ", p.Received)
	}
	fmt.Fprintf(b, "%ssample: %s\n", indent, count(len(p.Records), "record"))
	for _, rec := range p.Records {
		fmt.Fprintf(b, "%s  %s  %s\n", indent, rec.Path, short(rec.Raw))
	}
	if n := p.Schema.Records(); n > 0 {
		fmt.Fprintf(b, "%sshape: %s in %s\n", indent, count(p.Schema.Fields(), "field"), count(int(n), "record"))
	}
	writeSuggestions(b, indent, p.Suggestions)
	for _, then := range p.Then {
		fmt.Fprintf(b, "%sthen %s:\n", indent, then.Operation)
		if then.Err != nil {
			fmt.Fprintf(b, "%s  %s\n", indent, printable(plain(then.Err)))
			continue
		}
		writeProbe(b, indent+"  ", then.Probe)
		for _, w := range then.Probe.Warnings {
			fmt.Fprintf(b, "%s  warning: %s\n", indent, printable(w))
		}
	}
}

func writeSuggestions(b *strings.Builder, indent string, list []pathdata.Suggestion) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "%ssuggested paths:\n", indent)
	for i, s := range list {
		if i == mostPaths {
			fmt.Fprintf(b, "%s  and %d more\n", indent, len(list)-i)
			break
		}
		fmt.Fprintf(b, "%s  %s  %s, %.0f %% of the bytes%s\n", indent, s.Path, count(s.Records, "record"), 100*s.Share, members(s.Fields))
		if s.Warning != "" {
			fmt.Fprintf(b, "%s      %s\n", indent, s.Warning)
		}
	}
}

func writeHeader(b *strings.Builder, before string, h http.Header) {
	for _, name := range slices.Sorted(maps.Keys(h)) {
		fmt.Fprintf(b, "%s%s: %s\n", before, printable(name), printable(strings.Join(h[name], ", ")))
	}
}

// printable takes out what a server could do to a terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '?'
		}
		return r
	}, text)
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

// showPlan prints the requests that would be made, a line each, and what they
// draw from which quota.
func (a *app) showPlan(client *proofpoint.Client, r proofpoint.Request) error {
	var bad error
	draws, err := proofpoint.Draws(func(yield func(proofpoint.Planned, error) bool) {
		for p, err := range client.Plan(r) {
			if err == nil {
				_, bad = fmt.Fprintln(a.stdout, p)
			}
			if bad != nil || !yield(p, err) {
				return
			}
		}
	})
	if err := cmp.Or(bad, err); err != nil {
		return err
	}
	for _, d := range draws {
		over := ""
		if d.Over() {
			over = ": more than there are"
		}
		if _, err := fmt.Fprintf(a.stdout, "in all: %s%s\n", d, over); err != nil {
			return err
		}
	}
	return nil
}
