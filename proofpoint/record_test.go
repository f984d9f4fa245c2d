// As: which types get a record's bytes, and what one odd member costs.

package proofpoint_test

import (
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func oneRecord(raw string) iter.Seq2[proofpoint.Record, error] {
	return func(yield func(proofpoint.Record, error) bool) { yield(proofpoint.Record{Raw: []byte(raw)}, nil) }
}

func TestAsPointersAndEmbedded(t *testing.T) {
	type base struct {
		Raw json.RawMessage `json:"-"`
		ID  string          `json:"id"`
	}
	type derived struct {
		base
		N int `json:"n"`
	}
	type behind struct {
		*base
		N int `json:"n"`
	}
	const raw = `{"id":"a","n":5}`
	if p, err := proofpoint.One[*base](oneRecord(raw)); err != nil || p == nil || p.ID != "a" || string(p.Raw) != raw {
		t.Errorf("a pointer: %+v, %v", p, err)
	}
	if d, err := proofpoint.One[derived](oneRecord(raw)); err != nil || d.N != 5 || string(d.Raw) != raw {
		t.Errorf("an embedded struct: %+v, %v", d, err)
	}
	if b, err := proofpoint.One[behind](oneRecord(`{"n":5}`)); err != nil || b.N != 5 {
		t.Errorf("an embedded pointer: %+v, %v", b, err)
	}
	if p, err := proofpoint.One[*proofpoint.TAPMessage](oneRecord(`{"GUID":"g"}`)); err != nil || p.GUID != "g" || len(p.Raw) == 0 {
		t.Errorf("a pointer to a type with FromRecord: %+v, %v", p, err)
	}
}

// TestOddMemberCostsItself: wherever it stands, the other members are read, the
// identity first of all, and the error says which one it was.
func TestOddMemberCostsItself(t *testing.T) {
	a, err := proofpoint.One[proofpoint.CASBAlert](oneRecord(`{"severity":{"level":5},"related_events":[],"id":"AFTER","title":"t"}`))
	re, ok := errors.AsType[*proofpoint.RecordError](err)
	if !ok || a.ID != "AFTER" || a.Title != "t" || len(a.Raw) == 0 {
		t.Errorf("%+v, %v", a, err)
	}
	if ok && (!strings.Contains(re.Error(), "/severity") || strings.Contains(re.Error(), "Go ") || strings.Contains(re.Error(), "plain")) {
		t.Errorf("%v, want the member in words of the record", re)
	}
	m, err := proofpoint.One[proofpoint.TAPMessage](oneRecord(`{"spamScore":{},"threatsInfoMap":[{"threatTime":[],"threatID":"x"}],"id":"AFTER"}`))
	if err == nil || m.ID != "AFTER" {
		t.Errorf("%+v, %v", m, err)
	}
}

// TestAsToleratesWhatItSays: names that occur twice, the last one wins, and text
// that is not UTF-8.
func TestAsToleratesWhatItSays(t *testing.T) {
	type v struct {
		A string            `json:"a"`
		L []int             `json:"l"`
		M map[string]string `json:"m"`
	}
	got, err := proofpoint.One[v](oneRecord("{\"a\":\"x\",\"l\":[1,2],\"m\":{\"k\":\"1\",\"k\":\"2\"},\"a\":\"\xff\",\"l\":[3]}"))
	if err != nil || got.A != "\ufffd" || len(got.L) != 1 || got.L[0] != 3 || got.M["k"] != "2" {
		t.Errorf("%+v, %v", got, err)
	}
}
