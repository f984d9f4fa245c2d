// Chains of templates: a template whose records each ask another one. What comes
// out is an operation with further requests, data like every other; the walk of
// it is package proofpoint's.

package template

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// ChainOptions say how the children of a [Chain] are asked and handed on; see
// [proofpoint.Then] for what each does. The zero value yields each child by
// itself, one after the other, and goes on when one fails.
type ChainOptions struct {
	// Title, Summary and When are what the chain is called, what it does and when
	// to use it; those not given are made of the parent's and the child's.
	Title, Summary, When string
	// With gives constant parameters of the child; "mode" chooses its operation,
	// where it has several.
	With map[string]any
	// Attach is the member of the parent's record that gets the child's answers;
	// "" yields each child by itself.
	Attach string
	// Carry copies values of the parent into each child that is yielded by itself:
	// the member's new name, and the path in the parent record.
	Carry map[string]string
	// Must ends the sequence when a child fails.
	Must bool
	// Writes must be set where the child changes something.
	Writes bool
	// Parallel is how many children run at once; 0 means 1.
	Parallel int
}

// Chain makes a template whose request asks child for each record of parent, in
// each mode of the parent. pick says where the child's parameters come from: the
// parameter, and the path in the parent record, a path with several matches
// making a request for each ("optional $.id" where it may be missing). The
// parameters of the chain are the parent's.
//
// parent may be a chain itself: where it yields children, child is asked for
// each of those. No chain is deeper than 8 levels. Everything that is wrong comes
// joined in one error.
func Chain(name string, parent, child *Template, pick map[string]string, o ChainOptions) (*Template, error) {
	if parent == nil || child == nil {
		return nil, fmt.Errorf("template: %s: a chain needs a parent and a child", quoteName(name))
	}
	c := &chaining{name: name, pick: pick, o: o, copies: map[*proofpoint.Operation]*proofpoint.Operation{}}
	then := c.then(child)
	var ops []*proofpoint.Operation
	if len(c.problems) == 0 {
		for _, op := range parent.ops {
			ops = append(ops, c.extend(op, then))
		}
	}
	if err := errors.Join(c.problems...); err != nil {
		return nil, err
	}
	for _, op := range ops {
		c.describe(op, then.Ask)
	}
	t, err := New(name, ops...)
	if err != nil {
		return nil, err
	}
	t.aliases = parent.aliases
	return t, c.macros(t, parent, child, then.Ask)
}

// chaining is one call of Chain.
type chaining struct {
	name     string
	pick     map[string]string
	o        ChainOptions
	copies   map[*proofpoint.Operation]*proofpoint.Operation // with what they were copied from
	problems []error
}

func (c *chaining) refuse(format string, args ...any) {
	c.problems = append(c.problems, fmt.Errorf("template: %s: "+format, append([]any{quoteName(c.name)}, args...)...))
}

// then is the further request that asks child.
func (c *chaining) then(child *Template) proofpoint.Then {
	with := maps.Clone(c.o.With)
	mode, given := with[modeParam]
	op := child.ops[0]
	if text, _ := wordOf(mode); given && len(child.ops) > 1 {
		delete(with, modeParam)
		found, ok := child.Operation(text)
		if !ok || text == "" {
			c.refuse("%s has no mode %q%s; it has %s", child.name, fmt.Sprint(mode), meant(text, child.Modes()), strings.Join(child.Modes(), ", "))
		} else {
			op = found
		}
	}
	c.checkNames(op, with)
	return proofpoint.Then{Ask: op, Pick: c.paths("pick", c.pick), Carry: c.paths("carry", c.o.Carry), With: with,
		Name: c.o.Attach, Must: c.o.Must, Writes: c.o.Writes, Parallel: c.o.Parallel}
}

// paths compiles what is picked or carried.
func (c *chaining) paths(what string, texts map[string]string) map[string]*pathdata.Selector {
	if len(texts) == 0 {
		return nil
	}
	compiled := make(map[string]*pathdata.Selector, len(texts))
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		sel := new(pathdata.Selector)
		if err := sel.UnmarshalText([]byte(texts[name])); err != nil {
			c.refuse("%s %q: %w", what, name, err)
			continue
		}
		compiled[name] = sel
	}
	return compiled
}

// checkNames sees that the child is given what it has, each once, and what it
// needs.
func (c *chaining) checkNames(op *proofpoint.Operation, with map[string]any) {
	var names []string
	for _, p := range op.Params {
		names = append(names, p.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(c.pick)) {
		if _, twice := with[name]; twice {
			c.refuse("parameter %q of %s is picked and given: leave one out", name, op.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(merged(c.pick, with))) {
		if !slices.Contains(names, name) {
			c.refuse("%q is not a parameter of %s%s; it has %s", name, op.Name, meant(name, names), cmp.Or(strings.Join(names, ", "), "none"))
		}
	}
	for _, p := range op.Params {
		_, picked := c.pick[p.Name]
		_, given := with[p.Name]
		if p.Required && p.Default == nil && p.When == "" && !picked && !given {
			c.refuse("%s needs %q: pick it, or give it in With", op.Name, p.Name)
		}
	}
	_, err := op.Build(with)
	for _, e := range flat(err) { // what is not given now is picked later
		if pe, ok := errors.AsType[*proofpoint.ParamError](e); ok && with[pe.Param] != nil && slices.Contains(names, pe.Param) {
			c.refuse("with: %w", pe)
		}
	}
}

// merged has the names of both.
func merged(pick map[string]string, with map[string]any) map[string]bool {
	all := map[string]bool{}
	for name := range pick {
		all[name] = true
	}
	for name := range with {
		all[name] = true
	}
	return all
}

func meant(word string, among []string) string {
	if near, ok := suggest.Nearest(word, among); ok {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}

// extend copies an operation and asks then for each record that it yields.
func (c *chaining) extend(op *proofpoint.Operation, then proofpoint.Then) *proofpoint.Operation {
	if known := c.copies[op]; known != nil {
		return known
	}
	if err := chainOf(op).CheckChain(); err != nil {
		c.refuse("%w", err)
		return op // what leads back to itself has no end to be extended at
	}
	copied := *op
	copied.Proto.Then = slices.Clone(op.Proto.Then)
	alone := func(t proofpoint.Then) bool { return t.Name == "" }
	switch n := len(copied.Proto.Then); {
	case !slices.ContainsFunc(copied.Proto.Then, alone):
		copied.Proto.Then = append(copied.Proto.Then, then)
	case slices.ContainsFunc(copied.Proto.Then, func(t proofpoint.Then) bool { return !alone(t) }):
		c.refuse("%s yields children and their parents: of which of them a child is asked cannot be said", op.Name)
		return op
	default:
		for i := range n {
			copied.Proto.Then[i].Ask = c.extend(copied.Proto.Then[i].Ask, then)
		}
	}
	if err := chainOf(&copied).CheckChain(); err != nil {
		c.refuse("%w", err)
	}
	c.copies[op] = &copied
	return &copied
}

// chainOf is what is checked of an operation: its request, by its name.
func chainOf(op *proofpoint.Operation) proofpoint.Request {
	return proofpoint.Request{Name: op.Name, Then: op.Proto.Then}
}

// describe words what the options leave out.
func (c *chaining) describe(op, child *proofpoint.Operation) {
	op.Title = cmp.Or(c.o.Title, op.Title+" and "+child.Title)
	op.Summary = cmp.Or(c.o.Summary, strings.TrimSuffix(op.Summary, ".")+"; for each of them: "+child.Summary)
	op.When = cmp.Or(c.o.When, child.When, op.When)
}
