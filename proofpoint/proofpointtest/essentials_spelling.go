// One essObject, several spellings: what the fake holds is in the newer spelling;
// here it is turned into what an older service sends, and back.

package proofpointtest

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
)

// essObject is a JSON object as the fake holds it.
type essObject = map[string]any

// essOldNames are the spellings of older specifications and clients.
var essOldNames = map[string]string{
	"safe_list_senders":         "white_list_senders",
	"block_list_senders":        "black_list_senders",
	"user_licenses":             "user_licences",
	"licensing_package":         "licencing_package",
	"is_on_trial":               "on_trial",
	"is_active":                 "isactive",
	"is_beginner_plus_enabled":  "beginner_plus_enabled",
	"is_smtp_discovery_enabled": "smtp_discovery_enabled",
}

var essNewNames = func() map[string]string {
	out := map[string]string{}
	for name, old := range essOldNames {
		out[old] = name
	}
	return out
}()

// spell writes a value as the chosen options want it.
func (st *essentialsState) spell(v any) any {
	switch v := v.(type) {
	case essObject:
		out := essObject{}
		for name, value := range v {
			if strings.HasPrefix(name, "_") { // what only the fake knows
				continue
			}
			value = st.spell(value)
			if st.old {
				name, value = essOldForm(name, value)
			}
			out[name] = value
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = st.spell(v[i])
		}
		return out
	}
	return st.scalar(v)
}

// scalar writes a flag or a number as the chosen options want it.
func (st *essentialsState) scalar(v any) any {
	switch v := v.(type) {
	case bool:
		switch {
		case st.text:
			return strconv.FormatBool(v)
		case st.old && v:
			return 1
		case st.old:
			return 0
		}
	case int:
		if st.text {
			return strconv.Itoa(v)
		}
	case float64: // as it was sent
		if st.text {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return v
}

func essOldForm(name string, value any) (string, any) {
	switch name {
	case "when_renewal":
		value = strings.ReplaceAll(fmt.Sprint(value), "-", "/")
	case "odin_capabilities":
		value = "none"
	}
	if old, ok := essOldNames[name]; ok {
		name = old
	}
	return name, value
}

// modern turns older spellings of names into the newer ones.
func (st *essentialsState) modern(v any) any {
	switch v := v.(type) {
	case essObject:
		out := essObject{}
		for name, value := range v {
			if _, newer := essOldNames[name]; newer && st.oldOnly {
				continue
			}
			if n, ok := essNewNames[name]; ok {
				name = n
			}
			out[name] = st.modern(value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = st.modern(v[i])
		}
		return out
	}
	return v
}

// essMerge lays the members of a PATCH over an object, members of objects one by one.
func essMerge(into, from essObject) {
	for name, value := range from {
		if inner, ok := value.(essObject); ok {
			if have, ok := into[name].(essObject); ok {
				have = maps.Clone(have)
				essMerge(have, inner)
				into[name] = have
				continue
			}
		}
		into[name] = value
	}
}

// essText is a member as text, "" if it is none.
func essText(o essObject, name string) string {
	s, _ := o[name].(string)
	return s
}

func essAny[T any](list []T) []any {
	out := make([]any, len(list))
	for i := range list {
		out[i] = list[i]
	}
	return out
}
