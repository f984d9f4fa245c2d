// What the scripts about following need: to know that a follower got somewhere,
// and times that lie behind us.

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// await DIR N: waits until the follower of that state directory has reported that
// it runs and that N records were acknowledged. Another process is waited for, so
// this takes real time; what ends it early is the script's deadline.
func cmdAwait(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: await dir records")
	}
	least, err := strconv.Atoi(args[1])
	ts.Check(err)
	for began := time.Now(); time.Since(began) < 2*time.Minute; time.Sleep(20 * time.Millisecond) {
		if st, ok := readReport(ts.MkAbs(args[0])); ok && runs(st, int64(least)) {
			return
		}
	}
	ts.Fatalf("the follower did not get that far")
}

func readReport(dir string) (st feed.Status, ok bool) {
	text, err := os.ReadFile(filepath.Join(dir, "status.json"))
	return st, err == nil && json.Unmarshal(text, &st) == nil
}

// runs reports whether every source runs, and what is acknowledged in all.
func runs(st feed.Status, least int64) bool {
	records := int64(0)
	for _, tenant := range st.Tenants {
		for _, s := range tenant.Sources {
			if records += s.Records; s.State == feed.Stopped {
				return false
			}
		}
	}
	return records >= least
}

// ago HOURS VARIABLE: sets the variable to the whole hour so many hours ago.
func cmdAgo(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: ago hours variable")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	ts.Setenv(args[1], time.Now().UTC().Truncate(time.Hour).Add(-time.Duration(n)*time.Hour).Format(time.RFC3339))
}
