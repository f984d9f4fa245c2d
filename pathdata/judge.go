// Habits of JSON answers, for Suggest: how an envelope looks and how a record.
// Everything in this file is a guess that has to be right most of the time; it
// decides only the order of suggestions.

package pathdata

import "strings"

// identities are member names that say what one thing is; an object that has
// one of them is a record, not an envelope around records.
var identities = []string{"id", "_id", "guid", "uuid", "name", "title", "description", "displayname", "email"}

// wrappers are names of members that hold the answer proper.
var wrappers = []string{"response", "data", "result", "results", "payload", "body", "content"}

// chatter are names of scalars that envelopes have.
var chatter = []string{"success", "ok", "status", "statuscode", "code", "timestamp", "time", "message", "message_id", "messageid",
	"request_id", "requestid", "error", "version", "took", "count", "total"}

func in(list []string, name string) bool {
	for _, w := range list {
		if strings.EqualFold(w, name) {
			return true
		}
	}
	return false
}

func (s *shape) scalar() bool { return s.objects == 0 && s.arrays == 0 }

// identified says whether an object is a record by its own members, or by those
// of an object beside arrays in it.
func (s *shape) identified() bool {
	for _, m := range s.members {
		if m.scalar() && in(identities, m.name) {
			return true
		}
	}
	if len(s.lists()) == 0 {
		return false
	}
	for _, m := range s.members {
		if m.objects > 0 && m.identified() {
			return true
		}
	}
	return false
}

// lists gives the members that are arrays: those of objects, with the empty
// ones; if there is none of objects and not all are empty, those of scalars.
func (s *shape) lists() []*shape {
	var objects, others []*shape
	filled := false
	for _, m := range s.members {
		switch {
		case m.arrays == 0 || m.objects > 0:
		case m.elem == nil || m.elem.count == 0 && !m.elem.open:
			objects = append(objects, m)
		case m.elem.objects > 0:
			objects = append(objects, m)
			filled = true
		default:
			others = append(others, m)
		}
	}
	if !filled && len(others) > 0 {
		return others
	}
	return objects
}

// wraps gives the one object that s is an envelope of, nil if it is none.
func (s *shape) wraps() *shape {
	var inner *shape
	plain := true
	for _, m := range s.members {
		switch {
		case m.objects > 0 && inner != nil:
			return nil
		case m.objects > 0:
			inner = m
		default:
			plain = plain && in(chatter, m.name)
		}
	}
	if inner == nil || inner.entries == 0 && !inner.open || !plain && !in(wrappers, inner.name) {
		return nil
	}
	return inner
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
