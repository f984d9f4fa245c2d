// Bodies that break the rules of reading, on a goroutine where their caller
// could not recover them.

package transport_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

type badBody func([]byte) (int, error)

func (b badBody) Read(p []byte) (int, error) { return b(p) }
func (badBody) Close() error                 { return nil }

func gzipped(body io.ReadCloser) *http.Response {
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Encoding": {"gzip"}}, Body: body, ContentLength: -1}
}

func TestBodyThatPanics(t *testing.T) {
	c := transport.New(http.DefaultTransport, transport.Options{})
	for name, read := range map[string]badBody{
		"panic":     func([]byte) (int, error) { panic("boom") },
		"too many":  func(p []byte) (int, error) { return len(p) + 1, nil },
		"less than": func([]byte) (int, error) { return -1, nil },
	} {
		body := c.Body(gzipped(read), 1<<20)
		if _, err := io.ReadAll(body); err == nil {
			t.Errorf("%s: no error", name)
		}
		if err := body.Close(); err != nil {
			t.Errorf("%s: Close: %v", name, err)
		}
	}
}

// Members that hold nothing would never meet the cap of inflated bytes.
func TestHollowMembersEnd_D1(t *testing.T) {
	var z bytes.Buffer
	if err := gzip.NewWriter(&z).Close(); err != nil {
		t.Fatal(err)
	}
	member := z.Bytes()
	at := 0
	endless := badBody(func(p []byte) (int, error) {
		n := copy(p, member[at:])
		at = (at + n) % len(member)
		return n, nil
	})
	body := transport.New(http.DefaultTransport, transport.Options{}).Body(gzipped(endless), 1000)
	defer body.Close()
	if _, err := io.ReadAll(body); !errors.Is(err, transport.ErrCorrupt) {
		t.Errorf("%v, want ErrCorrupt", err)
	}
}
