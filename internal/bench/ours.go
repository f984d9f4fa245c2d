// pathdata, and what becomes of the bytes of a record.

package main

import (
	stdjson "encoding/json"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// pass is what a contender makes of each record.
type pass int

const (
	passRaw       pass = iota // its bytes
	passMap                   // map[string]any, by the contender's own decoder, if it has one
	passStruct                // message, the same
	passJSONv2Map             // map[string]any, by json/v2
	passStdMap                // the same, by encoding/json
	passStdStruct
)

// tolerant is how package proofpoint decodes records.
var tolerant = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// scanned selects with pathdata.
func scanned(sel *pathdata.Selector, p pass) walk {
	return func(in *answer, out sink) error {
		var d pathdata.Decoder
		for m, err := range pathdata.Each(in.Reader, sel) {
			switch {
			case err != nil:
			case p == passMap:
				err = handOwn(&d, m.Raw, out)
			default:
				err = hand(p, m.Raw, out)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// hand decodes the bytes of a record, where the pass wants it.
func hand(p pass, raw []byte, out sink) error {
	switch p {
	case passJSONv2Map:
		return handMap(raw, out, func(b []byte, v any) error { return json.Unmarshal(b, v, tolerant) })
	case passStdMap:
		return handMap(raw, out, stdjson.Unmarshal)
	case passStruct:
		return handStruct(raw, out, func(b []byte, v any) error { return json.Unmarshal(b, v, tolerant) })
	case passStdStruct:
		return handStruct(raw, out, stdjson.Unmarshal)
	}
	out.raw(raw)
	return nil
}

func handOwn(d *pathdata.Decoder, raw []byte, out sink) error {
	m, err := d.Map(raw)
	if err == nil {
		out.object(m)
	}
	return err
}

func handMap(raw []byte, out sink, unmarshal func([]byte, any) error) error {
	var m map[string]any
	if err := unmarshal(raw, &m); err != nil {
		return err
	}
	out.object(m)
	return nil
}

func handStruct(raw []byte, out sink, unmarshal func([]byte, any) error) error {
	m := new(message)
	if err := unmarshal(raw, m); err != nil {
		return err
	}
	out.message(m)
	return nil
}

// sieve tests decoded records as the filter does, for those who have no filter of their own.
type sieve struct{ sink }

func (s sieve) object(m map[string]any) {
	if score, ok := m["spamScore"].(float64); ok && score > 50 {
		s.sink.object(m)
	}
}

func tested(w walk) walk {
	return func(in *answer, out sink) error { return w(in, sieve{out}) }
}
