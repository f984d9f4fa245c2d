// Habits of JSON answers, for Suggest: how an envelope looks and how a record.
// Everything in this file is a guess that has to be right most of the time; it
// decides only the order of suggestions.

package pathdata

import (
	"strconv"
	"strings"
)

// identities are member names that say what one thing is; an object that has
// one of them is a record, not an envelope around records.
var identities = []string{"id", "_id", "guid", "uuid", "name", "title", "description", "displayname", "email"}

// wrappers are names of members that hold the answer proper.
var wrappers = []string{"response", "data", "result", "results", "payload", "body", "content", "hits", "_embedded", "d"}

// chatter are names of scalars that envelopes have.
var chatter = []string{"success", "ok", "status", "statuscode", "code", "timestamp", "time", "message", "message_id", "messageid",
	"request_id", "requestid", "error", "version", "took", "count", "total"}

// paging are names of scalars that say which part of a longer list an answer is.
var paging = []string{"total", "count", "startrow", "endrow", "page", "size", "number", "offset", "limit", "first", "last", "empty", "next",
	"previous", "cursor", "hasmore", "nextcursor", "nextpage", "nextlink", "nextpagetoken", "pagesize", "pagenumber", "perpage", "totalcount",
	"totalpages", "totalelements", "numberofelements"}

// counts are names of numbers that say how many records are in an answer.
var counts = []string{"total", "count", "totalcount", "numberofelements", "returned"}

// asides are names of objects and arrays that stand beside the answer proper:
// links, counts of a query, what went wrong with some of it.
var asides = []string{"links", "_links", "meta", "metadata", "page", "pageinfo", "paging", "pagination", "_shards", "jsonapi", "included", "errors",
	"warnings", "facets", "aggregations"}

// manyScalars is how many scalars of its own make an object a record, if no
// array of objects is in it.
const manyScalars = 6

func in(list []string, name string) bool {
	for _, w := range list {
		if strings.EqualFold(w, name) {
			return true
		}
	}
	return false
}

func (s *shape) scalar() bool { return s.objects == 0 && s.arrays == 0 }

// identified says whether an object is a record: by its own members, or by those
// of an object beside arrays in it, unless it says that it is part of a list.
func (s *shape) identified() bool {
	own, pages := 0, 0
	for _, m := range s.members {
		switch {
		case !m.scalar():
		case in(identities, m.name):
			return true
		case in(paging, bare(m.name)):
			pages++
		case !in(chatter, m.name):
			own++
		}
	}
	main, _ := s.lists()
	if len(main) == 0 || pages > 1 {
		return false
	}
	for _, m := range s.members {
		if m.objects > 0 && !in(asides, m.name) && m.identified() {
			return true
		}
	}
	return own >= manyScalars && !filled(main)
}

var marks = strings.NewReplacer("_", "", "-", "")

// bare is a name without the marks between its words.
func bare(name string) string { return marks.Replace(name) }

// filled says whether one of several arrays holds objects.
func filled(list []*shape) bool {
	for _, l := range list {
		if l.elem != nil && l.elem.objects > 0 {
			return true
		}
	}
	return false
}

// lists gives the members that are arrays of records, and the arrays beside
// them. Arrays of objects go with empty ones; if there is none of objects and
// not all are empty, arrays of arrays count, then those of scalars.
func (s *shape) lists() (main, beside []*shape) {
	var objects, rows, scalars []*shape
	for _, m := range s.members {
		switch {
		case m.arrays == 0 || m.objects > 0:
		case m.elem == nil || m.elem.count == 0 && !m.elem.open || m.elem.objects > 0:
			objects = append(objects, m)
		case m.elem.arrays > 0:
			rows = append(rows, m)
		default:
			scalars = append(scalars, m)
		}
	}
	switch {
	case filled(objects) || len(rows)+len(scalars) == 0:
		return s.proper(objects)
	case len(rows) > 0:
		return rows, scalars
	}
	return scalars, nil
}

// proper takes the asides out of several arrays, and those that have not as many
// elements as the object says, if one has. What is left over is beside them.
func (s *shape) proper(list []*shape) (main, beside []*shape) {
	answer := false
	for _, m := range s.members {
		answer = answer || m.objects > 0 && in(wrappers, m.name)
	}
	for _, l := range list {
		if in(asides, l.name) {
			beside = append(beside, l)
		} else {
			main = append(main, l)
		}
	}
	if len(main) == 0 && !answer {
		return beside, nil
	}
	counted := (*shape)(nil)
	if len(main) > 1 {
		counted = s.counted(main)
	}
	if counted == nil {
		return main, beside
	}
	for _, l := range main {
		if l != counted {
			beside = append(beside, l)
		}
	}
	return []*shape{counted}, beside
}

// counted gives the only one of several arrays that has as many elements as the
// object says; nil if there is none or several. An empty one shows nothing.
func (s *shape) counted(list []*shape) (found *shape) {
	numbers := map[int]bool{}
	for _, m := range s.members {
		if n, ok := m.number(); ok && in(counts, bare(m.name)) {
			numbers[n] = true
		}
	}
	from, ok := s.index["startRow"].number()
	to, ok2 := s.index["endRow"].number()
	if ok && ok2 {
		numbers[to-from] = true
	}
	for _, l := range list {
		if l.elements > 0 && numbers[l.elements] {
			if found != nil {
				return nil
			}
			found = l
		}
	}
	return found
}

// number gives the value of a whole number that was seen once.
func (s *shape) number() (int, bool) {
	if s == nil || s.count != 1 || len(s.first) > 18 {
		return 0, false
	}
	n, err := strconv.Atoi(string(s.first))
	return n, err == nil
}

// wraps gives the one object that s is an envelope of, asides left out; nil if
// it is none.
func (s *shape) wraps() *shape {
	inner, aside := (*shape)(nil), (*shape)(nil)
	plain := true
	for _, m := range s.members {
		switch {
		case m.objects > 0 && in(asides, m.name):
			aside = m
		case m.objects > 0 && inner != nil:
			return nil
		case m.objects > 0:
			inner = m
		default:
			plain = plain && in(chatter, m.name)
		}
	}
	if inner == nil {
		inner = aside
	}
	if inner == nil || inner.entries == 0 && !inner.open || !plain && !in(wrappers, inner.name) {
		return nil
	}
	return inner
}

// node gives the member of the elements that is the record, where each is a
// record with its place in the list; nil elsewhere.
func (s *shape) node() *shape {
	if s.elem == nil || s.elem.arrays > 0 || s.elem.objects < s.elements {
		return nil
	}
	node := s.elem.index["node"]
	for _, m := range s.elem.members {
		if m != node && m.name != "cursor" {
			return nil
		}
	}
	if node == nil || node.objects < s.elements || node.arrays > 0 {
		return nil
	}
	return node
}

// keyed says whether an object is a map: all its members are objects and most
// of their names are no words, or they are many and alike.
func (s *shape) keyed() bool {
	if s.objects == 0 || len(s.members) == 0 {
		return false
	}
	odd := 0
	for _, m := range s.members {
		if m.objects == 0 || m.arrays > 0 {
			return false
		}
		if m.name == "" || dotName(m.name)[0] == '[' {
			odd++
		}
	}
	return 2*odd > len(s.members) || len(s.members) >= 8 && alike(s.members)
}

// alike says whether objects have their first members in common.
func alike(list []*shape) bool {
	first := list[0].fields()
	if len(first) == 0 {
		return false
	}
	for _, m := range list[1:] {
		common := 0
		for _, f := range first {
			if m.index[f] != nil {
				common++
			}
		}
		if 2*common < len(first) {
			return false
		}
	}
	return true
}
