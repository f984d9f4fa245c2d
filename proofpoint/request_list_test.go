// Lists inside a body: members that are appended to, and the object in one.

package proofpoint_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestSetInLists(t *testing.T) {
	for _, c := range []struct {
		name, body, where string
		v                 any
		want, reason      string
	}{
		{"one into none", ``, "body:a.b[]", "x", `{"a":{"b":["x"]}}`, ""},
		{"one more", `{"a":{"b":["x"]}}`, "body:a.b[]", "y", `{"a":{"b":["x","y"]}}`, ""},
		{"several", `{"b":["x"]}`, "body:b[]", []string{"y", "z"}, `{"b":["x","y","z"]}`, ""},
		{"member of an element", `{"s":[{"col":"t"}]}`, "body:s[].sort", "asc", `{"s":[{"col":"t","sort":"asc"}]}`, ""},
		{"element that is not there", ``, "body:s[].sort", "asc", `{"s":[{"sort":"asc"}]}`, ""},
		{"element of an empty list", `{"s":[]}`, "body:s[].sort", "asc", ``, "not a JSON object"},
		{"no list", `{"b":"x"}`, "body:b[]", "y", ``, "is not a list"},
		{"no list on the way", `{"s":{"sort":"asc"}}`, "body:s[].sort", "asc", ``, "not a JSON object"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := proofpoint.Request{Body: []byte(c.body)}
			err := r.Set(c.where, c.v)
			if pe, ok := errors.AsType[*proofpoint.ParamError](err); c.reason != "" {
				if !ok || !strings.Contains(pe.Reason, c.reason) {
					t.Fatalf("%v, want %q", err, c.reason)
				}
				return
			}
			if diff := cmp.Diff(c.want, string(r.Body)); err != nil || diff != "" {
				t.Errorf("%v; body mismatch (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestListLengths(t *testing.T) {
	type params struct {
		To []string `in:"body:to" required:"true" min:"1" max:"2"`
	}
	o := proofpoint.NewOperation[params](proofpoint.Operation{Name: "x", Proto: proofpoint.Request{Service: proofpoint.TAP, Method: "POST"}})
	for want, to := range map[string][]string{"": {"a", "b"}, "is required": nil, "has 0 values": {}, "has 3 values": {"a", "b", "c"}} {
		_, err := o.Build(params{To: to})
		if pe, ok := errors.AsType[*proofpoint.ParamError](err); want == "" && err != nil || want != "" && (!ok || pe.Reason != want) {
			t.Errorf("%q: %v, want %q", to, err, want)
		}
	}
}
