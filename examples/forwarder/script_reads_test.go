// Every template that reads, run from its definition alone and as it is built in:
// both must end alike and write the same. What changes something is not run by
// the forwarder; the contract test of package proofpoint has it.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
	"github.com/proofpointkit/proofpoint-go/template"
)

// inDemo are values of parameters that the demo knows; a service's own go before
// those that all have.
var inDemo = map[string]string{
	"domain": "login-update.example", "essentials.domain": "acme.example", "target": "acme.example", "domain_name": "login-update.example",
	"ip": "192.0.2.7", "md5": "177f3c8a2623d4efb41b0020d680be83", "sid": "2007771", "cve": "CVE-2025-9900001", "actor": "TA-Example-1",
	"family": "Example Bot", "cluster_id": "acme_hosted", "list_id": "5", "period": "30d", "direction": "inbound", "selector": "ppe1",
	"group": "Finance", "label": "security-awareness", "urls": "https://urldefense.com/v3/__https://login-update.example__;!!QxZ1!sig$",
	"essentials.reports.get.period": "weekly",
}

// foundInDemo are those that the demo makes up: the template that lists them, with
// a parameter if it needs one for that, and where they stand.
var foundInDemo = map[string][2]string{
	"threat_id":   {"get_messages_delivered", `"threatID":"([^"]+)"`},
	"campaign_id": {"tap.campaigns.ids since=24h", `"id":"([^"]+)"`},
	"incident_id": {"trap.cloud.incidents", `"id":"([^"]+)"`},
	"message_id":  {"trap.cloud.messages", `"id":"([^"]+)"`},
	"id":          {"trap.incidents", `"id":(\d+)`},
	"member_id":   {"trap.lists.members", `"id":(\d+)`},
	"uuid":        {"essentials.settings.idps.list", `"uuid":"([^"]+)"`},
	"email":       {"essentials.users.list", `"primary_email":"([^"]+)"`},
}

// notInDemo are templates that ask for what only a write brings about.
var notInDemo = []string{"trap.cloud.messages.download", "trap.cloud.workflows.status"}

// reads DIR: see above; DIR has the definitions.
func cmdReads(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: reads dir")
	}
	known := maps.Clone(inDemo)
	for name, from := range foundInDemo {
		lister, param, more := strings.Cut(from[0], " ")
		call := append([]string{"-demo", "-template", lister}, paramsOf(known, lister)...)
		if more {
			call = append(call, "-param", param)
		}
		out := everyCall(ts, "", [][]string{call})[0].Text
		if m := regexp.MustCompile(from[1]).FindStringSubmatch(out); m != nil {
			known[name] = m[1]
		} else {
			ts.Fatalf("%s: the demo has no %s: %.300s", from[0], name, out)
		}
	}
	var calls [][]string
	for t := range template.Default.All() {
		if !writes(t) {
			calls = append(calls, append([]string{"-demo", "-limit", "5", "-template", t.Name()}, paramsOf(known, t.Name())...))
		}
	}
	want, got := everyCall(ts, "", calls), everyCall(ts, args[0], calls)
	for i, call := range calls {
		if (want[i].Code == exitDone) == slices.Contains(notInDemo, call[4]) {
			ts.Fatalf("%q ends with %d: %s", call, want[i].Code, want[i].Text)
		}
		if got[i] != want[i] {
			ts.Fatalf("%q from definitions ends with %d, want %d: %.300s", call, got[i].Code, want[i].Code, got[i].Text)
		}
	}
}

// ending is what a call wrote, or why it did not, and its exit code.
type ending struct {
	Text string
	Code int
}

// paramsOf are flags for the parameters that a template needs.
func paramsOf(known map[string]string, name string) (list []string) {
	t, _ := template.Default.Lookup(name)
	op, _ := t.Operation("")
	service, _, _ := strings.Cut(name, ".")
	for _, p := range op.Params {
		first := slices.ContainsFunc(op.OneOf, func(g []string) bool { return g[0] == p.Name })
		if !(p.Required && p.When == "") && !first {
			continue
		}
		value := valueOf(known, name, service, p)
		list = append(list, "-param", p.Name+"="+value)
	}
	return list
}

func valueOf(known map[string]string, name, service string, p proofpoint.Param) string {
	for _, key := range []string{name + "." + p.Name, service + "." + p.Name, p.Name} {
		if v, ok := known[key]; ok {
			return v
		}
	}
	if len(p.Enum) > 0 {
		word, _, _ := strings.Cut(p.Enum[0], "=")
		return word
	}
	return "00000000-0000-4000-8000-000000000000"
}

// inProcess runs the forwarder here. It returns what it wrote, or why it did not.
func inProcess(args []string) (string, int) {
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), args, func(string) (string, bool) { return "", false }, strings.NewReader(""), &stdout, &stderr)
	if code != exitDone {
		return lastLine(stderr.String()), code
	}
	return stdout.String(), code
}

// everyCall makes calls in a process whose templates are those of dir, the built-in
// ones if it is empty, and whose clock stands.
func everyCall(ts *testscript.TestScript, dir string, calls [][]string) []ending {
	var all bytes.Buffer
	ts.Check(json.NewEncoder(&all).Encode(calls))
	path, err := exec.LookPath("bareall")
	ts.Check(err)
	if dir != "" {
		dir = ts.MkAbs(dir)
	}
	cmd := exec.Command(path, dir)
	cmd.Stdin, cmd.Env = &all, []string{"PATH=" + ts.Getenv("PATH")}
	out, err := cmd.Output()
	ts.Check(err)
	var endings []ending
	ts.Check(json.Unmarshal(out, &endings))
	if len(endings) != len(calls) || len(calls) == 0 {
		ts.Fatalf("%d of %d calls ended", len(endings), len(calls))
	}
	return endings
}

// bareall DIR: the other side of everyCall.
func bareall() {
	demoClock = func(*proofpointtest.Server) {}
	var calls [][]string
	err := json.NewDecoder(os.Stdin).Decode(&calls)
	if os.Args[1] != "" {
		builtIn = new(template.Registry)
		err = errors.Join(err, builtIn.LoadFS(os.DirFS(os.Args[1]), definitions))
	}
	if err != nil {
		log.Fatal(err)
	}
	var endings []ending
	for _, call := range calls {
		text, code := inProcess(call)
		endings = append(endings, ending{text, code})
	}
	if err := json.NewEncoder(os.Stdout).Encode(endings); err != nil {
		log.Fatal(err)
	}
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return fmt.Sprintln(lines[len(lines)-1])
}
