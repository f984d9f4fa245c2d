// Those who need the whole body but decode only what is asked for. They are fast because they do not validate what they skip.

package main

import (
	stdjson "encoding/json"
	"unsafe"

	"github.com/bytedance/sonic"
	"github.com/bytedance/sonic/ast"
	"github.com/tidwall/gjson"
)

// gjsonWalk selects with gjson, which has maps of its own and no structs.
func gjsonWalk(p pass) walk {
	return func(in *answer, out sink) error {
		body, err := in.whole()
		if err != nil {
			return err
		}
		gjson.GetBytes(body, list).ForEach(func(_, record gjson.Result) bool {
			switch p {
			case passMap:
				m, _ := record.Value().(map[string]any)
				out.object(m)
			case passStruct:
				err = handStruct(bytesOf(record.Raw), out, stdjson.Unmarshal)
			default:
				out.raw(bytesOf(record.Raw))
			}
			return err == nil
		})
		return err
	}
}

// sonicWalk selects with sonic's ast and decodes with sonic.
func sonicWalk(p pass) walk {
	return func(in *answer, out sink) error {
		body, err := in.whole()
		if err != nil {
			return err
		}
		root, err := sonic.Get(body, list)
		if err != nil {
			return err
		}
		found, err := root.Values()
		if err != nil {
			return err
		}
		var record ast.Node
		for found.Next(&record) {
			if err := sonicRecord(&record, p, out); err != nil {
				return err
			}
		}
		return nil
	}
}

func sonicRecord(record *ast.Node, p pass, out sink) error {
	text, err := record.Raw()
	if err != nil {
		return err
	}
	switch raw := bytesOf(text); p {
	case passMap:
		return handMap(raw, out, sonic.Unmarshal)
	case passStruct:
		return handStruct(raw, out, sonic.Unmarshal)
	default:
		out.raw(raw)
		return nil
	}
}

// bytesOf spares those who give strings a copy that their users would not need. Nobody writes into it.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
