// A key in the path: it is on the wire and nowhere else.

package proofpoint_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestPathKey(t *testing.T) {
	for base, want := range map[string]string{
		"":                            "https://rules.emergingthreatspro.com/" + testSecret + "/reputation/iprepdata.json",
		"https://mirror.example/eti/": "https://mirror.example/eti/" + testSecret + "/reputation/iprepdata.json",
	} {
		s := &server{answer: func(int, *http.Request) *http.Response {
			return answer(403, `{"message":"the key `+testSecret+` is not known"}`)
		}}
		var log bytes.Buffer
		cfg := proofpoint.Config{proofpoint.ETIFiles: {BaseURL: base, Auth: proofpoint.PathKey(proofpoint.NewSecret(testSecret))}}
		c, _ := newClient(t, s, cfg, proofpoint.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
		r := proofpoint.Request{Service: proofpoint.ETIFiles, Path: "/reputation/iprepdata.json"}
		_, err := texts(c.Records(t.Context(), r))
		if got := s.seen[0].URL.String(); got != want {
			t.Errorf("asked %s, want %s", got, want)
		}
		if !errors.Is(err, proofpoint.ErrForbidden) {
			t.Errorf("%v, want ErrForbidden", err)
		}
		var plan strings.Builder
		for p, err := range c.Plan(r) {
			fmt.Fprint(&plan, p, err)
		}
		ae, _ := errors.AsType[*proofpoint.APIError](err)
		for what, text := range map[string]string{"error": fmt.Sprintf("%+v %#v", err, ae), "body": string(ae.Body), "log": log.String(), "plan": plan.String(), "config": fmt.Sprintf("%+v", cfg)} {
			if strings.Contains(text, testSecret) {
				t.Errorf("the key is in the %s: %s", what, text)
			}
		}
	}
}

// TestPathKeyStaysAtHome: another host is asked without the key.
func TestPathKeyStaysAtHome(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{}`) }}
	c, _ := newClient(t, s, proofpoint.Config{proofpoint.ETIFiles: {Auth: proofpoint.PathKey(proofpoint.NewSecret(testSecret))}})
	if _, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.ETIFiles, Path: "https://elsewhere.example/reputation/x.json"})); err != nil {
		t.Fatal(err)
	}
	if got := s.seen[0].URL.String(); strings.Contains(got, testSecret) {
		t.Errorf("asked %s", got)
	}
}

func TestPathKeyRotates(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("old-key-0123456789")
	s := &server{answer: func(_ int, r *http.Request) *http.Response {
		if strings.HasPrefix(r.URL.Path, "/new-key-9876543210/") {
			return answer(200, `{"192.0.2.1":{}}`)
		}
		write("new-key-9876543210")
		return answer(401, "")
	}}
	c, _ := newClient(t, s, proofpoint.Config{proofpoint.ETIFiles: {Auth: proofpoint.PathKey(proofpoint.SecretFromFile(file))}})
	got, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.ETIFiles, Path: "/reputation/iprepdata.json"}))
	if err != nil || len(got) != 1 || len(s.seen) != 2 {
		t.Errorf("%d records, %v after %d calls", len(got), err, len(s.seen))
	}
}

func TestPathKeyMustBeOneSegment(t *testing.T) {
	for _, key := range []string{"a/b-0123456789", "..", `a\b-0123456789`, "key?x=0123456789", "key#0123456789", ""} {
		_, err := proofpoint.NewClient(proofpoint.Config{proofpoint.ETIFiles: {Auth: proofpoint.PathKey(proofpoint.NewSecret(key))}})
		if err == nil || key != "" && len(key) > 4 && strings.Contains(err.Error(), key) {
			t.Errorf("key %q: %v, want an error that does not show it", key, err)
		}
	}
}

// TestETIKeyForAllHosts: one key serves the vendor's three hosts, and no host
// but the vendor's.
func TestETIKeyForAllHosts(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, `{}`) }}
	c, _ := newClient(t, s, proofpoint.Config{proofpoint.ETI: {Auth: proofpoint.Key("Authorization", proofpoint.NewSecret(testSecret))}})
	for _, name := range []proofpoint.Service{proofpoint.ETI, proofpoint.ETIScores, proofpoint.ETIFiles} {
		if _, err := texts(c.Records(t.Context(), proofpoint.Request{Service: name, Path: "/x"})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	moved, _ := newClient(t, s, proofpoint.Config{proofpoint.ETI: {BaseURL: "https://gateway.example/v1", Auth: proofpoint.Key("Authorization", proofpoint.NewSecret(testSecret))}})
	for _, name := range []proofpoint.Service{proofpoint.ETIScores, proofpoint.ETIFiles} {
		if _, err := texts(moved.Records(t.Context(), proofpoint.Request{Service: name, Path: "/x"})); !errors.Is(err, proofpoint.ErrNotConfigured) {
			t.Errorf("%s beside a moved ETI: %v, want ErrNotConfigured", name, err)
		}
	}
}
