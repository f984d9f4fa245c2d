package transport_test

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// A server that speaks just enough HTTP/2 to refuse the first stream, in one of three ways, and to
// answer 200 to the next, on whatever connection. It notes the bodies it was sent.
type refuser struct {
	mu     sync.Mutex
	how    string
	used   bool
	bodies []string
}

const (
	frameData, frameHeaders, frameRST, frameSettings, framePing, frameGoAway = 0, 1, 3, 4, 6, 7
	flagEnd, flagEndHeaders, flagAck                                         = 1, 4, 1
	refusedStream, internalError                                             = 7, 2
)

func frame(kind, flags byte, stream uint32, payload ...byte) []byte {
	b := []byte{0, byte(len(payload) >> 8), byte(len(payload)), kind, flags, 0, 0, 0, 0}
	binary.BigEndian.PutUint32(b[5:], stream)
	return append(b, payload...)
}

func (s *refuser) serve(c net.Conn) {
	preface := make([]byte, len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
	if _, err := io.ReadFull(c, preface); err != nil {
		return
	}
	_, _ = c.Write(frame(frameSettings, 0, 0))
	body := map[uint32]string{}
	for {
		head := make([]byte, 9)
		if _, err := io.ReadFull(c, head); err != nil {
			return
		}
		payload := make([]byte, int(head[0])<<16|int(head[1])<<8|int(head[2]))
		if _, err := io.ReadFull(c, payload); err != nil {
			return
		}
		stream := binary.BigEndian.Uint32(head[5:])
		switch head[3] {
		case frameSettings:
			if head[4]&flagAck == 0 {
				_, _ = c.Write(frame(frameSettings, flagAck, 0))
			}
			continue
		case framePing: // the client's way to see that a reset was understood
			if head[4]&flagAck == 0 {
				_, _ = c.Write(frame(framePing, flagAck, 0, payload...))
			}
			continue
		case frameData:
			body[stream] += string(payload)
		case frameHeaders:
		default:
			continue
		}
		if head[4]&flagEnd == 0 {
			continue
		}
		s.mu.Lock()
		s.bodies = append(s.bodies, body[stream])
		first := !s.used
		s.used = true
		s.mu.Unlock()
		switch {
		case !first:
			_, _ = c.Write(frame(frameHeaders, flagEnd|flagEndHeaders, stream, 0x88)) // :status 200
		case s.how == "GOAWAY":
			_, _ = c.Write(frame(frameGoAway, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
		case s.how == "REFUSED_STREAM":
			_, _ = c.Write(frame(frameRST, 0, stream, 0, 0, 0, refusedStream))
		default:
			_, _ = c.Write(frame(frameRST, 0, stream, 0, 0, 0, internalError))
		}
	}
}

func TestHTTP2_N13(t *testing.T) {
	// A certificate to borrow.
	lender := httptest.NewTLSServer(nil)
	defer lender.Close()
	tests := []struct {
		how, method string
		bodies      []string
		fails       bool
	}{
		{"GOAWAY", "GET", []string{"", ""}, false},
		{"GOAWAY", "POST", []string{`{"a":1}`, `{"a":1}`}, false},
		{"REFUSED_STREAM", "GET", []string{"", ""}, false},
		{"REFUSED_STREAM", "POST", []string{`{"a":1}`, `{"a":1}`}, false},
		{"INTERNAL_ERROR", "GET", []string{"", ""}, false},
		{"INTERNAL_ERROR", "POST", []string{`{"a":1}`}, true},
	}
	for _, tt := range tests {
		t.Run(tt.how+" "+tt.method, func(t *testing.T) {
			s := &refuser{how: tt.how}
			l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: lender.TLS.Certificates, NextProtos: []string{"h2"}})
			if err != nil {
				t.Fatal(err)
			}
			var serving sync.WaitGroup
			serving.Go(func() {
				for {
					c, err := l.Accept()
					if err != nil {
						return
					}
					stop := context.AfterFunc(t.Context(), func() { c.Close() })
					serving.Go(func() { defer stop(); defer c.Close(); s.serve(c) })
				}
			})
			rt := network(t)
			rt.TLSClientConfig.InsecureSkipVerify = true
			t.Cleanup(serving.Wait) // t.Context is over by then, and closes the connections
			defer l.Close()

			call := get(t, "https://"+l.Addr().String())
			if tt.method == "POST" {
				call = post(t, "https://"+l.Addr().String())
			}
			resp, err := transport.New(rt, newClock().options()).Do(context.Background(), call)
			if err == nil {
				finish(t, resp)
			} else if e := transportError(t, err); e.Unsent {
				t.Errorf("called unsent: %+v", e)
			}
			if (err != nil) != tt.fails {
				t.Errorf("error %v", err)
			}
			if diff := cmp.Diff(tt.bodies, s.bodies); diff != "" {
				t.Errorf("bodies seen by the server (-want +got):\n%s", diff)
			}
		})
	}
}
