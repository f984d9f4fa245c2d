// What only the inflater can get wrong: who inflates, and bodies that are made to keep it busy.

package transport_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"runtime"
	"testing"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// A short body is inflated by its reader: no goroutine is started for it.
func TestBody_shortStartsNothing(t *testing.T) {
	client := transport.New(http.DefaultTransport, transport.Options{})
	body := client.Body(response(io.NopCloser(bytes.NewReader(zip(t, noise(60<<10)))), "gzip"), 1<<30)
	defer body.Close()
	before := runtime.NumGoroutine()
	if n, err := io.Copy(io.Discard, body); n != 60<<10 || err != nil {
		t.Error(n, err)
	}
	if got := runtime.NumGoroutine(); got > before {
		t.Errorf("%d goroutines, %d before", got, before)
	}
}

// A stream of empty blocks has no end and no content: no cap on what comes out would end it.
func TestBody_D1_nothingForEver(t *testing.T) {
	client := transport.New(http.DefaultTransport, transport.Options{})
	for _, before := range []int{0, 100 << 10} {
		var wire bytes.Buffer
		w := gzip.NewWriter(&wire)
		_, _ = w.Write(noise(before))
		_ = w.Flush()
		src := &watched{Reader: io.MultiReader(&wire, &repeating{text: []byte{0, 0, 0, 0xff, 0xff}})}
		body := client.Body(response(src, "gzip"), 1<<30)
		if n, err := io.Copy(io.Discard, body); n != int64(before) || !errors.Is(err, transport.ErrCorrupt) {
			t.Errorf("%d bytes, %v; want %d and ErrCorrupt", n, err, before)
		}
		body.Close()
	}
}

// repeating gives its text for ever.
type repeating struct {
	text []byte
	at   int
}

func (r *repeating) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r.text[r.at]
		r.at = (r.at + 1) % len(r.text)
	}
	return len(p), nil
}

// A body that ends its goroutine, as a fake may that calls FailNow, is an error for whoever reads.
func TestBody_goexit(t *testing.T) {
	client := transport.New(http.DefaultTransport, transport.Options{})
	wire := zip(t, noise(1<<20))
	src := &watched{Reader: io.MultiReader(bytes.NewReader(wire[:len(wire)/2]), readerFunc(func([]byte) (int, error) {
		runtime.Goexit()
		return 0, nil
	}))}
	body := client.Body(response(src, "gzip"), 1<<30)
	defer body.Close()
	if _, err := io.Copy(io.Discard, body); err == nil {
		t.Error("read to the end without an error")
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
