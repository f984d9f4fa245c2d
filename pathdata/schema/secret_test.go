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
		"adminCredentials", "JSESSIONID", "s\u0065cret", "pwd", "userpwd", "pass", "db_pass", "auth", "basicAuth", "oauth2", "bearer", "jwt", "idJWT",
		"pin", "userPIN", "PINCode", "pin2", "pins", "otp", "sid", "connect.sid", "session", "sessions", "PHPSESSID", "signature", "xSignature",
		"private", "access_keys", "sshKeys", "pass.word", "pass phrase", "pass\u00b7word", "api key"} {
		for _, value := range []string{`"hunter2"`, `["hunter2"]`, `{"value":"hunter2"}`, `[{"is":["hunter2"]}]`} {
			record := `{"` + name + `":` + value + `,"verdict":"spam"}`
			got := text(t, learn(t, slices.Repeat([]string{record}, 20)...))
			if strings.Contains(got, "hunter2") || !strings.Contains(got, `"enum":["spam"]`) {
				t.Errorf("%s: the schema holds the secret, or no other enumeration: %s", record, got)
			}
		}
	}
	for _, name := range []string{"key", "keys", "keyword", "tok", "author", "authority", "authorizer", "authenticationResults", "passed", "bypass",
		"exe_bypass_enabled", "compass", "pinned", "spin", "shipping", "obsession", "sidecar", "inside", "sid_trend", "sig_name", "signature_name",
		"signature_deployment", "privateer", "hotpot"} {
		if got := keywords(t, learn(t, slices.Repeat([]string{`{"` + name + `":"v"}`}, 8)...)); !strings.Contains(got, `"enum":["v"]`) {
			t.Errorf("%q is taken for a secret: %s", name, got)
		}
	}
}

// TestRulesAreNoSecrets: what threat intelligence has under the names of secrets.
func TestRulesAreNoSecrets(t *testing.T) {
	record := `{"events":[{"sid":"2033009","signature":"ET MALWARE Observed DNS Query"}]}`
	got := text(t, learn(t, slices.Repeat([]string{record}, 8)...))
	for _, want := range []string{`"enum":["2033009"]`, `"enum":["ET MALWARE Observed DNS Query"]`} {
		if !strings.Contains(got, want) {
			t.Errorf("the schema has no %s: %s", want, got)
		}
	}
	for _, other := range []string{`{"events":[{"sid":"s1d-hunter2"}]}`, `{"events":[{"sid":"20330090011"}]}`} {
		got := text(t, learn(t, append(slices.Repeat([]string{record}, 8), other)...))
		if strings.Contains(got, "2033009") || strings.Contains(got, "hunter2") || !strings.Contains(got, "ET MALWARE") {
			t.Errorf("after %s the schema has the values of sid, or not those of signature: %s", other, got)
		}
	}
}

// TestSecretsCalledSoBesideThem: lists of headers and the like.
func TestSecretsCalledSoBesideThem(t *testing.T) {
	tests := []struct {
		name, record string
		kept         bool
	}{
		{"a header", `{"name":"X-Auth-Token","value":"hunter2"}`, false},
		{"the value first", `{"value":"hunter2","name":"X-Auth-Token"}`, false},
		{"a tag", `{"Key":"db_password","Value":"hunter2"}`, false},
		{"several values", `{"header":"Set-Cookie","values":["hunter2"]}`, false},
		{"an object", `{"param":"apiKey","val":{"hunter2":{"is":"hunter2"}}}`, false},
		{"among others", `[{"name":"a","value":"hunter2"},{"name":"pin","value":"1234"}]`, false},
		{"with escapes", `{"n\u0061me":"p\u0069n","v\u0061lue":"hunter2"}`, false},
		{"another header", `{"name":"Accept","value":"hunter2"}`, true},
		{"no value", `{"name":"password","type":"hunter2"}`, true},
		{"no name", `{"kind":"password","value":"hunter2"}`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := text(t, learn(t, slices.Repeat([]string{`{"headers":[` + tt.record + `]}`}, 20)...))
			if strings.Contains(got, "hunter2") != tt.kept {
				t.Errorf("the value is kept: %v, want %v: %s", !tt.kept, tt.kept, got)
			}
		})
	}
}

// TestCredentialsAreNotKept: whatever the name.
func TestCredentialsAreNotKept(t *testing.T) {
	for _, value := range []string{"Bearer abc", "bearer abc", "Basic YWJj", "BASIC YWJj"} {
		if got := text(t, learn(t, slices.Repeat([]string{`{"line":"` + value + `"}`}, 20)...)); strings.Contains(got, value) {
			t.Errorf("%q is kept: %s", value, got)
		}
	}
	if got := text(t, learn(t, slices.Repeat([]string{`{"line":"Basically"}`}, 20)...)); !strings.Contains(got, "Basically") {
		t.Errorf("a word is not kept: %s", got)
	}
}

// TestNamesBelowSecrets: they may be the secret. That they are data makes no
// difference to what fits.
func TestNamesBelowSecrets(t *testing.T) {
	record := `{"tokens":{"tok-hunter2":{"for":"ana"}},"sessions":[{"hunter2":1}]}`
	s := learn(t, record)
	if d := cmp.Diff(`{"properties":{"sessions":{"items":{"additionalProperties":{"type":"integer"},"type":"object"},"type":"array"},`+
		`"tokens":{"additionalProperties":{"additionalProperties":{"type":"string"},"type":"object"},"type":"object"}},`+
		`"required":["sessions","tokens"],"type":"object"}`, keywords(t, s)); d != "" {
		t.Errorf("keywords mismatch (-want +got):\n%s", d)
	}
	if err := s.Validate([]byte(record)); err != nil {
		t.Errorf("Validate: %v", err)
	}
	other := `{"tokens":{"tok-swordfish":{"for":"bob"}},"sessions":[]}`
	if d := cmp.Diff(text(t, learn(t, record, other)), text(t, schema.Merge(learn(t, other), s))); d != "" {
		t.Errorf("merge mismatch (-learnt from both +merged):\n%s", d)
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
