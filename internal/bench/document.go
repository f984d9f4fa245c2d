// Those who decode the whole body to maps and slices and then select. They cannot give the bytes of a record back: these, and structs, need
// a second encoding.

package main

import (
	"encoding/json"
	"fmt"

	"github.com/PaesslerAG/jsonpath"
	theory "github.com/theory/jsonpath"
)

// decoded decodes the body with encoding/json and selects from what came out.
func decoded(choose func(any) ([]any, error), p pass) walk {
	return func(in *answer, out sink) error {
		body, err := in.whole()
		if err != nil {
			return err
		}
		var v any
		if err := json.Unmarshal(body, &v); err != nil {
			return err
		}
		found, err := choose(v)
		if err != nil {
			return err
		}
		for _, record := range found {
			if err := handValue(p, record, out); err != nil {
				return err
			}
		}
		return nil
	}
}

func handValue(p pass, record any, out sink) error {
	if p == passMap {
		m, ok := record.(map[string]any)
		if !ok {
			return fmt.Errorf("a record is a %T, want an object", record)
		}
		out.object(m)
		return nil
	}
	raw, err := json.Marshal(record)
	if err != nil {
		return err
	}
	if p == passStruct {
		p = passStdStruct
	}
	return hand(p, raw, out)
}

func paesslerSelect(v any) ([]any, error) {
	got, err := jsonpath.Get("$."+list+"[*]", v)
	if err != nil {
		return nil, err
	}
	found, ok := got.([]any)
	if !ok {
		return nil, fmt.Errorf("the selection is a %T, want a list", got)
	}
	return found, nil
}

func theorySelect(v any) ([]any, error) {
	path, err := theory.Parse("$." + list + "[*]")
	if err != nil {
		return nil, err
	}
	return path.Select(v), nil
}
