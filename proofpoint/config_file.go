// Configuration from a JSON file. Secrets are only ever referred to, so that
// the file itself may be read by anyone and kept under version control. It is
// read member by member, so that all mistakes are found at once, and no message
// shows a value: what stands in the wrong place may be a secret.

package proofpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
)

// LoadConfig reads a configuration from a JSON file of the form
//
//	{"tap": {"base_url": "https://…", "hosts": ["…"], "kind": "tap", "ca_file": "…",
//	         "auth": {"type": "basic", "user": {"env": "TAP_PRINCIPAL"}, "secret": {"file": "/run/secrets/tap"}}}}
//
// Auth types: basic (user, secret), key (header, secret), header_pair (header,
// user, header2, secret), path_key (secret), casb (key, client_id, secret),
// oauth2 (token_url, client_id, secret, scope), anonymous; a service without
// auth is anonymous. header of key, token_url and scope may be left out, every
// other member of a type is needed and no others are allowed. Every value but
// header, token_url and scope is a reference, {"env": NAME} or {"file": PATH}; a
// literal is refused. All mistakes come in one joined error, sorted by service.
func LoadConfig(file string) (Config, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("proofpoint: configuration: %w", err)
	}
	return parseConfig("configuration "+file, b)
}

// ParseConfig reads a configuration from the text of such a file, see
// [LoadConfig]: one that is a part of something larger, or that is kept elsewhere.
func ParseConfig(text []byte) (Config, error) { return parseConfig("configuration", text) }

func parseConfig(what string, text []byte) (Config, error) {
	entries, err := fileEntries(text)
	if err != nil {
		return nil, fmt.Errorf("proofpoint: %s: %w", what, err)
	}
	cfg := Config{}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		e := fileEntry{}
		e.service(entries[name])
		for _, err := range e.errs {
			errs = append(errs, fmt.Errorf("proofpoint: %s: service %q: %w", what, name, err))
		}
		cfg[name] = e.config
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return cfg, nil
}

// fileEntries reads the outermost object, behind which nothing may stand.
func fileEntries(b []byte) (map[Service]json.RawMessage, error) {
	var entries map[Service]json.RawMessage
	d := json.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(&entries); err != nil || entries == nil {
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			return nil, fmt.Errorf("not JSON at byte %d: %w", syntax.Offset, err)
		}
		if err == nil || errors.Is(err, io.EOF) || isTypeError(err) {
			err = errors.New("must be an object of services")
		}
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("there is more behind the object, from byte %d on", d.InputOffset())
	}
	return entries, nil
}

func isTypeError(err error) bool {
	_, ok := errors.AsType[*json.UnmarshalTypeError](err)
	return ok
}

// fileEntry is one service of the file, and what is wrong with it.
type fileEntry struct {
	config ServiceConfig
	errs   []error
}

func (e *fileEntry) bad(format string, args ...any) {
	e.errs = append(e.errs, fmt.Errorf(format, args...))
}

// members hands each member of the object b to its reader. where is "" or the
// name of the object with a point.
func (e *fileEntry) members(where string, b []byte, readers map[string]func(name string, b []byte)) {
	var object map[string]json.RawMessage
	if json.Unmarshal(b, &object) != nil || object == nil {
		e.bad("%s must be an object", orElse(strings.TrimSuffix(where, "."), "it"))
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if read := readers[name]; read != nil {
			read(where+name, object[name])
		} else {
			e.bad("unknown member %q (accepts %s)", where+name, strings.Join(slices.Sorted(maps.Keys(readers)), ", "))
		}
	}
}

func (e *fileEntry) text(to *string) func(string, []byte) {
	return func(name string, b []byte) {
		if json.Unmarshal(b, to) != nil {
			e.bad("%s must be a text", name)
		}
	}
}

func (e *fileEntry) service(b []byte) {
	c := &e.config
	c.Auth = Anonymous()
	e.members("", b, map[string]func(string, []byte){
		"base_url": e.text(&c.BaseURL),
		"kind":     e.text((*string)(&c.Kind)),
		"ca_file":  e.text(&c.CAFile),
		"hosts": func(name string, b []byte) {
			if json.Unmarshal(b, &c.Hosts) != nil {
				e.bad("%s must be a list of texts", name)
			}
		},
		"auth": func(_ string, b []byte) { c.Auth = e.auth(b) },
	})
}

// fileAuth is the auth object as it stands in the file.
type fileAuth struct {
	*fileEntry
	given    map[string]bool
	texts    map[string]*string
	referred map[string]Secret
}

// authMembers says what each type is made of.
var authMembers = map[string][]string{
	"anonymous":   nil,
	"basic":       {"user", "secret"},
	"key":         {"header", "secret"},
	"header_pair": {"header", "user", "header2", "secret"},
	"path_key":    {"secret"},
	"casb":        {"key", "client_id", "secret"},
	"oauth2":      {"token_url", "client_id", "secret", "scope"},
}

func (e *fileEntry) auth(b []byte) Authenticator {
	a := fileAuth{e, map[string]bool{}, map[string]*string{}, map[string]Secret{}}
	readers := map[string]func(string, []byte){}
	for _, name := range []string{"type", "header", "header2", "token_url", "scope"} {
		a.texts[name] = new(string)
		readers[name] = e.text(a.texts[name])
	}
	for _, name := range []string{"user", "client_id", "key", "secret"} {
		readers[name] = func(where string, b []byte) { a.referred[name] = e.reference(where, b) }
	}
	for name, read := range readers {
		readers[name] = func(where string, b []byte) {
			a.given[name] = true
			read(where, b)
		}
	}
	e.members("auth.", b, readers)
	kind := *a.texts["type"]
	delete(a.given, "type")
	members, known := authMembers[kind]
	switch {
	case known:
		a.compare(kind, members)
		return a.build(kind)
	case kind != "":
		e.bad("auth.type %q is unknown (accepts %s)", kind, authTypes())
	case len(a.given) > 0:
		e.bad("auth.type is missing (accepts %s)", authTypes())
	}
	return Anonymous()
}

func authTypes() string { return strings.Join(slices.Sorted(maps.Keys(authMembers)), ", ") }

// compare finds what a type lacks and what it has no use for.
func (a *fileAuth) compare(kind string, members []string) {
	for _, name := range slices.Sorted(maps.Keys(a.given)) {
		if !slices.Contains(members, name) {
			a.bad("auth.%s is not used by type %s (accepts %s)", name, kind, orElse(strings.Join(members, ", "), "nothing"))
		}
	}
	for _, name := range members {
		switch {
		case name == "token_url", name == "scope", name == "header" && kind == "key":
		case a.texts[name] != nil && *a.texts[name] == "":
			a.bad("auth.%s is missing", name)
		case a.texts[name] == nil && !a.given[name]:
			a.bad(`auth.%s must be {"env": "NAME"} or {"file": "PATH"}`, name)
		}
	}
}

func (a *fileAuth) build(kind string) Authenticator {
	secret := a.referred["secret"]
	switch kind {
	case "basic":
		return Basic(a.plain("user"), secret)
	case "key":
		return Key(orElse(*a.texts["header"], "Authorization"), secret)
	case "header_pair":
		return HeaderPair(*a.texts["header"], a.referred["user"], *a.texts["header2"], secret)
	case "path_key":
		return PathKey(secret)
	case "casb":
		return CASBLogin(a.referred["key"], a.plain("client_id"), secret)
	case "oauth2":
		var extra url.Values
		if scope := *a.texts["scope"]; scope != "" {
			extra = url.Values{"scope": {scope}}
		}
		return OAuth2(orElse(*a.texts["token_url"], tokenURL), a.plain("client_id"), secret, extra)
	}
	return Anonymous()
}

// plain reads what a reference names, where that is no secret.
func (a *fileAuth) plain(name string) string {
	s := a.referred[name]
	if s.IsZero() {
		return "" // which was said already
	}
	v, err := s.reveal(context.Background(), false)
	if err != nil {
		a.bad("auth.%s: %w", name, err)
	}
	return v
}

// reference reads where a value is kept.
func (e *fileEntry) reference(where string, b []byte) Secret {
	if b = bytes.TrimSpace(b); !bytes.HasPrefix(b, []byte("{")) && string(b) != "null" {
		e.bad(`%s: a secret is never written in the file: refer to it, {"env": "NAME"} or {"file": "PATH"}`, where)
		return Secret{}
	}
	var env, file string
	before := len(e.errs)
	if string(b) != "null" {
		e.members(where+".", b, map[string]func(string, []byte){"env": e.text(&env), "file": e.text(&file)})
	}
	switch {
	case len(e.errs) > before:
	case env != "" && file == "":
		return SecretFromEnv(env)
	case file != "" && env == "":
		return SecretFromFile(file)
	default:
		e.bad(`%s must be {"env": "NAME"} or {"file": "PATH"}`, where)
	}
	return Secret{}
}
