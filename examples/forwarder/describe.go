// One template in words, or as the JSON Schema that a form can be drawn from.
// Both come out of the template; nothing is asked of anyone.

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// describeTemplate prints the template that -describe names.
func (a *app) describeTemplate() error {
	t, ok := a.registry.Lookup(a.describe)
	if !ok {
		_, err := a.registry.Build(a.describe, nil)
		return mistake("%w; -list shows them", err)
	}
	if !a.json {
		_, err := io.WriteString(a.stdout, inWords(t))
		return err
	}
	text, err := t.Schema()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err = a.stdout.Write(b.Bytes())
	return err
}

// inWords is a template for people.
func inWords(t *template.Template) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n", t.Name(), t.Title())
	for _, text := range []string{t.Summary(), t.When(), t.Docs()} {
		if text != "" {
			fmt.Fprintf(&b, "  %s\n", text)
		}
	}
	if writes(t) {
		b.WriteString("  It changes something: the forwarder, which only reads, does not run it.\n")
	}
	params := t.Params()
	if len(params) == 0 {
		b.WriteString("It takes no parameters.\n")
	}
	for _, p := range params {
		fmt.Fprintf(&b, "\n-param %s=%s  %s\n", p.Name, placeholder(p), label(p))
		if p.Doc != "" {
			fmt.Fprintf(&b, "    %s\n", p.Doc)
		}
		if facts := factsOf(p); len(facts) > 0 {
			fmt.Fprintf(&b, "    %s\n", strings.Join(facts, ", "))
		}
	}
	for _, group := range groups(t) {
		fmt.Fprintf(&b, "\nExactly one of %s must be given.\n", strings.Join(group, ", "))
	}
	return b.String()
}

func label(p proofpoint.Param) string {
	if p.Label == "" {
		return p.Name
	}
	return p.Label
}

// factsOf are a parameter's type and bounds.
func factsOf(p proofpoint.Param) []string {
	facts := append([]string{p.Type}, conditions(p)...)
	if p.Pattern != "" {
		facts = append(facts, "matches "+p.Pattern)
	}
	if p.Accepts != "" {
		facts = append(facts, "accepts "+p.Accepts)
	}
	if p.Secret {
		facts = append(facts, "secret")
	}
	return facts
}

// groups are the parameters of which one must be given, in any mode.
func groups(t *template.Template) [][]string {
	var all [][]string
	modes := t.Modes()
	if len(modes) == 0 {
		modes = []string{""}
	}
	for _, mode := range modes {
		op, ok := t.Operation(mode)
		if !ok {
			continue
		}
		for _, group := range op.OneOf {
			if !slices.ContainsFunc(all, func(g []string) bool { return slices.Equal(g, group) }) {
				all = append(all, group)
			}
		}
	}
	return all
}
