// Demo or real: the decision, and the fake. Invented events must never pass for
// real ones, so the demo runs only where nothing at all points to a real
// service, or where it is asked for, and it says so before anything else.

package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// demoWord begins the first line on standard error, and the summary.
const demoWord = "DEMO DATA"

// demoRate is how many events come about in an hour of the demo. Some of them
// are false positives, which the service leaves out.
const demoRate = 150

// demoClock says what time it is in the demo.
var demoClock = proofpointtest.WallClock()

// variables are the names that configure a real service.
func variables() []string {
	return append(proofpoint.Variables(), "PROOFPOINT_CONFIG")
}

// pointer returns what points to a real service: a flag, or a variable; "" if
// nothing does.
func (a *app) pointer() string {
	for _, name := range slices.Sorted(maps.Keys(baseFlags)) {
		if a.bases[baseFlags[name]] != "" {
			return "-" + name
		}
	}
	for _, name := range variables() {
		for _, n := range []string{name, name + "_FILE"} {
			if v, _ := a.lookup(n); v != "" {
				return n
			}
		}
	}
	return ""
}

// movesBase reports whether a template is asked at a base URL of the caller's.
func (a *app) movesBase() bool {
	return slices.ContainsFunc(a.params, func(p string) bool {
		name, value, _ := strings.Cut(p, "=")
		return strings.HasSuffix(name, "_base_url") && value != ""
	})
}

// connect decides between the demo and the real services. In the demo the
// banner is out before anything else can be.
func (a *app) connect() (*site, error) {
	pointer, wanted := a.pointer(), a.demo || len(a.data) > 0
	switch {
	case wanted && strings.HasPrefix(pointer, "-"):
		return nil, mistake("%s points to a real service and cannot be given together with the demo", pointer)
	case wanted && !a.demo && pointer != "":
		return nil, mistake("-data is served by the demo, but %s points to a real service: unset it, or say -demo", pointer)
	case wanted:
		return a.demoSite()
	case pointer != "" || a.url != "" || a.movesBase() || a.ownHost():
		return a.realSite()
	}
	if v, _ := a.lookup("KUBERNETES_SERVICE_HOST"); v != "" {
		return nil, mistake("no credentials are set, and inside Kubernetes the demo does not start by itself: set PROOFPOINT_TAP_PRINCIPAL and PROOFPOINT_TAP_SECRET, or say -demo")
	}
	return a.demoSite()
}

// demoSite starts the fake. No socket is involved: the fake is the client's
// transport.
func (a *app) demoSite() (*site, error) {
	what := "invented events"
	options := []proofpointtest.Option{proofpointtest.Seeded(1), proofpointtest.Rate(demoRate), demoClock}
	for _, name := range a.data {
		body, err := os.ReadFile(name)
		if err == nil {
			err = proofpointtest.Check(body)
		}
		if err != nil {
			return nil, mistake("-data %s: %s", name, plain(err))
		}
		options = append(options, proofpointtest.Recorded(name, body))
		what = "the recorded answers of " + a.data.String()
	}
	say(a.stderr, "%s: %s, served by a fake Proofpoint inside this process; no real service is asked", demoWord, what)
	fake := proofpointtest.NewServer(options...)
	if err := fake.Err(); err != nil {
		return nil, err
	}
	return a.site(fake.Config(), fmt.Sprintf("demo: %s", what), nil,
		proofpoint.WithTransport(fake), proofpoint.WithClock(fake.Clock()))
}
