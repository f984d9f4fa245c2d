// The appliance's lists: 5 holds hosts, 6 addresses, 8 users. Members are the
// world's at first; from the first call on the list is kept here, and writes
// change it.

package proofpointtest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// ptrList is a list that was asked for or written to.
type ptrList struct {
	last    int // the highest number ever given; none is given twice
	members []ptrMember
}

// ptrMember is one member.
type ptrMember struct {
	id                             int
	object, inner                  string // "host": {"host": …} or "reverse_user": {"username": …}
	value, description, expiration string // expiration "" means never
}

func (m *ptrMember) append(b []byte) []byte {
	b = fmt.Appendf(b, `{"id":%d,%q:{%q:`, m.id, m.object, m.inner)
	b = appendString(b, m.value)
	b = appendString(field(append(b, '}'), ',', "description"), m.description)
	if m.expiration != "" {
		b = appendString(field(b, ',', "expiration"), m.expiration)
	}
	return append(b, '}')
}

// ptrObject is how the members of a list are wrapped; ok is false if there is no
// such list.
func ptrObject(list string) (object, inner string, ok bool) {
	switch list {
	case "5", "6":
		return "host", "host", true
	case "8":
		return "reverse_user", "username", true
	}
	return "", "", false
}

// members returns a list as it was before any write.
func (w *world) members(list string) (members []ptrMember) {
	if !w.seeded {
		return nil
	}
	number, _ := strconv.Atoi(list)
	object, inner, _ := ptrObject(list)
	for i := range 12 {
		seed := mix(w.seed, hash(list), uint64(i))
		m := ptrMember{id: number*1000 + i + 1, object: object, inner: inner, description: fmt.Sprintf("entry %d", i+1)}
		switch list {
		case "5":
			m.value = badDomains[i%len(badDomains)]
		case "6":
			m.value = string(appendIP(nil, seed))
		default:
			m.value = string(appendPerson(nil, seed))
		}
		if seed%3 > 0 {
			m.expiration = fmt.Sprintf("2027-%02d-01T00:00:00Z", 1+seed%12)
		}
		members = append(members, m)
	}
	return members
}

// ptrListed returns the list of the path, whose members may be changed while
// Server.mu is held; the caller holds it. nil means that there is none.
func (x *exchange) ptrListed() *ptrList {
	name := x.vars["list"]
	if _, _, ok := ptrObject(name); !ok {
		return nil
	}
	p := &x.s.ptr
	if p.lists == nil {
		p.lists = map[string]*ptrList{}
	}
	if p.lists[name] == nil {
		number, _ := strconv.Atoi(name)
		l := &ptrList{members: x.s.world.members(name)}
		l.last = number*1000 + len(l.members)
		p.lists[name] = l
	}
	return p.lists[name]
}

func (x *exchange) ptrNoList() reply {
	return jsonMessage(http.StatusNotFound, "there is no list "+x.vars["list"])
}

// ptrMembers answers with a bare array, all members at once.
func (x *exchange) ptrMembers() reply {
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	l := x.ptrListed()
	if l == nil {
		return x.ptrNoList()
	}
	b := []byte("[")
	for i := range l.members {
		if i > 0 {
			b = append(b, ',')
		}
		b = l.members[i].append(b)
	}
	return jsonBytes(http.StatusOK, append(b, ']'))
}

// ptrMemberBody reads what a member shall be.
func (x *exchange) ptrMemberBody() (member, description, expiration *string, bad *reply) {
	var sent struct {
		Member      *string `json:"member"`
		Description *string `json:"description"`
		Expiration  *string `json:"expiration"`
	}
	refuse := func(sentence string) *reply {
		a := jsonMessage(http.StatusBadRequest, sentence)
		return &a
	}
	if err := x.json(&sent); err != nil || !x.jsonSent() {
		return nil, nil, nil, refuse("a JSON object with member, description and expiration is expected")
	}
	if sent.Expiration != nil && *sent.Expiration != "" {
		if _, err := time.Parse("2006-01-02T15:04:05Z", *sent.Expiration); err != nil {
			return nil, nil, nil, refuse("expiration must look like 2027-01-31T00:00:00Z")
		}
	}
	return sent.Member, sent.Description, sent.Expiration, nil
}

func (x *exchange) ptrAddMember() reply {
	member, description, expiration, bad := x.ptrMemberBody()
	if bad != nil {
		return *bad
	}
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	l := x.ptrListed()
	switch {
	case l == nil:
		return x.ptrNoList()
	case member == nil || *member == "":
		return jsonMessage(http.StatusBadRequest, "member is required")
	}
	l.last++
	m := ptrMember{id: l.last, value: *member}
	m.object, m.inner, _ = ptrObject(x.vars["list"])
	m.change(nil, description, expiration)
	l.members = append(l.members, m)
	return x.ptrDone(http.StatusCreated, string(m.append(nil)), "member added")
}

// change sets what was given.
func (m *ptrMember) change(value, description, expiration *string) {
	for _, c := range []struct{ at, to *string }{{&m.value, value}, {&m.description, description}, {&m.expiration, expiration}} {
		if c.to != nil {
			*c.at = *c.to
		}
	}
}

// ptrOne finds the member of the path and hands it to f, under the lock.
func (x *exchange) ptrOne(f func(l *ptrList, i int) reply) reply {
	id, ok := x.ptrID(".json")
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	l := x.ptrListed()
	if l == nil {
		return x.ptrNoList()
	}
	i := slices.IndexFunc(l.members, func(m ptrMember) bool { return ok && int64(m.id) == id })
	if i < 0 {
		return jsonMessage(http.StatusNotFound, "the list has no such member")
	}
	return f(l, i)
}

func (x *exchange) ptrMember() reply {
	return x.ptrOne(func(l *ptrList, i int) reply { return jsonBytes(http.StatusOK, l.members[i].append(nil)) })
}

// ptrModifyMember changes what is given and leaves the rest. The call is told of
// in product pages only; that its body is that of adding is our assumption.
func (x *exchange) ptrModifyMember() reply {
	member, description, expiration, bad := x.ptrMemberBody()
	if bad != nil {
		return *bad
	}
	return x.ptrOne(func(l *ptrList, i int) reply {
		l.members[i].change(member, description, expiration)
		return x.ptrDone(http.StatusOK, string(l.members[i].append(nil)), "member changed")
	})
}

func (x *exchange) ptrDeleteMember() reply {
	return x.ptrOne(func(l *ptrList, i int) reply {
		l.members = slices.Delete(l.members, i, i+1)
		if x.s.ptr.answers == PTRAnswerJSON {
			return jsonf(http.StatusOK, "{}")
		}
		status := http.StatusNoContent
		if x.s.ptr.answers == PTRAnswerText {
			status = http.StatusOK
		}
		return x.ptrDone(status, "", "member deleted")
	})
}
