// A key that is the first segment of the path: ETI's list files. The unsigned
// URL is what errors, logs and cursors know; the key is added to each attempt's
// own copy.

package proofpoint

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

type pathKey struct {
	key   Secret
	print string
}

// PathKey signs by putting the key behind the base URL, as a path segment of its
// own: https://host/KEY/reputation/iprepdata.json. Errors, logs, plans and
// cursors have the URL without it.
func PathKey(key Secret) Authenticator {
	return &pathKey{key, fingerprint("path", key.trace())}
}

func (a *pathKey) Sign(req *http.Request, _ func(*http.Request) (*http.Response, error)) error {
	key, err := a.key.reveal(req.Context(), false)
	if err == nil {
		err = checkPathKey(key)
	}
	if err != nil {
		return signError(err)
	}
	base, rest := belowBase(req)
	u := *req.URL // attempts share the URL that they were cloned from
	u.Path, err = url.PathUnescape(base + "/" + url.PathEscape(key) + rest)
	u.RawPath = base + "/" + url.PathEscape(key) + rest
	req.URL = &u
	return err
}

// belowBase cuts the escaped path at the end of the service's base URL.
func belowBase(req *http.Request) (base, rest string) {
	path := req.URL.EscapedPath()
	if s := signingOf(req.Context()).service; s != nil && s.base != nil && sameOrigin(s.base, req.URL) {
		if rest, ok := strings.CutPrefix(path, s.base.EscapedPath()); ok && (rest == "" || rest[0] == '/') {
			return s.base.EscapedPath(), rest
		}
	}
	return "", path
}

// checkPathKey refuses a key that would not be one segment.
func checkPathKey(key string) error {
	if key == "." || key == ".." || strings.ContainsAny(key, "/\\?#") {
		return errors.New("the key holds a character that cannot stand in a path segment")
	}
	return nil
}

func (a *pathKey) Rejected(req *http.Request) bool {
	_, rest := belowBase(req)
	used, _, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
	used, err := url.PathUnescape(used)
	return err == nil && a.key.changed(req.Context(), used)
}

func (a *pathKey) check() []error {
	err := checkSecret("the key", a.key)
	if err == nil && a.key.p.name == "" { // one that is read from elsewhere may change
		err = checkPathKey(a.key.trace())
	}
	return []error{err}
}

func (a *pathKey) Fingerprint() string        { return a.print }
func (a *pathKey) Format(f fmt.State, _ rune) { printCredential(f, a) }
