// The forwarder as people call it: each script is a few command lines with what
// they must print and the code they must end with. The servers that the scripts
// need are in servers_test.go.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"forwarder": main, "bare": bare, "bareall": bareall, "fastforwarder": fast})
}

func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("CRLF", "\r\n")
			e.Setenv("GORACE", "atexit_sleep_ms=0") // a second for each run otherwise
			e.Setenv("PROOFPOINT_SHARED", os.Getenv("PROOFPOINT_SHARED"))
			e.Values["state"] = new(state)
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name == "shared" {
				return os.Getenv("PROOFPOINT_SHARED") != "", nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": cmdExits, "serve": cmdServe, "events": cmdEvents, "samples": cmdSamples,
			"signal": cmdSignal, "code": cmdCode, "lines": cmdLines, "range": cmdRange, "repeat": cmdRepeat, "readonly": cmdReadonly,
			"expand": cmdExpand, "mark": cmdMark, "wide": cmdWide, "write": cmdWrite, "definitions": cmdDefinitions, "reads": cmdReads,
			"await": cmdAwait, "ago": cmdAgo,
		},
	})
}

// state is what the commands of one script share.
type state struct {
	began   time.Time     // of the last program that exits ran
	reached chan struct{} // closed when a server has sent the first part of its answer
	cmd     *exec.Cmd     // that was signalled
}

func stateOf(ts *testscript.TestScript) *state { return ts.Value("state").(*state) }

// exits CODE PROGRAM ARGS: the program ends with exactly that code.
func cmdExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code program args")
	}
	code := 0
	stateOf(ts).began = time.Now()
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		ee, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		code = ee.ExitCode()
	}
	if fmt.Sprint(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// signal NAME: waits until a server that hangs is in the middle of its answer, if
// there is one, then signals the program in the background.
func cmdSignal(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM}
	s, running := stateOf(ts), ts.BackgroundCmds()
	if neg || len(args) != 1 || signals[args[0]] == nil || len(running) != 1 {
		ts.Fatalf("usage: signal INT|TERM, with one program in the background")
	}
	if s.reached != nil {
		<-s.reached
	}
	s.cmd = running[0]
	ts.Check(s.cmd.Process.Signal(signals[args[0]]))
}

// code N: what the program that was signalled ended with, after wait.
func cmdCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: code n")
	}
	if got := stateOf(ts).cmd.ProcessState.ExitCode(); fmt.Sprint(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// lines FILE MIN [MAX]: the file has whole lines of JSON, so many.
func cmdLines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: lines file min [max]")
	}
	lines := split(ts, ts.ReadFile(args[0]))
	for i, l := range lines {
		if !json.Valid([]byte(l)) {
			ts.Fatalf("line %d is no JSON: %.200s", i+1, l)
		}
	}
	least, err := strconv.Atoi(args[1])
	ts.Check(err)
	most := least
	if len(args) > 2 {
		most, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	if len(lines) < least || len(lines) > most {
		ts.Fatalf("%d lines, want %s", len(lines), strings.Join(args[1:], " to "))
	}
}

func split(ts *testscript.TestScript, text string) []string {
	if text == "" {
		return nil
	}
	if !strings.HasSuffix(text, "\n") {
		ts.Fatalf("the last line is cut: …%q", text[max(0, len(text)-80):])
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// range HOURS: sets FROM and TO to so many whole hours that lie behind us.
func cmdRange(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: range hours")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	to := time.Now().UTC().Truncate(time.Hour).Add(-time.Hour)
	ts.Setenv("TO", to.Format(time.RFC3339))
	ts.Setenv("FROM", to.Add(-time.Duration(n)*time.Hour).Format(time.RFC3339))
}

// events FILE [FROM TO]: the file's lines are exactly the events that the demo
// holds for the range, byte for byte; without a range, for the last hour.
func cmdEvents(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 && len(args) != 3 {
		ts.Fatalf("usage: events file [from to]")
	}
	lines := split(ts, ts.ReadFile(args[0]))
	if len(args) == 3 {
		from, err := time.Parse(time.RFC3339, args[1])
		ts.Check(err)
		to, err := time.Parse(time.RFC3339, args[2])
		ts.Check(err)
		ts.Check(sameEvents(lines, from, to, to))
		return
	}
	// The service counts back from its time in whole minutes, rounded. That was
	// the minute in which the program began or, at worst, the one after.
	began := stateOf(ts).began.UTC()
	to := began.Round(time.Minute)
	if err := sameEvents(lines, to.Add(-time.Hour), to, began); err != nil {
		later := to.Add(time.Minute)
		if sameEvents(lines, later.Add(-time.Hour), later, began) != nil {
			ts.Fatalf("%v", err)
		}
	}
}

// sameEvents compares lines with the events of the demo's world in [from, to).
// Those created after sure may be missing: they had not come about yet.
func sameEvents(lines []string, from, to, sure time.Time) error {
	got := map[string]int{}
	for _, l := range lines {
		got[l]++
	}
	fake := proofpointtest.NewServer(proofpointtest.Seeded(1), proofpointtest.Rate(demoRate), proofpointtest.WallClock())
	n := 0
	for e := range fake.Events(from, to) {
		line := string(appendLine(nil, e.Raw))
		switch {
		case !e.Default():
		case got[line] > 0:
			got[line]--
			n++
		case e.Created.Before(sure):
			return fmt.Errorf("event %s of %s is not there", e.ID, e.Created)
		}
	}
	if n != len(lines) {
		return fmt.Errorf("%d of %d lines are no event from %s to %s", len(lines)-n, len(lines), from, to)
	}
	return nil
}

// samples DIR: every recorded SIEM answer below DIR goes through -data and comes
// out byte for byte; every other file is refused by name.
func cmdSamples(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: samples dir")
	}
	files, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "*.json"))
	ts.Check(err)
	served := 0
	for _, file := range files {
		ok, err := trySample(file)
		if err != nil {
			ts.Fatalf("%s: %v", filepath.Base(file), err)
		}
		if ok {
			served++
		}
	}
	if served == 0 {
		ts.Fatalf("none of %d files is a SIEM answer", len(files))
	}
	ts.Logf("%d of %d files are SIEM answers", served, len(files))
}

func trySample(file string) (served bool, err error) {
	body, err := os.ReadFile(file)
	if err != nil {
		return false, err
	}
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), []string{"-data", file}, func(string) (string, bool) { return "", false }, strings.NewReader(""), &stdout, &stderr)
	if proofpointtest.Check(body) != nil {
		if code != exitMistake || stdout.Len() > 0 || strings.Count(stderr.String(), "\n") != 1 || !strings.Contains(stderr.String(), file) {
			return false, fmt.Errorf("code %d, stderr %q", code, &stderr)
		}
		return false, nil
	}
	if code != exitDone || !strings.HasPrefix(stderr.String(), demoWord) {
		return true, fmt.Errorf("code %d, stderr %q", code, &stderr)
	}
	want, err := recordsIn(body)
	if err != nil {
		return true, err
	}
	got := strings.Split(strings.TrimSuffix(stdout.String(), "\n"), "\n")
	if stdout.Len() == 0 {
		got = nil
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		return true, fmt.Errorf("%d lines are not the %d records of the file", len(got), len(want))
	}
	return true, nil
}

// recordsIn reads a SIEM answer the plain way: the elements of its arrays, line
// breaks removed.
func recordsIn(body []byte) ([]string, error) {
	var envelope map[string]json.RawMessage
	if err := json.Unmarshal(body, &envelope); err != nil {
		return nil, err
	}
	var records []string
	for _, kind := range []string{"clicksPermitted", "clicksBlocked", "messagesDelivered", "messagesBlocked"} {
		var list []json.RawMessage
		if err := json.NewDecoder(io.MultiReader(bytes.NewReader(envelope[kind]), strings.NewReader("null"))).Decode(&list); err != nil {
			return nil, err
		}
		for _, raw := range list {
			records = append(records, strings.NewReplacer("\n", "", "\r", "").Replace(string(raw)))
		}
	}
	return records, nil
}
