// The road over real connections: cut bodies, bombs, certificates, redirects.

package proofpoint_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// overHTTP is a client of h over loopback.
func overHTTP(t *testing.T, h http.HandlerFunc, opts ...proofpoint.Option) (*proofpoint.Client, proofpoint.Request) {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	cfg := tapConfig()
	cfg[proofpoint.TAP] = proofpoint.ServiceConfig{BaseURL: srv.URL, Auth: cfg[proofpoint.TAP].Auth}
	rt := new(http.Transport)
	t.Cleanup(rt.CloseIdleConnections)
	c, _ := newClient(t, rt, cfg, opts...)
	return c, proofpoint.Request{Service: proofpoint.TAP, Name: "test.wire", Path: "/things", Records: pathdata.MustCompile("$.things[*]")}
}

// hijacked answers with bytes as they are and closes the connection.
func hijacked(w http.ResponseWriter, text string) {
	conn, buf, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	_, _ = buf.WriteString(text)
	_ = buf.Flush()
	_ = conn.Close()
}

func TestWireCutBody_N6_N7(t *testing.T) {
	for name, head := range map[string]string{
		"length": "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"things\":[1,2,",
		"chunks": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n{\"things\":[1,2,\r\nzz\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			c, r := overHTTP(t, func(w http.ResponseWriter, _ *http.Request) { hijacked(w, head) })
			got, err := texts(c.Records(t.Context(), r))
			be, ok := errors.AsType[*proofpoint.BodyError](err)
			if len(got) != 2 || !ok || be.Records != 2 || be.Offset != 15 || !proofpoint.Temporary(err) {
				t.Errorf("%v %v", got, err)
			}
		})
	}
	var calls atomic.Int32
	c, r := overHTTP(t, func(w http.ResponseWriter, _ *http.Request) {
		if calls.Add(1) < 3 {
			hijacked(w, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"things\":[1")
			return
		}
		_, _ = io.WriteString(w, `{"things":[1,2]}`)
	})
	if got, err := texts(c.Records(t.Context(), r)); err != nil || len(got) != 2 || calls.Load() != 3 {
		t.Errorf("%v %v after %d requests", got, err, calls.Load())
	}
}

func TestWireGzip_D1(t *testing.T) {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	_, _ = io.WriteString(w, `{"things":["`+strings.Repeat("a", 1<<20)+`",1,`)
	_, _ = io.WriteString(w, strings.Repeat(" ", 8<<20)+`2]}`)
	_ = w.Close()
	serve := func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Error("gzip was not asked for")
		}
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(z.Bytes())
	}
	c, r := overHTTP(t, serve)
	if got, err := texts(c.Records(t.Context(), r)); err != nil || len(got) != 3 {
		t.Errorf("%d records, %v", len(got), err)
	}
	c, r = overHTTP(t, serve, proofpoint.WithLimits(pathdata.Limits{Body: 4 << 20}))
	got, err := texts(c.Records(t.Context(), r))
	if len(got) != 2 || !isBody(err) || !errors.Is(err, transport.ErrTooLarge) && !errors.Is(err, pathdata.ErrBodyTooLarge) || proofpoint.Temporary(err) {
		t.Errorf("body cap: %d records, %v", len(got), err)
	}
	c, r = overHTTP(t, serve, proofpoint.WithLimits(pathdata.Limits{Record: 4 << 10}))
	if _, err := texts(c.Records(t.Context(), r)); !errors.Is(err, pathdata.ErrRecordTooLarge) {
		t.Errorf("record cap: %v", err)
	}
}

func TestWireTooDeep_D2(t *testing.T) {
	c, r := overHTTP(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"things":[1,2,`+strings.Repeat("[", 20000)+strings.Repeat("]", 20000)+`]}`)
	})
	if got, err := texts(c.Records(t.Context(), r)); len(got) != 2 || !errors.Is(err, pathdata.ErrTooDeep) {
		t.Errorf("%d records, %v", len(got), err)
	}
}

func TestWireUnknownCA_N11(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { t.Error("the request arrived") }))
	srv.Config.ErrorLog = discard()
	srv.StartTLS()
	t.Cleanup(srv.Close)
	cfg := tapConfig()
	cfg[proofpoint.TAP] = proofpoint.ServiceConfig{BaseURL: srv.URL, Auth: cfg[proofpoint.TAP].Auth}
	rt := new(http.Transport)
	t.Cleanup(rt.CloseIdleConnections)
	c, clock := newClient(t, rt, cfg)
	_, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/"}))
	ne, ok := errors.AsType[*proofpoint.NetworkError](err)
	if !ok || !ne.Permanent || ne.Attempts != 1 || len(clock.Slept()) != 0 {
		t.Errorf("%v, waits %v", err, clock.Slept())
	}
}

// S9 over the wire: the other host sees nothing.
func TestWireRedirect_S9(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the redirect was followed") }))
	t.Cleanup(other.Close)
	c, r := overHTTP(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/x?secret=1", http.StatusFound)
	})
	if _, err := texts(c.Records(t.Context(), r)); !errors.Is(err, proofpoint.ErrRedirect) || strings.Contains(err.Error(), "secret=1") {
		t.Errorf("%v", err)
	}
}

func TestWireRefusals_S4_S5(t *testing.T) {
	html := "<html><head><title>Bad\x1b[31m Gateway</title></head>" + strings.Repeat("x", 1<<20)
	for _, tt := range []struct {
		status int
		body   string
		want   string
		is     error
	}{
		{401, "Credentials authentication failed", "check or rotate it", proofpoint.ErrUnauthorized},
		{403, `{"message":"not yours"}`, "not yours", proofpoint.ErrForbidden},
		{404, `{"errors":["a","b"]}`, "a; b", proofpoint.ErrNotFound},
		{400, `{"errorMessage":"too wide"}`, "too wide", nil},
		{500, html, "an HTML page: Bad", nil},
		{502, "<HTML><HEAD><TITLE>502 Bad Gateway</TITLE>", "an HTML page: 502 Bad Gateway", nil},
		{502, "<html><title lang=\"en\">\nAway</title >", "an HTML page: Away", nil},
		{502, "<html><titles>x</titles>", ": an HTML page", nil},
		{400, `{"errors":[{"identifier":"x","error_message":"one"},{"message":"two"},{"error":"three"},4,{"why":5},"six",null,{}]}`, `: x: one; two; three; 4; {"why":5}; six`, nil},
		{400, `{"errors":{"error_message":"alone"}}`, ": alone", nil},
		{400, `{"message":null,"error":false,"errors":"as text"}`, ": as text", nil},
		{400, `{"total_created":0,"fail_results":[{"result":{"result_code":12,"message":"exists"}},{"result":{"message":"is bad"}}]}`, ": exists; is bad", nil},
		{400, `["one","two"]`, ": one; two", nil},
		{400, `{"Message":"as .NET writes it"}`, ": as .NET writes it", nil},
		{400, strings.Repeat("a", 201), strings.Repeat("a", 197) + "…", nil},
		{400, "said" + strings.Repeat(" ", 9000) + "more", "said…", nil},
		{500, "", "internal server error", nil},
	} {
		c, r := overHTTP(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(tt.status)
			_, _ = io.WriteString(w, tt.body)
		}, proofpoint.WithRetry(proofpoint.NoRetry))
		_, err := texts(c.Records(t.Context(), r))
		e, ok := errors.AsType[*proofpoint.APIError](err)
		if !ok || e.StatusCode != tt.status || len(e.Body) > 64<<10 || len(e.Message) > 200 || !strings.Contains(err.Error(), tt.want) || len(err.Error()) > 600 || strings.ContainsAny(err.Error(), "\x1b\n") {
			t.Errorf("%d: %v", tt.status, err)
		}
		if tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%d is not %v", tt.status, tt.is)
		}
	}
}
