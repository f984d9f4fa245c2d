// Identities of what was recorded at the real service.

package feed_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

// TestIdentifySamples: recordings of TAP, each for four recipients and in other
// orders. CI has no recordings; whoever has them sets PROOFPOINT_SHARED.
func TestIdentifySamples(t *testing.T) {
	dir := os.Getenv("PROOFPOINT_SHARED")
	if dir == "" {
		t.Skip("PROOFPOINT_SHARED is not set: CI runs TestIdentifyCorpus, which tries the same on events of the fake")
	}
	files, err := filepath.Glob(filepath.Join(dir, "samples", "tap", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings in %s: %v", dir, err)
	}
	rng, events := rand.New(rand.NewPCG(3, 4)), 0
	for _, file := range files {
		for _, r := range recorded(t, file) {
			events++
			identify := feed.TAPEvents().Identity
			if v, _ := values(r.Raw); v.(map[string]any)["id"] == nil {
				identify = feed.Identify
			}
			want, err := identify(r)
			if err != nil {
				t.Fatal(err)
			}
			keys := map[string]bool{}
			for i := range 4 {
				v, _ := values(r.Raw)
				again, err := identify(proofpoint.Record{Path: r.Path, Raw: respelt(rng, nil, v)})
				if err != nil || again != want {
					t.Errorf("%s: %v became %v, %v", file, want, again, err)
				}
				one := v.(map[string]any)
				one["recipient"] = []any{fmt.Sprintf("r%d@rcpt.example", i)}
				if one["id"] != nil {
					one["id"] = fmt.Sprint(one["id"], i) // what the service does for each recipient
				}
				id, err := identify(proofpoint.Record{Path: r.Path, Raw: respelt(rng, nil, v)})
				if err != nil {
					t.Fatal(err)
				}
				keys[id.Key] = true
			}
			if len(keys) != 4 {
				t.Errorf("%s: one message to four recipients is %d events", file, len(keys))
			}
		}
	}
	t.Logf("%d events of %d recordings", events, len(files))
	if events < 8 {
		t.Errorf("only %d events", events)
	}
}

// recorded are the events of a recording: of an answer, a list, or a lone event.
func recorded(t *testing.T, file string) (all []proofpoint.Record) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]json.RawMessage
	if json.Unmarshal(raw, &doc) != nil {
		return nil
	}
	if doc["GUID"] != nil {
		return []proofpoint.Record{in("$['messagesBlocked']", string(raw))}
	}
	for name, list := range doc {
		var events []json.RawMessage
		if !slices.Contains([]string{"events", "messagesDelivered", "messagesBlocked", "clicksPermitted", "clicksBlocked"}, name) || json.Unmarshal(list, &events) != nil {
			continue
		}
		for i, e := range events {
			r := in("$['"+name+"']", string(e))
			r.Path.Index = i
			all = append(all, r)
		}
	}
	return all
}
