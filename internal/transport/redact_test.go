package transport_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

func TestRedactURL(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://h.example/v2/x?format=json&sinceSeconds=3600", "https://h.example/v2/x?format=…&sinceSeconds=…"},
		{"https://me:hunter2@h.example:8443/x#frag", "https://h.example:8443/x"},
		{"https://h.example/x?flag&a=1;b=2&", "https://h.example/x?flag&a=…&b=…"},
		{"https://h.example/a%2Fb/%0a?n%0aame=v", "https://h.example/a%2Fb/%0a?n%0aame=…"},
		{"/only/path?a=b=c", "/only/path?a=…"},
		{"mailto:me@h.example", "mailto:…"},
		{"https://h.example/ü?ü=1", "https://h.example/%C3%BC?%C3%BC=…"},
	}
	for _, tt := range tests {
		u, err := url.Parse(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		if got := transport.RedactURL(u); got != tt.want {
			t.Errorf("RedactURL(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
	if got := transport.RedactURL(nil); got != "" {
		t.Errorf("RedactURL(nil) = %q", got)
	}
	raw := &url.URL{Scheme: "https", Host: "h\n.example", Path: "/a\x1b[31m", RawQuery: "k\r\n=v"}
	if got, want := transport.RedactURL(raw), "https://h%0A.example/a%1B%5B31m?k%0D%0A=…"; got != want {
		t.Errorf("RedactURL = %q, want %q", got, want)
	}
}

func TestCleanText(t *testing.T) {
	tests := []struct {
		in   string
		max  int
		want string
	}{
		{"plain", 100, "plain"},
		{"  a\r\n\t b\v c  ", 100, "a b c"},
		{"\x1b[31mred\x1b[0m \x1b]0;title\x07after \x1b(Bend", 100, "red after end"},
		{"\u009b31mred", 100, "red"},
		{"\x1b", 100, ""},
		{"nul\x00bell\x07back\b", 100, "nulbellback"},
		{"bad \xff\xfe utf8", 100, "bad \uFFFD utf8"},
		{"right\u202eto left\u200b", 100, "rightto left"},
		{"line\u2028sep\u0085next", 100, "line sep next"},
		{"äöü", 3, "ä"},
		{"äöü", 4, "äö"},
		{"ab cd", 3, "ab"},
		{"ab", 0, ""},
		{"ab", -1, ""},
	}
	for _, tt := range tests {
		if got := transport.CleanText([]byte(tt.in), tt.max); got != tt.want {
			t.Errorf("CleanText(%q, %d) = %q, want %q", tt.in, tt.max, got, tt.want)
		}
	}
	if got := transport.CleanText([]byte(strings.Repeat("ab ", 1<<20)), 10); got != "ab ab ab a" {
		t.Errorf("long text: %q", got)
	}
}

func FuzzCleanText(f *testing.F) {
	f.Add([]byte("a\x1b[31m b\xff\u202e"), 5)
	f.Fuzz(func(t *testing.T, b []byte, limit int) {
		got := transport.CleanText(b, limit)
		if len(got) > max(limit, 0) || !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Errorf("CleanText(%q, %d) = %q", b, limit, got)
		}
	})
}

// X1, R9: no verb, no handler and no encoder finds a secret in any error, and no *url.Error survives.
func TestError_X1_noSecrets(t *testing.T) {
	target := "https://h.example/v1/x?token=" + secret + "&q=1"
	inner := &url.Error{Op: "Get", URL: target, Err: errReset}
	causes := map[string]error{
		"url error":        inner,
		"twice":            &url.Error{Op: "Get", URL: target, Err: fmt.Errorf("again: %w", inner)},
		"wrapped":          fmt.Errorf("proxy for %s: %w", target, inner),
		"joined":           errors.Join(errors.New("one"), inner),
		"only text":        errors.New("GET " + target + " failed"),
		"user information": errors.New(`dial "https://me:` + secret + `@proxy.example" failed`),
		"header":           errors.New("bad header Bearer " + secret),
		"header value":     errors.New("bad value " + secret + "!"),
		"unreadable URL":   errors.New("cannot parse https://h.example/%zz?token=" + secret),
		"url error of nil": &url.Error{Op: "Get", URL: target},
		"path key":         errors.New("404 at /v1/" + secret + "/x"),
	}
	for name, cause := range causes {
		t.Run(name, func(t *testing.T) {
			call := get(t, target)
			call.Budget = transport.NewBudget(transport.Policy{Attempts: 1}, newClock().Now())
			call.Sign = func(r *http.Request) error {
				r.Header.Set("Authorization", "Bearer "+secret)
				r.URL.Path = "/v1/" + secret + "/x"
				return nil
			}
			var seen error
			call.Observe = func(a transport.Attempted) { seen = a.Err }
			_, err := transport.New(steps(fails(cause)), newClock().options()).Do(context.Background(), call)
			var outer *url.Error
			if errors.As(err, &outer) {
				t.Error("a *url.Error survived")
			}
			if errors.Is(cause, errReset) && !errors.Is(err, errReset) {
				t.Error("the cause was lost")
			}
			var logged strings.Builder
			slog.New(slog.NewJSONHandler(&logged, nil)).Error("x", "err", err, "seen", seen)
			slog.New(slog.NewTextHandler(&logged, nil)).Error("x", "err", err, "seen", seen)
			asJSON, _ := json.Marshal(err)
			texts := []string{logged.String(), string(asJSON)}
			for e := err; e != nil; e = errors.Unwrap(e) {
				texts = append(texts, fmt.Sprintf("%v %+v %#v %q", e, e, e, e), fmt.Sprintf("%+v", []any{e}))
			}
			for _, text := range texts {
				if strings.Contains(text, secret) {
					t.Errorf("printed: %s", text)
				}
			}
		})
	}
}

// R9: the same for errors that come out of a body.
func TestBodyError_X1_noSecrets(t *testing.T) {
	rt := steps(func(r *http.Request) (*http.Response, error) {
		resp := answer(200, "")
		resp.Body = io.NopCloser(io.MultiReader(strings.NewReader("a"), failing{&url.Error{Op: "Get", URL: r.URL.String(), Err: errReset}}))
		resp.ContentLength = -1
		return resp, nil
	})
	client := transport.New(rt, newClock().options())
	resp, err := client.Do(context.Background(), get(t, "https://h.example/?token="+secret))
	if err != nil {
		t.Fatal(err)
	}
	body := client.Body(resp, 100)
	defer body.Close()
	_, err = io.ReadAll(body)
	if !errors.Is(err, errReset) || strings.Contains(fmt.Sprintf("%+v", err), secret) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
