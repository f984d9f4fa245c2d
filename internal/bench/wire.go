// The body over the network: a TLS server in the parent, because a server's work is not to be counted, and two ways to ask it: as package
// proofpoint does, whose transport inflates on a goroutine of its own, and as net/http does when it is left alone.

package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// serveZipped serves the gzip'd file over TLS and HTTP/1.1. certificate is what a client has to trust.
func serveZipped(path string) (s *httptest.Server, certificate string) {
	s = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		f, err := os.Open(path)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		if info, err := f.Stat(); err == nil {
			w.Header().Set("Content-Length", strconv.FormatInt(info.Size(), 10))
		}
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = io.Copy(w, f) // a client that misses something says so
		_ = f.Close()
	}))
	return s, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
}

// ask sends one request on a connection of its own.
func ask(j job, compression bool) (*http.Response, error) {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM([]byte(j.Certificate)) {
		return nil, errors.New("the job has no certificate")
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableCompression: !compression}}
	req, err := http.NewRequest(http.MethodGet, j.URL, nil)
	if err != nil {
		return nil, err
	}
	if !compression {
		req.Header.Set("Accept-Encoding", "gzip")
	}
	resp, err := client.Do(req)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = errors.Join(fmt.Errorf("status %q", resp.Status), resp.Body.Close())
	}
	return resp, err
}

func openOurs(j job) (*answer, error) {
	resp, err := ask(j, false)
	if err != nil {
		return nil, err
	}
	body := transport.New(nil, transport.Options{}).Body(resp, 0)
	return &answer{Reader: body, close: body.Close}, nil
}

func openStandard(j job) (*answer, error) {
	resp, err := ask(j, true)
	if err != nil {
		return nil, err
	}
	return &answer{Reader: resp.Body, close: resp.Body.Close}, nil
}
