// Chains of templates: what they ask, what they refuse, and the ready-made ones
// against the fake.

package template_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
	"github.com/proofpointkit/proofpoint-go/template"
)

// chainNames are the ready-made chains.
var chainNames = []string{"get_campaigns", "get_message_forensics"}

func lookup(t testing.TB, name string) *template.Template {
	t.Helper()
	tmpl, ok := template.Default.Lookup(name)
	if !ok {
		t.Fatalf("there is no template %q", name)
	}
	return tmpl
}

func TestMessageForensics(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	r, err := template.Default.Build("get_message_forensics", values{"since_seconds": 1800})
	if err != nil {
		t.Fatal(err)
	}
	type message struct {
		GUID      string                          `json:"GUID"`
		Threats   []proofpoint.TAPThreatInfo      `json:"threatsInfoMap"`
		Forensics []proofpoint.TAPForensicsReport `json:"forensics"`
		Errors    map[string]string               `json:"errors"`
	}
	n, ids, reports := 0, map[string]bool{}, 0
	for m, err := range proofpoint.As[message](s.Client().Records(t.Context(), r)) {
		if err != nil {
			t.Fatal(err)
		}
		own := map[string]bool{}
		for _, threat := range m.Threats {
			own[threat.ThreatID], ids[threat.ThreatID] = true, true
		}
		for _, report := range m.Forensics {
			if reports++; !own[report.ID] {
				t.Errorf("message %s has a report on %s, which is no threat of it", m.GUID, report.ID)
			}
		}
		if n++; len(m.Errors) > 0 {
			t.Errorf("message %s: %v", m.GUID, m.Errors)
		}
	}
	if asked := len(s.Calls("tap.forensics.threat")); n < 10 || reports < n/2 || asked != len(ids) {
		t.Errorf("%d messages with %d threats: %d requests, %d reports", n, len(ids), asked, reports)
	}
}

func TestCampaigns(t *testing.T) {
	s := proofpointtest.New(t, proofpointtest.Seeded(1))
	r, err := template.Default.Build("get_campaigns", values{"since": "48h"})
	if err != nil {
		t.Fatal(err)
	}
	type campaign struct {
		ID            string `json:"id"`
		Name          string `json:"name"`
		LastUpdatedAt string `json:"lastUpdatedAt"`
	}
	ids := map[string]bool{}
	for got, err := range proofpoint.As[campaign](s.Client().Records(t.Context(), r)) {
		if err != nil || got.Name == "" || got.LastUpdatedAt == "" {
			t.Fatalf("%+v %v", got, err)
		}
		ids[got.ID] = true
	}
	if asked := len(s.Calls("tap.campaigns.get")); len(ids) == 0 || asked != len(ids) {
		t.Errorf("%d campaigns of %d requests", len(ids), asked)
	}
}

// The third: a domain and its eight parts is data too, made once.
func TestDomainIsAChain(t *testing.T) {
	op, _ := lookup(t, "get_domain_intelligence").Operation("native")
	if len(op.Proto.Then) != 8 || op.Proto.Then[0].Name != "reputation" {
		t.Errorf("%v", op.Proto.Then)
	}
}

func TestChainSaysWhatIsWrong(t *testing.T) {
	ids, campaign := lookup(t, "tap.campaigns.ids"), lookup(t, "tap.campaigns.get")
	pick := map[string]string{"campaign_id": "$.id"}
	loop := &proofpoint.Operation{Name: "test.loop"}
	loop.Proto.Then = []proofpoint.Then{{Ask: loop}}
	circle, err := template.New("test.loop", loop)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name          string
		parent, child *template.Template
		pick          map[string]string
		o             template.ChainOptions
		want          []string
	}{
		{"nothing", nil, campaign, pick, template.ChainOptions{}, []string{"template: x: a chain needs a parent and a child"}},
		{"wrong name", ids, campaign, map[string]string{"campaign_ids": "$.id"}, template.ChainOptions{}, []string{
			`template: x: "campaign_ids" is not a parameter of tap.campaigns.get (did you mean "campaign_id"?); it has campaign_id`,
			`template: x: tap.campaigns.get needs "campaign_id": pick it, or give it in With`}},
		{"no path", ids, campaign, map[string]string{"campaign_id": "id"}, template.ChainOptions{Carry: map[string]string{"a": ""}}, []string{
			`template: x: pick "campaign_id": pathdata: `, `template: x: carry "a": pathdata: `}},
		{"twice", ids, campaign, pick, template.ChainOptions{With: values{"campaign_id": "1"}}, []string{
			`template: x: parameter "campaign_id" of tap.campaigns.get is picked and given: leave one out`}},
		{"bad constant", ids, lookup(t, "tap.campaigns.ids"), nil, template.ChainOptions{With: values{"size": 900}}, []string{
			`template: x: with: proofpoint: parameter "size" = "900": is out of range`}},
		{"mode", ids, lookup(t, "get_alerts"), nil, template.ChainOptions{With: values{"mode": "natve"}}, []string{
			`template: x: get_alerts has no mode "natve" (did you mean "native"?); it has native, gateway`}},
		{"taken", ids, campaign, pick, template.ChainOptions{Attach: "errors"}, []string{
			`template: x: proofpoint: chain tap.campaigns.ids > tap.campaigns.get: the member "errors" is taken`}},
		{"carried to itself", ids, campaign, pick, template.ChainOptions{Attach: "c", Carry: map[string]string{"a": "$.a"}}, []string{
			`template: x: proofpoint: chain tap.campaigns.ids > tap.campaigns.get: Carry is for children`}},
		{"circle", circle, campaign, pick, template.ChainOptions{}, []string{
			"template: x: proofpoint: chain test.loop > test.loop > test.loop: it leads back to itself"}},
		{"both kinds", both(t, ids, campaign, pick), campaign, pick, template.ChainOptions{}, []string{
			"template: x: tap.campaigns.ids yields children and their parents"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := template.Chain("x", tt.parent, tt.child, tt.pick, tt.o)
			if err == nil {
				t.Fatal("no error")
			}
			lines := strings.Split(err.Error(), "\n")
			for i, want := range tt.want {
				if len(lines) != len(tt.want) || !strings.HasPrefix(lines[i], want) {
					t.Fatalf("%s\nwant\n%s", err, strings.Join(tt.want, "\n"))
				}
			}
		})
	}
	if _, err := template.Chain("X", ids, campaign, pick, template.ChainOptions{}); err == nil {
		t.Error("a name in capitals")
	}
}

// both yields parents with one child attached, and another child by itself.
func both(t testing.TB, parent, child *template.Template, pick map[string]string) *template.Template {
	t.Helper()
	a, err := template.Chain("a", parent, child, pick, template.ChainOptions{Attach: "c"})
	if err != nil {
		t.Fatal(err)
	}
	b, err := template.Chain("b", a, child, pick, template.ChainOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A chain of a chain asks for each record that the first one yields, down to
// eight levels.
func TestChainOfChains(t *testing.T) {
	chain, err := template.Chain("level.1", lookup(t, "tap.campaigns.ids"), lookup(t, "tap.campaigns.get"), map[string]string{"campaign_id": "$.id"}, template.ChainOptions{})
	for level := 2; err == nil && level < 12; level++ {
		chain, err = template.Chain("level.x", chain, lookup(t, "tap.forensics.threat"), map[string]string{"threat_id": "optional $.campaignMembers[*].id"}, template.ChainOptions{})
		if err == nil && levels(chain) != level {
			t.Fatalf("%d levels, want %d", levels(chain), level)
		}
		if refused, deep := errors.AsType[*proofpoint.ChainError](err); (level > 8) != deep || deep && !strings.Contains(refused.Reason, "deeper than 8 levels") {
			t.Fatalf("level %d: %v", level, err)
		}
	}
	if err == nil {
		t.Error("no chain was too deep")
	}
}

func levels(tmpl *template.Template) (n int) {
	op, _ := tmpl.Operation("")
	for ; len(op.Proto.Then) > 0; op = op.Proto.Then[0].Ask {
		n++
	}
	return n
}

// A chain has the parameters of its parent and the words that were given it; the
// parent is as it was.
func TestChainIsATemplate(t *testing.T) {
	alerts := lookup(t, "get_alerts")
	chain, err := template.Chain("x", alerts, lookup(t, "tap.threats.summary"), map[string]string{"threat_id": "$.id"}, template.ChainOptions{Title: "Mine"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(alerts.Params()[1:], chain.Params()[1:]); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
	for _, mode := range alerts.Modes() {
		was, _ := alerts.Operation(mode)
		is, _ := chain.Operation(mode)
		if len(was.Proto.Then) != 0 || len(is.Proto.Then) != 1 {
			t.Errorf("mode %s: %v, was %v", mode, is.Proto.Then, was.Proto.Then)
		}
	}
	if chain.Title() != "Mine" || !strings.Contains(chain.Summary(), "; for each of them: ") || !strings.HasPrefix(chain.When(), "Use this ") {
		t.Errorf("%q %q %q", chain.Title(), chain.Summary(), chain.When())
	}
}
