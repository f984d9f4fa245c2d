// A data set follows its records: it takes in what it can and says so when it
// cannot. The rule for that is here; files are in store.go.

package schema

// Dataset is a named stream of records with the schema that its records have
// had since its version began. The zero value has no records yet.
type Dataset struct {
	// Name tells data sets apart, and is the name of its file without ".json":
	// 1 to 100 ASCII letters, digits, "-", "_" and ".", the first no dot.
	Name string `json:"name"`
	// Version counts from 1, which the first records open; 0 has none.
	Version int `json:"version"`
	// Schema is what is known of all records of this version. What is reported
	// gone is taken out of it, so that it is reported once, and is reported
	// new when it comes back.
	Schema Schema `json:"schema"`
}

// Update takes in the schema of further records, a batch. It gives the data set
// after it, every change (as [Diff] has them), and whether a new version begins.
// d itself stays as it was, which is the way to keep the schema of an old
// version. A batch without records changes nothing.
//
// A change is small as long as who could read the records before can go on: new
// fields, new values of an enumeration, new nulls, missing fields, another
// format, one more type beside those known. Small changes are merged into the
// schema, and the version stays. It is large, and opens a version whose schema
// is that of the batch alone, if
//
//   - somewhere the batch has no type in common with what was known, nulls
//     aside, integers and other numbers being one type here: the field that was
//     a string is an object now; or
//   - at least as many fields are gone as are left: among those that both have
//     at any depth, and those reported gone, a field with all below it being one.
//
// A few odd records therefore never open a version while usual ones come with
// them, and neither do optional fields that a small batch lacks. Records of two
// kinds in one data set would open one at each turn: give each kind its name.
func (d Dataset) Update(batch Schema) (next Dataset, changes []Change, opened bool) {
	next = d
	if batch.Records() == 0 {
		return next, nil, false
	}
	if d.Version == 0 || d.Schema.Records() == 0 {
		next.Version, next.Schema = d.Version+1, batch
		return next, nil, true
	}
	next.Schema = Merge(d.Schema, batch)
	found := compare(d.Schema, batch, next.Schema.root)
	if found.clash || found.gone > 0 && found.gone >= found.shared {
		next.Version, next.Schema = d.Version+1, batch
		return next, found.changes, true
	}
	return next, found.changes, false
}
