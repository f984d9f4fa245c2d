package transport_test

import (
	"bufio"
	"bytes"
	stdgzip "compress/gzip"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/klauspost/compress/gzip"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// page looks like a page of events: about 4:1 under gzip.
func page(n int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, `{"GUID":"%032x","messageTime":"2026-03-01T12:%02d:%02dZ","sender":"user%d@h.example","subject":"Invoice %d","spamScore":%d},`,
			uint64(i)*0x9e3779b97f4a7c15, i/60%60, i%60, i*7919%10007, i*104729, i%100)
	}
	return b.Bytes()
}

// BenchmarkBody: a whole page through Body, against the two inflaters drained bare, all from a stream
// (klauspost/compress is faster still on a *bytes.Reader, which no network is).
func BenchmarkBody(b *testing.B) {
	text := page(8 << 20)
	wire := zip(b, text)
	client := transport.New(http.DefaultTransport, transport.Options{})
	run := func(name string, one func() (int64, error)) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if n, err := one(); err != nil || n != int64(len(text)) {
					b.Fatal(n, err)
				}
			}
		})
	}
	buf := make([]byte, 64<<10)
	stream := func(b []byte) io.Reader { return struct{ io.Reader }{bytes.NewReader(b)} }
	drain := func(r io.Reader) (int64, error) {
		return io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{r}, buf)
	}
	through := func(wire []byte, encoding string) func() (int64, error) {
		return func() (int64, error) {
			body := client.Body(response(io.NopCloser(stream(wire)), encoding), 1<<30)
			defer body.Close()
			return drain(body)
		}
	}
	run("gzip", through(wire, "gzip"))
	run("identity", through(text, ""))
	var kz gzip.Reader
	run("bare-klauspost", func() (int64, error) {
		if err := kz.Reset(bufio.NewReaderSize(stream(wire), 64<<10)); err != nil {
			return 0, err
		}
		return drain(&kz)
	})
	var sz stdgzip.Reader
	run("bare-std", func() (int64, error) {
		if err := sz.Reset(bufio.NewReaderSize(stream(wire), 64<<10)); err != nil {
			return 0, err
		}
		return drain(&sz)
	})
}
