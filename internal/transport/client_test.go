package transport_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// A redirect is an answer. Nothing is sent on, whatever the status, the method and the place.
func TestRedirect_S9_notFollowed(t *testing.T) {
	var elsewhere atomic.Int32
	other := server(t, func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) })
	for _, status := range []int{300, 301, 302, 303, 304, 307, 308} {
		for _, location := range []string{other.URL + "/x", "/same", "http://[bad", "https://h.example/?t=" + secret + "%zz", ""} {
			for _, method := range []string{"GET", "POST"} {
				t.Run(fmt.Sprint(status, method, location), func(t *testing.T) {
					var here atomic.Int32
					srv := server(t, func(w http.ResponseWriter, r *http.Request) {
						here.Add(1)
						if location != "" {
							w.Header().Set("Location", location)
						}
						w.WriteHeader(status)
					})
					call := get(t, srv.URL)
					if method == "POST" {
						call = post(t, srv.URL)
					}
					call.Sign = func(r *http.Request) error { r.Header.Set("X-Password", secret); return nil }
					resp, err := transport.New(network(t), newClock().options()).Do(context.Background(), call)
					if err != nil {
						t.Fatal(err)
					}
					finish(t, resp)
					if resp.StatusCode != status || here.Load() != 1 || resp.Header.Get("Location") != location {
						t.Errorf("status %d, %d requests, Location %q", resp.StatusCode, here.Load(), resp.Header.Get("Location"))
					}
				})
			}
		}
	}
	if elsewhere.Load() != 0 {
		t.Errorf("another host got %d requests", elsewhere.Load())
	}
}

// closer is a RoundTripper of a program that shares its connections with others.
type closer struct {
	roundTrip
	closed bool
}

func (c *closer) CloseIdleConnections() { c.closed = true }

func TestClient_R13_callersConnections(t *testing.T) {
	rt := &closer{roundTrip: func(*http.Request) (*http.Response, error) { return nil, errReset }}
	client := transport.New(rt, newClock().options())
	if _, err := client.Do(context.Background(), get(t, "https://h.example/")); err == nil {
		t.Error("no error")
	}
	client.CloseIdleConnections()
	if rt.closed {
		t.Error("the caller's idle connections were closed")
	}
}

func TestDefault(t *testing.T) {
	rt := transport.Default()
	if !rt.DisableCompression || rt.TLSClientConfig.MinVersion != tls.VersionTLS12 || !rt.ForceAttemptHTTP2 || rt.Proxy == nil || rt.IdleConnTimeout == 0 {
		t.Errorf("got %+v", rt)
	}
	if rt == transport.Default() {
		t.Error("shared")
	}
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Proto) }))
	srv.EnableHTTP2 = true
	srv.StartTLS()
	defer srv.Close()
	rt = network(t)
	rt.TLSClientConfig.RootCAs = srv.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	resp, err := transport.New(rt, transport.Options{}).Do(context.Background(), get(t, srv.URL))
	if err != nil {
		t.Fatal(err)
	}
	if got := finish(t, resp); got != "HTTP/2.0" {
		t.Errorf("spoke %s", got)
	}
}

func TestSend(t *testing.T) {
	var encodings []string
	srv := server(t, func(w http.ResponseWriter, r *http.Request) {
		encodings = append(encodings, r.Header.Get("Accept-Encoding"))
		b, _ := io.ReadAll(r.Body)
		w.Header().Set("Location", "/other")
		w.WriteHeader(302)
		_, _ = w.Write(b)
	})
	client := transport.New(network(t), newClock().options())
	resp, err := client.Send(context.Background(), request(t, "POST", srv.URL, "login"))
	if err != nil {
		t.Fatal(err)
	}
	if got := finish(t, resp); got != "login" || resp.StatusCode != 302 || encodings[0] != "" {
		t.Errorf("got %d %q, Accept-Encoding %q", resp.StatusCode, got, encodings)
	}

	rt := steps(fails(errRefused))
	_, err = transport.New(rt, newClock().options()).Send(context.Background(), request(t, "GET", "https://h.example/?k="+secret, ""))
	if e := transportError(t, err); !e.Unsent || e.Attempts != 1 || rt.count() != 1 {
		t.Errorf("got %+v after %d requests, want one", e, rt.count())
	}

	why := errors.New("why")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(why)
	if _, err = client.Send(ctx, request(t, "GET", srv.URL, "")); !errors.Is(err, why) {
		t.Errorf("got %v, want the cause", err)
	}

	synctest.Test(t, func(t *testing.T) {
		rt := steps(func(r *http.Request) (*http.Response, error) { <-r.Context().Done(); return nil, r.Context().Err() })
		_, err := transport.New(rt, transport.Options{}).Send(t.Context(), request(t, "GET", "https://h.example/", ""))
		if e := transportError(t, err); !e.Timeout {
			t.Errorf("got %+v, want a timeout", e)
		}
	})
}

// X2: the address of a proxy carries a password, and net/http quotes it when it cannot be read.
func TestProxy_X2_notPrinted(t *testing.T) {
	rt := transport.Default()
	defer rt.CloseIdleConnections()
	_, err := transport.New(roundTrip(func(r *http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("invalid proxy address %q", "http://user:"+secret+"@proxy.example:1")
	}), newClock().options()).Do(context.Background(), get(t, "https://h.example/"))
	if strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "user") {
		t.Errorf("printed: %v", err)
	}
}
