// One answer of a SIEM interface, made up with the fields and the odd values of
// a recorded one: its schema is a golden file, read like code.

package schema_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/proofpointkit/proofpoint-go/internal/golden"
	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

// siem gives the messages of the answer.
func siem(t testing.TB, path string) (records [][]byte) {
	t.Helper()
	body, err := os.ReadFile("testdata/siem.json")
	if err != nil {
		t.Fatal(err)
	}
	for m, err := range pathdata.Each(bytes.NewReader(body), pathdata.MustCompile(path)) {
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, bytes.Clone(m.Raw))
	}
	return records
}

func TestGolden(t *testing.T) {
	var i schema.Inferrer
	records := siem(t, "$['messagesDelivered','messagesBlocked'][*]")
	for _, r := range records {
		if err := i.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	s := i.Schema()
	written, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "siem.schema.json", append(written, '\n'))
	for _, r := range records {
		if err := s.Validate(r); err != nil {
			t.Error(err)
		}
	}
	if len(records) != 36 || s.Truncated() {
		t.Errorf("%d records, truncated: %v; want 36, false", len(records), s.Truncated())
	}
}
