// The services' own word on how far back they go.

package feed_test

import (
	"errors"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func TestLearnTexts(t *testing.T) {
	const tap = "The requested start time is too far into the past. Requests for information up to "
	for _, c := range []struct {
		name   string
		status int
		text   string
		want   time.Duration // 0: nothing is learnt
	}{
		{"seven days", 400, tap + "7.00d are accepted", 7 * 24 * time.Hour},
		{"twelve hours", 400, tap + "12.00h are accepted", 12 * time.Hour},
		{"other case", 400, "the requested START time is too far INTO the past. requests for information up to 3D are accepted", 3 * 24 * time.Hour},
		{"in seconds", 400, tap + "259200.00s are accepted", 3 * 24 * time.Hour},
		{"in words", 400, "the start is more than 72 hours ago", 72 * time.Hour},
		{"no figure", 400, "The requested start time is too far into the past.", 0},
		{"too short", 400, "The requested interval is too short. Requests must be for at least 30.00s of data", 0},
		{"too long", 400, "The requested interval is too long. Requests must be for at most 1.00d of data", 0},
		{"still current", 400, "The requested interval is still current.", 0},
		{"empty", 400, "", 0},
		{"another status", 500, tap + "7.00d are accepted", 0},
		{"nonsense", 400, tap + "0.00d are accepted", 0},
		{"seconds", 400, tap + "30.00s are accepted", 0},
		{"for ever", 400, tap + "999999999d are accepted", 0},
		{"another word", 400, tap + "7 dogs are accepted", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, src := range []feed.Source{feed.TAPEvents(), feed.TAPCampaignIDs(), feed.EssentialsEvents()} {
				got, ok := src.Learn(&proofpoint.APIError{StatusCode: c.status, Message: c.text})
				if got != c.want || ok != (c.want != 0) {
					t.Errorf("%s learns %v, %v of %q, want %v", src.Name, got, ok, c.text, c.want)
				}
			}
		})
	}
	if got, ok := feed.TAPEvents().Learn(nil); ok {
		t.Errorf("%v is learnt of nothing", got)
	}
}

// TestLearnAsked: what is too far back is refused by the service and not before,
// and the refusal teaches.
func TestLearnAsked(t *testing.T) {
	s := proofpointtest.New(t)
	now := s.Clock().Now()
	for _, src := range []feed.Source{feed.TAPEvents(), feed.TAPClicksPermitted(), feed.EssentialsEvents(), feed.EssentialsClicksBlocked()} {
		_, err := ask(t, s, src, now.Add(-10*24*time.Hour), now.Add(-10*24*time.Hour+time.Minute))
		e, ok := errors.AsType[*proofpoint.APIError](err)
		if !ok {
			t.Fatalf("%s: %v", src.Name, err)
		}
		if got, ok := src.Learn(e); !ok || got != src.Horizon {
			t.Errorf("%s learns %v, %v of %v, want %v", src.Name, got, ok, err, src.Horizon)
		}
	}
}
