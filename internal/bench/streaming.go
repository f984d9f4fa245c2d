// Those who read a body as it comes, by hand-written loops over tokens, since none of them has paths.

package main

import (
	stdjson "encoding/json"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsoniter "github.com/json-iterator/go"
)

var allowDuplicates = jsontext.AllowDuplicateNames(true)

// jsontextWalk reads with jsontext, which refuses duplicate names unless told otherwise.
func jsontextWalk(p pass, o ...jsontext.Options) walk {
	return func(in *answer, out sink) error {
		d := jsontext.NewDecoder(in.Reader, o...)
		if _, err := d.ReadToken(); err != nil {
			return err
		}
		for d.PeekKind() == '"' {
			name, err := d.ReadToken()
			if err != nil {
				return err
			}
			if name.String() == list {
				err = jsontextList(d, p, out)
			} else {
				err = d.SkipValue()
			}
			if err != nil {
				return err
			}
		}
		if _, err := d.ReadToken(); err != nil {
			return err
		}
		if _, err := d.ReadToken(); err != io.EOF {
			return fmt.Errorf("behind the body: %v, want its end", err)
		}
		return nil
	}
}

func jsontextList(d *jsontext.Decoder, p pass, out sink) error {
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() == '{' {
		if err := jsontextRecord(d, p, out); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

func jsontextRecord(d *jsontext.Decoder, p pass, out sink) error {
	switch p {
	case passMap:
		var m map[string]any
		if err := json.UnmarshalDecode(d, &m); err != nil {
			return err
		}
		out.object(m)
	case passStruct:
		m := new(message)
		if err := json.UnmarshalDecode(d, m); err != nil {
			return err
		}
		out.message(m)
	default:
		raw, err := d.ReadValue()
		if err != nil {
			return err
		}
		out.raw(raw)
	}
	return nil
}

// iterated reads with json-iterator.
func iterated(p pass) walk {
	return func(in *answer, out sink) error {
		it := jsoniter.Parse(jsoniter.ConfigDefault, in.Reader, 64<<10)
		for name := it.ReadObject(); name != ""; name = it.ReadObject() {
			if name != list {
				it.Skip()
				continue
			}
			for it.ReadArray() {
				iteratedRecord(it, p, out)
			}
		}
		if it.Error == io.EOF {
			return nil
		}
		return it.Error
	}
}

func iteratedRecord(it *jsoniter.Iterator, p pass, out sink) {
	switch p {
	case passMap:
		var m map[string]any
		it.ReadVal(&m)
		out.object(m)
	case passStruct:
		m := new(message)
		it.ReadVal(m)
		out.message(m)
	default:
		out.raw(it.SkipAndReturnBytes())
	}
}

// tokens reads with the Decoder of encoding/json and decodes each record to a map.
func tokens(in *answer, out sink) error {
	d := stdjson.NewDecoder(in.Reader)
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		if name != list {
			var skipped stdjson.RawMessage
			if err := d.Decode(&skipped); err != nil {
				return err
			}
			continue
		}
		if err := tokensList(d, out); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

func tokensList(d *stdjson.Decoder, out sink) error {
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		var m map[string]any
		if err := d.Decode(&m); err != nil {
			return err
		}
		out.object(m)
	}
	_, err := d.Token()
	return err
}
