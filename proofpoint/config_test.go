// Configuration from the environment and from files: all mistakes at once, and
// no value in any message.

package proofpoint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func lookup(env map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { v, ok := env[name]; return v, ok }
}

func TestConfigFromEnv(t *testing.T) {
	file := filepath.Join(t.TempDir(), "s")
	if err := os.WriteFile(file, []byte("x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		env  map[string]string
		want []proofpoint.Service
		err  []string
	}{
		{"nothing", nil, nil, nil},
		{"foreign names", map[string]string{"PROOFPOINT_TAP_PORT": "tcp://10.0.0.1:80", "PROOFPOINT_OTHER": "x"}, nil, nil},
		{"tap", map[string]string{"PROOFPOINT_TAP_PRINCIPAL": "p", "PROOFPOINT_TAP_SECRET": testSecret}, []proofpoint.Service{proofpoint.TAP}, nil},
		{"tap by file", map[string]string{"PROOFPOINT_TAP_PRINCIPAL_FILE": file, "PROOFPOINT_TAP_SECRET_FILE": file}, []proofpoint.Service{proofpoint.TAP}, nil},
		{"both set", map[string]string{"PROOFPOINT_ETI_API_KEY": testSecret, "PROOFPOINT_ETI_API_KEY_FILE": file}, nil, []string{"PROOFPOINT_ETI_API_KEY_FILE"}},
		{"in part", map[string]string{"PROOFPOINT_TAP_PRINCIPAL": "p", "PROOFPOINT_CASB_API_KEY": testSecret}, nil,
			[]string{"PROOFPOINT_TAP_SECRET", "PROOFPOINT_CASB_CLIENT_ID", "PROOFPOINT_CASB_CLIENT_SECRET"}},
		{"eti", map[string]string{"PROOFPOINT_ETI_API_KEY": testSecret}, []proofpoint.Service{proofpoint.ETI}, nil},
		{"region", map[string]string{"PROOFPOINT_ESSENTIALS_THREAT_KEY": "k", "PROOFPOINT_ESSENTIALS_THREAT_SECRET": "s", "PROOFPOINT_ESSENTIALS_REGION": "mars"}, nil, []string{"mars"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg, err := proofpoint.ConfigFromEnv(lookup(tt.env))
			for _, part := range tt.err {
				if err == nil || !strings.Contains(err.Error(), part) || strings.Contains(err.Error(), testSecret) {
					t.Errorf("error %v, want %s in it", err, part)
				}
			}
			if tt.err == nil && err != nil {
				t.Error(err)
			}
			if len(cfg) != len(tt.want) {
				t.Errorf("services %v, want %v", cfg, tt.want)
			}
			for _, s := range tt.want {
				if cfg[s].Auth == nil {
					t.Errorf("no credential for %s", s)
				}
			}
		})
	}
}

func TestLoadConfig(t *testing.T) {
	t.Setenv("TEST_PRINCIPAL", "p")
	load := func(text string) error {
		file := filepath.Join(t.TempDir(), "config.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		cfg, err := proofpoint.LoadConfig(file)
		if err != nil {
			return err
		}
		_, err = proofpoint.NewClient(cfg)
		return err
	}
	if err := load(`{"eti":{"auth":{"type":"anonymous"}},"casb":{}}` + "\n\n"); err != nil {
		t.Error(err)
	}
	if err := load(`{"tap":{"auth":{"type":"basic","user":{"env":"TEST_PRINCIPAL"},"secret":{"file":"/x"}}},"casb.gateway":{"base_url":"https://g.example","auth":{"type":"key","header":"X-Key","secret":{"env":"K"}}}}`); err != nil {
		t.Error(err)
	}
	if err := load(`{"eti.files":{"auth":{"type":"path_key","secret":{"env":"K"}}},"itm":{"base_url":"https://t.example","auth":{"type":"oauth2","token_url":"https://t.example/token","scope":"*","client_id":{"env":"TEST_PRINCIPAL"},"secret":{"env":"K"}}}}`); err != nil {
		t.Error(err)
	}
	for name, text := range map[string]string{
		"literal":       `{"tap":{"auth":{"type":"key","secret":"` + testSecret + `"}}}`,
		"unknown type":  `{"tap":{"auth":{"type":"magic"}}}`,
		"unknown field": `{"tap":{"baseurl":"https://x.example"}}`,
		"no reference":  `{"tap":{"auth":{"type":"key"}}}`,
		"not JSON":      `tap`,
		"null":          `null`,
		"a list":        `[{"tap":{}}]`,
		"empty":         ``,
		"cut":           `{"tap":{`,
	} {
		if err := load(text); err == nil || strings.Contains(err.Error(), testSecret) {
			t.Errorf("%s: %v", name, err)
		}
	}
	const ref = `{"env":"TEST_PRINCIPAL"}`
	for text, want := range map[string]string{
		`{"tap":{"auth":{"user":` + ref + `,"secret":` + ref + `}}}`: "auth.type is missing",
		`{"tap":{}} {"eti":{}}`: "more behind the object",
		`{"tap":{}}]`:           "more behind the object",
		`{"tap":{"auth":{"type":"key","secret":{"env":"K","value":"` + testSecret + `"}}}}`:                                 `unknown member "auth.secret.value"`,
		`{"tap":{"auth":{"type":"key","secret":{"env":"K","file":"/x"}}}}`:                                                  "auth.secret must be",
		`{"tap":{"auth":{"type":"key","secret":null}}}`:                                                                     "auth.secret must be",
		`{"tap":{"auth":{"type":"key","secret":"` + testSecret + `"}}}`:                                                     "auth.secret: a secret is never written in the file",
		`{"tap":{"auth":{"type":"key","secret":12345678}}}`:                                                                 "a secret is never written in the file",
		`{"tap":{"auth":{"type":"key","secret":` + ref + `,"user":` + ref + `}}}`:                                           "auth.user is not used by type key",
		`{"tap":{"auth":{"type":"anonymous","secret":` + ref + `}}}`:                                                        "auth.secret is not used by type anonymous",
		`{"tap":{"auth":{"type":"basic","user":` + ref + `,"secret":` + ref + `,"header":"X"}}}`:                            "auth.header is not used by type basic",
		`{"tap":{"auth":{"type":"header_pair","user":` + ref + `,"secret":` + ref + `}}}`:                                   "auth.header2 is missing",
		`{"tap":{"auth":{"type":"oauth2","client_id":{"env":"TEST_NO_SUCH"},"secret":` + ref + `}}}`:                        "auth.client_id: environment variable TEST_NO_SUCH is not set",
		`{"tap":{"auth":"` + testSecret + `"}}`:                                                                             "auth must be an object",
		`{"tap":{"hosts":"` + testSecret + `"}}`:                                                                            "hosts must be a list of texts",
		`{"tap":{"auth":{"type":"key","header":12345678,"secret":` + ref + `}}}`:                                            "auth.header must be a text",
		`{"tap":{"auth":{"type":"header_pair","header":"bad name","user":` + ref + `,"header2":"B","secret":` + ref + `}}}`: `"bad name" is not a header name`,
	} {
		err := load(text)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), testSecret) || strings.Contains(err.Error(), "12345678") {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// All mistakes of a file come at once, by service.
func TestLoadConfigAllMistakes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.json")
	text := `{"tap":{"baseurl":"x","auth":{"type":"magic","secret":"` + testSecret + `"}},"casb":{"auth":{"type":"casb"}},"eti":{"kind":3}}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := proofpoint.LoadConfig(file)
	if err == nil {
		t.Fatal("no error")
	}
	rest := err.Error()
	for _, want := range []string{`"casb": auth.key`, `"casb": auth.client_id`, `"casb": auth.secret`, `"eti": kind`, `"tap": auth.secret`, `"tap": auth.type "magic"`, `"tap": unknown member "baseurl"`} {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			t.Fatalf("no %s, or out of order, in:\n%v", want, err)
		}
		rest = after
	}
}

// What can never sign is found before any request, and all of it.
func TestNewClientFindsMistakes(t *testing.T) {
	secret := proofpoint.NewSecret(testSecret)
	tests := []struct {
		name string
		auth proofpoint.Authenticator
		want []string
	}{
		{"basic", proofpoint.Basic("", proofpoint.Secret{}), []string{"the user (principal) is empty", "the password (secret): the secret is not set"}},
		{"basic, empty text", proofpoint.Basic("p", proofpoint.NewSecret("")), []string{"the secret is not set"}},
		{"basic, colon", proofpoint.Basic("p:q", secret), []string{"colon"}},
		{"basic, line break", proofpoint.Basic("p\n", secret), []string{"the user (principal) holds a control character"}},
		{"path key", proofpoint.PathKey(proofpoint.NewSecret("two/segments")), []string{"cannot stand in a path segment"}},
		{"path key, none", proofpoint.PathKey(proofpoint.Secret{}), []string{"the secret is not set"}},
		{"key", proofpoint.Key("bad name", proofpoint.Secret{}), []string{`"bad name" is not a header name`, "the secret is not set"}},
		{"key, no name", proofpoint.Key("", secret), []string{"name is empty"}},
		{"key, transport's", proofpoint.Key("host", secret), []string{"header Host is set by the transport"}},
		{"key, line break", proofpoint.Key("X-Key", proofpoint.NewSecret(testSecret+"\n")), []string{"control character"}},
		{"pair", proofpoint.HeaderPair("a b", secret, "c:d", proofpoint.Secret{}), []string{`"a b"`, `"c:d" is not`, "not set"}},
		{"pair, twice", proofpoint.HeaderPair("X-A", secret, "x-a", secret), []string{"X-A is named twice"}},
		{"oauth2", proofpoint.OAuth2("nonsense", "", proofpoint.Secret{}, nil), []string{"token URL: base URL must be https://", "client id is empty", "client secret: the secret is not set"}},
		{"oauth2, plain http", proofpoint.OAuth2("http://login.example/token", "id", secret, nil), []string{"must be https"}},
		{"casb", proofpoint.CASBLogin(proofpoint.Secret{}, "", proofpoint.Secret{}), []string{"client id is empty", "API key", "client secret"}},
		{"function", proofpoint.SignFunc(nil), []string{"function is nil"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := proofpoint.NewClient(proofpoint.Config{proofpoint.TAP: {BaseURL: "ftp://x.example", Auth: tt.auth, Hosts: []string{"u:" + testSecret + "@h"}}}, proofpoint.Require(proofpoint.TAP))
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range append(tt.want, `service "tap"`, "base URL must be", "hosts: ") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("no %q in:\n%v", want, err)
				}
			}
			if strings.Contains(err.Error(), testSecret) || strings.Contains(err.Error(), "PROOFPOINT_TAP") {
				t.Errorf("a secret, or a hint that does not fit:\n%v", err)
			}
		})
	}
	later := proofpoint.SecretFromFile(filepath.Join(t.TempDir(), "later"))
	if _, err := proofpoint.NewClient(proofpoint.Config{proofpoint.TAP: {Auth: proofpoint.Basic("p", later)}}, proofpoint.Require(proofpoint.TAP)); err != nil {
		t.Errorf("a file that may come later: %v", err)
	}
}

func TestConfigPrintsNoURLWithSecrets_X1(t *testing.T) {
	for _, base := range []string{"https://u:" + testSecret + "@h.example", "u:" + testSecret + "@h.example", "https://h.example#" + testSecret, "https://h.example?" + testSecret, "://" + testSecret} {
		cfg := proofpoint.Config{"x": {BaseURL: base, Hosts: []string{"u:" + testSecret + "@h.example"}}}
		if text := fmt.Sprintf("%v %+v %#v", cfg, cfg, cfg["x"]); strings.Contains(text, testSecret) {
			t.Errorf("%s: %s", base, text)
		}
	}
}

// A secret that cannot be read is named by the variable that a person can mend.
func TestUnreadableSecretNamesItsVariable(t *testing.T) {
	cfg, err := proofpoint.ConfigFromEnv(lookup(map[string]string{"PROOFPOINT_ETI_API_KEY_FILE": filepath.Join(t.TempDir(), "none")}))
	if err != nil {
		t.Fatal(err)
	}
	c, _ := newClient(t, &server{}, cfg)
	_, err = texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.ETI, Path: "/x"}))
	if err == nil || !strings.Contains(err.Error(), "PROOFPOINT_ETI_API_KEY_FILE") {
		t.Error(err)
	}
}
