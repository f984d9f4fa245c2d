package transport_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// Over real sockets: what is permanent gets one attempt, and nothing before a connection counts as sent.
func TestTLS_N11_permanent(t *testing.T) {
	quiet := log.New(io.Discard, "", 0)
	secure := func(t *testing.T, change func(*tls.Config)) (*httptest.Server, *http.Transport) {
		srv := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		srv.Config.ErrorLog = quiet
		srv.TLS = &tls.Config{}
		if change != nil {
			change(srv.TLS)
		}
		srv.StartTLS()
		t.Cleanup(srv.Close)
		rt := network(t)
		rt.TLSClientConfig.RootCAs = x509.NewCertPool()
		rt.TLSClientConfig.RootCAs.AddCert(srv.Certificate())
		return srv, rt
	}
	tests := []struct {
		name   string
		target func(t *testing.T) (string, *http.Transport)
		unsent bool
	}{
		{"unknown CA", func(t *testing.T) (string, *http.Transport) {
			srv, _ := secure(t, nil)
			return srv.URL, network(t)
		}, true},
		{"expired", func(t *testing.T) (string, *http.Transport) {
			srv, rt := secure(t, nil)
			rt.TLSClientConfig.Time = func() time.Time { return time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC) }
			return srv.URL, rt
		}, true},
		{"name mismatch", func(t *testing.T) (string, *http.Transport) {
			srv, rt := secure(t, nil)
			rt.TLSClientConfig.ServerName = "other.invalid"
			return srv.URL, rt
		}, true},
		{"TLS 1.0", func(t *testing.T) (string, *http.Transport) {
			srv, rt := secure(t, func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS10 })
			return srv.URL, rt
		}, true},
		{"client certificate wanted, TLS 1.2", func(t *testing.T) (string, *http.Transport) {
			srv, rt := secure(t, func(c *tls.Config) {
				c.ClientAuth, c.MaxVersion = tls.RequireAnyClientCert, tls.VersionTLS12
			})
			return srv.URL, rt
		}, true},
		{"N12 HTTP on the HTTPS port", func(t *testing.T) (string, *http.Transport) {
			srv := server(t, func(http.ResponseWriter, *http.Request) {})
			return strings.Replace(srv.URL, "http:", "https:", 1), network(t)
		}, true},
		{"N12 TLS alert to plain HTTP", func(t *testing.T) (string, *http.Transport) {
			return listen(t, func(c net.Conn) {
				_, _ = c.Read(make([]byte, 4096))
				_, _ = c.Write([]byte("\x15\x03\x01\x00\x02\x02\x46"))
			}), network(t)
		}, false},
		{"NXDOMAIN", func(t *testing.T) (string, *http.Transport) {
			rt := network(t)
			rt.DialContext = func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "h.invalid", IsNotFound: true}}
			}
			return "https://h.invalid", rt
		}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			target, rt := tt.target(t)
			client := transport.New(rt, newClock().options())
			for _, call := range []*transport.Call{get(t, target), post(t, target)} {
				_, err := client.Do(context.Background(), call)
				e := transportError(t, err)
				if !e.Permanent || e.Attempts != 1 || e.Unsent != tt.unsent || e.Timeout {
					t.Errorf("%s: got %+v, want one permanent failure, unsent %v", call.Request.Method, *e, tt.unsent)
				}
			}
		})
	}
}

// A handshake that is merely cut may work next time, for a write too: nothing was sent.
func TestTLS_N1_cutHandshake(t *testing.T) {
	target := strings.Replace(listen(t, func(c net.Conn) { _, _ = c.Read(make([]byte, 16)) }), "http:", "https:", 1)
	_, err := transport.New(network(t), newClock().options()).Do(context.Background(), post(t, target))
	if e := transportError(t, err); e.Permanent || !e.Unsent || e.Attempts != 5 {
		t.Errorf("got %+v, want five attempts, none sent", *e)
	}
}

// listen serves every connection with f and closes it.
func listen(t testing.TB, f func(net.Conn)) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			f(c)
			c.Close()
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return "http://" + l.Addr().String()
}

// Types alone, for RoundTrippers that do not report through httptrace.
func TestError_R16_types(t *testing.T) {
	tests := []struct {
		name              string
		err               error
		permanent, unsent bool
	}{
		{"not found", &net.DNSError{IsNotFound: true}, true, true},
		{"DNS server down", &net.DNSError{IsTemporary: true}, false, true},
		{"refused", errRefused, false, true},
		{"proxy", &net.OpError{Op: "proxyconnect", Err: syscall.ECONNREFUSED}, false, true},
		{"reset", errReset, false, false},
		{"unknown CA", &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, true, true},
		{"bare", x509.HostnameError{Certificate: &x509.Certificate{}, Host: "h"}, true, true},
		{"expired", x509.CertificateInvalidError{Reason: x509.Expired}, true, true},
		{"scheme", http.ErrSchemeMismatch, true, true},
		{"alert", &net.OpError{Op: "remote error", Err: errors.New("tls: certificate required")}, true, false},
		{"EOF", io.EOF, false, false},
		{"words", errors.New("x509: certificate signed by unknown authority"), false, false},
		{"nothing at all", nil, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			call := get(t, "https://h.example/")
			call.Budget = transport.NewBudget(transport.Policy{Attempts: 2}, newClock().Now())
			rt := steps(fails(tt.err))
			_, err := transport.New(rt, newClock().options()).Do(context.Background(), call)
			e := transportError(t, err)
			if e.Permanent != tt.permanent || e.Unsent != tt.unsent || (rt.count() == 1) != tt.permanent {
				t.Errorf("got %+v after %d requests", *e, rt.count())
			}
		})
	}
}

// N8: a keep-alive connection that the server closed is not noticed by a GET. A write that was already
// on its way down such a connection is not repeated: it may have arrived.
func TestKeepAlive_N8_closedBetweenCalls(t *testing.T) {
	var count atomic.Int32
	srv := server(t, func(w http.ResponseWriter, r *http.Request) {
		count.Add(1)
		_, _ = io.Copy(w, r.Body)
	})
	client := transport.New(network(t), newClock().options())
	for range 5 {
		resp, err := client.Do(context.Background(), get(t, srv.URL))
		if err != nil {
			t.Fatal(err)
		}
		finish(t, resp)
		srv.CloseClientConnections()
	}
	count.Store(0)
	for i := range int32(5) {
		resp, err := client.Do(context.Background(), post(t, srv.URL))
		if err != nil {
			if e := transportError(t, err); e.Unsent || e.Attempts != 1 {
				t.Errorf("got %+v", *e)
			}
		} else if got := finish(t, resp); got != `{"a":1}` {
			t.Errorf("got %q", got)
		}
		srv.CloseClientConnections()
		if count.Load() > i+1 {
			t.Errorf("the server saw %d writes of %d", count.Load(), i+1)
		}
	}
}

// A RoundTripper that breaks the contract: the response that came with the error is closed.
func TestRoundTripper_bothResponseAndError(t *testing.T) {
	body := &watched{Reader: strings.NewReader("x")}
	rt := steps(func(*http.Request) (*http.Response, error) { return response(body), errReset })
	_, err := transport.New(rt, newClock().options()).Do(context.Background(), post(t, "https://h.example/"))
	if !errors.Is(err, syscall.ECONNRESET) || body.closed.Load() != 1 {
		t.Errorf("error %v, closed %d times", err, body.closed.Load())
	}
}
