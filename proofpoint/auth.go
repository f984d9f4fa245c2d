// Authenticators sign requests. Each attempt gets its own copy of the request
// and its own signature, because a token may have died while the call waited.
// The ones that log in first are in auth_casb.go and auth_oauth2.go, and what
// they share in auth_token.go.

package proofpoint

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
)

// Authenticator signs requests. One value is shared by all goroutines of a
// client. Any service takes any authenticator.
type Authenticator interface {
	// Sign adds the credential to req, the attempt's own copy (it may change
	// URL.Path too). send makes a request over the client's transport and
	// pacing, for logins. req.Context() is the call's.
	Sign(req *http.Request, send func(*http.Request) (*http.Response, error)) error
	// Rejected is told that a 401 (for CASB also a 403) answered req, which
	// still carries what was signed. It reports whether signing again may help;
	// then the request is sent once more.
	Rejected(req *http.Request) (again bool)
	// Fingerprint is stable and not secret; "" means anonymous.
	Fingerprint() string
}

// fingerprint is eight hex digits of a keyed hash: enough to tell credentials
// apart in a log, useless for guessing one.
func fingerprint(kind string, parts ...string) string {
	h := hmac.New(sha256.New, []byte("proofpoint-go credential fingerprint 1"))
	for _, p := range append([]string{kind}, parts...) {
		_, _ = fmt.Fprintf(h, "%d:%s;", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))[:8]
}

// header is one signed header.
type header struct {
	name  string
	value Secret
}

// headerAuth signs by setting headers: bare keys, key headers, header pairs.
type headerAuth struct {
	headers []header
	print   string
}

// Key signs with one header holding the bare secret, no scheme word: ETI and
// the Threat Response appliance with "Authorization".
func Key(name string, value Secret) Authenticator {
	return newHeaderAuth("key", header{name, value})
}

// HeaderPair signs with two headers: Essentials with X-User and X-Password.
func HeaderPair(name1 string, v1 Secret, name2 string, v2 Secret) Authenticator {
	return newHeaderAuth("pair", header{name1, v1}, header{name2, v2})
}

func newHeaderAuth(kind string, headers ...header) Authenticator {
	var parts []string
	for _, h := range headers {
		parts = append(parts, textproto.CanonicalMIMEHeaderKey(h.name), h.value.trace())
	}
	return &headerAuth{headers, fingerprint(kind, parts...)}
}

func (a *headerAuth) Sign(req *http.Request, _ func(*http.Request) (*http.Response, error)) error {
	for _, h := range a.headers {
		if !validHeaderName(h.name) {
			return fmt.Errorf("proofpoint: %q is not a header name", h.name)
		}
		v, err := h.value.reveal(req.Context(), false)
		if err != nil {
			return signError(err)
		}
		req.Header.Set(h.name, v)
	}
	return nil
}

func (a *headerAuth) check() []error {
	var errs []error
	seen := map[string]bool{}
	for _, h := range a.headers {
		name := http.CanonicalHeaderKey(h.name)
		switch {
		case h.name == "":
			errs = append(errs, errors.New("the header's name is empty"))
		case !validHeaderName(h.name):
			errs = append(errs, fmt.Errorf("%q is not a header name", h.name))
		case slices.Contains(reserved, name):
			errs = append(errs, fmt.Errorf("header %s is set by the transport and cannot sign", name))
		case seen[name]:
			errs = append(errs, fmt.Errorf("header %s is named twice", name))
		}
		seen[name] = true
		errs = append(errs, checkSecret("the value of header "+strconv.Quote(h.name), h.value))
	}
	return errs
}

func (a *headerAuth) Rejected(req *http.Request) bool {
	for _, h := range a.headers {
		if h.value.changed(req.Context(), req.Header.Get(h.name)) {
			return true
		}
	}
	return false
}

func (a *headerAuth) Fingerprint() string        { return a.print }
func (a *headerAuth) Format(f fmt.State, _ rune) { printCredential(f, a) }

// basicAuth signs with HTTP Basic.
type basicAuth struct {
	user     string
	password Secret
	print    string
}

// Basic signs with HTTP Basic: TAP with service principal and secret,
// Essentials threat API with the integration key. The fingerprint is made of
// the user alone, as the service's quota is.
func Basic(user string, password Secret) Authenticator {
	return &basicAuth{user, password, fingerprint("basic", user)}
}

func (a *basicAuth) Sign(req *http.Request, _ func(*http.Request) (*http.Response, error)) error {
	v, err := a.password.reveal(req.Context(), false)
	if err != nil {
		return signError(err)
	}
	if a.user == "" {
		return signError(errors.New("the user (principal) is empty"))
	}
	req.SetBasicAuth(a.user, v)
	return nil
}

func (a *basicAuth) check() []error {
	user := checkUser("the user (principal)", a.user)
	if strings.Contains(a.user, ":") {
		user = errors.New("the user (principal) holds a colon, which HTTP Basic cannot send")
	}
	return []error{user, checkSecret("the password (secret)", a.password)}
}

func (a *basicAuth) Rejected(req *http.Request) bool {
	_, used, _ := req.BasicAuth()
	return a.password.changed(req.Context(), used)
}

func (a *basicAuth) Fingerprint() string        { return a.print }
func (a *basicAuth) Format(f fmt.State, _ rune) { printCredential(f, a) }

type anonymous struct{}

// Anonymous signs nothing.
func Anonymous() Authenticator { return anonymous{} }

func (anonymous) Sign(*http.Request, func(*http.Request) (*http.Response, error)) error { return nil }
func (anonymous) Rejected(*http.Request) bool                                           { return false }
func (anonymous) Fingerprint() string                                                   { return "" }

type signFunc struct {
	f func(*http.Request) error
}

// SignFunc signs with the caller's own function. It is called on each
// attempt's own copy of the request, on many goroutines.
func SignFunc(f func(*http.Request) error) Authenticator { return &signFunc{f} }

func (a *signFunc) Sign(req *http.Request, _ func(*http.Request) (*http.Response, error)) error {
	return a.f(req)
}
func (a *signFunc) check() []error {
	if a.f == nil {
		return []error{errors.New("the signing function is nil")}
	}
	return nil
}
func (a *signFunc) Rejected(*http.Request) bool { return false }
func (a *signFunc) Fingerprint() string         { return fingerprint("func") }
func (a *signFunc) Format(f fmt.State, _ rune)  { printCredential(f, a) }

// printCredential is how an authenticator looks under every print verb.
func printCredential(f fmt.State, a Authenticator) {
	_, _ = f.Write([]byte("credential " + a.Fingerprint()))
}

// checkAuth finds what is wrong with a built-in authenticator before it signs:
// what is missing, or can never be sent. What secrets are read from is not
// looked at, since it may appear later.
func checkAuth(a Authenticator) []error {
	c, ok := a.(interface{ check() []error })
	if !ok {
		return nil
	}
	var errs []error
	for _, err := range c.check() {
		if err != nil {
			errs = append(errs, fmt.Errorf("credential: %w", err))
		}
	}
	return errs
}

// checkUser checks a name that goes along with a secret.
func checkUser(what, name string) error {
	switch {
	case name == "":
		return fmt.Errorf("%s is empty", what)
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return fmt.Errorf("%s holds a control character (a line break copied along with it?)", what)
	}
	return nil
}

// checkSecret checks a secret that is at hand.
func checkSecret(what string, s Secret) error {
	if s.p != nil && s.p.name != "" {
		return nil
	}
	if _, err := s.reveal(context.Background(), false); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// validHeaderName reports whether name is a token of RFC 9110.
func validHeaderName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}

// signError is an error of signing, which is a matter of configuration.
func signError(err error) error {
	return fmt.Errorf("%w: cannot sign: %w", ErrNotConfigured, err)
}

// signing is what an authenticator that logs in needs to know of the client:
// where its service is, and what time it is there.
type signing struct {
	service *service
	clock   Clock
}

type signingKey struct{}

func signingOf(ctx context.Context) signing {
	s, _ := ctx.Value(signingKey{}).(signing)
	if s.clock == nil {
		s.clock = systemClock{}
	}
	return s
}
