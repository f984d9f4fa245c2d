// Schema, the value that is handed around. What is known is in its nodes
// (node.go); its text form is in write.go and read.go.

package schema

// A Schema is the shape of a stream of records. The zero value is that of an
// empty stream, which every record fits. It is a value that nothing changes,
// safe for concurrent use; [json.Marshal] and [json.Unmarshal] write and read
// it as JSON Schema 2020-12.
type Schema struct {
	root       *node
	levels     int   // of MaxDepth, given up for MaxFields
	duplicates int64 // members that another of the same name followed
}

// Records gives how many records the schema was learnt from.
func (s Schema) Records() int64 {
	if s.root == nil {
		return 0
	}
	return s.root.seen
}

// Fields gives how many fields the schema has, at most MaxFields: members at
// any depth, elements of arrays, and values under names that are data.
func (s Schema) Fields() int { return max(s.root.size()-1, 0) }

// Duplicates gives how many members did not count, because another member of
// the same object had the same name and came later.
func (s Schema) Duplicates() int64 { return s.duplicates }

// Truncated reports whether something in the records went beyond MaxDepth,
// MaxFields or MaxName and is not in the schema as a field of its own. What the
// schema says holds for all records nevertheless.
func (s Schema) Truncated() bool { return s.levels > 0 || s.root.truncated() }

// Merge gives the schema of two streams together: the very one that an
// Inferrer would have given for the records of both, in whatever order. Only
// where a schema gave up levels for MaxFields can the order decide how many.
func Merge(a, b Schema) Schema {
	m := Schema{levels: max(a.levels, b.levels), duplicates: sum(a.duplicates, b.duplicates)}
	m.root = combine(a.pruned(m.levels), b.pruned(m.levels))
	m.levels = m.root.shrink(m.levels)
	return m
}

// pruned gives a copy of the nodes without the deepest levels.
func (s Schema) pruned(levels int) *node {
	root := s.root.clone()
	if root != nil {
		root.prune(MaxDepth - levels)
	}
	return root
}
