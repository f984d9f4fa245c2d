// The speed of the road from bytes to records, as ratios within one run: the
// scanner, the standard library's validation, a streaming token reader, and
// decoding the whole body. The body is made from a fixed seed.

package pathdata_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/PaesslerAG/jsonpath"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// benchBody makes an answer of about size bytes: messages of 3 KB, half of the
// bytes in "messagesDelivered".
func benchBody(size int) (body []byte, delivered int) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	list := func(name string, size int) (n int) {
		fmt.Fprintf(&b, "%q:[", name)
		for end := b.Len() + size; b.Len() < end; n++ {
			if n > 0 {
				b.WriteByte(',')
			}
			writeMessage(&b, rnd)
		}
		b.WriteByte(']')
		return n
	}
	b.WriteString(`{"queryEndTime":"2026-11-23T12:00:00Z",`)
	list("messagesBlocked", size/2)
	b.WriteByte(',')
	delivered = list("messagesDelivered", size/2)
	b.WriteByte('}')
	return b.Bytes(), delivered
}

func writeMessage(b *bytes.Buffer, rnd *rand.Rand) {
	hex := func(n int) string {
		s := make([]byte, n)
		for i := range s {
			s[i] = "0123456789abcdef"[rnd.IntN(16)]
		}
		return string(s)
	}
	words := []string{"invoice", "Überweisung", "payment", "please", "review", "Q3", "the \\\"final\\\" draft", "re:", "contract\\u00a0no."}
	fmt.Fprintf(b, `{"GUID":"%s-%s","QID":"%s","ccAddresses":[],"clusterId":"pharmtech_hosted","completelyRewritten":true,`, hex(8), hex(12), hex(14))
	fmt.Fprintf(b, `"fromAddress":["%s@example.com"],"headerFrom":"\"A. Badguy\" <%s@evil.example>","impostorScore":%d,"malwareScore":%d,`, hex(9), hex(6), rnd.IntN(100), rnd.IntN(100))
	b.WriteString(`"messageParts":[`)
	for i := range 2 + rnd.IntN(3) {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, `{"contentType":"application/pdf","disposition":"attached","filename":"%s.pdf","md5":"%s","oContentType":"application/pdf","sandboxStatus":"threat","sha256":"%s"}`, hex(10), hex(32), hex(64))
	}
	fmt.Fprintf(b, `],"messageSize":%d,"messageTime":"2026-11-%02dT21:18:%02d.000Z","modulesRun":["pdr","sandbox","spam","urldefense"],`, rnd.IntN(1<<20), 1+rnd.IntN(28), rnd.IntN(60))
	b.WriteString(`"policyRoutes":["default_inbound","executives"],"phishScore":46,"quarantineFolder":"Attachment Defense","subject":"`)
	for range 3 + rnd.IntN(8) {
		b.WriteString(words[rnd.IntN(len(words))] + " ")
	}
	b.WriteString(`","threatsInfoMap":[`)
	for i := range 2 + rnd.IntN(3) {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, `{"campaignId":"%s","classification":"MALWARE","threat":"%s","threatId":"%s","threatStatus":"active","threatTime":"2026-11-24T21:18:38.000Z","threatType":"ATTACHMENT","threatUrl":"https://threatinsight.example.com/#/%s/threat/u/%s"}`, hex(32), hex(64), hex(64), hex(8), hex(64))
	}
	fmt.Fprintf(b, `],"toAddresses":["%s@example.com"],"xmailer":null,"spamScore":%d.%d}`, hex(7), rnd.IntN(100), rnd.IntN(100))
}

func BenchmarkRaw(b *testing.B) {
	body, want := benchBody(8 << 20)
	b.Run("pathdata", func(b *testing.B) {
		sel := pathdata.MustCompile("$.messagesDelivered[*]")
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for _, err := range pathdata.Each(bytes.NewReader(body), sel) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n != want {
				b.Fatalf("%d records, want %d", n, want)
			}
		}
	})
	b.Run("json.Valid", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			if !json.Valid(body) {
				b.Fatal("not valid")
			}
		}
	})
	b.Run("jsontext", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			if n := jsontextRecords(b, bytes.NewReader(body), "messagesDelivered"); n != want {
				b.Fatalf("%d records, want %d", n, want)
			}
		}
	})
	b.Run("decode+jsonpath", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			var v any
			if err := json.Unmarshal(body, &v); err != nil {
				b.Fatal(err)
			}
			got, err := jsonpath.Get("$.messagesDelivered[*]", v)
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for _, record := range got.([]any) {
				if _, err := json.Marshal(record); err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n != want {
				b.Fatalf("%d records, want %d", n, want)
			}
		}
	})
}

func jsontextRecords(b *testing.B, r io.Reader, name string) (n int) {
	d := jsontext.NewDecoder(r, jsontext.AllowDuplicateNames(true))
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	_, err := d.ReadToken()
	must(err)
	for d.PeekKind() != '}' {
		tok, err := d.ReadToken()
		must(err)
		if tok.String() != name {
			must(d.SkipValue())
			continue
		}
		_, err = d.ReadToken()
		must(err)
		for d.PeekKind() != ']' {
			_, err = d.ReadValue()
			must(err)
			n++
		}
		_, err = d.ReadToken()
		must(err)
	}
	return n
}

// BenchmarkTiny is the other end: records of 25 bytes.
func BenchmarkTiny(b *testing.B) {
	body := []byte(`{"rows":[` + string(bytes.Repeat([]byte(`{"id":12345,"on":true},`), 1<<17)) + `{}]}`)
	b.Run("pathdata", func(b *testing.B) {
		sel := pathdata.MustCompile("$.rows[*]")
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			for _, err := range pathdata.Each(bytes.NewReader(body), sel) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("json.Valid", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			if !json.Valid(body) {
				b.Fatal("not valid")
			}
		}
	})
}

func BenchmarkDecoder(b *testing.B) {
	body, _ := benchBody(1 << 20)
	var raws [][]byte
	for m, err := range pathdata.EachWith(bytes.NewReader(body), pathdata.Limits{Keep: true}, pathdata.MustCompile("$.messagesDelivered[*]")) {
		if err != nil {
			b.Fatal(err)
		}
		raws = append(raws, m.Raw)
	}
	run := func(name string, decode func([]byte) error) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if err := decode(raws[i%len(raws)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	var d pathdata.Decoder
	run("own", func(raw []byte) error { _, err := d.Map(raw); return err })
	run("encoding/json", func(raw []byte) error { var m map[string]any; return json.Unmarshal(raw, &m) })
}
