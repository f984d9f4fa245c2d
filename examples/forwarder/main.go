// The thin end: what the command line and the environment are turned into one
// action, and its result into an exit code. Everything that a test wants to
// replace comes in as an argument of run.

// Forwarder writes security records of Proofpoint to standard output, one line
// of JSON each, as a feeder of a SIEM would.
//
// Without flags, credentials and network it starts a fake Proofpoint inside the
// process and forwards the last hour of its events:
//
//	go run ./examples/forwarder
//
// With PROOFPOINT_TAP_PRINCIPAL and PROOFPOINT_TAP_SECRET set it asks the real
// service. -h shows the rest on one screen.
package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func main() {
	ctx, stop := untilSignal(context.Background())
	code := run(ctx, os.Args[1:], os.LookupEnv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// app is one run: what was asked for, and the streams.
type app struct {
	*flags
	lookup         func(string) (string, bool)
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	registry       *template.Registry
	source         string // the name of a source in the file of -config; "" without one
}

// run does what args say and returns the exit code.
func run(ctx context.Context, args []string, lookup func(string) (string, bool), stdin io.Reader, stdout, stderr io.Writer) int {
	f, err := parseFlags(args)
	if errors.Is(err, flag.ErrHelp) {
		_, err = io.WriteString(stdout, help)
		return finish(stderr, err)
	}
	if err == nil {
		a := &app{flags: f, lookup: lookup, stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now}
		err = a.act(ctx)
	}
	return finish(stderr, err)
}

// act chooses between the actions.
func (a *app) act(ctx context.Context) error {
	if err := a.loadTemplates(); err != nil {
		return err
	}
	switch {
	case a.list:
		return a.listTemplates()
	case a.describe != "":
		return a.describeTemplate()
	case a.configSchema:
		return a.showConfigSchema()
	case a.config != "":
		return a.runConfig(ctx)
	case a.follows():
		return a.actFollow(ctx)
	}
	s, err := a.connect()
	if err != nil {
		return err
	}
	if a.printConfig {
		return a.showConfig(s)
	}
	t := &tally{source: "forwarder", began: time.Now()}
	if s.demo != "" {
		t.source = demoWord
	}
	client, err := s.client(proofpoint.WithObserver(t.observer()))
	if err != nil {
		return err
	}
	r, err := a.request(client, s)
	switch {
	case err != nil:
		return err
	case a.plan:
		return a.showPlan(client, r)
	case a.save != "":
		return a.probeAndSave(ctx, client, r)
	case a.probe:
		_, err = a.showProbe(ctx, client, r)
		return err
	}
	return a.forward(ctx, client, r, t)
}
