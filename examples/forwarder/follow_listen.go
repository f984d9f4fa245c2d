// What an orchestrator asks of a follower: is it alive, may it take part, how far
// is it. None of the answers depends on Proofpoint: an outage there must not
// restart anyone here.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"time"
)

// listenAt is the address of -listen: without a host it is this machine alone.
func listenAt(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err == nil && host == "" {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return address
}

// answer serves until the function it returns is called.
func (f *follower) answer(ctx context.Context, l net.Listener) func() {
	server := &http.Server{Handler: f.handler(), ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, MaxHeaderBytes: 16 << 10,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) }}
	go func() { _ = server.Serve(l) }() // it ends with the server
	return func() { _ = server.Close() }
}

// handler has /livez, /readyz and /status.
func (f *follower) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", f.livez)
	mux.HandleFunc("GET /readyz", f.readyz)
	mux.HandleFunc("GET /status", f.statusz)
	return mux
}

// livez: the loops turn.
func (f *follower) livez(w http.ResponseWriter, _ *http.Request) {
	if since, ok := f.pulse.alive(); !ok {
		http.Error(w, fmt.Sprintf("nothing moved for %s", since.Round(time.Second)), http.StatusServiceUnavailable)
		return
	}
	_, _ = fmt.Fprintln(w, "alive")
}

// readyz: the configuration was accepted and the store answers.
func (f *follower) readyz(w http.ResponseWriter, r *http.Request) {
	for _, one := range f.feeds {
		kept := &answerKept{header: http.Header{}, code: http.StatusOK}
		if one.Ready(kept, r); kept.code != http.StatusOK {
			http.Error(w, string(bytes.TrimSpace(kept.body.Bytes())), kept.code)
			return
		}
	}
	_, _ = fmt.Fprintln(w, "ready")
}

func (f *follower) statusz(w http.ResponseWriter, r *http.Request) {
	st, err := f.status(r.Context())
	if err != nil {
		http.Error(w, oneLine(err), http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(st) // the client that went away is nobody's business
}

// answerKept keeps one feed's answer.
type answerKept struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

func (k *answerKept) Header() http.Header         { return k.header }
func (k *answerKept) WriteHeader(code int)        { k.code = code }
func (k *answerKept) Write(b []byte) (int, error) { return k.body.Write(b) }
