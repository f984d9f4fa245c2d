// Definition files say everything that an operation says: for the parameters of
// each row of the contract test, the operation as it was written down and read
// back builds the same request, byte for byte.

package proofpoint_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

func TestContractDefinitions(t *testing.T) {
	for _, row := range contractRows() {
		t.Run(row.op, func(t *testing.T) {
			o := row.operation(t)
			made, err := template.New(o.Name, o)
			if err != nil {
				t.Fatal(err)
			}
			text, err := made.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			read, err := template.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			params := map[string]any{}
			if row.params != nil {
				if params, err = proofpoint.ParamMap(o, row.params); err != nil {
					t.Fatal(err)
				}
			}
			want, err := o.Build(params)
			if err != nil {
				t.Fatal(err)
			}
			got, err := read.Build(params)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, sameRequest); diff != "" {
				t.Errorf("Build(%v) of the definition mismatch (-want +got):\n%s", params, diff)
			}
			if string(want.Body) != string(got.Body) || want.String() != got.String() {
				t.Errorf("Build(%v) = %v %s, want %v %s", params, got, got.Body, want, want.Body)
			}
		})
	}
}

// sameRequest compares requests by what they say.
var sameRequest = cmp.Options{
	cmp.Comparer(func(a, b *pathdata.Selector) bool { return a.String() == b.String() }),
	cmpopts.IgnoreUnexported(proofpoint.Request{}, proofpoint.Operation{}),
	cmp.FilterValues(func(a, b proofpoint.Pager) bool { return isNest(a) && isNest(b) }, cmp.Transformer("Unnest", func(p proofpoint.Pager) [2]proofpoint.Pager {
		outer, inner, _ := proofpoint.Unnest(p)
		return [2]proofpoint.Pager{outer, inner}
	})),
	cmpopts.EquateEmpty(),
}

func isNest(p proofpoint.Pager) bool { _, _, ok := proofpoint.Unnest(p); return ok }
