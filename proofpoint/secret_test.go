// Nothing that can be printed, logged, marshalled or returned may hold a
// secret (fault X1). The test prints everything in every way and looks for it.

package proofpoint_test

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

var verbs = []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%p", "%T", "%t"}

func TestSecretsStayInside_X1(t *testing.T) {
	secret := proofpoint.NewSecret(testSecret)
	type wrapper struct {
		Public  proofpoint.Secret
		private proofpoint.Secret
		Auth    proofpoint.Authenticator
	}
	auths := []proofpoint.Authenticator{
		proofpoint.Basic("user", secret), proofpoint.Key("Authorization", secret), proofpoint.HeaderPair("X-User", secret, "X-Password", secret),
		proofpoint.CASBLogin(secret, "id", secret), proofpoint.OAuth2("https://auth.example/token", "id", secret, nil),
	}
	cfg := proofpoint.Config{}
	for i, a := range auths {
		cfg[proofpoint.Service(fmt.Sprint("s", i))] = proofpoint.ServiceConfig{BaseURL: "https://a.example", Auth: a}
	}
	client, err := proofpoint.NewClient(cfg)
	if err != nil {
		t.Fatal(err)
	}
	things := []any{secret, &secret, wrapper{secret, secret, auths[0]}, &wrapper{secret, secret, auths[1]}, cfg, &cfg, cfg["s0"], client, *client, []proofpoint.Secret{secret},
		map[string]proofpoint.Secret{"a": secret}}
	for _, a := range auths {
		things = append(things, a, []proofpoint.Authenticator{a})
	}
	var all bytes.Buffer
	for _, thing := range things {
		for _, verb := range verbs {
			fmt.Fprintf(&all, verb+"\n", thing)
		}
		b, err := json.Marshal(thing)
		fmt.Fprintln(&all, string(b), err)
		err = gob.NewEncoder(&all).Encode(thing)
		fmt.Fprintln(&all, err)
		slog.New(slog.NewTextHandler(&all, nil)).Info("m", "thing", thing)
		slog.New(slog.NewJSONHandler(&all, nil)).Info("m", "thing", thing)
	}
	hexed := fmt.Sprintf("%x", testSecret)
	for _, bad := range []string{testSecret, hexed, strings.ToUpper(hexed), "aHVudGVyMi12ZXJ5LXNlY3JldA"} {
		if i := strings.Index(all.String(), bad); i >= 0 {
			t.Errorf("found the secret: …%s…", all.String()[max(0, i-200):i])
		}
	}
}

func TestSecretIsNotLoadedFromPrint(t *testing.T) {
	var v struct{ S proofpoint.Secret }
	if err := json.Unmarshal([]byte(`{"S":"[redacted]"}`), &v); err == nil {
		t.Error("[redacted] was taken for a secret")
	}
	if err := json.Unmarshal([]byte(`{"S":"abc"}`), &v); err != nil || v.S.IsZero() {
		t.Error(err)
	}
}

// A rotated file is taken up: when it changes, and at the latest after a 401.
func TestSecretFileRotates(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	write := func(s string) {
		if err := os.WriteFile(file, []byte(s+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("first")
	valid := "first"
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		if _, p, _ := r.BasicAuth(); p != valid {
			return answer(401, "Credentials authentication failed")
		}
		return answer(200, `[1]`)
	}}
	c, _ := newClient(t, s, proofpoint.Config{proofpoint.TAP: {Auth: proofpoint.Basic("p", proofpoint.SecretFromFile(file))}})
	ask := func() error {
		_, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x"}))
		return err
	}
	if err := ask(); err != nil {
		t.Fatal(err)
	}
	write("other")
	valid = "other"
	if err := ask(); err != nil {
		t.Errorf("after rotation: %v", err)
	}
	valid = "third"
	before := len(s.seen)
	if err := ask(); err == nil || len(s.seen) != before+1 {
		t.Errorf("an unchanged secret was tried %d times: %v", len(s.seen)-before, err)
	}
}

// A server that echoes what it was sent gets nothing of it into an error.
func TestEchoedSecretIsScrubbed(t *testing.T) {
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		_, p, _ := r.BasicAuth()
		return answer(403, "denied: "+r.Header.Get("Authorization")+" "+p)
	}}
	c, _ := newClient(t, s, tapConfig())
	_, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x"}))
	for _, verb := range verbs {
		if text := fmt.Sprintf(verb, err); strings.Contains(text, testSecret) || strings.Contains(text, "cHJpbmNpcGFs") {
			t.Errorf("%s: %s", verb, text)
		}
	}
	b, _ := json.Marshal(err)
	if strings.Contains(string(b), "cHJpbmNpcGFs") {
		t.Errorf("JSON: %s", b)
	}
}

func TestSecretSources(t *testing.T) {
	t.Setenv("TEST_SECRET", "from-env")
	for name, s := range map[string]proofpoint.Secret{
		"from-env":  proofpoint.SecretFromEnv("TEST_SECRET"),
		"from-func": proofpoint.SecretFunc(func(context.Context) (string, error) { return "from-func", nil }),
	} {
		srv := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `[]`) }}
		c, _ := newClient(t, srv, proofpoint.Config{proofpoint.ETI: {Auth: proofpoint.Key("Authorization", s)}})
		if err := proofpoint.None(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.ETI, Path: "/x"})); err != nil {
			t.Fatal(err)
		}
		if got := srv.seen[0].Header.Get("Authorization"); got != name {
			t.Errorf("signed with %q, want %q", got, name)
		}
	}
	bad := map[string]proofpoint.Secret{
		"unset":   proofpoint.SecretFromEnv("TEST_SECRET_UNSET"),
		"zero":    {},
		"missing": proofpoint.SecretFromFile(filepath.Join(t.TempDir(), "none")),
		"newline": proofpoint.NewSecret("abc\ndef"),
	}
	for name, s := range bad {
		srv := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `[]`) }}
		c, err := proofpoint.NewClient(proofpoint.Config{proofpoint.ETI: {Auth: proofpoint.Key("Authorization", s)}}, proofpoint.WithTransport(srv))
		if err == nil { // what is at hand is looked at already there
			err = proofpoint.None(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.ETI, Path: "/x"}))
		}
		if err == nil || len(srv.seen) != 0 || strings.Contains(err.Error(), "abc") {
			t.Errorf("%s: %v after %d requests", name, err, len(srv.seen))
		}
	}
}
