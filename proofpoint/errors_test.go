// What comes from outside is bounded and printable in the text of every error
// (fault S4): nobody's log takes a megabyte, or a terminal's escapes.

package proofpoint_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestErrorTextsAreBounded_S4(t *testing.T) {
	huge := "\x1b[31mred\x00\r\n" + strings.Repeat("x", 1<<20)
	outside := errors.New(huge)
	var (
		i proofpoint.Int
		b proofpoint.Bool
		f proofpoint.Float
		m proofpoint.Time
		r proofpoint.Request
	)
	number := []byte(`"` + strings.Repeat("7", 1<<20) + `"`)
	tests := map[string]error{
		"network":        &proofpoint.NetworkError{Operation: huge, Host: huge, Err: outside},
		"network, none":  &proofpoint.NetworkError{},
		"ambiguous":      &proofpoint.AmbiguousError{Operation: huge, Err: &proofpoint.NetworkError{Operation: huge, Host: huge, Err: outside}},
		"ambiguous, odd": &proofpoint.AmbiguousError{Operation: huge, Err: outside},
		"body":           &proofpoint.BodyError{Operation: huge, Err: outside},
		"record":         &proofpoint.RecordError{Path: pathdata.Path{Parent: "$", Index: -1, Name: huge}, Err: outside},
		"gap":            &proofpoint.GapError{Reason: huge},
		"API":            &proofpoint.APIError{Operation: huge, StatusCode: 400, Message: huge},
		"API, no name":   &proofpoint.APIError{Method: huge, URL: huge, StatusCode: 400},
		"parameter":      &proofpoint.ParamError{Param: huge, Value: huge, Reason: huge, Accepts: huge},
		"Int":            i.UnmarshalJSON(number),
		"Bool":           b.UnmarshalJSON(number),
		"Float":          f.UnmarshalJSON([]byte(`"` + strings.Repeat("7", 1<<20) + `x"`)),
		"Time":           m.UnmarshalJSON(number),
		"place":          r.Set(huge, 1),
		"kind of place":  r.Set("x:"+huge, 1),
		"path":           (&proofpoint.Request{Path: huge}).Set("path:"+strings.Repeat("y", 1<<20), 1),
		"header":         r.Set("header:"+huge, "x"),
	}
	for name, err := range tests {
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		text := err.Error()
		if len(text) > 2000 || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Errorf("%s: %d bytes %.200q", name, len(text), text)
		}
	}
	for _, name := range []string{"network", "body", "record", "ambiguous"} {
		if !errors.Is(tests[name], outside) {
			t.Errorf("%s does not unwrap to its cause", name)
		}
	}
}

// What fits is not touched, and a cut is marked.
func TestErrorTextsAreWhole(t *testing.T) {
	long := strings.Repeat("x", 299)
	for _, tt := range []struct {
		err  error
		want string
	}{
		{&proofpoint.NetworkError{Operation: "op", Host: "h", Err: io.ErrUnexpectedEOF}, "proofpoint: op: h: unexpected EOF"},
		{&proofpoint.BodyError{Operation: "op", Err: errors.New(long)}, "proofpoint: op: body broken at byte 0 after 0 records: " + long},
		{&proofpoint.BodyError{Operation: "op", Err: errors.New(long + "yz")}, "proofpoint: op: body broken at byte 0 after 0 records: " + long + "y…"},
	} {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	inner := &proofpoint.APIError{Operation: strings.Repeat("o", 100), StatusCode: 403, Message: strings.Repeat("m", 200)}
	if got := (&proofpoint.RecordError{Err: inner}).Error(); !strings.HasSuffix(got, "the customer") {
		t.Errorf("what to do is cut off: %q", got)
	}
}

func TestRedirectHintIsBounded_S4(t *testing.T) {
	for name, location := range map[string]string{
		"path":  "https://other.example/" + strings.Repeat("x", 500_000),
		"query": "https://other.example/?" + strings.Repeat("x", 500_000) + "=1",
		"host":  "https://" + strings.Repeat("x", 500_000) + "/",
	} {
		s := &server{answer: func(int, *http.Request) *http.Response { return answer(302, "", "Location", location) }}
		c, _ := newClient(t, s, tapConfig())
		_, err := texts(c.Records(t.Context(), proofpoint.Request{Service: proofpoint.TAP, Path: "/x"}))
		if err == nil || len(err.Error()) > 600 {
			t.Errorf("%s: %.700v", name, err)
		}
	}
}

func TestRequestNameIsBounded_S4(t *testing.T) {
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(404, "no") }}
	for _, r := range []proofpoint.Request{
		{Service: proofpoint.TAP, Name: "a\x1b[31m\n" + strings.Repeat("b", 1<<20), Path: "/x"},
		{Service: proofpoint.TAP, Path: "/" + strings.Repeat("b", 1<<20)},
	} {
		c, _ := newClient(t, s, tapConfig())
		_, err := texts(c.Records(t.Context(), r))
		e, ok := errors.AsType[*proofpoint.APIError](err)
		if !ok || len(e.Operation) > 210 || strings.ContainsAny(fmt.Sprint(e), "\x1b\n") {
			t.Errorf("%.300v", err)
		}
	}
}
