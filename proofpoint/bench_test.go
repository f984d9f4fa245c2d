// What the road costs over what it stands on: time against plain net/http
// drained through the same inflater, memory of a large answer against that of
// a small one. Ratios of one run; run with
//
//	go test -run '^$' -bench Road ./proofpoint
package proofpoint_test

import (
	"bytes"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/metrics"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// answerOf is a gzip'd SIEM answer of about mib MiB, inflated, made of a block
// of a MiB that is sent again and again: it needs no memory to serve.
type answerOf struct {
	mib     int
	records int
}

var block = sync.OnceValue(func() (b struct {
	head, body, tail []byte
	records          int
}) {
	var events bytes.Buffer
	s := proofpointtest.NewServer(proofpointtest.Seeded(1), proofpointtest.Rate(3600))
	for e := range s.Events(noon.Add(-time.Hour), noon) {
		if e.Kind == "messagesDelivered" && events.Len() < 1<<20 {
			events.Write(e.Raw)
			events.WriteByte(',')
			b.records++
		}
	}
	b.head, b.body, b.tail = member(`{"queryEndTime":"2026-11-02T12:00:00Z","messagesDelivered":[`), member(events.String()), member(`{}]}`)
	return b
})

func member(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Bytes()
}

func (a *answerOf) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	b := block()
	_, _ = w.Write(b.head)
	for range a.mib {
		_, _ = w.Write(b.body)
	}
	_, _ = w.Write(b.tail)
	a.records = a.mib*b.records + 1
}

// serve starts a TLS server and returns a client of it beside the transport
// that the client uses.
func serve(t testing.TB, h http.Handler) (*proofpoint.Client, *http.Transport, string) {
	srv := httptest.NewTLSServer(h)
	t.Cleanup(srv.Close)
	rt := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: srv.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}, DisableCompression: true}
	t.Cleanup(rt.CloseIdleConnections)
	c, err := proofpoint.NewClient(proofpoint.Config{proofpoint.TAP: {BaseURL: srv.URL, Auth: proofpoint.Basic("p", proofpoint.NewSecret("secret"))}}, proofpoint.WithTransport(rt))
	if err != nil {
		t.Fatal(err)
	}
	return c, rt, srv.URL
}

func walkAll(t testing.TB, c *proofpoint.Client, each func()) (n int) {
	r, err := proofpoint.TAPSIEMParams{}.MessagesDeliveredRequest()
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range c.Records(t.Context(), r) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; each != nil {
			each()
		}
	}
	return n
}

// drain reads an answer through net/http and the inflater, and drops it.
func drain(t testing.TB, rt http.RoundTripper, url string) {
	resp, err := (&http.Client{Transport: rt}).Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	z, err := gzip.NewReader(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, z); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkRoadOverDrain reports how many times longer the road takes than
// draining the same answer through net/http and the inflater ("x-drain",
// median of pairs in turn). Records stay valid for ever, so the road allocates
// what it hands out; how often that is collected depends on what else the
// program holds. "empty" is a program that holds nothing, the worst case;
// "service" holds 32 MiB.
func BenchmarkRoadOverDrain(b *testing.B) {
	for _, program := range []struct {
		name string
		heap int
	}{{"empty", 0}, {"service", 32 << 20}} {
		b.Run(program.name, func(b *testing.B) {
			held := make([]byte, program.heap)
			a := &answerOf{mib: 64}
			c, rt, url := serve(b, a)
			walkAll(b, c, nil)
			drain(b, rt, url)
			var ratios []float64
			for b.Loop() {
				began := time.Now()
				drain(b, rt, url)
				middle := time.Now()
				walkAll(b, c, nil)
				ratios = append(ratios, float64(time.Since(middle))/float64(middle.Sub(began)))
			}
			slices.Sort(ratios)
			b.ReportMetric(ratios[len(ratios)/2], "x-drain")
			runtime.KeepAlive(held)
		})
	}
}

// BenchmarkRoadTyped decodes each record into its type.
func BenchmarkRoadTyped(b *testing.B) {
	a := &answerOf{mib: 16}
	c, _, _ := serve(b, a)
	b.SetBytes(16 << 20)
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range c.TAP.MessagesDelivered(b.Context(), proofpoint.TAPSIEMParams{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// peak returns the most memory that the process held while an answer was
// walked, in bytes.
func peak(t testing.TB, mib int) (most uint64) {
	a := &answerOf{mib: mib}
	c, _, _ := serve(t, a)
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	i := 0
	n := walkAll(t, c, func() {
		if i++; i%200 == 0 {
			metrics.Read(sample)
			most = max(most, sample[0].Value.Uint64()-sample[1].Value.Uint64())
		}
	})
	if n != a.records {
		t.Fatalf("%d records, want %d", n, a.records)
	}
	return most
}

// BenchmarkRoadPeakMemory reports the peak of a 256 MiB answer and how many
// times that of a 16 MiB answer it is.
func BenchmarkRoadPeakMemory(b *testing.B) {
	for b.Loop() {
		small := peak(b, 16)
		large := peak(b, 256)
		b.ReportMetric(float64(large)/(1<<20), "MiB-peak")
		b.ReportMetric(float64(large)/float64(small), "x-16MiB")
	}
}

// Memory does not grow with the answer (D10). The bound is wide because a
// garbage collector decides when; a body held whole would be far over it.
func TestConstantMemory_D10(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: .ci/run runs it")
	}
	small, large := peak(t, 4), peak(t, 40)
	if float64(large) > 1.5*float64(small)+8<<20 {
		t.Errorf("peak %d MiB for 4 MiB, %d MiB for 40 MiB", small>>20, large>>20)
	}
}
