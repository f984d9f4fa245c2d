// Struct tags become parameters here, once, when an operation is made.

package proofpoint

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"
)

func paramsOf(t reflect.Type) ([]Param, map[string][]int) {
	if t.Kind() != reflect.Struct {
		panic(fmt.Sprintf("proofpoint: parameters of an operation must be a struct, not %v", t))
	}
	var params []Param
	fields := map[string][]int{}
	for f := range t.Fields() {
		if !f.IsExported() {
			continue
		}
		p := paramOf(t, f)
		params = append(params, p)
		fields[p.Name] = f.Index
	}
	return params, fields
}

func paramOf(t reflect.Type, f reflect.StructField) Param {
	bad := func(tag, why string) {
		panic(fmt.Sprintf("proofpoint: %v.%s: tag %s: %s", t, f.Name, tag, why))
	}
	p := Param{
		Name: orElse(f.Tag.Get("param"), snake(f.Name)), Label: orElse(f.Tag.Get("label"), words(f.Name)), Doc: f.Tag.Get("doc"),
		Type: typeOf(f.Type), In: f.Tag.Get("in"), Layout: f.Tag.Get("layout"), When: f.Tag.Get("when"), Pattern: f.Tag.Get("pattern"), Accepts: f.Tag.Get("accepts"),
		Required: f.Tag.Get("required") == "true", Lower: f.Tag.Get("lower") == "true", Secret: f.Tag.Get("secret") == "true" || f.Type == reflect.TypeFor[Secret](),
	}
	if p.Type == "" {
		bad("", fmt.Sprintf("a %v cannot be a parameter", f.Type))
	}
	if p.In == "" {
		bad("in", "is missing")
	}
	for place := range strings.FieldsSeq(p.In) {
		if !knownPlace(place) {
			bad("in", fmt.Sprintf("%q is no place", place))
		}
	}
	if names := f.Tag.Get("secret"); names != "" && names != "true" {
		p.SecretMembers = strings.Split(names, ",")
	}
	if e := f.Tag.Get("enum"); e != "" {
		p.Enum = strings.Split(e, ",")
	}
	for tag, bound := range map[string]**float64{"min": &p.Min, "max": &p.Max} {
		if text := f.Tag.Get(tag); text != "" {
			n, err := strconv.ParseFloat(text, 64)
			if err != nil {
				bad(tag, "is not a number")
			}
			*bound = &n
		}
	}
	if p.Pattern != "" {
		if _, err := compilePattern(p.Pattern); err != nil {
			bad("pattern", err.Error())
		}
	}
	if text, ok := f.Tag.Lookup("default"); ok {
		said, _, reason := p.convert(text)
		if reason != "" {
			bad("default", reason)
		}
		p.Default = said
	}
	return p
}

func knownPlace(place string) bool {
	kind, name, ok := strings.Cut(place, ":")
	if ok {
		return name != "" && strings.Contains(" query header path body value blank ", " "+kind+" ")
	}
	return strings.Contains(" base since from to skip limit page size pagesize each records format body ", " "+place+" ")
}

func typeOf(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[time.Time]():
		return "time"
	case reflect.TypeFor[time.Duration]():
		return "duration"
	case reflect.TypeFor[json.RawMessage]():
		return "object"
	case reflect.TypeFor[Secret]():
		return "string"
	}
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64, reflect.Int32:
		return "integer"
	case reflect.Float64:
		return "number"
	case reflect.Pointer:
		return typeOf(t.Elem())
	case reflect.Slice:
		if t.Elem().Kind() == reflect.String {
			return "list"
		}
		return "object"
	case reflect.Map, reflect.Struct:
		return "object"
	}
	return ""
}

// snake turns ThreatStatus into threat_status and TAPBaseURL into tap_base_url.
func snake(name string) string { return strings.ToLower(strings.Join(split(name), "_")) }

// words turns ThreatStatus into "Threat Status".
func words(name string) string { return strings.Join(split(name), " ") }

func split(name string) []string {
	var parts []string
	start := 0
	runes := []rune(name)
	for i := 1; i < len(runes); i++ {
		after := unicode.IsLower(runes[i-1]) && unicode.IsUpper(runes[i])
		before := unicode.IsUpper(runes[i-1]) && unicode.IsUpper(runes[i]) && i+1 < len(runes) && unicode.IsLower(runes[i+1])
		if after || before {
			parts = append(parts, string(runes[start:i]))
			start = i
		}
	}
	return append(parts, string(runes[start:]))
}
