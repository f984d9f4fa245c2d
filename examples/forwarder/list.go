// The templates for people: what they are called, when to use them and what
// they take. Those that change something are left out: the forwarder reads. Everything comes out of the registry; nothing is written twice.

package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// demoHint says what exists in the demo, for those who try.
const demoHint = `In the demo there are cluster_id=acme_hosted, list_id=5, 6 and 8, and any domain, login-update.example say.
`

func (a *app) listTemplates() error {
	var b strings.Builder
	for t := range a.registry.All() {
		if writes(t) {
			continue
		}
		fmt.Fprintf(&b, "%s  %s\n    %s %s\n", t.Name(), t.Title(), t.Summary(), t.When())
		for _, p := range t.Params() {
			fmt.Fprintf(&b, "    -param %s=%s  %s\n", p.Name, placeholder(p), paramHelp(p))
		}
		b.WriteString("\n")
	}
	b.WriteString(demoHint)
	_, err := io.WriteString(a.stdout, b.String())
	return err
}

// writes reports whether a template changes something in one of its modes.
func writes(t *template.Template) bool {
	for _, mode := range append(t.Modes(), "") {
		if op, ok := t.Operation(mode); ok && op.Writes() {
			return true
		}
	}
	return false
}

// placeholder shows what a value looks like.
func placeholder(p proofpoint.Param) string {
	if len(p.Enum) == 0 {
		return strings.ToUpper(p.Type)
	}
	words := make([]string, len(p.Enum))
	for i, e := range p.Enum {
		words[i], _, _ = strings.Cut(e, "=")
	}
	return strings.Join(words, "|")
}

// paramHelp is the help of a parameter, with its conditions.
func paramHelp(p proofpoint.Param) string {
	list := conditions(p)
	if len(list) == 0 {
		return p.Doc
	}
	return strings.TrimSpace(p.Doc + " (" + strings.Join(list, ", ") + ")")
}

// conditions are what a value must be, and what it is if none is given.
func conditions(p proofpoint.Param) []string {
	var list []string
	if p.Required {
		list = append(list, "required")
	}
	if p.When != "" {
		list = append(list, "if "+p.When)
	}
	if p.Default != nil {
		list = append(list, fmt.Sprintf("default %v", p.Default))
	}
	if p.Min != nil {
		list = append(list, fmt.Sprintf("at least %v", *p.Min))
	}
	if p.Max != nil {
		list = append(list, fmt.Sprintf("at most %v", *p.Max))
	}
	return list
}
