// What drift is called and how it is printed. Finding it is in diff.go.

package schema

import "fmt"

// ChangeKind is what happened to a field.
type ChangeKind string

// The kinds of a [Change]. A thing that did not come is a change only if it had
// to be expected: by the old schema's counts, MinExpected times in as many
// values as the new schema has.
const (
	// FieldNew: a field that the old schema does not have. New is its types.
	FieldNew ChangeKind = "field new"
	// FieldGone: a field did not come, though it was never missing before or
	// had to be expected. Old is its types.
	FieldGone ChangeKind = "field gone"
	// TypeChanged: values of another type came, or those of one type did not
	// though they had to be expected. Old and New are all types but null.
	TypeChanged ChangeKind = "type changed"
	// NullChanged: nulls came where there were none, or did not though they
	// had to be expected. Old and New are "null" or "never null".
	NullChanged ChangeKind = "nullability changed"
	// PresenceChanged: a field that was never missing is missing in some
	// objects. Old and New are "required" and "optional".
	PresenceChanged ChangeKind = "presence changed"
	// EnumNew: a string that the enumeration does not have. New is the string
	// in quotes, or says that there are too many. Old is empty.
	EnumNew ChangeKind = "enum value new"
	// FormatChanged: strings came that do not have the format of the old ones.
	// Old and New are formats.
	FormatChanged ChangeKind = "format changed"
	// NamesChanged: names that were fields are data now, because there are so
	// many of them. Old and New are "fields" and "data".
	NamesChanged ChangeKind = "names changed"
)

// A Change is one difference between two schemas.
type Change struct {
	// Path is where, as a path of RFC 9535 that selects the values in question
	// from a record: "$.threats[*].id". Values under names that are data are
	// "$.scores.*".
	Path string     `json:"path"`
	Kind ChangeKind `json:"kind"`
	// Old and New are texts for people and for comparing; what they hold is
	// said at each kind. One of them is empty where there is nothing to say.
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`
}

// String gives the change in one line:
// "$.messageSize: type changed: integer → string".
func (c Change) String() string {
	switch {
	case c.Old == "":
		return fmt.Sprintf("%s: %s: %s", c.Path, c.Kind, c.New)
	case c.New == "":
		return fmt.Sprintf("%s: %s: was %s", c.Path, c.Kind, c.Old)
	}
	return fmt.Sprintf("%s: %s: %s → %s", c.Path, c.Kind, c.Old, c.New)
}
