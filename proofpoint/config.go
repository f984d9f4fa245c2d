// Config says where each service is and who calls. Everything that can be
// found wrong without a request is found here, all at once.

package proofpoint

import (
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// Config says, for each service, where it is and who calls. Any name is
// allowed beside the known ones, so that an API nobody foresaw is configured
// the same way. It prints, logs and marshals as service, base URL and
// credential fingerprint only.
//
//	proofpoint.Config{proofpoint.TAP: {Auth: proofpoint.Basic(principal, proofpoint.NewSecret(secret))}}
type Config map[Service]ServiceConfig

// ServiceConfig is one host with one credential.
type ServiceConfig struct {
	// BaseURL is where the service is; "" means the public host of a known
	// service. HTTPS is required, but on loopback addresses. A host beyond ASCII
	// is given in punycode.
	BaseURL string
	// Auth signs the requests; nil means nobody: only calls whose credentials
	// are optional work.
	Auth Authenticator
	// Kind is the known service that this is a second credential for:
	// Config{"tap.eu": {Kind: TAP, …}}. "" means the key itself. Typed calls ask
	// the known name; a request that is built first can be given another:
	// r.Service = "tap.eu".
	Kind Service
	// CAFile names a PEM file of authorities that are trusted for this service
	// beside the system's: appliances have certificates of their company. It is
	// read when the client is made, and not used where WithTransport gives the
	// service a transport.
	CAFile string
	// Hosts lists further hosts ("host" or "host:port") that may receive this
	// credential, in punycode if beyond ASCII. The vendor's own aliases are
	// built in.
	Hosts []string
}

// service is a ServiceConfig that was checked.
type service struct {
	name  Service
	base  *url.URL // no trailing slash
	auth  Authenticator
	hosts []string       // lower case, host:port
	roots *x509.CertPool // nil: the system's
}

// withETI adds ETI's two further hosts, which take the same key, unless they are
// configured on their own. A key for another host than the vendor's is for that
// host alone.
func (c Config) withETI() Config {
	eti, ok := c[ETI]
	key, plain := eti.Auth.(*headerAuth)
	if !ok || !plain || len(key.headers) != 1 || !atHome(eti.BaseURL, knownServices[ETI].base) {
		return c
	}
	c = maps.Clone(c)
	if _, set := c[ETIScores]; !set {
		c[ETIScores] = ServiceConfig{Auth: eti.Auth, CAFile: eti.CAFile}
	}
	files := PathKey(key.headers[0].value)
	if _, set := c[ETIFiles]; !set && len(checkAuth(files)) == 0 { // a key that cannot stand in a path is no mistake of ETI's
		c[ETIFiles] = ServiceConfig{Auth: files, CAFile: eti.CAFile}
	}
	return c
}

// atHome reports whether a base URL is the vendor's own, however it is written.
func atHome(text, public string) bool {
	if text == "" {
		return true
	}
	u, err := parseBase(text)
	home, bad := parseBase(public)
	return err == nil && bad == nil && sameOrigin(u, home) && u.EscapedPath() == home.EscapedPath()
}

// check returns every service, for what is asked of their names; those that
// are wrong make an error.
func (c Config) check() (map[Service]*service, error) {
	services := make(map[Service]*service, len(c))
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(c)) {
		s, mistakes := c[name].check(name)
		services[name] = s
		for _, err := range mistakes {
			errs = append(errs, fmt.Errorf("proofpoint: service %q: %w", name, err))
		}
	}
	return services, errors.Join(errs...)
}

func (sc ServiceConfig) check(name Service) (*service, []error) {
	s := &service{name: name, auth: sc.Auth}
	if s.auth == nil {
		s.auth = Anonymous()
	}
	var errs []error
	bad := func(err error) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	info, known := knownServices[Service(orElse(string(sc.Kind), string(name)))]
	if sc.Kind != "" && !known {
		bad(fmt.Errorf("kind %q is not a known service", sc.Kind))
	}
	var err error
	if text := orElse(sc.BaseURL, info.base); text != "" {
		s.base, err = parseBase(text)
		bad(err)
	} else if known || sc.Kind == "" {
		bad(errors.New("there is no public host: set BaseURL"))
	}
	s.roots, err = loadRoots(sc.CAFile)
	bad(err)
	for _, h := range append(slices.Clone(info.hosts), sc.Hosts...) {
		host, err := parseHost(h)
		bad(err)
		s.hosts = append(s.hosts, host)
	}
	return s, append(errs, checkAuth(s.auth)...)
}

// parseHost reads an entry of ServiceConfig.Hosts.
func parseHost(text string) (string, error) {
	u, err := url.Parse("https://" + text)
	switch {
	case !isASCII(text) || err == nil && !isASCII(u.Host):
		return "", fmt.Errorf("hosts: %q: %w", shown(text), errBeyondASCII)
	case err != nil || u.Host != text || u.Hostname() == "":
		return "", fmt.Errorf("hosts: %q is not a host or host:port", shown(text))
	}
	return hostPort(u), nil
}

// loadRoots reads a PEM file of authorities; nil where there is none.
func loadRoots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := readRegular(file, maxRoots)
	if err != nil {
		return nil, fmt.Errorf("CA file: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("CA file %s holds no certificate", file)
	}
	return pool, nil
}

// maySign reports whether u may receive the service's credential.
func (s *service) maySign(u *url.URL) bool {
	if !isASCII(u.Host) {
		return false
	}
	if sameOrigin(s.base, u) {
		return true
	}
	return (u.Scheme == "https" || isLoopback(u.Hostname())) && slices.Contains(s.hosts, hostPort(u))
}

// parseBase reads a base URL: https (http only to loopback), host, path, and
// nothing that could carry a secret or climb out.
func parseBase(text string) (*url.URL, error) {
	if i := strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f }); i >= 0 {
		return nil, fmt.Errorf("base URL holds a space or control character at byte %d", i)
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("base URL cannot be parsed")
	case u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Hostname() == "":
		return nil, errors.New("base URL must be https://host[:port][/path]")
	case u.User != nil:
		return nil, errors.New("base URL must not hold a user name or password: use Auth")
	case u.RawQuery != "" || u.ForceQuery:
		return nil, errors.New("base URL must not hold a query")
	case u.Fragment != "" || strings.Contains(text, "#"):
		return nil, errors.New("base URL must not hold a fragment")
	case !isASCII(u.Host):
		return nil, fmt.Errorf("base URL: %w", errBeyondASCII)
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return nil, fmt.Errorf("base URL must be https (http is allowed to loopback addresses only): host %q", u.Hostname())
	}
	if err := checkHost(u.Hostname()); err != nil {
		return nil, err
	}
	if err := checkSegments(u.EscapedPath()); err != nil {
		return nil, err
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	return u, nil
}

// errBeyondASCII: what net/http asks is what IDNA makes of such a host, and
// that is another one than a comparison of letters sees.
var errBeyondASCII = errors.New("the host holds a character beyond ASCII: give it in punycode (xn--…)")

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}

// checkHost refuses addresses that no service has: zones and link-local ones,
// where clouds keep their instance metadata.
func checkHost(host string) error {
	if a, err := netip.ParseAddr(host); err == nil {
		if a.Zone() != "" {
			return errors.New("base URL must not hold an IPv6 zone")
		}
		if a.Unmap().IsLinkLocalUnicast() || a.IsUnspecified() || a.IsMulticast() {
			return fmt.Errorf("base URL must not be the address %s", host)
		}
	}
	return nil
}

// checkSegments refuses a path that climbs.
func checkSegments(escaped string) error {
	for seg := range strings.SplitSeq(escaped, "/") {
		if plain, err := url.PathUnescape(seg); err != nil || plain == "." || plain == ".." {
			return fmt.Errorf("path segment %q is not allowed", seg)
		}
	}
	return nil
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return lowerASCII(u.Hostname()) + ":" + port
}

// lowerASCII leaves every other letter alone: a host's name has no others, and
// Unicode's lower case would make some of them the same as ASCII's.
func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + ('a' - 'A')
		}
		return r
	}, s)
}

func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && hostPort(a) == hostPort(b)
}

// shown is what a message may show of a URL, path or host that was given: no
// user information, no query, no fragment, nothing invisible. Where it cannot
// tell which part is a password, it shows the scheme alone.
func shown(text string) string {
	const longest = 200
	plain := text
	if i := strings.IndexAny(text, "?#"); i >= 0 {
		plain = text[:i]
	}
	if strings.Contains(plain, ";") { // parameters of a segment
		plain = credname.Hide(plain, redacted)
	}
	scheme, rest, absolute := strings.Cut(plain, "://")
	if scheme += "://"; !absolute {
		scheme, rest = "", plain
	}
	if strings.Contains(text, "@") && (absolute || !strings.HasPrefix(text, "/")) {
		authority, path, _ := strings.Cut(rest, "/")
		_, host, user := strings.Cut(authority, "@")
		if !user || strings.Count(text, "@") > 1 {
			return transport.CleanText([]byte(scheme+"…"), longest)
		}
		plain = scheme + host
		if path != "" {
			plain += "/" + path
		}
	}
	return transport.CleanText([]byte(plain), longest)
}

// printed is all of a ServiceConfig that may be shown.
type printed struct {
	BaseURL    string   `json:"base_url,omitempty"`
	Credential string   `json:"credential,omitempty"`
	Kind       Service  `json:"kind,omitempty"`
	CAFile     string   `json:"ca_file,omitempty"`
	Hosts      []string `json:"hosts,omitempty"`
}

func (sc ServiceConfig) printed() printed {
	p := printed{BaseURL: sc.BaseURL, Kind: sc.Kind, CAFile: sc.CAFile, Hosts: slices.Clone(sc.Hosts)}
	if _, err := parseBase(sc.BaseURL); err != nil && sc.BaseURL != "" {
		p.BaseURL = "[unreadable]"
	}
	for i, h := range sc.Hosts {
		p.Hosts[i] = shown(h)
	}
	if sc.Auth != nil {
		p.Credential = sc.Auth.Fingerprint()
	}
	return p
}

// Format writes base URL and credential fingerprint, for every verb.
func (sc ServiceConfig) Format(f fmt.State, _ rune) {
	b, _ := json.Marshal(sc.printed())
	_, _ = f.Write(b)
}

// MarshalJSON writes base URL and credential fingerprint.
func (sc ServiceConfig) MarshalJSON() ([]byte, error) { return json.Marshal(sc.printed()) }

// GobEncode refuses: a configuration is loaded from its source, not copied.
func (sc ServiceConfig) GobEncode() ([]byte, error) {
	return nil, errors.New("proofpoint: a configuration is not encoded with its credentials")
}

// Format writes services, base URLs and credential fingerprints, for every verb.
func (c Config) Format(f fmt.State, _ rune) {
	b, _ := json.Marshal(map[Service]ServiceConfig(c))
	_, _ = f.Write(b)
}

// LogValue logs services, base URLs and credential fingerprints.
func (c Config) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(c)) }
