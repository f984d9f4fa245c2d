// Values that a schema must not hold, wherever they stood and in whatever order
// they came.

package schema_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

func TestSecretsAreNotKept(t *testing.T) {
	for _, name := range []string{"password", "PassWord", "client_secret", "access-token", "apiKey", "x_api_key", "ad_key", "Authorization", "Set-Cookie",
		"adminCredentials", "JSESSIONID", "s\u0065cret"} {
		for _, value := range []string{`"hunter2"`, `["hunter2"]`, `{"value":"hunter2"}`, `[{"is":["hunter2"]}]`} {
			record := `{"` + name + `":` + value + `,"verdict":"spam"}`
			got := text(t, learn(t, slices.Repeat([]string{record}, 20)...))
			if strings.Contains(got, "hunter2") || !strings.Contains(got, `"enum":["spam"]`) {
				t.Errorf("%s: the schema holds the secret, or no other enumeration: %s", record, got)
			}
		}
	}
	for _, name := range []string{"key", "keys", "keyword", "tok", "author"} {
		if got := keywords(t, learn(t, slices.Repeat([]string{`{"` + name + `":"v"}`}, 8)...)); !strings.Contains(got, `"enum":["v"]`) {
			t.Errorf("%q is taken for a secret: %s", name, got)
		}
	}
}

// TestSecretsKeepTheirFormat: what a secret looks like may be known.
func TestSecretsKeepTheirFormat(t *testing.T) {
	got := keywords(t, learn(t, `{"token":"00000001-aaaa-4bbb-8ccc-ddddeeeeffff"}`))
	if d := cmp.Diff(`{"properties":{"token":{"format":"uuid","type":"string"}},"required":["token"],"type":"object"}`, got); d != "" {
		t.Errorf("keywords mismatch (-want +got):\n%s", d)
	}
}

// TestSecretsAmongNamesThatAreData: once a secret is put together with other
// values, none of them is kept, whichever came first.
func TestSecretsAmongNamesThatAreData(t *testing.T) {
	wide := object(0, schema.MaxMembers+1, `"plain"`)
	narrow := slices.Repeat([]string{`{"password":"hunter2"}`}, 20)
	first, last := learn(t, append([]string{wide}, narrow...)...), learn(t, append(narrow, wide)...)
	if d := cmp.Diff(text(t, first), text(t, last)); d != "" {
		t.Errorf("the order matters (-wide first +wide last):\n%s", d)
	}
	if got := text(t, first); strings.Contains(got, "hunter2") || !strings.Contains(got, `"names":"data"`) {
		t.Errorf("the schema holds the secret, or its names are no data: %s", got)
	}
}

// TestSecretsInDrift: no line about drift shows one.
func TestSecretsInDrift(t *testing.T) {
	before := learn(t, slices.Repeat([]string{`{"password":"swordfish","verdict":"spam"}`}, 20)...)
	after := learn(t, slices.Repeat([]string{`{"password":"hunter2","verdict":"phish"}`}, 20)...)
	if d := cmp.Diff([]string{`$.verdict: enum value new: "phish"`}, lines(schema.Diff(before, after))); d != "" {
		t.Errorf("changes mismatch (-want +got):\n%s", d)
	}
}
