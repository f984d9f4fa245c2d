package transport_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

func zip(t testing.TB, parts ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, part := range parts {
		w := gzip.NewWriter(&b)
		if _, err := w.Write(part); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// watched notes whether it was closed, and forbids reading after that.
type watched struct {
	io.Reader
	closed atomic.Int32
	reads  atomic.Int32
}

func (w *watched) Read(p []byte) (int, error) {
	w.reads.Add(1)
	if w.closed.Load() > 0 {
		return 0, errors.New("read after close")
	}
	return w.Reader.Read(p)
}

func (w *watched) Close() error { w.closed.Add(1); return nil }

func response(body io.ReadCloser, encodings ...string) *http.Response {
	h := http.Header{}
	for _, e := range encodings {
		h.Add("Content-Encoding", e)
	}
	return &http.Response{StatusCode: 200, Header: h, Body: body, ContentLength: -1}
}

func noise(n int) []byte {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(b)
	for i := range b {
		b[i] = "abcdefgh\n"[int(b[i])%9]
	}
	return b
}

func TestBody(t *testing.T) {
	for name, size := range map[string]int{"inflated by the reader": 30 << 10, "inflated beside it": 200 << 10} {
		t.Run(name, func(t *testing.T) { testBody(t, size) })
	}
}

func testBody(t *testing.T, size int) {
	text := noise(size)
	zipped := zip(t, text)
	flipped := bytes.Clone(zipped)
	flipped[len(flipped)/2] ^= 0xff
	badSum := bytes.Clone(zipped)
	badSum[len(badSum)-5] ^= 1
	tests := []struct {
		name      string
		wire      []byte
		encodings []string
		limit     int64
		want      []byte // nil: do not compare
		err       error
	}{
		{"identity", text, nil, 1 << 21, text, nil},
		{"identity by name", text, []string{"identity"}, 1 << 21, text, nil},
		{"gzip", zipped, []string{"gzip"}, 1 << 21, text, nil},
		{"x-gzip", zipped, []string{"X-GZip"}, 1 << 21, text, nil},
		{"gzip and identity", zipped, []string{"identity, gzip"}, 1 << 21, text, nil},
		{"two members", zip(t, text, []byte("tail")), []string{"gzip"}, 1 << 21, append(bytes.Clone(text), "tail"...), nil},
		{"nothing", nil, nil, 10, []byte{}, nil},
		{"nothing, called gzip", nil, []string{"gzip"}, 10, []byte{}, nil},
		{"gzip of nothing", zip(t, nil), []string{"gzip"}, 10, []byte{}, nil},
		{"no limit", zipped, []string{"gzip"}, 0, text, nil},
		{"exactly the limit", zipped, []string{"gzip"}, int64(size), text, nil},
		{"D1 one over, gzip", zipped, []string{"gzip"}, int64(size) - 1, text[:size-1], transport.ErrTooLarge},
		{"D1 one over, identity", text, nil, int64(size) - 1, text[:size-1], transport.ErrTooLarge},
		{"exactly the limit, identity", text, nil, int64(size), text, nil},
		{"N6 truncated", zipped[:len(zipped)/2], []string{"gzip"}, 1 << 21, nil, io.ErrUnexpectedEOF},
		{"truncated trailer", zipped[:len(zipped)-3], []string{"gzip"}, 1 << 21, text, io.ErrUnexpectedEOF},
		{"truncated in the name", append(bytes.Clone(zipped[:3]), "\x08......name"...), []string{"gzip"}, 1 << 21, []byte{}, io.ErrUnexpectedEOF},
		{"truncated in the name of the second", append(bytes.Clone(zipped), "\x1f\x8b\x08\x08......name"...), []string{"gzip"}, 1 << 21, text, io.ErrUnexpectedEOF},
		{"truncated header", zipped[:5], []string{"gzip"}, 1 << 21, []byte{}, io.ErrUnexpectedEOF},
		{"corrupt", flipped, []string{"gzip"}, 1 << 21, nil, transport.ErrCorrupt},
		{"checksum", badSum, []string{"gzip"}, 1 << 21, text, transport.ErrCorrupt},
		{"not gzip", text, []string{"gzip"}, 1 << 21, []byte{}, transport.ErrCorrupt},
		{"rubbish behind", append(bytes.Clone(zipped), "rubbish and more"...), []string{"gzip"}, 1 << 21, text, transport.ErrCorrupt},
		{"br", text, []string{"br"}, 1 << 21, []byte{}, transport.ErrEncoding},
		{"twice", text, []string{"gzip", "gzip"}, 1 << 21, []byte{}, transport.ErrEncoding},
	}
	client := transport.New(http.DefaultTransport, transport.Options{})
	for _, tt := range tests {
		for name, wire := range map[string]io.Reader{
			"whole":    bytes.NewReader(tt.wire),
			"data+err": iotest.DataErrReader(bytes.NewReader(tt.wire)),
		} {
			t.Run(tt.name+"/"+name, func(t *testing.T) {
				src := &watched{Reader: wire}
				body := client.Body(response(src, tt.encodings...), tt.limit)
				got, err := io.ReadAll(body)
				if !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
					t.Errorf("error %v, want %v", err, tt.err)
				}
				if tt.want != nil && !bytes.Equal(got, tt.want) {
					t.Errorf("%d bytes, want %d, or they differ", len(got), len(tt.want))
				}
				if n, again := body.Read(make([]byte, 8)); n != 0 || again == nil || err != nil && again.Error() != err.Error() {
					t.Errorf("the error does not stay: %d, %v after %v", n, again, err)
				}
				for range 3 {
					if err := body.Close(); err != nil {
						t.Errorf("Close: %v", err)
					}
				}
				if src.closed.Load() != 1 {
					t.Errorf("closed %d times", src.closed.Load())
				}
				if _, err := body.Read(make([]byte, 8)); !errors.Is(err, http.ErrBodyReadAfterClose) {
					t.Errorf("Read after Close: %v", err)
				}
			})
		}
	}
}

func TestBody_errorsNameTheEncoding(t *testing.T) {
	client := transport.New(http.DefaultTransport, transport.Options{})
	for encoding, want := range map[string]string{
		"gzip":         "response body is not valid gzip: gzip: invalid header",
		"Zstd\x1b[31m": `response body in an unknown Content-Encoding "zstd"`,
	} {
		body := client.Body(response(io.NopCloser(strings.NewReader("not what it says")), encoding), 10)
		if _, err := io.ReadAll(body); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", encoding, err, want)
		}
		body.Close()
	}
}

// D1: a bomb costs its limit, not its size.
func TestBody_D1_bomb(t *testing.T) {
	bomb := zip(t, make([]byte, 8<<20))
	client := transport.New(http.DefaultTransport, transport.Options{})
	body := client.Body(response(io.NopCloser(bytes.NewReader(bomb)), "gzip"), 1<<20)
	defer body.Close()
	n, err := io.Copy(io.Discard, body)
	if n != 1<<20 || !errors.Is(err, transport.ErrTooLarge) {
		t.Errorf("%d bytes, %v", n, err)
	}
}

// Small reads, odd sizes, and a wire that brings a byte at a time.
func TestBody_chunks(t *testing.T) {
	text := noise(100 << 10)
	client := transport.New(http.DefaultTransport, transport.Options{})
	for _, encoding := range []string{"", "gzip"} {
		wire := text
		if encoding == "gzip" {
			wire = zip(t, text)
		}
		body := client.Body(response(io.NopCloser(iotest.OneByteReader(bytes.NewReader(wire))), encoding), 1<<20)
		var got []byte
		p := make([]byte, 1013)
		for i := 0; ; i++ {
			n, err := body.Read(p[:1+i*7%1000])
			got = append(got, p[:n]...)
			if err != nil {
				if err != io.EOF {
					t.Error(err)
				}
				break
			}
		}
		if !bytes.Equal(got, text) {
			t.Errorf("%q: %d bytes, want %d, or they differ", encoding, len(got), len(text))
		}
		body.Close()
	}
}

func TestClose_unreadStartsNothing(t *testing.T) {
	src := &watched{Reader: bytes.NewReader(zip(t, noise(1000)))}
	client := transport.New(http.DefaultTransport, transport.Options{})
	before := runtime.NumGoroutine()
	body := client.Body(response(src, "gzip"), 1<<20)
	if n := runtime.NumGoroutine(); n != before {
		t.Errorf("%d goroutines, were %d", n, before)
	}
	body.Close()
	if src.reads.Load() != 0 || src.closed.Load() != 1 {
		t.Errorf("%d reads, closed %d times", src.reads.Load(), src.closed.Load())
	}
}

// Close in the middle, and Close while a Read is blocked: both return, and nothing runs on.
func TestClose_waits(t *testing.T) {
	client := transport.New(http.DefaultTransport, transport.Options{})
	wire := zip(t, noise(1<<20))

	for _, n := range []int64{10, 200 << 10} {
		src := &watched{Reader: bytes.NewReader(wire)}
		body := client.Body(response(src, "gzip"), 1<<30)
		if _, err := io.CopyN(io.Discard, body, n); err != nil {
			t.Fatal(err)
		}
		body.Close()
		reads := src.reads.Load()
		runtime.Gosched()
		if src.reads.Load() != reads {
			t.Errorf("the wire was read after Close returned, %d bytes in", n)
		}
	}

	for _, encoding := range []string{"gzip", ""} {
		pr, pw := io.Pipe()
		go func() { _, _ = pw.Write(wire[:1000]) }()
		body := client.Body(response(pr, encoding), 1<<30)
		read := make(chan error)
		go func() {
			_, err := io.Copy(io.Discard, body)
			read <- err
		}()
		body.Close()
		if err := <-read; err == nil {
			t.Error("the blocked Read ended without an error")
		}
	}
}

func TestClose_concurrent(t *testing.T) {
	client := transport.New(http.DefaultTransport, transport.Options{})
	wire := zip(t, noise(300<<10))
	for range 200 {
		body := client.Body(response(&watched{Reader: bytes.NewReader(wire)}, "gzip"), 1<<30)
		var wg sync.WaitGroup
		wg.Go(func() { _, _ = io.CopyN(io.Discard, body, rand.Int64N(300<<10)) })
		wg.Go(func() { body.Close() })
		wg.Go(func() { body.Close() })
		wg.Wait()
	}
}

// A body that is never read to its end, over real connections, leaves nothing behind (TestMain looks).
func TestClose_early_overTheWire(t *testing.T) {
	wire := zip(t, noise(1<<20))
	srv := server(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", r.Header.Get("Accept-Encoding"))
		_, _ = w.Write(wire)
	})
	client := transport.New(network(t), transport.Options{})
	for _, n := range []int64{0, 1, 100 << 10, 1 << 30} {
		resp, err := client.Do(context.Background(), get(t, srv.URL))
		if err != nil {
			t.Fatal(err)
		}
		body := client.Body(resp, 1<<30)
		_, err = io.CopyN(io.Discard, body, n)
		if err != nil && err != io.EOF {
			t.Error(err)
		}
		if err := body.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestIdle_N5(t *testing.T) {
	for _, encoding := range []string{"", "gzip"} {
		t.Run(encoding, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				wire := noise(1000)
				if encoding == "gzip" {
					wire = zip(t, wire)
				}
				var pauses time.Duration
				pr, pw := io.Pipe()
				go func() {
					for _, b := range wire[:20] { // slow, but alive
						time.Sleep(50 * time.Second)
						pauses += 50 * time.Second
						_, _ = pw.Write([]byte{b})
					}
				}()
				start := time.Now()
				client := transport.New(http.DefaultTransport, transport.Options{})
				body := client.Body(response(pr, encoding), 1<<20)
				defer body.Close()
				_, err := io.ReadAll(body)
				if !errors.Is(err, transport.ErrIdle) {
					t.Errorf("error %v, want ErrIdle", err)
				}
				if took := time.Since(start); took != pauses+time.Minute {
					t.Errorf("took %v, want %v", took, pauses+time.Minute)
				}
			})
		})
	}
}

// The reader may take its time: only the wire is timed.
func TestIdle_slowConsumer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := transport.New(http.DefaultTransport, transport.Options{})
		for _, encoding := range []string{"", "gzip"} {
			wire := noise(1000)
			if encoding == "gzip" {
				wire = zip(t, wire)
			}
			body := client.Body(response(io.NopCloser(bytes.NewReader(wire)), encoding), 1<<20)
			for {
				if _, err := body.Read(make([]byte, 100)); err != nil {
					if err != io.EOF {
						t.Error(err)
					}
					break
				}
				time.Sleep(time.Hour)
			}
			body.Close()
		}
	})
}

func TestIdle_readsOfNothing(t *testing.T) {
	client := transport.New(http.DefaultTransport, transport.Options{})
	body := client.Body(response(io.NopCloser(nothing{})), 10)
	if _, err := io.ReadAll(body); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("error %v", err)
	}
	body.Close()
}

type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, nil }

// Cut in every way the wire knows: the reader is told, and told it was cut.
func TestBody_N6_N7_cut(t *testing.T) {
	zipped := zip(t, noise(100<<10))
	tests := map[string]string{
		"N6 Content-Length":      "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
		"N6 Content-Length gzip": "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000000\r\n\r\n" + string(zipped[:1000]),
		"N7 chunk cut":           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort",
		"N7 no last chunk":       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
		"N7 chunk cut gzip":      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" + string(zipped[:500]),
		"close delimited gzip":   "HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + string(zipped[:500]),
		"N7 bad chunk size":      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nshort\r\n",
	}
	for name, raw := range tests {
		t.Run(name, func(t *testing.T) {
			url := listen(t, func(c net.Conn) {
				_, _ = c.Read(make([]byte, 4096))
				_, _ = io.WriteString(c, raw)
			})
			client := transport.New(network(t), newClock().options())
			resp, err := client.Do(context.Background(), get(t, url))
			if err != nil {
				t.Fatal(err)
			}
			body := client.Body(resp, 1<<20)
			defer body.Close()
			_, err = io.ReadAll(body)
			if err == nil || name != "N7 bad chunk size" && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("error %v, want io.ErrUnexpectedEOF", err)
			}
		})
	}
}

// R10: whoever is blocked in a body wakes with the cause.
func TestBody_cancelled(t *testing.T) {
	for _, encoding := range []string{"", "gzip"} {
		t.Run(encoding, func(t *testing.T) {
			release := make(chan struct{})
			srv := server(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Encoding", encoding)
				w.WriteHeader(200)
				w.(http.Flusher).Flush()
				<-release
			})
			defer close(release)
			why := errors.New("enough")
			ctx, cancel := context.WithCancelCause(context.Background())
			client := transport.New(network(t), newClock().options())
			resp, err := client.Do(ctx, get(t, srv.URL))
			if err != nil {
				t.Fatal(err)
			}
			body := client.Body(resp, 100)
			defer body.Close()
			go cancel(why)
			if _, err := io.ReadAll(body); !errors.Is(err, why) || !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want the cause", err)
			}
		})
	}
}

// Rings are reused: pages in parallel do not see each other.
func TestBody_parallel(t *testing.T) {
	client := transport.New(http.DefaultTransport, transport.Options{})
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			text := bytes.Repeat([]byte(fmt.Sprintf("%02d", i)), 100<<10)
			wire := zip(t, text)
			for range 5 {
				body := client.Body(response(io.NopCloser(bytes.NewReader(wire)), "gzip"), 1<<30)
				got, err := io.ReadAll(body)
				if err != nil || !bytes.Equal(got, text) {
					t.Errorf("%d: %d bytes, %v", i, len(got), err)
				}
				body.Close()
			}
		})
	}
	wg.Wait()
}

func FuzzBody(f *testing.F) {
	f.Add(zip(f, []byte("hello")), 3)
	f.Add(zip(f, []byte("a"), []byte("b")), 100)
	f.Add([]byte("\x1f\x8b\x08"), 10)
	client := transport.New(http.DefaultTransport, transport.Options{})
	f.Fuzz(func(t *testing.T, wire []byte, limit int) {
		limit = max(1, limit%(1<<20))
		body := client.Body(response(io.NopCloser(bytes.NewReader(wire)), "gzip"), int64(limit))
		got, err := io.ReadAll(body)
		body.Close()
		if len(got) > limit {
			t.Errorf("%d bytes, limit %d", len(got), limit)
		}
		zr, zerr := gzip.NewReader(bytes.NewReader(wire))
		if zerr != nil || err != nil {
			return
		}
		want, zerr := io.ReadAll(zr)
		if zerr != nil || !bytes.Equal(got, want) {
			t.Errorf("compress/gzip says %q, %v; we %q", want, zerr, got)
		}
	})
}
