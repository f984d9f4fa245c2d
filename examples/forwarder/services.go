// The real services: environment, configuration file and base-URL flags become
// one configuration and the options of a client. A flag beats the environment,
// the environment beats the file.

package main

import (
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// site is everything that a client is made of, and where it came from.
type site struct {
	demo    string // what the demo serves; "" is a real site
	config  proofpoint.Config
	origin  map[proofpoint.Service]string
	options []proofpoint.Option
}

// site completes what the demo and the real services have in common.
func (a *app) site(config proofpoint.Config, demo string, origin map[proofpoint.Service]string, options ...proofpoint.Option) (*site, error) {
	logger, err := a.logger()
	if err != nil {
		return nil, err
	}
	options = append(options, proofpoint.WithLogger(logger), proofpoint.WithUserAgent("forwarder"),
		proofpoint.WithRetry(proofpoint.RetryPolicy{Attempts: a.retries}))
	if ourClock != nil && demo == "" {
		options = append(options, proofpoint.WithClock(ourClock))
	}
	return &site{demo: demo, config: config, origin: origin, options: options}, nil
}

// client makes the client. What is wrong with the configuration is a mistake.
func (s *site) client(more ...proofpoint.Option) (*proofpoint.Client, error) {
	c, err := proofpoint.NewClient(s.config, append(slices.Clone(s.options), more...)...)
	if err != nil {
		return nil, &mistakeError{err}
	}
	return c, nil
}

// realSite puts file, environment and flags together.
func (a *app) realSite() (*site, error) {
	s := &site{config: proofpoint.Config{}, origin: map[proofpoint.Service]string{}}
	if file, _ := a.lookup("PROOFPOINT_CONFIG"); file != "" {
		config, err := proofpoint.LoadConfig(file)
		if err != nil {
			return nil, &mistakeError{err}
		}
		s.merge(config, "file "+file)
	}
	config, err := proofpoint.ConfigFromEnv(a.lookupBase)
	if err != nil {
		return nil, &mistakeError{err}
	}
	s.merge(config, "environment")
	for _, name := range slices.Sorted(maps.Keys(baseFlags)) {
		if base := a.bases[baseFlags[name]]; base != "" {
			s.merge(proofpoint.Config{baseFlags[name]: {BaseURL: base}}, "-"+name)
		}
	}
	return a.site(s.config, "", s.origin)
}

// lookupBase is the environment with the base-URL flags in it: -tap-base-url
// stands for PROOFPOINT_TAP_BASE_URL.
func (a *app) lookupBase(name string) (string, bool) {
	for flag, service := range baseFlags {
		if base := a.bases[service]; base != "" && name == "PROOFPOINT_"+strings.ToUpper(strings.ReplaceAll(flag, "-", "_")) {
			return base, true
		}
	}
	return a.lookup(name)
}

// merge lays config over what there is: a base URL and a credential each beat
// the one below, whichever is given.
func (s *site) merge(config proofpoint.Config, origin string) {
	for name, over := range config {
		sc, had := s.config[name]
		if !had {
			s.config[name], s.origin[name] = over, origin
			continue
		}
		if over.BaseURL != "" {
			sc.BaseURL = over.BaseURL
		}
		if over.Auth != nil {
			sc.Auth = over.Auth
		}
		if over.CAFile != "" {
			sc.CAFile = over.CAFile
		}
		s.config[name] = sc
		s.origin[name] += " and " + origin
	}
}

// logger writes to standard error what PROOFPOINT_LOG_LEVEL asks for.
func (a *app) logger() (*slog.Logger, error) { return a.loggerAt(a.stderr, slog.LevelWarn) }

// loggerAt is a logger to w, with a level of its own where none is asked for.
func (a *app) loggerAt(w io.Writer, usual slog.Level) (*slog.Logger, error) {
	options := &slog.HandlerOptions{Level: usual}
	if text, _ := a.lookup("PROOFPOINT_LOG_LEVEL"); text != "" {
		var level slog.Level
		if err := level.UnmarshalText([]byte(text)); err != nil {
			return nil, mistake("PROOFPOINT_LOG_LEVEL = %q: must be debug, info, warn or error", text)
		}
		options.Level = level
	}
	switch format, _ := a.lookup("PROOFPOINT_LOG_FORMAT"); format {
	case "", "text":
		return slog.New(slog.NewTextHandler(w, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, options)), nil
	default:
		return nil, mistake("PROOFPOINT_LOG_FORMAT = %q: must be text or json", format)
	}
}

// showConfig prints what was resolved and from where, without secrets.
func (a *app) showConfig(s *site) error {
	client, err := s.client()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	mode := "real services"
	if s.demo != "" {
		mode = s.demo
	}
	_, _ = fmt.Fprintf(w, "mode\t%s\n", mode)
	for _, name := range slices.Sorted(maps.Keys(s.config)) {
		base, credential := client.BaseURL(name), "no credential"
		if auth := s.config[name].Auth; auth != nil && auth.Fingerprint() != "" {
			credential = "credential " + auth.Fingerprint()
		}
		origin := s.origin[name]
		if origin == "" {
			origin = "demo"
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\tfrom %s\n", name, base, credential, origin)
	}
	return w.Flush()
}
