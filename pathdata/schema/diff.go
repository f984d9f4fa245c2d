// Drift: what the records of one schema have that those of another had not, and
// the other way round. What came is judged by itself; what did not come only
// against what had to be expected, because a few records show little. Both
// schemas are walked together, a being the old one and b the new; where one
// holds names for data that are fields of the other, they are made alike first.

package schema

import (
	"maps"
	"math/bits"
	"slices"
	"strconv"
)

// Diff tells what changed between the records of old and those of new, in the
// order of the fields' names; nothing if either has no record. A field that is
// new or gone is one change, whatever is below it. Ranges of numbers and lengths
// are not kept, so they never change.
func Diff(old, new Schema) []Change { return compare(old, new, nil).changes }

// compare is Diff with what a [Dataset] needs to know besides. It removes what
// is gone from merged, unless that is nil.
func compare(old, recent Schema, merged *node) *differ {
	d := new(differ)
	if old.Records() > 0 && recent.Records() > 0 {
		levels := max(old.levels, recent.levels)
		d.values(old.pruned(levels), recent.pruned(levels), merged, "$", false)
	}
	return d
}

// differ collects what a walk finds.
type differ struct {
	changes []Change
	clash   bool // some field has no type in common
	shared  int  // fields that both have
	gone    int  // fields that are gone
}

func (d *differ) add(path string, kind ChangeKind, was, is string) {
	d.changes = append(d.changes, Change{Path: path, Kind: kind, Old: was, New: is})
}

// expected reports whether what came part times in whole had to come
// MinExpected times in more. The products have 128 bits.
func expected(part, whole, more int64) bool {
	h1, l1 := bits.Mul64(uint64(part), uint64(more))
	h2, l2 := bits.Mul64(MinExpected, uint64(whole))
	return h1 > h2 || h1 == h2 && l1 >= l2
}

// values compares what is known of one place. f, which may be nil, is where
// what is gone is forgotten; loose is set below names that are data, where
// nothing has to be expected.
func (d *differ) values(a, b, f *node, path string, loose bool) {
	if f == nil {
		f = new(node) // nobody's
	}
	d.types(a, b, f, path, loose)
	d.texts(a, b, path)
	switch {
	case b.items == nil:
	case a.items != nil:
		d.values(a.items, b.items, f.items, path+"[*]", loose)
	case a.counts[kindArray] > 0:
		d.add(path+"[*]", FieldNew, "", b.items.described())
	}
	if a.counts[kindObject] > 0 && b.counts[kindObject] > 0 {
		d.objects(a, b, f, path, loose)
	}
}

// types compares the types of one place.
func (d *differ) types(a, b, f *node, path string, loose bool) {
	came, left := b.beyond(a), a.beyond(b)
	left = slices.DeleteFunc(left, func(k kind) bool {
		return loose || b.named() == "" || !expected(a.counts[k], a.seen, b.seen)
	})
	f.forget(left)
	switch {
	case slices.Contains(came, kindNull):
		d.add(path, NullChanged, "never null", "null")
	case slices.Contains(left, kindNull):
		d.add(path, NullChanged, "null", "never null")
	}
	isNull := func(k kind) bool { return k == kindNull }
	if len(slices.DeleteFunc(came, isNull))+len(slices.DeleteFunc(left, isNull)) == 0 {
		return
	}
	if a.named() == "" {
		d.add(path, TypeChanged, kindNames[kindNull], b.named())
		return // nulls alone say nothing about the type: no clash
	}
	d.add(path, TypeChanged, a.named(), b.named())
	d.clash = d.clash || !alike(a, b)
}

// beyond gives the types that n has and other has not. An integer is a number.
func (n *node) beyond(other *node) (list []kind) {
	for k := range kinds {
		if n.counts[k] > 0 && other.counts[k] == 0 && (k != kindInteger || other.counts[kindNumber] == 0) {
			list = append(list, k)
		}
	}
	return list
}

// forget removes types from what is known.
func (n *node) forget(list []kind) {
	for _, k := range list {
		n.counts[k] = 0
		switch k {
		case kindString:
			n.format, n.values, n.open = formatNone, nil, false
		case kindArray:
			n.items = nil
		case kindObject:
			n.props, n.rest, n.names, n.required = nil, nil, namesFields, 0
		}
	}
}

// texts compares formats and enumerations.
func (d *differ) texts(a, b *node, path string) {
	if a.format > formatPlain && b.format != formatNone && b.format != a.format {
		d.add(path, FormatChanged, formatNames[a.format], formatNames[b.format])
	}
	enum := a.enum()
	if enum == nil || b.counts[kindString] == 0 {
		return
	}
	if b.open {
		d.add(path, EnumNew, "", "too many, or too long, or not words")
		return
	}
	for _, v := range b.values {
		if _, found := slices.BinarySearch(enum, v); !found {
			d.add(path, EnumNew, "", strconv.Quote(v))
		}
	}
}

// objects compares members.
func (d *differ) objects(a, b, f *node, path string, loose bool) {
	if a.names < b.names {
		d.add(path, NamesChanged, "fields", "data")
	}
	d.liken(a, b, path)
	names := make(map[string]*node, len(a.props)+len(b.props))
	maps.Copy(names, a.props)
	maps.Copy(names, b.props)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		d.member(a, b, f, name, memberPath(path, name), loose)
	}
	switch {
	case b.rest == nil:
	case a.rest != nil:
		d.values(a.rest, b.rest, f.rest, path+".*", true)
	default:
		d.add(path+".*", FieldNew, "", b.rest.described())
	}
}

// member compares a field that at least one of two objects has.
func (d *differ) member(a, b, f *node, name, path string, loose bool) {
	was, is := a.props[name], b.props[name]
	switch {
	case was == nil:
		d.add(path, FieldNew, "", is.described())
	case is == nil:
		if !loose && (!a.optional(was) || expected(was.seen, a.counts[kindObject], b.counts[kindObject])) {
			d.add(path, FieldGone, was.described(), "")
			d.gone++
			delete(f.props, name)
		}
	default:
		d.shared++
		if !loose && !a.optional(was) && b.optional(is) {
			d.add(path, PresenceChanged, "required", "optional")
		}
		d.values(was, is, f.props[name], path, loose)
	}
}

// liken makes names data in both objects that are data in one of them. A field
// that b may have among its data is at least not always there any more.
func (d *differ) liken(a, b *node, path string) {
	names, aSparse, bSparse := max(a.names, b.names), a.names == namesSparse, b.names == namesSparse
	if names == namesSparse && bSparse {
		for _, name := range a.requiredNames() {
			if b.props[name] == nil {
				d.add(memberPath(path, name), PresenceChanged, "required", "optional")
			}
		}
	}
	if names == namesData || aSparse {
		b.moveNames(a, names)
	}
	if names == namesData || bSparse {
		a.moveNames(b, names)
	}
}

// moveNames moves fields of n to its data: those that other does not have, or
// all if names says so.
func (n *node) moveNames(other *node, names naming) {
	for name, c := range n.props {
		if names == namesData || other.props[name] == nil {
			n.rest = combine(n.rest, c)
			delete(n.props, name)
		}
	}
}
