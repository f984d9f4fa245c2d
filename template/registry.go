// Templates by name. The registry of the built-in ones is filled at its first
// use, so that a program that never asks for a template pays nothing for them.

package template

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"sync"

	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// Registry holds templates by name. The zero value is empty and ready to use.
// It is safe for concurrent use and must not be copied; see [Registry.Clone].
type Registry struct {
	fill func() []*Template // the templates to start with
	once sync.Once

	mu        sync.RWMutex
	templates map[string]*Template
}

// Default holds the built-in templates: get_messages_delivered, get_alerts,
// list_blocklist_entries and get_domain_intelligence, the chains
// get_message_forensics and get_campaigns, and every operation of
// [proofpoint.Operations] under its own dotted name. A program may register its
// own there; a library had better take a [Registry.Clone].
var Default = &Registry{fill: builtins}

// ready fills a registry that starts with templates.
func (r *Registry) ready() {
	if r.fill == nil {
		return
	}
	r.once.Do(func() {
		list := r.fill()
		r.mu.Lock()
		defer r.mu.Unlock()
		r.templates = make(map[string]*Template, len(list))
		for _, t := range list {
			r.templates[t.name] = t
		}
	})
}

// Register adds a template. A name that is taken is an error, and so is nil.
func (r *Registry) Register(t *Template) error {
	if t == nil {
		return errors.New("template: register: the template is nil")
	}
	r.ready()
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, taken := r.templates[t.name]; taken {
		return fmt.Errorf("template: register: the name %q is taken", t.name)
	}
	if r.templates == nil {
		r.templates = map[string]*Template{}
	}
	r.templates[t.name] = t
	return nil
}

// Lookup returns the template of that name, and false if there is none.
func (r *Registry) Lookup(name string) (*Template, bool) {
	r.ready()
	r.mu.RLock()
	defer r.mu.RUnlock()
	t, ok := r.templates[name]
	return t, ok
}

// Build makes a request of the named template; see [Template.Build]. A name
// that is not registered is an [*UnknownError].
func (r *Registry) Build(name string, params map[string]any) (proofpoint.Request, error) {
	t, ok := r.Lookup(name)
	if !ok {
		return proofpoint.Request{}, r.unknown(name)
	}
	return t.Build(params)
}

// BuildText is [Registry.Build] for text; see [Template.BuildText].
func (r *Registry) BuildText(name string, params map[string]string) (proofpoint.Request, error) {
	t, ok := r.Lookup(name)
	if !ok {
		return proofpoint.Request{}, r.unknown(name)
	}
	return t.BuildText(params)
}

// BuildForm is [Registry.Build] for a form; see [Template.BuildForm].
func (r *Registry) BuildForm(name string, form url.Values) (proofpoint.Request, error) {
	t, ok := r.Lookup(name)
	if !ok {
		return proofpoint.Request{}, r.unknown(name)
	}
	return t.BuildForm(form)
}

func (r *Registry) unknown(name string) error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	near, _ := suggest.Nearest(name, slices.Collect(maps.Keys(r.templates)))
	return &UnknownError{Name: name, Suggest: near}
}

// All returns the templates that are registered at the time of the call, sorted
// by name.
func (r *Registry) All() iter.Seq[*Template] {
	r.ready()
	r.mu.RLock()
	defer r.mu.RUnlock()
	byName := func(a, b *Template) int { return cmp.Compare(a.name, b.name) }
	return slices.Values(slices.SortedFunc(maps.Values(r.templates), byName))
}

// Clone returns a registry with the same templates. What is registered in one
// of them afterwards does not show in the other.
func (r *Registry) Clone() *Registry {
	r.ready()
	r.mu.RLock()
	defer r.mu.RUnlock()
	return &Registry{templates: maps.Clone(r.templates)}
}
