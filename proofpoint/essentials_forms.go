// The forms in which the interface API of Essentials sends the same thing: names
// spelt as its older specification has them, dates of two kinds; and how an
// object that was read is sent back whole, which is what its PUT asks for.

package proofpoint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// essentialsOldNames are the names of the older specification, as clients of its
// time read and wrote them, with the names of today.
var essentialsOldNames = map[string]string{
	"white_list_senders":     "safe_list_senders",
	"black_list_senders":     "block_list_senders",
	"user_licences":          "user_licenses",
	"licencing_package":      "licensing_package",
	"on_trial":               "is_on_trial",
	"isactive":               "is_active",
	"beginner_plus_enabled":  "is_beginner_plus_enabled",
	"smtp_discovery_enabled": "is_smtp_discovery_enabled",
}

// essentialsDecode decodes an object whose members may have their older names. A
// member that is there under both names has the value of the newer one.
func essentialsDecode(raw []byte, v any) error {
	old := false
	for name := range essentialsOldNames {
		old = old || bytes.Contains(raw, []byte(`"`+name+`"`))
	}
	var members map[string]json.RawMessage
	if !old || json.Unmarshal(raw, &members) != nil {
		return decode(raw, v)
	}
	essentialsRename(members)
	b, err := encode(members)
	if err != nil {
		return err
	}
	return decode(b, v)
}

// essentialsRename gives members their names of today. A null is no value: it
// does not hide what stands under the other name.
func essentialsRename(members map[string]json.RawMessage) {
	for old, name := range essentialsOldNames {
		value, ok := members[old]
		if !ok {
			continue
		}
		if have, ok := members[name]; !ok || string(have) == "null" {
			members[name] = value
		}
		delete(members, old)
	}
}

// essentialsWhole writes an object as PUT wants it: what was read, in raw, with
// those members of v laid over it that say something else than raw does. What
// nobody changed keeps its form and its name, whatever the service's age, and
// what no field knows survives; a zero field adds nothing.
func essentialsWhole[T any](raw json.RawMessage, v T) ([]byte, error) {
	if len(raw) == 0 {
		raw = json.RawMessage("{}")
	}
	var was T
	_ = essentialsDecode(raw, &was) // what cannot be read was not read into v either
	before, err := encode(was)
	if err != nil {
		return nil, err
	}
	after, err := encode(v)
	if err != nil {
		return nil, err
	}
	return essentialsLay(raw, before, after)
}

// essentialsLay writes into the object raw what differs between before and
// after, member by member, down to those that are no objects.
func essentialsLay(raw, before, after json.RawMessage) (json.RawMessage, error) {
	var members, was, is map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return nil, err
	}
	if err := errors.Join(json.Unmarshal(before, &was), json.Unmarshal(after, &is)); err != nil {
		return nil, err
	}
	for name, value := range is {
		if essentialsSame(was[name], value) {
			continue
		}
		for _, name := range essentialsNames(members, name) {
			put := value
			if essentialsObject(members[name]) && essentialsObject(was[name]) && essentialsObject(value) {
				laid, err := essentialsLay(members[name], was[name], value)
				if err != nil {
					return nil, err
				}
				put = laid
			}
			members[name] = put
		}
	}
	return encode(members)
}

// essentialsSame reports whether two fields were written alike; null and a list
// of nothing are one.
func essentialsSame(a, b json.RawMessage) bool {
	if string(a) == "[]" {
		a = json.RawMessage("null")
	}
	if string(b) == "[]" {
		b = json.RawMessage("null")
	}
	return bytes.Equal(a, b)
}

func essentialsObject(raw json.RawMessage) bool { return bytes.HasPrefix(raw, []byte("{")) }

// essentialsNames are the names under which an object has a member: one, or both
// spellings. A new member gets its older name where the object speaks like that.
func essentialsNames(members map[string]json.RawMessage, name string) (names []string) {
	older, speaksOld := "", false
	for old, n := range essentialsOldNames {
		_, ok := members[old]
		if speaksOld = speaksOld || ok; n == name {
			older = old
		}
	}
	for _, n := range []string{name, older} {
		if _, ok := members[n]; ok && n != "" {
			names = append(names, n)
		}
	}
	switch {
	case len(names) > 0:
		return names
	case older != "" && speaksOld:
		return []string{older}
	}
	return []string{name}
}

// EssentialsDate is a day, at midnight UTC. It reads 2027-03-31, 2027/03/31 (the
// older specification), 20270331, and the day of whatever [Time] reads, as it is
// written there; null, "" and 0 are the zero date. Other numbers are an epoch, in
// seconds or milliseconds, if they can be one.
type EssentialsDate struct{ time.Time }

// UnmarshalJSON reads the forms that EssentialsDate's comment lists.
func (d *EssentialsDate) UnmarshalJSON(raw []byte) error {
	text, err := scalarText(raw)
	if err != nil || text == "" || text == "0" {
		*d = EssentialsDate{}
		return err
	}
	text = strings.ReplaceAll(text, "/", "-")
	if day, err := time.Parse("20060102", text); err == nil {
		d.Time = day
		return nil
	}
	quoted, err := encode(text)
	if err != nil {
		return err
	}
	var t Time
	if err := t.UnmarshalJSON(quoted); err != nil {
		return err
	}
	if day, err := time.Parse(time.DateOnly, text[:min(len(text), len(time.DateOnly))]); err == nil {
		d.Time = day
		return nil
	}
	// A number: of what is short of 2001 in its unit, nobody means a day.
	if n, err := strconv.ParseFloat(text, 64); err != nil || n < 1e9 || n >= 1e11 && n < 1e12 {
		return fmt.Errorf("%s is no day", quote(text))
	}
	d.Time = t.Truncate(24 * time.Hour)
	return nil
}

// MarshalJSON writes the day as 2027-03-31, null for the zero date.
func (d EssentialsDate) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + d.UTC().Format(time.DateOnly) + `"`), nil
}
