// The client: checked configuration, one transport per RoundTripper, and the
// services. Everything that a call needs hangs here and none of it changes
// after construction.

package proofpoint

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Client calls the services it was configured for. It is safe for concurrent
// use; its fields are never nil.
type Client struct {
	// TAP is Targeted Attack Protection.
	TAP *TAPService
	// CASB is the cloud app security broker.
	CASB *CASBService
	// TRAP is Threat Response: the appliance, the cloud, the organisation lists.
	TRAP *TRAPService
	// ETI is Emerging Threats Intelligence.
	ETI *ETIService
	// Essentials is the interface API of Essentials, and its threat API.
	Essentials *EssentialsService

	services   map[Service]*service
	transports map[Service]*transport.Client
	fallback   *transport.Client
	settings
	userAgent string
}

// NewClient checks cfg and opts and makes a client. It makes no request. All
// mistakes come in one joined error.
func NewClient(cfg Config, opts ...Option) (*Client, error) {
	s := settings{transport: map[Service]http.RoundTripper{}, clock: systemClock{}, logger: slog.New(slog.DiscardHandler)}
	for _, o := range opts {
		if o != nil {
			o(&s)
		}
	}
	services, err := cfg.withETI().check()
	if err = errors.Join(err, s.check(services)); err != nil {
		return nil, err
	}
	c := &Client{services: services, settings: s, userAgent: userAgent(s.product)}
	c.limits.BOM, c.limits.Keep = true, true
	c.connect()
	c.TAP = &TAPService{c}
	c.CASB = &CASBService{c}
	c.TRAP = &TRAPService{PTR: &PTRService{c}, CTR: &CTRService{c}, Lists: &CTRListService{c}}
	c.ETI = &ETIService{c}
	c.Essentials = &EssentialsService{c: c, SIEM: &EssentialsSIEMService{c}}
	return c, nil
}

func (c *Client) connect() {
	o := transport.Options{Now: c.clock.Now, Sleep: c.clock.Sleep, Headers: c.timeouts.Headers, Idle: c.timeouts.Idle}
	c.fallback = transport.New(c.transport[""], o)
	c.transports = map[Service]*transport.Client{}
	for name, s := range c.services {
		if s.roots != nil && c.transport[""] == nil {
			own := transport.Default()
			own.TLSClientConfig.RootCAs = s.roots
			c.transports[name] = transport.New(own, o)
		}
	}
	for name, rt := range c.transport {
		if name != "" {
			c.transports[name] = transport.New(rt, o)
		}
	}
}

func (c *Client) transportOf(s Service) *transport.Client {
	if t, ok := c.transports[s]; ok {
		return t
	}
	return c.fallback
}

// CloseIdleConnections closes idle connections of the client's own transport.
// Those of a RoundTripper given by [WithTransport] are left alone. Calls under
// way go on.
func (c *Client) CloseIdleConnections() {
	c.fallback.CloseIdleConnections()
	for _, t := range c.transports {
		t.CloseIdleConnections()
	}
}

// Format writes the services and their credential fingerprints, for every verb.
func (c *Client) Format(f fmt.State, _ rune) {
	var names []string
	for name, s := range c.services {
		names = append(names, fmt.Sprintf("%s at %s as %s", name, s.base, orElse(s.auth.Fingerprint(), "nobody")))
	}
	slices.Sort(names)
	_, _ = fmt.Fprintf(f, "proofpoint.Client(%s)", strings.Join(names, ", "))
}

// version is this module's, as far as the binary knows it.
var version = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	for _, m := range append(info.Deps, &info.Main) {
		if m.Path == "github.com/proofpointkit/proofpoint-go" && m.Version != "" && m.Version != "(devel)" {
			return strings.TrimPrefix(m.Version, "v")
		}
	}
	return "devel"
})

func userAgent(product string) string {
	return strings.TrimSpace("proofpoint-go/" + version() + " " + product)
}

// limitsFor are the caps of a body in a format.
func (c *Client) limitsFor(f Format) pathdata.Limits {
	l := c.limits
	l.JSONP = f == FormatJSONP
	l.Lines = f == FormatLines || f == FormatSyslog
	return l
}
