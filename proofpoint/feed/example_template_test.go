// A template as a source. Package feed knows no templates: the example does.

package feed_test

import (
	"context"
	"fmt"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
	"github.com/proofpointkit/proofpoint-go/template"
)

// Anything that can be asked for a range of time is a source: here a template,
// which says itself where the range goes.
func ExampleSource_template() {
	blocked := feed.Source{
		Name: "blocked",
		Request: func(from, to time.Time) (proofpoint.Request, error) {
			return template.Default.Build("tap.siem.messages_blocked", map[string]any{"from": from, "to": to, "threat_type": "url"})
		},
		Min: 30 * time.Second, Max: time.Hour, Horizon: 7 * 24 * time.Hour, Lag: time.Minute,
		Pool: proofpoint.Pool{Name: "siem", Limit: 1800, Per: 24 * time.Hour},
	}

	// What a feed does with it, for one window:
	fake := proofpointtest.NewServer(proofpointtest.Seeded(3), proofpointtest.Rate(120))
	to := fake.Clock().Now().Add(-blocked.Lag)
	request, err := blocked.Request(to.Add(-blocked.Max), to)
	if err != nil {
		fmt.Println(err)
		return
	}
	keys := map[string]int{}
	for record, err := range fake.Client().Records(context.Background(), request) {
		if err != nil {
			fmt.Println(err)
			return
		}
		id, err := feed.Identify(record)
		if err != nil {
			fmt.Println(err)
			return
		}
		keys[id.Key]++
	}
	fmt.Println(len(keys), "messages were blocked in that hour")
	// Output:
	// 9 messages were blocked in that hour
}
