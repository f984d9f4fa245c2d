// Suggest: from the outline of a sample to paths that can be used as they are.
// Gathering the outline is in outline.go. What is here is judgement: which
// objects are envelopes around records and which are records. It knows habits
// of JSON answers in general and those of no service.

package pathdata

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

const (
	maxFields      = 64  // field names of a suggestion
	maxSuggestions = 256 // what Suggest gives
)

// Suggestion is one array of records (or wrapped single object) found in a
// sample.
type Suggestion struct {
	// Path is ready for Compile.
	Path string
	// Records is how many whole records the path gives in the sample; where
	// arrays and objects stand at the same place, of the arrays. A walk that ends
	// early because of a repeated name gives fewer, and Warning says so.
	Records int
	// Share is the part of the sample's bytes that the records take, 0 to 1.
	Share float64
	// Sample is the first record; nil if there is no whole one. The samples of
	// all suggestions share one buffer of 8 MiB at most: clone what is kept long.
	Sample json.RawMessage
	// Fields are the member names of the records in the order in which they
	// were first seen, 64 at most; empty if the records are not objects.
	Fields []string
	// Cut says that the sample ended inside: Records is a lower bound.
	Cut bool
	// Warning says what using the path would miss or need, such as sibling
	// arrays that would be left behind; empty if nothing.
	Warning string
}

// Suggest reads a sample of an answer, 4 MiB of it at most, in one pass and says
// where its records are, the likeliest first: arrays that stand beside one
// another as one path with a union, then each for itself with a warning, though
// what only accompanies records ("included", "errors", "facets") comes behind
// them; "$[*]" for an array; "$.*" for an object keyed by name; the object itself
// where another one wraps it; "$" when the body is one record. Arrays inside
// records come last, arrays of objects before others.
//
// It gives at least one suggestion and 256 at most, and looks at 16 levels, 256
// members of an object and 32,768 places: what is beyond is taken for part of a
// record. However the sample is made, that takes tens of megabytes at most.
//
// A sample that is cut is no error. Padding, a byte order mark and several
// values are accepted, and the warning then says which of the Limits the path
// needs. The error is a [*ParseError] for a sample that is not JSON or empty.
func Suggest(r io.Reader) ([]Suggestion, error) {
	limits := Limits{JSONP: true, BOM: true, Lines: true, Depth: maxDepth, Record: 2 * maxSample}
	w, err := newWalker(io.LimitReader(r, maxSample), limits, nil)
	if err != nil {
		return nil, err
	}
	var o outline
	root, err := o.read(w)
	if err != nil {
		return nil, err
	}
	j := &judge{total: max(o.base+int64(o.n), 1), taken: map[string]bool{}}
	for _, need := range []struct {
		here bool
		text string
	}{
		{root.count > 1 || root.count == 1 && root.open, "the body holds several values: set Limits.Lines"},
		{o.padded, "the body is padded: set Limits.JSONP"},
		{o.marked, "the body starts with a byte order mark: set Limits.BOM"},
	} {
		if need.here {
			j.warning = join(j.warning, need.text)
		}
	}
	root.inherit()
	j.records(root, "$")
	j.arrays(root, "$", 0)
	return j.suggestions(root), nil
}

type judge struct {
	total   int64
	warning string
	long    bool // paths were left out for their length
	likely  []Suggestion
	others  []ranked
	taken   map[string]bool
}

// ranked is a suggestion with what orders it behind the likely ones.
type ranked struct {
	Suggestion
	nested  int
	objects bool
}

func (j *judge) suggestions(root *shape) []Suggestion {
	j.sort()
	all := j.likely
	for _, r := range j.others {
		if !j.taken[r.Path] {
			j.taken[r.Path] = true
			all = append(all, r.Suggestion)
		}
	}
	all = slices.DeleteFunc(all, func(s Suggestion) bool {
		if len(s.Path) > defaultSelector { // more than a walk takes
			j.long = true
			return true
		}
		_, err := parsePath(s.Path)
		return err != nil
	})
	if j.long {
		j.warning = join(j.warning, fmt.Sprintf("there are arrays whose paths are longer than %d bytes and left out", defaultSelector))
	}
	if len(all) == 0 {
		all = append(all, j.single(root, "$"))
	}
	all = all[:min(len(all), maxSuggestions)]
	for i := range all {
		all[i].Warning = join(all[i].Warning, j.warning)
	}
	return all
}

// sort puts the other arrays in order.
func (j *judge) sort() {
	slices.SortStableFunc(j.others, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.nested, b.nested), -compareBool(a.objects, b.objects), -cmp.Compare(a.Share, b.Share))
	})
}

// other takes one more of the other arrays. There may be very many, of which
// the best are kept.
func (j *judge) other(r ranked) {
	if j.others = append(j.others, r); len(j.others) >= 2*maxSuggestions {
		j.sort()
		clear(j.others[maxSuggestions:])
		j.others = j.others[:maxSuggestions]
	}
}

// join puts two remarks into one.
func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (j *judge) add(s Suggestion) {
	if !j.taken[s.Path] {
		j.taken[s.Path] = true
		j.likely = append(j.likely, s)
	}
}

// records finds what the answer is about, from the value s at path on inwards.
func (j *judge) records(s *shape, path string) {
	switch lists, _ := s.lists(); {
	case s.arrays > 0 && s.objects == 0:
		j.add(j.array(s, path+"[*]"))
	case s.keyed():
		j.add(j.members(s, path+".*"))
	case s.identified() || s.objects == 0:
		j.add(j.single(s, path))
	case len(lists) > 0:
		j.siblings(s, path)
	case s.wraps() != nil:
		inner := s.wraps()
		j.records(inner, path+dotName(inner.name))
	default:
		j.add(j.single(s, path))
	}
}

func (j *judge) array(s *shape, path string) Suggestion {
	g := Suggestion{Path: path, Records: s.elements, Share: j.share(s), Cut: s.open, Warning: s.ends()}
	if s.elem != nil {
		g.Sample, g.Fields = s.elem.first, s.elem.fields()
	}
	return g
}

func (j *judge) members(s *shape, path string) Suggestion {
	g := Suggestion{Path: path, Records: s.entries, Share: j.share(s), Cut: s.open, Warning: s.ends()}
	for _, m := range s.members {
		if g.Sample == nil {
			g.Sample = m.first
		}
		g.Fields = appendFields(g.Fields, m.fields())
	}
	return g
}

func (j *judge) single(s *shape, path string) Suggestion {
	return Suggestion{Path: path, Records: s.count, Share: j.share(s), Cut: s.open, Sample: s.first, Fields: s.fields(), Warning: s.ends()}
}

// ends is the warning of a path whose walk ends with an error; empty if none.
func (s *shape) ends() string {
	if s.twice == "" {
		return ""
	}
	return "a walk ends with an error where an object has " + shortName(s.twice) + " twice"
}

func (j *judge) share(s *shape) float64 { return min(float64(s.size)/float64(j.total), 1) }

// arrays gathers every array that holds something.
func (j *judge) arrays(s *shape, path string, nested int) {
	if len(path) > defaultSelector {
		j.long = j.long || s.holds()
		return // nor can a path hold what is below
	}
	if s.elements > 0 {
		at := path + "[*]"
		g := j.array(s, at)
		j.other(ranked{g, nested, s.elem.objects > 0})
		j.arrays(s.elem, at, nested+1)
	}
	if s.keyed() {
		return // its members are records with names that no path should hold
	}
	for _, m := range s.members {
		j.arrays(m, path+dotName(m.name), nested)
	}
}

// dotName gives the segment for a name, the short form where there is one.
func dotName(name string) string {
	short := name != "" && nameFirst(name[0])
	for i := range len(name) {
		short = short && nameByte(name[i])
	}
	if short {
		return "." + name
	}
	return string(appendName(nil, name))
}

func (s *shape) fields() []string {
	var names []string
	for _, m := range s.members[:min(len(s.members), maxFields)] {
		names = append(names, m.name)
	}
	return names
}

func appendFields(fields, more []string) []string {
	for _, f := range more {
		if len(fields) < maxFields && !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	return fields
}
