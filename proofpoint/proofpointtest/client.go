// The only file that needs package proofpoint: ready-made clients of the fake.
// Tools that do not use our client never come here.

package proofpointtest

import (
	"net/http"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// The services under which gateways are asked in the "gateway" modes of the
// templates.
var gateways = []proofpoint.Service{"casb.gateway", "trap.gateway", "eti.gateway"}

// Config returns credentials for every service of the fake, at the public base
// URLs: reach them through the fake as a RoundTripper. Over HTTP set BaseURL to
// [Server.BaseURL].
func (s *Server) Config() proofpoint.Config {
	return s.config(func(base, _ string) string { return base })
}

// ConfigHTTP returns the same credentials, with base URLs below [Server.URL].
func (s *Server) ConfigHTTP() proofpoint.Config {
	return s.config(func(_, service string) string { return s.BaseURL(service) })
}

func (s *Server) config(at func(base, service string) string) proofpoint.Config {
	cfg := proofpoint.Config{}
	add := func(name proofpoint.Service, service string, auth func(field func(string) proofpoint.Secret, text map[string]string) proofpoint.Authenticator) {
		base, fields := s.Credentials(service)
		if base == "" {
			return
		}
		secret := func(name string) proofpoint.Secret { return proofpoint.NewSecret(fields[name]) }
		cfg[name] = proofpoint.ServiceConfig{BaseURL: at(base, service), Auth: auth(secret, fields)}
	}
	type fields = func(string) proofpoint.Secret
	add(proofpoint.TAP, "tap", func(f fields, text map[string]string) proofpoint.Authenticator {
		return proofpoint.Basic(text["principal"], f("secret"))
	})
	add(proofpoint.CASB, "casb", func(f fields, text map[string]string) proofpoint.Authenticator {
		return proofpoint.CASBLogin(f("api_key"), text["client_id"], f("client_secret"))
	})
	add(proofpoint.PTR, "trap.ptr", func(f fields, _ map[string]string) proofpoint.Authenticator {
		return proofpoint.Key("Authorization", f("key"))
	})
	add(proofpoint.CTR, "trap.ctr", func(f fields, text map[string]string) proofpoint.Authenticator {
		return proofpoint.OAuth2(at(text["token_url"], "trap.auth")+tokenPath(text["token_url"], at), text["client_id"], f("client_secret"), nil)
	})
	add(proofpoint.ETI, "eti", func(f fields, _ map[string]string) proofpoint.Authenticator {
		return proofpoint.Key("Authorization", f("key"))
	})
	add(proofpoint.ETIScores, "eti.scores", func(f fields, _ map[string]string) proofpoint.Authenticator {
		return proofpoint.Key("Authorization", f("key"))
	})
	add(proofpoint.ETIFiles, "eti.files", func(f fields, _ map[string]string) proofpoint.Authenticator {
		return proofpoint.PathKey(f("key"))
	})
	add(proofpoint.Essentials, "essentials", func(f fields, _ map[string]string) proofpoint.Authenticator {
		return proofpoint.HeaderPair("X-User", f("user"), "X-Password", f("password"))
	})
	add(proofpoint.EssentialsSIEM, "essentials.siem", func(f fields, text map[string]string) proofpoint.Authenticator {
		return proofpoint.Basic(text["key"], f("secret"))
	})
	for _, g := range gateways {
		add(g, "gateway", func(f fields, text map[string]string) proofpoint.Authenticator {
			return proofpoint.Basic(text["user"], f("password"))
		})
	}
	return cfg
}

// tokenPath is what follows the base of the token endpoint: nothing where the
// whole URL is known.
func tokenPath(whole string, at func(base, service string) string) string {
	if at(whole, "trap.auth") == whole {
		return ""
	}
	return "/v1/token"
}

// Client returns a client of the fake: over [Server.RoundTrip], with its
// credentials and its clock. A configuration that cannot be used panics; that
// can only come from opts.
func (s *Server) Client(opts ...proofpoint.Option) *proofpoint.Client {
	base := []proofpoint.Option{proofpoint.WithTransport(s), proofpoint.WithClock(s.clock)}
	c, err := proofpoint.NewClient(s.Config(), append(base, opts...)...)
	if err != nil {
		panic(err)
	}
	return c
}

// Options returns what a test over another RoundTripper wants, a mock say: that
// transport, a virtual clock, and no retries.
func Options(rt http.RoundTripper) []proofpoint.Option {
	return []proofpoint.Option{
		proofpoint.WithTransport(rt),
		proofpoint.WithClock(NewClock(time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC))),
		proofpoint.WithRetry(proofpoint.NoRetry),
	}
}
