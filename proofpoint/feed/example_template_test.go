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
		Name: "blocked_links",
		Request: func(from, to time.Time) (proofpoint.Request, error) {
			return template.Default.Build("tap.siem.messages_blocked", map[string]any{"from": from, "to": to, "threat_type": "url"})
		},
		Min: 30 * time.Second, Max: time.Hour, Horizon: 7 * 24 * time.Hour, Lag: time.Minute,
		Pool: proofpoint.Pool{Name: "siem", Limit: 1800, Per: 24 * time.Hour},
	}

	fake := proofpointtest.NewServer(proofpointtest.Seeded(3), proofpointtest.Rate(120))
	f, err := feed.Open(feed.Config{
		Client: fake.Client(), Clock: fake.Clock(), Store: feed.Memory(),
		Sources: []feed.Source{blocked},
		Start:   feed.Ago(5 * time.Hour), To: fake.Clock().Now().Add(-2 * time.Hour), // the end: a backfill
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	for batch, err := range f.Batches(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(batch.From.Format(time.Kitchen), "to", batch.To.Format(time.Kitchen), len(batch.Items), batch.Items[0].Kind)
		if err := batch.Ack(context.Background()); err != nil {
			fmt.Println(err)
			return
		}
	}
	// Output:
	// 7:00AM to 8:00AM 14 messagesBlocked
	// 8:00AM to 9:00AM 24 messagesBlocked
	// 9:00AM to 10:00AM 12 messagesBlocked
}
