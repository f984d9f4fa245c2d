// Why this file is here: a request that can never be sent would fail inside the RoundTripper with an
// error that has no type, be taken for a bad line and retried. The same checks, made before, are
// permanent and name the header without its value.

package transport

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// acceptable checks the unsigned request of a call.
func acceptable(req *http.Request) error {
	switch {
	case req == nil || req.URL == nil:
		return errors.New("request without a URL")
	case req.Body != nil && req.Body != http.NoBody && req.GetBody == nil:
		return errors.New("request body without GetBody: it could not be read a second time")
	}
	return sendable(req)
}

// sendable checks what is about to go to the RoundTripper.
func sendable(req *http.Request) error {
	u := req.URL
	switch {
	case u == nil:
		return errors.New("request without a URL")
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("scheme %q: only http and https can be sent", u.Scheme)
	case u.Host == "":
		return errors.New("request URL without a host")
	case strings.ContainsFunc(u.Host, func(r rune) bool { return r >= 0x80 }):
		// net/http would ask the host that IDNA makes of it, which is not the one that was looked at.
		return errors.New("request URL with a host beyond ASCII: give it in punycode (xn--…)")
	case req.Method != "" && !token(req.Method):
		return fmt.Errorf("method %q cannot be sent", req.Method)
	case u.User != nil:
		return errors.New("request URL with user information: credentials belong to the authenticator")
	}
	for name, values := range req.Header {
		if !token(name) {
			return fmt.Errorf("header name %q cannot be sent", name)
		}
		for _, v := range values {
			if strings.ContainsFunc(v, unsendable) {
				return fmt.Errorf("header %s has a control character in its value", name)
			}
		}
	}
	return nil
}

func unsendable(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// token reports whether s is a token of RFC 9110.
func token(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
			return false
		}
		return !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
	})
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		req.Body.Close()
	}
}
