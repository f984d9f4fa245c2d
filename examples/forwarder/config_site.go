// Who signs a source: its credential, else the environment's, else the only one
// of that service in the file. Two sources of the same credentials have one
// client, and those that are followed one of their own.

package main

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// siteOf is everything that the source's client is made of, and the client.
func (r *sourceReader) siteOf(at string, d sourceDef) (*site, *proofpoint.Client, error) {
	s := *r.base
	s.config = maps.Clone(r.base.config)
	var key []string
	for _, name := range slices.Sorted(maps.Keys(r.credentials)) {
		c := r.credentials[name]
		if r.base.demo == "" && r.signs(d, name) && c.config.Auth != nil {
			config := c.config
			if base := r.bases[c.service]; base != "" {
				config.BaseURL = base
			}
			s.config[c.service] = config
			key = append(key, name)
		}
	}
	observer := r.observer
	if d.Follow { // which is asked while others are counted
		observer = r.pulse.observer()
		key = append(key, "followed")
	}
	client := r.clients[strings.Join(key, " ")]
	if client == nil {
		var err error
		if client, err = s.client(proofpoint.WithObserver(observer)); err != nil {
			return nil, nil, err
		}
		r.clients[strings.Join(key, " ")] = client
	}
	return &s, client, nil
}

// signs reports whether a credential of the file signs the source's requests to
// its service.
func (r *sourceReader) signs(d sourceDef, name string) bool {
	if d.Credential == name {
		return true
	}
	of := r.credentials[name].service
	if r.credentials[d.Credential].service == of {
		return false
	}
	if auth := r.base.config[of].Auth; auth != nil && auth.Fingerprint() != "" {
		return false
	}
	return len(r.of(of)) == 1
}

// of are the names of the credentials of a service.
func (r *sourceReader) of(service proofpoint.Service) (names []string) {
	for name, c := range r.credentials {
		if c.service == service {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// checkRequest finds what would fail before anything is sent: services without a
// credential, a credential that has no use, addresses that nobody may ask.
func (r *sourceReader) checkRequest(at string, d sourceDef, j *job, s *site) {
	services := asks(j.request)
	for _, of := range services {
		if r.signedFor(s, of) || r.flawed(of) {
			continue
		}
		reason, accepts := fmt.Sprintf("asks %s, and there is no credential of it", of), "a credential of it in this file"
		if names := proofpoint.Variables(of); len(names) > 0 {
			accepts += ", or " + names[0] + " and its like in the environment"
		}
		if names := r.of(of); len(names) > 1 {
			reason, accepts = fmt.Sprintf("asks %s, and does not say whose credential", of), "credential: "+strings.Join(names, " or ")
		}
		r.refuse(at, reason, accepts, "")
	}
	if c := r.credentials[d.Credential]; d.Credential != "" && !slices.Contains(services, c.service) {
		r.refuse(at+"/credential", fmt.Sprintf("is one of %s, which the source does not ask", c.service), strings.Join(r.fitting(services), ", "), "")
	}
	if d.Credential != "" && d.Request != nil {
		if _, ok := j.client.ServiceOf(j.request.Path); !ok && s.demo == "" {
			r.refuse(at+"/request/url", "is at a host that the credential does not go to", "a URL below "+j.client.BaseURL(j.request.Service)+", or the host in hosts of the credential", "")
		}
	}
	if r.refused(at) || slices.ContainsFunc(services, r.flawed) {
		return
	}
	if s.demo == "" {
		r.checkUnsigned(at, d, j)
	}
	n := 0
	for p, err := range j.client.Plan(j.request) {
		if n++; err != nil {
			if n == 1 { // later ones may be a matter of one value
				r.blame(at, d, err)
			}
			break
		}
		if auth := s.config[p.Service].Auth; s.demo == "" && p.Credential == "" && auth != nil && auth.Fingerprint() != "" {
			r.refuse(r.baseGiven(at, d), fmt.Sprintf("asks %s, where the credential of %s does not go", hostOf(p.URL), p.Service), "the base_url of the credential, or a host in its hosts", "")
		}
		if n == mostPlanned || r.refused(at) {
			break
		}
	}
}

// mostPlanned bounds the requests that are looked at before a source is asked:
// what is wrong with one of many windows is wrong with the first.
const mostPlanned = 100

// checkUnsigned finds a request that nobody signs, at a host where credentials of
// the file go.
func (r *sourceReader) checkUnsigned(at string, d sourceDef, j *job) {
	if j.request.Service != "" || d.Credential != "" {
		return
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(r.credentials)) {
		if c := r.credentials[name]; c.client != nil {
			if _, goes := c.client.ServiceOf(j.request.Path); goes {
				names = append(names, name)
			}
		}
	}
	switch {
	case len(names) == 0:
	case d.Request != nil:
		r.refuse(at, "asks where credentials of the file go, and does not say whose", "credential: "+strings.Join(names, " or "), "")
	default:
		r.hint(at+"/template", "is asked without a credential, because its definition names no service; there %s would sign", strings.Join(names, " or "))
	}
}

// baseGiven is the parameter that moves a template to another host, if one does.
func (r *sourceReader) baseGiven(at string, d sourceDef) string {
	if t, ok := r.registry.Lookup(d.Template); ok {
		for name := range d.Params {
			if p, ok := t.Param(name); ok && slices.Contains(strings.Fields(p.In), "base") {
				return pointerTo(at+"/params", name)
			}
		}
	}
	return at
}

func hostOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return "another host"
	}
	return u.Host
}

// signedFor reports whether there is somebody who calls a service; one that asks
// for no credential is called by nobody.
func (r *sourceReader) signedFor(s *site, of proofpoint.Service) bool {
	_, ok := s.config[of]
	if !ok && (of == proofpoint.ETIScores || of == proofpoint.ETIFiles) {
		_, ok = s.config[proofpoint.ETI]
	}
	return ok
}

// flawed reports whether a credential of the service is in the file, with
// mistakes that were told: nobody has to hear of it again.
func (r *sourceReader) flawed(service proofpoint.Service) bool {
	return slices.ContainsFunc(r.of(service), func(name string) bool { return r.credentials[name].config.Auth == nil && r.base.demo == "" })
}

func (r *sourceReader) fitting(services []proofpoint.Service) (names []string) {
	for _, of := range services {
		names = append(names, r.of(of)...)
	}
	return names
}

// asks are the services that a request asks, with its further ones.
func asks(r proofpoint.Request) []proofpoint.Service {
	var all []proofpoint.Service
	if r.Service != "" && r.Value == nil && !r.Optional {
		all = append(all, r.Service)
	}
	for _, t := range r.Then {
		all = append(all, asks(t.Ask.Proto)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
