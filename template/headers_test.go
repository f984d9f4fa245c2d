// The table is the grammar: what a form may send, what it becomes, and what is
// refused with which words. No error may hold a value.

package template_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/template"
)

func TestParseHeaders(t *testing.T) {
	tests := []struct {
		name string
		in   string
		want http.Header
	}{
		{"empty", "", http.Header{}},
		{"spaces only", " \t ", http.Header{}},
		{"one", "X-Tenant:acme", http.Header{"X-Tenant": {"acme"}}},
		{"two", "X-Tenant:acme,Accept:text/plain", http.Header{"X-Tenant": {"acme"}, "Accept": {"text/plain"}}},
		{"spaces around", " x-tenant\t: acme corp ,  Accept : */* ",
			http.Header{"X-Tenant": {"acme corp"}, "Accept": {"*/*"}}},
		{"empty value", "X-Tenant:", http.Header{"X-Tenant": {""}}},
		{"empty value before another", "X-Tenant: ,A:b", http.Header{"X-Tenant": {""}, "A": {"b"}}},
		{"colon in value", "X-At:2026-11-23T01:02:03Z,X-URL:https://a.example:8443/",
			http.Header{"X-At": {"2026-11-23T01:02:03Z"}, "X-Url": {"https://a.example:8443/"}}},
		{"repeated", "X-A:1,x-a:2", http.Header{"X-A": {"1", "2"}}},
		{"escaped comma", `Accept:text/html\, text/plain,X-A:1`,
			http.Header{"Accept": {"text/html, text/plain"}, "X-A": {"1"}}},
		{"escaped backslash", `X-A:DOMAIN\\user,X-B:1`, http.Header{"X-A": {`DOMAIN\user`}, "X-B": {"1"}}},
		{"escaped colon", `X-A:a\:b`, http.Header{"X-A": {"a:b"}}},
		{"escaped quote at the start", `X-A:\"a\"`, http.Header{"X-A": {`"a"`}}},
		{"escaped space is kept", `X-A:a\ ,X-B:\ b`, http.Header{"X-A": {"a "}, "X-B": {" b"}}},
		{"quoted", `X-A:"a, b: c",X-B:"d"`, http.Header{"X-A": {"a, b: c"}, "X-B": {"d"}}},
		{"quoted spaces are kept", `X-A: " a " , X-B:b`, http.Header{"X-A": {" a "}, "X-B": {"b"}}},
		{"quoted escapes", `X-A:"say \"hi\" to C:\\x\y"`, http.Header{"X-A": {`say "hi" to C:\x\y`}}},
		{"quoted empty", `X-A:""`, http.Header{"X-A": {""}}},
		{"quote inside a value", `If-None-Match:W/"abc"`, http.Header{"If-None-Match": {`W/"abc"`}}},
		{"tab inside a value", "X-A:a\tb", http.Header{"X-A": {"a\tb"}}},
		{"not ASCII", "X-A:grün", http.Header{"X-A": {"grün"}}},
		{"authorization and cookie", "Authorization:Bearer abc,Cookie:a=b; c=d",
			http.Header{"Authorization": {"Bearer abc"}, "Cookie": {"a=b; c=d"}}},
		{"odd but valid name", "x_a.b!:1", http.Header{"X_a.b!": {"1"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := template.ParseHeaders(tt.in)
			if err != nil {
				t.Fatalf("ParseHeaders(%q): %v", tt.in, err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("ParseHeaders(%q) mismatch (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestParseHeadersRefuses(t *testing.T) {
	// Every value below is or contains "hunter2".
	tests := []struct {
		name string
		in   string
		want []string // one line of the error each
	}{
		{"CR and LF", "X-A:hunter2\r\nX-B: 1", []string{`template: headers: header "X-A": control character in the value`}},
		{"LF in quotes", "X-A:\"hunter2\n\"", []string{`template: headers: header "X-A": control character in the value`}},
		{"LF escaped", "X-A:hunter2\\\nX-B: 1", []string{`template: headers: header "X-A": control character in the value`}},
		{"LF at the end", "X-A:hunter2\n", []string{`template: headers: header "X-A": control character in the value`}},
		{"LF at the start", "X-A:\nhunter2", []string{`template: headers: header "X-A": control character in the value`}},
		{"NUL", "X-A:hunter2\x00", []string{`template: headers: header "X-A": control character in the value`}},
		{"delete", "X-A:hunter2\x7f", []string{`template: headers: header "X-A": control character in the value`}},
		{"name with a space", "X A:hunter2", []string{"template: headers: header 1: the name is not a valid header name"}},
		{"name with LF", "X-A\n:hunter2", []string{"template: headers: header 1: the name is not a valid header name"}},
		{"name not ASCII", "Grün:hunter2", []string{"template: headers: header 1: the name is not a valid header name"}},
		{"name not UTF-8", "\xff:hunter2", []string{"template: headers: header 1: the name is not a valid header name"}},
		{"no name", ":hunter2", []string{"template: headers: header 1: no name before the colon"}},
		{"no colon", "hunter2", []string{`template: headers: header 1: no colon between name and value (write a comma that belongs to a value as \,)`}},
		{"comma not escaped", "X-A:a,hunter2",
			[]string{`template: headers: header 2: no colon between name and value (write a comma that belongs to a value as \,)`}},
		{"comma not escaped, colon later", "X-A:a,my hunter2:b",
			[]string{"template: headers: header 2: the name is not a valid header name"}},
		{"comma at the end", "X-A:hunter2,",
			[]string{`template: headers: header 2: no colon between name and value (write a comma that belongs to a value as \,)`}},
		{"quote not closed", `X-A:"hunter2,X-B:1`,
			[]string{`template: headers: header "X-A": the quote around the value is not closed`}},
		{"closing quote escaped", `X-A:"hunter2\"`,
			[]string{`template: headers: header "X-A": the quote around the value is not closed`}},
		{"text after quote", `X-A:"a" hunter2`,
			[]string{`template: headers: header "X-A": text after the closing quote of the value`}},
		{"backslash at the end", `X-A:hunter2\`, []string{`template: headers: header "X-A": the value ends in a backslash`}},
		{"all at once", "Host:hunter2,X-A:fine,te:hunter2,hunter2,X-B:\"hunter2\"x\\,y,X-C:\x01", []string{
			`template: headers: header "Host": cannot be set here: it follows from the address of the service`,
			`template: headers: header "Te": cannot be set here: it belongs to the connection`,
			`template: headers: header 4: no colon between name and value (write a comma that belongs to a value as \,)`,
			`template: headers: header "X-B": text after the closing quote of the value`,
			`template: headers: header "X-C": control character in the value`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := template.ParseHeaders(tt.in)
			if err == nil || got != nil {
				t.Fatalf("ParseHeaders(%q) = %v, %v, want an error and no header", tt.in, got, err)
			}
			if diff := cmp.Diff(tt.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("ParseHeaders(%q) error mismatch (-want +got):\n%s", tt.in, diff)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("ParseHeaders(%q): the error tells the value: %v", tt.in, err)
			}
		})
	}
}

func TestParseHeadersReserved(t *testing.T) {
	for _, name := range []string{
		"Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization",
		"Proxy-Connection", "TE", "Trailer", "Upgrade", "Accept-Encoding",
	} {
		for _, spelled := range []string{name, strings.ToLower(name), strings.ToUpper(name), " " + name + " "} {
			if got, err := template.ParseHeaders(spelled + ":hunter2"); err == nil || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("ParseHeaders(%q) = %v, %v, want an error without the value", spelled+":hunter2", got, err)
			}
		}
	}
}

func FuzzParseHeaders(f *testing.F) {
	for _, seed := range []string{
		"", "X-A:1", "X-A:1,X-B:2,X-A:3", `X-A:"a, b",X-B:\,`, `X-A:"\"\\"`, "X-A:1\r\nX-B:2", "Host:a", ",", ":", `X-A:"`, `X-A:\`, "\xff:\xff", `X-A:\ `,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		header, err := template.ParseHeaders(in)
		if (err == nil) != (header != nil) {
			t.Fatalf("ParseHeaders(%q) = %v, %v, want one of both", in, header, err)
		}
		if err != nil {
			return
		}
		// What was accepted may stand on the wire as it is, and written again in quotes it is read back as it was.
		for name, values := range header {
			if name != http.CanonicalHeaderKey(name) || strings.ContainsAny(name, " \t\r\n\x00:,") {
				t.Errorf("ParseHeaders(%q) took the name %q", in, name)
			}
			for _, value := range values {
				if strings.ContainsAny(value, "\r\n\x00") {
					t.Errorf("ParseHeaders(%q) took the value %q", in, value)
				}
			}
		}
		again, err := template.ParseHeaders(written(header))
		if err != nil {
			t.Fatalf("ParseHeaders(%q), written again as %q: %v", in, written(header), err)
		}
		if diff := cmp.Diff(header, again); diff != "" {
			t.Errorf("ParseHeaders(%q) written again mismatch (-first +again):\n%s", in, diff)
		}
	})
}

// written is header as ParseHeaders reads it, every value in quotes.
func written(header http.Header) string {
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	var parts []string
	for name, values := range header {
		for _, value := range values {
			parts = append(parts, name+`:"`+escape.Replace(value)+`"`)
		}
	}
	slices.SortStableFunc(parts, func(a, b string) int {
		an, _, _ := strings.Cut(a, ":")
		bn, _, _ := strings.Cut(b, ":")
		return strings.Compare(an, bn)
	})
	return strings.Join(parts, ",")
}

func ExampleParseHeaders() {
	header, err := template.ParseHeaders(`Accept: application/json, X-Note: "daily, at 02:00", X-Tenant: acme`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(header.Get("X-Note"))
	fmt.Println(header.Get("X-Tenant"))

	_, err = template.ParseHeaders("Host:elsewhere.example,X-Tenant")
	fmt.Println(err)

	// Output:
	// daily, at 02:00
	// acme
	// template: headers: header "Host": cannot be set here: it follows from the address of the service
	// template: headers: header 2: no colon between name and value (write a comma that belongs to a value as \,)
}
