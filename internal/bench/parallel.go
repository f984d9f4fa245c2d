// pathdata with two goroutines that decode, as package proofpoint does it where it is asked to: the walk and whoever takes the records stay
// on one goroutine, and the records come in their order.

package main

import (
	"github.com/go-json-experiment/json"

	"github.com/proofpointkit/proofpoint-go/internal/ordered"
	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// turn is what came of the walk, and made what became of it.
type turn struct {
	raw []byte
	err error
}

type made[T any] struct {
	v   T
	err error
}

// both decodes on two goroutines, each with a decoder of its own.
func both[T any](newDecoder func() func([]byte) (T, error), give func(sink, T)) walk {
	return func(in *answer, out sink) error {
		turns := func(yield func(turn) bool) {
			for m, err := range pathdata.EachWith(in.Reader, pathdata.Limits{Keep: true}, records) {
				if !yield(turn{m.Raw, err}) {
					return
				}
			}
		}
		work := func() func(turn) made[T] {
			decode := newDecoder()
			return func(t turn) (m made[T]) {
				if m.err = t.err; m.err == nil {
					m.v, m.err = decode(t.raw)
				}
				return m
			}
		}
		for m := range ordered.Map(turns, 2, func(t turn) int { return len(t.raw) }, work) {
			if m.err != nil {
				return m.err
			}
			give(out, m.v)
		}
		return nil
	}
}

func bothMaps() walk {
	return both(func() func([]byte) (map[string]any, error) { return new(pathdata.Decoder).Map }, sink.object)
}

func bothStructs() walk {
	return both(func() func([]byte) (*message, error) {
		return func(raw []byte) (*message, error) {
			m := new(message)
			return m, json.Unmarshal(raw, m, tolerant)
		}
	}, sink.message)
}
