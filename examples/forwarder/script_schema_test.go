// What the scripts about -schema need besides: answers of many records, and a
// folder that nobody can write to.

package main

import (
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// repeat FILE LIST N RECORD [N RECORD]…: writes a recorded answer whose list
// holds each record so many times; a %d in it is the number of the repetition.
func cmdRepeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 || len(args)%2 != 0 {
		ts.Fatalf("usage: repeat file list n record [n record]...")
	}
	var records []string
	for i := 2; i < len(args); i += 2 {
		n, err := strconv.Atoi(args[i])
		ts.Check(err)
		for k := range n {
			records = append(records, strings.ReplaceAll(args[i+1], "%d", strconv.Itoa(k)))
		}
	}
	body := `{"queryEndTime":"2026-11-23T03:00:00Z","` + args[1] + `":[` + strings.Join(records, ",") + `]}`
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(body), 0o600))
}

// readonly VARIABLE: sets it to a folder that cannot be written to. Nothing
// stops root but a file system that takes no files, which Linux has.
func cmdReadonly(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: readonly variable")
	}
	dir := ts.MkAbs("readonly")
	if os.Geteuid() == 0 {
		dir = "/proc/self"
	} else {
		ts.Check(os.Mkdir(dir, 0o500))
	}
	ts.Setenv(args[0], dir)
}
