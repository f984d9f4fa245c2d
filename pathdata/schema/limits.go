// The bounds of a schema in one place, because each is a promise about memory
// or about what is written down. How a node keeps them is in node.go.

package schema

// What a schema keeps at most. A record beyond these is no error: what does not
// fit is left out or put together, and [Schema.Truncated] says where it was
// left out.
const (
	// MaxDepth is how deep fields are told apart: a field of the record has
	// depth 1, its elements or members depth 2. Below, arrays and objects are
	// known as such and not looked into.
	MaxDepth = 32
	// MaxFields is how many fields a schema has, all depths together. Beyond
	// it the deepest level is given up, and the next, until it holds.
	MaxFields = 4096
	// MaxMembers is how many members one object has before all its names count
	// as data, which x-shape then says with "names": "data".
	MaxMembers = 256
	// MaxOptional is how many names of an object may be missing in some of its
	// values before such names count as data: "names": "sparse".
	MaxOptional = 64
	// MaxName is the longest member name that becomes a field, in bytes. The
	// value under a longer one counts as a value under a name that is data.
	MaxName = 128
	// MaxValues is how many different strings make an enumeration at most.
	MaxValues = 16
	// MaxValue is the longest string of an enumeration, in bytes. One longer
	// string, and the field has none.
	MaxValue = 48
	// EnumSupport is how often the strings of an enumeration were seen on
	// average, at least, before it is written as one.
	EnumSupport = 8
	// MinExpected is how many times [Diff] must have expected a thing, by the
	// old schema's counts, before its absence in the new one is a change.
	MinExpected = 5
	// MaxRecord is the largest record in bytes, 1 GiB: [ErrTooLarge] beyond.
	MaxRecord = 1 << 30
	// MaxCount is where counts stop, so that every reader of JSON keeps them
	// exactly.
	MaxCount = 1 << 53
)
