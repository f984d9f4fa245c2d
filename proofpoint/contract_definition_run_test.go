// Definition files are enough: every operation, written down and read back, asks
// the fake what the operation in code asks and gets the same records. Those that change
// something are among them; each has a world of its own.

package proofpoint_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
	"github.com/proofpointkit/proofpoint-go/template"
)

func TestContractDefinitionsRun(t *testing.T) {
	total := 0
	for _, row := range contractRows() {
		t.Run(row.op, func(t *testing.T) {
			o := row.operation(t)
			want, wantCalls := row.runs(t, o.Build)
			read := readFromFile(t, o)
			got, calls := row.runs(t, func(params any) (proofpoint.Request, error) { return read.Build(params.(map[string]any)) })
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("records of the definition mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(wantCalls, calls); diff != "" {
				t.Errorf("requests of the definition mismatch (-want +got):\n%s", diff)
			}
			if len(calls) == 0 {
				t.Error("nothing was asked")
			}
			total += len(got)
		})
	}
	if total < len(contractRows()) {
		t.Errorf("%d records of %d operations: the fake says too little to compare", total, len(contractRows()))
	}
}

// readFromFile is the operation as its definition has it, and nothing else.
func readFromFile(t *testing.T, o *proofpoint.Operation) *template.Template {
	t.Helper()
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
	return read
}

// runs asks a new fake for what build makes of the row's parameters. It returns
// the records and the lines of the requests.
func (row contractRow) runs(t *testing.T, build func(any) (proofpoint.Request, error)) (records, calls []string) {
	t.Helper()
	s := proofpointtest.NewServer(proofpointtest.Seeded(1))
	c := s.Client(proofpoint.WithRetry(proofpoint.NoRetry))
	if row.seeded != nil {
		row.params = row.seeded(t, c)
	}
	before := len(s.Calls(""))
	params := map[string]any{}
	if row.params != nil {
		var err error
		if params, err = proofpoint.ParamMap(row.operation(t), row.params); err != nil {
			t.Fatal(err)
		}
	}
	r, err := build(params)
	if err != nil {
		t.Fatal(err)
	}
	for rec, err := range c.Records(t.Context(), r) {
		if err != nil {
			t.Fatalf("the fake says no: %v", err)
		}
		records = append(records, string(rec.Raw))
	}
	for _, call := range s.Calls("")[before:] {
		calls = append(calls, call.Method+" "+call.Path+"?"+call.Query.Encode())
	}
	slices.Sort(calls) // further requests are made side by side
	return records, calls
}
