// One value of one parameter: from whatever the caller has (typed, JSON or
// text) to what the request holds, or a reason why not.

package proofpoint

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// convert returns the value as the caller says it and as the service wants
// it; reason is not empty if it is refused.
func (p Param) convert(v any) (said, sent any, reason string) {
	switch p.Type {
	case "integer":
		said, reason = p.number(v, true)
	case "number":
		said, reason = p.number(v, false)
	case "boolean":
		said, reason = toBool(v)
	case "duration":
		said, reason = p.duration(v)
	case "time":
		said, reason = toTime(v)
	case "list":
		return p.list(v)
	case "object":
		said, reason = toObject(v)
	case "any":
		said = v
	default:
		var text string
		if text, reason = toText(v); reason == "" {
			return p.word(text)
		}
	}
	return said, said, reason
}

func (p Param) word(text string) (said, sent any, reason string) {
	if p.Lower {
		text = strings.ToLower(strings.TrimSpace(text))
	}
	switch {
	case text == "" && p.Required:
		return nil, nil, "must not be empty"
	case p.Pattern != "" && !matches(p.Pattern, text):
		return nil, nil, "does not look as it must"
	case len(p.Enum) == 0:
		return text, text, ""
	}
	for _, e := range p.Enum {
		word, send, ok := strings.Cut(e, "=")
		if !ok {
			send = word
		}
		if strings.EqualFold(word, text) {
			return word, send, ""
		}
	}
	return nil, nil, "is not one of the accepted values"
}

func (p Param) list(v any) (said, sent any, reason string) {
	var in []string
	switch v := v.(type) {
	case []string:
		in = v
	case []any:
		for _, e := range v {
			text, reason := toText(e)
			if reason != "" {
				return nil, nil, reason
			}
			in = append(in, text)
		}
	case string:
		for part := range strings.SplitSeq(v, ",") {
			in = append(in, strings.TrimSpace(part))
		}
	default:
		return nil, nil, "is not a list"
	}
	out := make([]string, 0, len(in))
	for _, text := range in {
		_, one, reason := p.word(text)
		switch {
		case reason != "" && p.Secret:
			return nil, nil, "holds an element that " + reason
		case reason != "":
			return nil, nil, fmt.Sprintf("holds %s, which %s", quote(text), reason)
		}
		out = append(out, one.(string))
	}
	if n := len(out); n == 0 && p.Required || !p.within(float64(n)) {
		return nil, nil, fmt.Sprintf("has %d values", n)
	}
	return out, out, ""
}

func (p Param) number(v any, whole bool) (any, string) {
	f, ok := toFloat(v)
	switch {
	case !ok || math.IsNaN(f) || math.IsInf(f, 0):
		return nil, "is not a number"
	case whole && (f != math.Trunc(f) || math.Abs(f) > 1<<53):
		return nil, "is not a whole number"
	case !p.within(f):
		return nil, "is out of range"
	case len(p.Enum) > 0 && !slices.Contains(p.Enum, strconv.FormatFloat(f, 'f', -1, 64)):
		return nil, "is not one of the accepted values"
	case whole:
		return int64(f), ""
	}
	return f, ""
}

func (p Param) within(f float64) bool {
	return (p.Min == nil || f >= *p.Min) && (p.Max == nil || f <= *p.Max)
}

func (p Param) duration(v any) (any, string) {
	d, ok := v.(time.Duration)
	if text, isText := v.(string); isText {
		if parsed, err := time.ParseDuration(text); err == nil {
			d, ok = parsed, true
		}
	}
	if !ok {
		f, isNumber := toFloat(v)
		if !isNumber || math.IsNaN(f) || math.Abs(f) > 1e9 {
			return nil, "is not a number of seconds"
		}
		d = time.Duration(f * float64(time.Second))
	}
	if !p.within(d.Seconds()) {
		return nil, "is out of range"
	}
	return d, ""
}

// accepts says what convert takes.
func (p Param) accepts() string {
	if p.Accepts != "" {
		return p.Accepts
	}
	if len(p.Enum) > 0 {
		words := make([]string, 0, len(p.Enum))
		for _, e := range p.Enum {
			word, _, _ := strings.Cut(e, "=")
			words = append(words, word)
		}
		return strings.Join(words, ", ")
	}
	kind := map[string]string{"integer": "a whole number", "number": "a number", "boolean": "true or false", "duration": "seconds",
		"time": "RFC 3339 like 2026-11-02T12:00:00Z, or a date", "list": "values separated by commas", "object": "JSON"}[p.Type]
	if p.Type == "list" && p.Min != nil && p.Max != nil {
		return fmt.Sprintf("%v to %v %s", *p.Min, *p.Max, kind)
	}
	switch {
	case p.Min != nil && p.Max != nil:
		kind += fmt.Sprintf(" from %v to %v", *p.Min, *p.Max)
	case p.Min != nil:
		kind += fmt.Sprintf(" of at least %v", *p.Min)
	case p.Max != nil:
		kind += fmt.Sprintf(" of at most %v", *p.Max)
	}
	if p.Type == "duration" {
		kind += ", or a length like 24h"
	}
	if p.Pattern != "" {
		kind = strings.TrimSpace(kind + " matching " + p.Pattern)
	}
	return kind
}

func toText(v any) (string, string) {
	switch v := v.(type) {
	case string:
		return v, ""
	case fmt.Stringer:
		return v.String(), ""
	}
	if rv := reflect.ValueOf(v); rv.Kind() == reflect.String {
		return rv.String(), ""
	}
	if list, err := texts(v); err == nil && len(list) == 1 {
		return list[0], ""
	}
	return "", "is not text"
}

func toFloat(v any) (float64, bool) {
	switch v := v.(type) {
	case json.Number:
		f, err := v.Float64()
		return f, err == nil
	case string:
		f, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
		return f, err == nil
	}
	switch rv := reflect.ValueOf(v); {
	case rv.CanInt():
		return float64(rv.Int()), true
	case rv.CanUint():
		return float64(rv.Uint()), true
	case rv.CanFloat():
		return rv.Float(), true
	}
	return 0, false
}

func toInt(v any) int { f, _ := toFloat(v); return int(f) }

func toBool(v any) (any, string) {
	switch v := v.(type) {
	case bool:
		return v, ""
	case string:
		if b, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(v))); err == nil {
			return b, ""
		}
	}
	if rv := reflect.ValueOf(v); rv.Kind() == reflect.Bool {
		return rv.Bool(), ""
	}
	return nil, "is not true or false"
}

// toObject takes any JSON value as it is; text is read as JSON.
func toObject(v any) (any, string) {
	text, ok := v.(string)
	if !ok {
		return v, ""
	}
	var parsed any
	if err := decodeNumbers([]byte(text), &parsed); err != nil {
		return nil, "is not JSON"
	}
	return parsed, ""
}

func toTime(v any) (any, string) {
	switch v := v.(type) {
	case time.Time:
		return v.UTC(), ""
	case string:
		for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", time.DateTime, time.DateOnly} {
			if t, err := time.Parse(layout, strings.TrimSpace(v)); err == nil {
				return t.UTC(), ""
			}
		}
	}
	return nil, "is not a time"
}
