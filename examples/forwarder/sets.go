// The files of -schema by their names: which data sets a request has, and what a
// run that was killed left beside them. What is in them is for shapes.go.

package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// Where a recording or the demo has its own data sets: what is invented never
// passes for a change of what is real.
const (
	demoSets     = "demo."
	recordedSets = "recorded."
)

// names gives every data set that the run may add to, sorted.
func (s *shapes) names() []string {
	all := []string{s.base}
	for kind := range s.lists {
		all = append(all, s.nameOf(kind))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// nameOf is the name of a kind's data set. With the base, it holds what
// [schema.Dataset] allows.
func (s *shapes) nameOf(kind string) string {
	if kind == "" {
		return s.base
	}
	return s.base + "-" + legal(kind, 30)
}

// setOf is the name for the records of a request. Of a URL of the caller's it
// shows the host alone: there may be a key in the rest, which goes into a digest
// with the path to data and the body. What -param puts in makes no difference, so
// that a time given that way does not begin a data set with every run; one that
// stands in the URL or in the body does.
func (a *app) setOf(r proofpoint.Request) string {
	u, err := url.Parse(a.url)
	if a.url == "" || err != nil {
		return legal(r.Name, 50)
	}
	parts := append([]string{r.Method, u.Scheme, u.Host, u.Path, a.path}, constants(u.Query())...)
	if len(r.Body) > 0 {
		parts = append(parts, "body", string(r.Body))
	}
	return legal(r.Method+"-"+u.Hostname(), 40) + "-" + digest(strings.Join(parts, "\n"))
}

// keyName is the name of a query value that is a credential: a new one makes no
// new data set.
var keyName = regexp.MustCompile(`(?i)key$|token|secret|passw|pwd|auth|signature|^sig$|credential|session`)

// constants gives the names and values of a query, sorted by name.
func constants(query url.Values) (all []string) {
	for _, name := range slices.Sorted(maps.Keys(query)) {
		for _, value := range query[name] {
			if keyName.MatchString(name) {
				value = ""
			}
			all = append(all, url.QueryEscape(name)+"="+url.QueryEscape(value))
		}
	}
	return all
}

// legal gives a name of letters, digits, "-", "_" and ".", of most bytes at most.
// If that changes the name, it ends with a digest of what it was.
func legal(name string, most int) string {
	clean := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' {
			return c
		}
		return '_'
	}, name)
	if clean == name && len(name) <= most {
		return name
	}
	mark := "-" + digest(name)
	return clean[:min(len(clean), most-len(mark))] + mark
}

func digest(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text)))[:8] }

// staleAfter is how old a half-written file must be: younger ones may belong to
// a run that writes just now.
const staleAfter = time.Minute

var halfWritten = regexp.MustCompile(`^(?:(.+)\.json\.|\.forwarder-)[0-9]+\.tmp$`)

// sweep removes what runs of this source left when they were killed while they
// wrote.
func (s *shapes) sweep(now time.Time) error {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return err
	}
	names := s.names()
	for _, e := range entries {
		m := halfWritten.FindStringSubmatch(e.Name())
		if m == nil || m[1] != "" && !slices.Contains(names, m[1]) || !e.Type().IsRegular() {
			continue
		}
		if info, err := e.Info(); err != nil || now.Sub(info.ModTime()) < staleAfter {
			continue // gone meanwhile, or in use
		}
		if err := removed(filepath.Join(s.dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// removed removes a file, which another run may have done before.
func removed(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
