// A request that was tried out, written down: -save makes a definition of it
// that -templates reads. The file is new, and its owner's alone; a credential
// that was typed with the request does not get into it.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// probeAndSave tries the request and writes it down. What can go wrong without
// an answer goes wrong before one is asked for.
func (a *app) probeAndSave(ctx context.Context, client *proofpoint.Client, r proofpoint.Request) error {
	if filepath.Ext(a.save) != filepath.Ext(definitions) {
		return mistake("-save %s: -templates reads %s: end the name with %s", a.save, definitions, filepath.Ext(definitions))
	}
	if _, err := os.Lstat(a.save); err == nil {
		return mistake("-save %s: the file is there already: name another, nothing is overwritten", a.save)
	}
	kept, left := template.WithoutCredentials(a.asTyped(client, r))
	if _, err := a.definition(client, kept, r); err != nil {
		return err
	}
	p, err := a.showProbe(ctx, client, r)
	if err != nil {
		return err
	}
	if a.url != "" && a.path == "" {
		if kept.Records, err = suggested(p); err != nil {
			return err
		}
	}
	if a.url != "" && p.Format != "" {
		kept.Format = p.Format // without it the path finds nothing
	}
	text, err := a.definition(client, kept, r)
	if err != nil {
		return err
	}
	if err := writeNew(a.save, text); err != nil {
		return mistake("-save: %w", err)
	}
	if len(left) > 0 {
		say(a.stderr, "forwarder: left out of %s: %s; a definition holds no credential, the configuration of a service does", a.save, strings.Join(left, ", "))
	}
	say(a.stderr, "forwarder: saved as template %s in %s; -templates %s -template %s runs it", a.nameToSave(), a.save, filepath.Dir(a.save), a.nameToSave())
	return nil
}

// asTyped is the request with the names in its URL as they were typed, so that
// they become parameters, and below the base URL of its service, so that it goes
// where that is moved to.
func (a *app) asTyped(client *proofpoint.Client, r proofpoint.Request) proofpoint.Request {
	if a.url == "" {
		return r
	}
	r.Path = a.url
	if base := client.BaseURL(r.Service); r.Service != "" && strings.HasPrefix(r.Path, base+"/") {
		r.Path = strings.TrimPrefix(r.Path, base)
	}
	return r
}

// notInNames is what names of templates do not hold.
var notInNames = regexp.MustCompile(`[^a-z0-9_.-]+`)

// nameToSave is the name of the template: that of the file, without its ending.
func (a *app) nameToSave() string {
	name := strings.TrimSuffix(filepath.Base(a.save), ".json")
	return notInNames.ReplaceAllString(strings.ToLower(name), "_")
}

// definition is the request as a file, which was read back: it asks what was
// tried.
func (a *app) definition(client *proofpoint.Client, r, tried proofpoint.Request) ([]byte, error) {
	name := a.nameToSave()
	if _, taken := a.registry.Lookup(name); taken {
		return nil, mistake("-save %s: a template is called %q already: name another file", a.save, name)
	}
	t, err := template.FromRequest(name, r)
	if err != nil {
		return nil, mistake("-save %s: %w", a.save, err)
	}
	text, err := json.Marshal(t)
	if err != nil {
		return nil, err
	}
	if err := a.readBack(client, text, tried); err != nil {
		return nil, mistake("-save %s: nothing is saved: %w", a.save, err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// readBack builds what a definition asks with the values of the call, and holds
// it against what was tried, less what is not kept of it.
func (a *app) readBack(client *proofpoint.Client, text []byte, tried proofpoint.Request) error {
	t, err := template.Parse(text)
	if err != nil {
		return err
	}
	if a.url == "" {
		_, err := t.Build(nil) // the values of a template's parameters are kept
		return err
	}
	values, err := a.values()
	if err != nil {
		return err
	}
	given := map[string]any{}
	for _, p := range t.Params() {
		if v, ok := values[p.Name]; ok {
			given[p.Name] = v
		}
	}
	saved, err := t.Build(given)
	if err != nil {
		return err
	}
	tried, _ = template.WithoutCredentials(tried)
	was, err := firstOf(client, tried)
	if err != nil {
		return err
	}
	is, err := firstOf(client, saved)
	if err == nil && is != was {
		err = fmt.Errorf("it would ask %s, and not %s", is, was)
	}
	return err
}

// firstOf is the first request of a plan, its query in order.
func firstOf(client *proofpoint.Client, r proofpoint.Request) (string, error) {
	for p, err := range client.Plan(r) {
		if err != nil {
			return "", err
		}
		u, err := url.Parse(p.URL)
		if err != nil {
			return "", err
		}
		return p.Method + " " + u.Scheme + "://" + u.Host + u.EscapedPath() + "?" + u.Query().Encode(), nil
	}
	return "", errors.New("it asks nothing")
}

// suggested is the likeliest path to data.
func suggested(p *proofpoint.Probe) (*pathdata.Selector, error) {
	if len(p.Suggestions) == 0 {
		return nil, errors.New("nothing is saved: the answer suggests no path to data; -path names one")
	}
	return pathdata.Compile(p.Suggestions[0].Path)
}

// writeNew writes a file that was not there.
func writeNew(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there by now: nothing is overwritten", name)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(name)) // half a definition is none
	}
	return nil
}
