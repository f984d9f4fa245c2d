// The command line: which flags there are, which of them go together, and the
// screen that explains them. Nothing is resolved here; a secret is never a
// flag, because command lines are there for everyone to read.

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

const help = `forwarder writes Proofpoint's security records to standard output, one line of JSON each.

What to ask for (the last hour of TAP's SIEM events, if nothing is said)
  -since 24h               so far back from now: 90m, 24h, 6d
  -from T [-to T]          a range, RFC 3339 or a date, UTC
  -template NAME           a template; -list shows them, -describe NAME [-json] one of them (as JSON Schema, for a form)
  -templates DIR           further templates: the definitions in DIR/*.json
  -url URL                 a request of your own, {name} in it is filled by -param
  -param name=value        a parameter of the template or URL; repeat it for more
  -path PATH               with -url: the path to data, such as '$.alerts[*]'
  -method M -body FILE     with -url: GET, or POST if there is a body; - is standard input
  -header 'a:b,c:d'        with -url: further headers
  -auth SERVICE            with -url: whose credential signs, or none; by default the service of that host

A file that says it all, without a program
  -config FILE             ask its sources, one after the other, each once; -config-schema prints what may stand in it
  -validate                with -config: find what is wrong with the file; nothing is asked
  -test [SOURCE]           with -config: try one page of each source, or of the one: status, sample, suggested paths, cost

To go on for ever, and to lose nothing (TAP's SIEM events, a -template with a range, or the sources of a file that says follow)
  -follow -state DIR       live, from where the last run ended; with -to T until then. PROOFPOINT_STATE_DIR is DIR too
  -start-from WHERE        where the first run begins: a time, a length of time such as 24h, now, or horizon
  -listen ADDR             /livez, /readyz and /status over HTTP; of this machine alone unless ADDR has a host
  -status [-json -strict]  what of DIR is complete, also beside a running follower; -strict: code 3 if there are gaps
  -mark-complete FROM/TO   that stretch was filled by hand; with -source NAME where there are several

What to do with it
  -envelope                each line is {"kind","id","source","from","to","record"}
  -limit N                 stop after N records
  -retries N               attempts for each page (5)
  -schema DIR              learn what the records look like, keep it in DIR, and tell what changed since the last run
  -probe [-save FILE]      try one page: a sample, suggested paths, cost; and write the request down as a definition,
                           with -path or the first suggestion
  -plan                    the requests that would be made, and what they cost; none is made (with -follow: windows)
  -list  -print-config     the templates and their parameters; what was resolved, without secrets

Whom to ask
  -demo                    the fake Proofpoint inside this process; the default if nothing is configured
  -data FILE               the fake serves this recorded SIEM answer; repeat it for more
  -tap-base-url URL        and -casb-, -trap-appliance-, -trap-cloud-, -eti-base-url: another host for that
                           service, which then gets its credential
  Credentials come from the environment, or from files named by NAME_FILE: PROOFPOINT_TAP_PRINCIPAL and _SECRET,
  PROOFPOINT_CASB_API_KEY, _CLIENT_ID and _CLIENT_SECRET, PROOFPOINT_TRAP_APPLIANCE_API_KEY, _BASE_URL and _CA_FILE,
  PROOFPOINT_TRAP_CLOUD_CLIENT_ID, _CLIENT_SECRET and _CLUSTER_ID, PROOFPOINT_ETI_API_KEY; or PROOFPOINT_CONFIG names a file.
  PROOFPOINT_LOG_LEVEL (debug, info, warn, error) and PROOFPOINT_LOG_FORMAT (text, json) say what is logged.

Exit codes: 0 done, or stopped by SIGTERM; 1 the service or the output failed; 2 a mistake in the call or the configuration;
3 done, but with gaps; 4 what is kept from run to run is held, foreign, newer, corrupt or not writable; 130 interrupted.
`

// baseFlags are the flags that move a service to another host.
var baseFlags = map[string]proofpoint.Service{
	"tap-base-url":            proofpoint.TAP,
	"casb-base-url":           proofpoint.CASB,
	"trap-appliance-base-url": proofpoint.PTR,
	"trap-cloud-base-url":     proofpoint.CTR,
	"eti-base-url":            proofpoint.ETI,
}

// flags is the command line as it was written.
type flags struct {
	since, from, to                          string
	template, url                            string
	path, method, body, header, auth         string
	params                                   texts
	envelope, probe, plan, list, printConfig bool
	schema                                   string
	templates, describe, save                string
	json                                     bool
	config, only                             string // only: the source that -test names
	state, startFrom, listen                 string
	mark, markSource                         string
	follow, statusWanted, strict             bool
	bare                                     bool // a source file wants no envelopes
	validate, test, configSchema             bool
	limit, retries                           int
	demo                                     bool
	data                                     texts
	bases                                    map[proofpoint.Service]string
	given                                    []string       // names of the flags that were given, sorted
	typed                                    map[string]any // what a source file gives a template; nil: params
	hidden                                   map[string]any // secrets that a source file has for names in a URL
	inline                                   []byte         // a body out of a source file
}

// texts is a flag that may be repeated.
type texts []string

func (t *texts) String() string     { return strings.Join(*t, ", ") }
func (t *texts) Set(s string) error { *t = append(*t, s); return nil }

// once is a flag that may not be repeated: the last one would silently win.
type once string

func (o *once) String() string { return string(*o) }
func (o *once) Set(s string) error {
	if *o != "" {
		return errors.New("it is given twice")
	}
	*o = once(s)
	return nil
}

// define declares the flags on a set.
func (f *flags) define(set *flag.FlagSet) {
	for name, at := range map[string]*string{"since": &f.since, "from": &f.from, "to": &f.to, "template": &f.template, "url": &f.url,
		"path": &f.path, "method": &f.method, "body": &f.body, "header": &f.header, "auth": &f.auth, "schema": &f.schema,
		"templates": &f.templates, "describe": &f.describe, "save": &f.save, "config": &f.config, "state": &f.state, "start-from": &f.startFrom,
		"listen": &f.listen, "mark-complete": &f.mark, "source": &f.markSource} {
		set.Var((*once)(at), name, "")
	}
	for name, at := range map[string]*bool{"envelope": &f.envelope, "probe": &f.probe, "plan": &f.plan, "list": &f.list,
		"print-config": &f.printConfig, "demo": &f.demo, "json": &f.json, "validate": &f.validate, "test": &f.test, "config-schema": &f.configSchema,
		"follow": &f.follow, "status": &f.statusWanted, "strict": &f.strict} {
		set.BoolVar(at, name, false, "")
	}
	set.IntVar(&f.limit, "limit", 0, "")
	set.IntVar(&f.retries, "retries", 0, "")
	set.Var(&f.params, "param", "")
	set.Var(&f.data, "data", "")
	f.bases = map[proofpoint.Service]string{}
	for name, service := range baseFlags {
		set.Func(name, "", func(s string) error { f.bases[service] = s; return nil })
	}
}

// parseFlags reads args. flag.ErrHelp comes out as it is, everything else that
// is wrong as a mistake.
func parseFlags(args []string) (*flags, error) {
	f := new(flags)
	set := flag.NewFlagSet("forwarder", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	f.define(set)
	err := set.Parse(args)
	if f.test && err == nil && set.NArg() > 0 { // -test takes a name or none
		f.only = set.Arg(0)
		err = set.Parse(set.Args()[1:])
	}
	switch {
	case err == flag.ErrHelp:
		return nil, err
	case err != nil:
		return nil, mistake("%v", err)
	case set.NArg() > 0:
		return nil, mistake("%q is not a flag, and nothing else is expected", set.Arg(0))
	}
	set.Visit(func(g *flag.Flag) { f.given = append(f.given, g.Name) })
	return f, f.together()
}

// together finds flags that were given with the wrong company.
func (f *flags) together() error {
	if err := f.withFollow(); err != nil {
		return err
	}
	for _, list := range [][]string{{"template", "url"}, {"since", "from"}, {"list", "describe", "probe", "plan", "print-config", "schema", "validate", "test", "config-schema"},
		{"describe", "template"}, {"describe", "url"}} {
		if both := f.of(list...); len(both) > 1 {
			return mistake("-%s and -%s cannot be given together", both[0], both[1])
		}
	}
	needs := func(what string, names ...string) error {
		if of := f.of(names...); len(of) > 0 {
			return mistake("-%s is given, but no %s", of[0], what)
		}
		return nil
	}
	if f.url == "" {
		if err := needs("-url", "path", "method", "body", "header", "auth"); err != nil {
			return err
		}
	}
	if f.url == "" && f.template == "" {
		if err := needs("-template or -url", "param"); err != nil {
			return err
		}
	} else if of := f.of("since", "from", "to"); len(of) > 0 && !f.follow {
		return mistake("-%s belongs to the default query: a template takes its range by -param, a URL in its query", of[0])
	}
	if err := f.alone(needs); err != nil {
		return err
	}
	if err := f.withConfig(needs); err != nil {
		return err
	}
	for _, name := range []string{"limit", "retries"} {
		if n := map[string]int{"limit": f.limit, "retries": f.retries}[name]; n < 1 && slices.Contains(f.given, name) {
			return mistake("-%s must be at least 1", name)
		}
	}
	for _, name := range f.of("template", "url", "since", "from", "to", "path", "auth", "method", "body", "header", "schema", "templates", "describe", "save", "state", "start-from", "listen", "mark-complete", "source") {
		if v := map[string]string{"template": f.template, "url": f.url, "since": f.since, "from": f.from, "to": f.to, "path": f.path,
			"auth": f.auth, "method": f.method, "body": f.body, "header": f.header, "schema": f.schema, "templates": f.templates, "describe": f.describe, "save": f.save,
			"state": f.state, "start-from": f.startFrom, "listen": f.listen, "mark-complete": f.mark, "source": f.markSource}[name]; v == "" {
			return mistake("-%s is empty", name)
		}
	}
	return nil
}

// alone finds flags that mean nothing without another.
func (f *flags) alone(needs func(what string, names ...string) error) error {
	switch {
	case f.describe == "" && !f.statusWanted && f.json:
		return needs("-describe or -status", "json")
	case !f.probe:
		return needs("-probe", "save")
	case f.template == "" && f.url == "":
		return needs("-template or -url", "save")
	}
	return nil
}

// of returns which of the names were given, in their order.
func (f *flags) of(names ...string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !slices.Contains(f.given, n) })
}

// values reads the -param flags.
func (f *flags) values() (map[string]string, error) {
	values := map[string]string{}
	for _, p := range f.params {
		name, value, ok := strings.Cut(p, "=")
		if !ok || name == "" {
			return nil, mistake("-param %q is not name=value", p)
		}
		if _, twice := values[name]; twice {
			return nil, mistake("-param %s is given twice", name)
		}
		values[name] = value
	}
	return values, nil
}

// mistake is an error of the person who called: exit code 2.
func mistake(format string, args ...any) error { return &mistakeError{fmt.Errorf(format, args...)} }
