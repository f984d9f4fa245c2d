// What is special in Cloud Threat Response: rows that clients read in two ways,
// words that the service would ignore, writes that are not repeated, shapes that
// differ.

package proofpoint_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func ctrConfig() proofpoint.Config {
	return proofpoint.Config{proofpoint.CTR: {Auth: proofpoint.Basic("user", proofpoint.NewSecret(testSecret))}}
}

// TestCTRRows: whichever way the service reads endRow, every incident comes,
// and comes once.
func TestCTRRows(t *testing.T) {
	for _, c := range []struct {
		name string
		opts []proofpointtest.Option
	}{{"exclusive", nil}, {"inclusive", []proofpointtest.Option{proofpointtest.CTRInclusiveRows()}}} {
		for _, size := range []int{0, 1, 7, 80, 500} {
			fake := proofpointtest.New(t, append(c.opts, proofpointtest.Seeded(1), proofpointtest.At(noon))...)
			fake.Quota("trap.ctr", -1)
			client := fake.Client()
			want, err := client.TRAP.CTR.CountIncidents(t.Context(), proofpoint.CTRCountIncidentsParams{})
			if err != nil || want < 200 {
				t.Fatal(want, err)
			}
			seen, last := map[string]bool{}, time.Time{}
			for i, err := range client.TRAP.CTR.Incidents(t.Context(), proofpoint.CTRIncidentsParams{PageSize: size, Order: "asc"}) {
				if err != nil || seen[i.ID] || i.CreatedAt.Before(last) {
					t.Fatalf("%s, pages of %d: incident %s again or out of order, or %v", c.name, size, i.ID, err)
				}
				seen[i.ID], last = true, i.CreatedAt.Time
			}
			if int64(len(seen)) != want {
				t.Errorf("%s, pages of %d: %d incidents, want %d", c.name, size, len(seen), want)
			}
		}
	}
}

// TestCTRResume: an interrupted walk goes on where it stood (N6, cursors).
func TestCTRResume(t *testing.T) {
	fake := proofpointtest.New(t, proofpointtest.Seeded(1))
	fake.Quota("trap.ctr", -1)
	client := fake.Client()
	p := proofpoint.CTRMessagesParams{PageSize: 50, Order: "asc"}
	var cursor proofpoint.Cursor
	seen := map[string]bool{}
	for range 4 { // each but the last leaves in the middle of a page
		n := 0
		for m, err := range client.TRAP.CTR.Messages(t.Context(), p, proofpoint.Resume(&cursor)) {
			if err != nil {
				t.Fatal(err)
			}
			seen[m.ID] = true
			if n++; n == 225 {
				break
			}
		}
	}
	want := 0
	for _, err := range client.TRAP.CTR.Messages(t.Context(), proofpoint.CTRMessagesParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		want++
	}
	if len(seen) != want || want < 400 {
		t.Errorf("%d messages in four parts, want %d", len(seen), want)
	}
}

// TestCTRRefused: what the service would ignore in silence, or refuse, is
// refused before a request.
func TestCTRRefused(t *testing.T) {
	build := func(_ proofpoint.Request, err error) error { return err }
	many := strings.Split(strings.Repeat("a@b.example ", 10_001), " ")
	upload := proofpoint.CTRUploadMessageParams{IncidentID: ctrUUID, RFCMessageID: ctrMailID, Recipients: many[:10_000]}
	entry := proofpoint.CTRAddBlockParams{ClusterID: "acme_hosted", Attribute: "$from", Operator: "equal", Value: "x", Comment: strings.Repeat("ü\n", 75)}
	if err := errors.Join(build(upload.UploadMessageRequest()), build(entry.AddBlockRequest())); err != nil {
		t.Errorf("the most that is allowed: %v", err)
	}
	noBrackets, tooMany, noOne, longComment := upload, upload, upload, entry
	noBrackets.RFCMessageID, tooMany.Recipients, noOne.Recipients = "a@b.example", many[:10_001], []string{}
	longComment.Comment += "!"
	for _, c := range []struct {
		name, param string
		err         error
	}{
		{"open and closed", "state", build(proofpoint.CTRIncidentsParams{State: "open,closed"}.IncidentsRequest())},
		{"a word of another filter", "dispositions", build(proofpoint.CTRIncidentsParams{Dispositions: []string{"phish", "verdict_threat"}}.IncidentsRequest())},
		{"a word misspelt", "quarantine", build(proofpoint.CTRMessagesParams{Quarantine: []string{"quarantined"}}.MessagesRequest())},
		{"a state as a flag", "flags", build(proofpoint.CTRIncidentsParams{Flags: []string{"open_incidents"}}.IncidentsRequest())},
		{"reporter is for messages", "flags", build(proofpoint.CTRIncidentsParams{Flags: []string{"reporter"}}.IncidentsRequest())},
		{"mail_bomb is for messages", "sources", build(proofpoint.CTRIncidentsParams{Sources: []string{"mail_bomb"}}.IncidentsRequest())},
		{"mail_bomb is not counted", "sources", build(proofpoint.CTRCountIncidentsParams{Sources: []string{"mail_bomb"}}.CountIncidentsRequest())},
		{"a word misspelt, in an incident", "statuses", build(proofpoint.CTRIncidentMessagesParams{IncidentID: "x", Statuses: []string{"read"}}.IncidentMessagesRequest())},
		{"a state as a flag, in an incident", "flags", build(proofpoint.CTRIncidentMessagesParams{IncidentID: "x", Flags: []string{"open_incidents"}}.IncidentMessagesRequest())},
		{"a UUID as a number", "incident_ids", build(proofpoint.CTRCountIncidentsParams{IncidentIDs: []string{ctrUUID}}.CountIncidentsRequest())},
		{"a Message-ID without brackets", "message_ids", build(proofpoint.CTRMessagesParams{MessageIDs: []string{"a@b.example"}}.MessagesRequest())},
		{"upload without brackets", "rfc_message_id", build(noBrackets.UploadMessageRequest())},
		{"upload for too many", "recipients", build(tooMany.UploadMessageRequest())},
		{"upload for nobody", "recipients", build(noOne.UploadMessageRequest())},
		{"no id", "incident_id", build(proofpoint.CTRIncidentParams{}.IncidentRequest())},
		{"no target", "target_ids", build(proofpoint.CTRRunWorkflowParams{WorkflowID: "x", TargetIDs: []string{}}.RunWorkflowRequest())},
		{"type in upper case of answers is taken, others not", "type", build(proofpoint.CTRWorkflowsParams{Type: "URL"}.WorkflowsRequest())},
		{"a priority of its own", "priority", build(proofpoint.CTRCreateIncidentParams{Title: "x", Priority: "urgent"}.CreateIncidentRequest())},
		{"pages of 501", "page_size", build(proofpoint.CTRIncidentMessagesParams{IncidentID: "x", PageSize: 501}.IncidentMessagesRequest())},
		{"comment of 151", "comment", build(longComment.AddBlockRequest())},
		{"an operator of the block list", "operator", build(proofpoint.CTRAddSafeParams{ClusterID: "c", Attribute: "$ip", Operator: "not_equal", Value: "x"}.AddSafeRequest())},
		{"an attribute without its sign", "attribute", build(proofpoint.CTRDeleteSafeParams{ClusterID: "c", Attribute: "ip", Operator: "equal", Value: "x"}.DeleteSafeRequest())},
		{"no cluster", "cluster_id", build(proofpoint.CTROrgListParams{}.BlockRequest())},
	} {
		t.Run(c.name, func(t *testing.T) {
			pe, ok := errors.AsType[*proofpoint.ParamError](c.err)
			if !ok || pe.Param != c.param {
				t.Errorf("%v, want a *ParamError of %s", c.err, c.param)
			}
		})
	}
	if _, err := (proofpoint.CTRMessagesParams{Sources: []string{"mail_bomb"}}).MessagesRequest(); err != nil {
		t.Errorf("mail_bomb of messages: %v", err)
	}
	r, err := proofpoint.CTRWorkflowsParams{Type: "INCIDENT"}.WorkflowsRequest()
	if err != nil || r.Query.Get("type") != "incident" {
		t.Errorf("type of an answer: %v, %v", r.Query, err)
	}
}

// TestCTRIncidentMessagesFiltered: of an incident's messages those come that the
// filters want, and of the flags all must hold.
func TestCTRIncidentMessagesFiltered(t *testing.T) {
	fake := proofpointtest.New(t, proofpointtest.Seeded(1))
	fake.Quota("trap.ctr", -1)
	ctr := fake.Client().TRAP.CTR
	incident := firstOf(t, ctr.Incidents(t.Context(), proofpoint.CTRIncidentsParams{State: "open"}), func(i proofpoint.CTRIncident) bool { return i.MessageCount > 2 })
	ask := func(p proofpoint.CTRIncidentMessagesParams) []proofpoint.CTRMessage {
		t.Helper()
		p.IncidentID = incident.ID
		list, err := trapCollect(ctr.IncidentMessages(t.Context(), p))
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	all := ask(proofpoint.CTRIncidentMessagesParams{})
	if len(all) != int(incident.MessageCount) {
		t.Fatalf("%d messages, want %d", len(all), incident.MessageCount)
	}
	for name, c := range map[string]struct {
		p     proofpoint.CTRIncidentMessagesParams
		wants func(m proofpoint.CTRMessage) bool
	}{
		"a recipient":   {proofpoint.CTRIncidentMessagesParams{Recipients: []string{all[1].RecipientAddress}}, func(m proofpoint.CTRMessage) bool { return m.RecipientAddress == all[1].RecipientAddress }},
		"a sender":      {proofpoint.CTRIncidentMessagesParams{Senders: []string{all[1].SenderAddress}}, func(m proofpoint.CTRMessage) bool { return m.SenderAddress == all[1].SenderAddress }},
		"nobody":        {proofpoint.CTRIncidentMessagesParams{Recipients: []string{"nobody@acme.example"}}, func(proofpoint.CTRMessage) bool { return false }},
		"a disposition": {proofpoint.CTRIncidentMessagesParams{Dispositions: []string{all[1].Disposition}}, func(m proofpoint.CTRMessage) bool { return m.Disposition == all[1].Disposition }},
		"both flags": {proofpoint.CTRIncidentMessagesParams{Flags: []string{"vap", "reporter"}}, func(m proofpoint.CTRMessage) bool {
			return bool(m.VAP) && m.AbuseReporterRank == "reporter"
		}},
	} {
		want := 0
		for _, m := range all {
			if c.wants(m) {
				want++
			}
		}
		got := ask(c.p)
		if len(got) != want || slices.ContainsFunc(got, func(m proofpoint.CTRMessage) bool { return !c.wants(m) }) {
			t.Errorf("%s: %d messages, want %d of %d", name, len(got), want, len(all))
		}
	}
}

// TestCTRSearchesRepeat: searches are POST, and may still be sent again (N2).
func TestCTRSearchesRepeat(t *testing.T) {
	s := &server{answer: func(n int, _ *http.Request) *http.Response {
		if n == 1 {
			return nil
		}
		return answer(200, `7`)
	}}
	c, _ := newClient(t, s, ctrConfig())
	if n, err := c.TRAP.CTR.CountIncidents(t.Context(), proofpoint.CTRCountIncidentsParams{}); n != 7 || err != nil || len(s.seen) != 2 {
		t.Errorf("%d, %v after %d requests", n, err, len(s.seen))
	}
	if s.bodies[1] != `{"filters":{}}` || s.seen[1].Header.Get("Content-Type") != "application/json" {
		t.Errorf("the repeat sent %q as %q", s.bodies[1], s.seen[1].Header.Get("Content-Type"))
	}
}

func TestCTRWorkflowsInBothShapes(t *testing.T) {
	var names [2][]string
	for k, opts := range [][]proofpointtest.Option{nil, {proofpointtest.CTRWrappedWorkflows()}} {
		fake := proofpointtest.New(t, append(opts, proofpointtest.Seeded(1))...)
		for f, err := range fake.Client().TRAP.CTR.Workflows(t.Context(), proofpoint.CTRWorkflowsParams{Type: "message"}) {
			if err != nil || f.Type != "MESSAGE" {
				t.Fatalf("%v, %v", f, err)
			}
			names[k] = append(names[k], f.Name)
		}
	}
	if diff := cmp.Diff(names[0], names[1]); diff != "" || len(names[0]) != 2 {
		t.Errorf("an array gives other workflows than an object:\n%s", diff)
	}
	for _, none := range []string{`[]`, `{"workflows":[]}`, `{"workflows":null}`} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, none) }}
		c, _ := newClient(t, s, ctrConfig())
		for f, err := range c.TRAP.CTR.Workflows(t.Context(), proofpoint.CTRWorkflowsParams{}) {
			t.Errorf("%s: %v, %v", none, f, err)
		}
	}
}

func TestCTRActivityDetails(t *testing.T) {
	for name, c := range map[string]struct {
		details string
		want    proofpoint.CTRActivityDetails
	}{
		"known":                 {`{"new_priority":"high","old_priority":null,"x":1}`, proofpoint.CTRActivityDetails{Raw: rawJSON(`{"new_priority":"high","old_priority":null,"x":1}`), NewPriority: "high"}},
		"unknown":               {`{"team":{"id":7}}`, proofpoint.CTRActivityDetails{Raw: rawJSON(`{"team":{"id":7}}`)}},
		"a name of other shape": {`{"source_name":{"id":7}}`, proofpoint.CTRActivityDetails{Raw: rawJSON(`{"source_name":{"id":7}}`)}},
		"one odd of many": {`{"new_priority":7,"message_count":"many","old_priority":"low","source_name":"TAP","quarantine_attempts":[{"id":"a"},{"id":1}]}`,
			proofpoint.CTRActivityDetails{Raw: rawJSON(`{"new_priority":7,"message_count":"many","old_priority":"low","source_name":"TAP","quarantine_attempts":[{"id":"a"},{"id":1}]}`),
				OldPriority: "low", SourceName: "TAP"}},
		"a member named -": {`{"-":"x","":"y"}`, proofpoint.CTRActivityDetails{Raw: rawJSON(`{"-":"x","":"y"}`)}},
		"a text":           {`"moved"`, proofpoint.CTRActivityDetails{Raw: rawJSON(`"moved"`)}},
		"null":             {`null`, proofpoint.CTRActivityDetails{}},
	} {
		t.Run(name, func(t *testing.T) {
			s := &server{answer: func(int, *http.Request) *http.Response {
				return answer(200, `{"activities":[{"activity_details":`+c.details+`}]}`)
			}}
			client, _ := newClient(t, s, ctrConfig())
			got, err := client.TRAP.CTR.Incident(t.Context(), proofpoint.CTRIncidentParams{IncidentID: ctrUUID})
			if err != nil || len(got.Activities) != 1 {
				t.Fatal(got, err)
			}
			if diff := cmp.Diff(c.want, got.Activities[0].ActivityDetails); diff != "" {
				t.Errorf("details mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCTRTimes(t *testing.T) {
	second := time.Date(2026, 4, 22, 16, 53, 44, 0, time.UTC)
	for text, fraction := range map[string]time.Duration{
		"+0": 0, "+1": 100 * time.Millisecond, "+05": 50 * time.Millisecond, "+053": 53 * time.Millisecond, ".053": 53 * time.Millisecond, "+05308": 53_080 * time.Microsecond,
		"+053088": 53_088 * time.Microsecond, "+0530881": 53_088_100, "+053088123": 53_088_123, "+0530881234": 53_088_123,
		"+0100": -time.Hour, "+01:00": -time.Hour, ".5+01:00": 500*time.Millisecond - time.Hour, // zones
	} {
		for _, between := range []string{"T", " "} {
			var got proofpoint.CTRTime
			err := got.UnmarshalJSON([]byte(`"2026-04-22` + between + `16:53:44` + text + `"`))
			zone := strings.HasPrefix(text, "+01") || strings.HasPrefix(text, ".5")
			if between == " " && zone {
				continue // no zone has been seen there
			}
			if err != nil || !got.Equal(second.Add(fraction)) {
				t.Errorf("%s%s: %v, %v", between, text, got, err)
			}
		}
	}
	want := second.Add(53_088 * time.Microsecond)
	for text, ok := range map[string]bool{
		`"2026-04-22T16:53:44.053088"`: true, `"2026-04-22T16:53:44+053088"`: true, `"2026-04-22T16:53:44.053088+00:00"`: true, `"2026-04-22T18:53:44.053088+02:00"`: true,
		`"2026-04-22T16:53:44+05308x"`: false, `"soon"`: false,
	} {
		var got proofpoint.CTRTime
		if err := got.UnmarshalJSON([]byte(text)); ok != (err == nil) || ok && !got.Equal(want) {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}

// TestCTRMinute: the eleventh call in a minute is refused, and asked for again
// until the minute is over; that is not a quota of a day (S3). Who does not want
// to wait says so, and a call that is paced waits before it is refused.
func TestCTRMinute(t *testing.T) {
	fake := proofpointtest.New(t, proofpointtest.Seeded(1))
	client := fake.Client()
	count := func(opts ...proofpoint.CallOption) error {
		_, err := client.TRAP.CTR.CountIncidents(t.Context(), proofpoint.CTRCountIncidentsParams{}, opts...)
		return err
	}
	for n := range 10 {
		if err := count(); err != nil {
			t.Fatalf("call %d: %v", n+1, err)
		}
	}
	if err := count(proofpoint.Retry(proofpoint.NoRetry)); !errors.Is(err, proofpoint.ErrRateLimited) || errors.Is(err, proofpoint.ErrQuotaExhausted) {
		t.Errorf("call 11, once: %v", err)
	}
	before := fake.Clock().Now()
	if err := count(); err != nil {
		t.Errorf("call 11: %v", err)
	}
	if took := fake.Clock().Now().Sub(before); took < time.Minute || took > 90*time.Second {
		t.Errorf("call 11 took %v, want about the rest of the minute", took)
	}
	paced := func(ctx context.Context, a proofpoint.Attempt) error {
		if a.Pool.Name != "ctr" || a.Pool.Limit != 10 || a.Pool.Per != time.Minute {
			t.Errorf("counted against %v", a.Pool)
		}
		return fake.Clock().Sleep(ctx, a.Pool.Per)
	}
	if err := count(proofpoint.Paced(paced)); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}
