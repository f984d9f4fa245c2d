// The organisation lists of hosted mail protection: the whole list at once, one
// entry for each change. Whether adding twice, or deleting what is not there, is
// an error is not known; here neither is.

package proofpointtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"unicode/utf8"
)

// orgComment is the longest comment, in characters.
const orgComment = 150

var (
	orgAttributes = []string{"$from", "$hfrom", "$ip", "$host", "$helo", "$rcpt"}
	orgOperators  = map[string][]string{
		"block": {"equal", "not_equal", "contain", "not_contain", "is_in_list"},
		"safe":  {"equal", "contain", "is_in_list"},
	}
)

// orgEntry is one entry of a list; attribute, operator and value are its
// identity.
type orgEntry struct {
	Attribute string `json:"attribute"`
	Operator  string `json:"operator"`
	Value     string `json:"value"`
	Comment   string `json:"comment"`
}

func (e orgEntry) same(f orgEntry) bool {
	return e.Attribute == f.Attribute && e.Operator == f.Operator && e.Value == f.Value
}

func (e orgEntry) json() json.RawMessage {
	pairs := []any{"attribute", e.Attribute, "operator", e.Operator, "value", e.Value}
	if e.Comment != "" {
		pairs = append(pairs, "comment", e.Comment)
	}
	return ctrObject(false, pairs...)
}

// orgChange is the body of a change.
type orgChange struct {
	Action string `json:"action"`
	orgEntry
}

// orgMeant tells adding from deleting: one path, told apart by the body. What is
// neither is refused by the routes that add.
func orgMeant(x *exchange, operation string) bool {
	switch operation {
	case "trap.lists.block.delete", "trap.lists.safe.delete":
		var c orgChange
		return x.json(&c) == nil && c.Action == "delete"
	case "trap.lists.block.add", "trap.lists.safe.add":
		var c orgChange
		return x.json(&c) != nil || c.Action != "delete"
	}
	return true
}

// orgRefused is a 400 of the lists, in the shape that their clients read.
func orgRefused(why string) *reply {
	a := jsonBytes(http.StatusBadRequest, append(appendString([]byte(`{"errors":[`), why), "]}"...))
	return &a
}

// orgGuard asks for token, room in the minute and the cluster.
func (x *exchange) orgGuard() *reply {
	if status, why := x.ctrSigned(); status != 0 {
		a := jsonMessage(status, why)
		return &a
	}
	switch id := x.query.Get("clusterId"); id {
	case "":
		return orgRefused("clusterId is required")
	case clusterID:
		return nil
	default:
		return orgRefused("clusterId " + id + " is unknown")
	}
}

// orgList answers with a whole list at once; there is no paging.
func (x *exchange) orgList(list string) reply {
	if bad := x.orgGuard(); bad != nil {
		return *bad
	}
	return jsonBytes(http.StatusOK, append(joined([]byte(`{"entries":[`), x.s.orgEntries(list)), "]}"...))
}

func (x *exchange) orgAdd(list string) reply {
	var c orgChange
	if bad := x.orgAsked(list, &c); bad != nil {
		return *bad
	}
	if c.Action != "add" {
		return *orgRefused("action must be add or delete")
	}
	if n := utf8.RuneCountInString(c.Comment); n > orgComment {
		return *orgRefused(fmt.Sprintf("comment has %d characters, at most %d are allowed", n, orgComment))
	}
	x.s.orgChange(list, func(entries []orgEntry) []orgEntry {
		if i := slices.IndexFunc(entries, c.same); i >= 0 {
			entries[i] = c.orgEntry
			return entries
		}
		return append(entries, c.orgEntry)
	})
	return x.orgDone(c.orgEntry)
}

// orgDelete takes an entry off. A comment is not looked at.
func (x *exchange) orgDelete(list string) reply {
	var c orgChange
	if bad := x.orgAsked(list, &c); bad != nil {
		return *bad
	}
	x.s.orgChange(list, func(entries []orgEntry) []orgEntry { return slices.DeleteFunc(entries, c.same) })
	return x.orgDone(c.orgEntry)
}

// orgAsked reads a change and checks what both kinds have.
func (x *exchange) orgAsked(list string, c *orgChange) *reply {
	if bad := x.orgGuard(); bad != nil {
		return bad
	}
	switch err := x.json(c); {
	case err != nil || !x.jsonSent():
		return orgRefused("a JSON object with action, attribute, operator and value is expected")
	case !slices.Contains(orgAttributes, c.Attribute):
		return orgRefused("attribute " + c.Attribute + " is unknown")
	case !slices.Contains(orgOperators[list], c.Operator):
		return orgRefused("operator " + c.Operator + " is unknown to this list")
	case c.Value == "":
		return orgRefused("value is required")
	}
	return nil
}

func (x *exchange) orgDone(e orgEntry) reply {
	if x.s.ctr.echoed {
		return jsonBytes(http.StatusOK, e.json())
	}
	return text(http.StatusOK, "")
}

// orgEntries returns a list as it stands, entry by entry.
func (s *Server) orgEntries(list string) (entries []json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.orgStands(list) {
		entries = append(entries, e.json())
	}
	return entries
}

// blockList is the block list for those who read it by another way.
func (s *Server) blockList() []json.RawMessage { return s.orgEntries("block") }

func (s *Server) orgStands(list string) []orgEntry {
	if entries, ok := s.ctr.lists[list]; ok {
		return slices.Clone(entries)
	}
	return s.world.orgEntries(list)
}

func (s *Server) orgChange(list string, change func([]orgEntry) []orgEntry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctr.lists == nil {
		s.ctr.lists = map[string][]orgEntry{}
	}
	s.ctr.lists[list] = change(s.orgStands(list))
}

// orgEntries makes the 23 entries of the block list or the 7 of the safe list; a
// comment is on some.
func (w *world) orgEntries(list string) (entries []orgEntry) {
	if !w.seeded {
		return nil
	}
	for i := range map[string]int{"block": 23, "safe": 7}[list] {
		seed := mix(w.seed, hash(list), uint64(i))
		domain := badDomains[(int(w.seed%24)+i)%len(badDomains)]
		if list == "safe" {
			domain = senderDomains[i%len(senderDomains)]
		}
		e := orgEntry{Operator: "equal"}
		switch i % 5 {
		case 0, 1:
			e.Attribute = [...]string{"$from", "$hfrom"}[i%5]
			e.Value = senderUsers[seed%uint64(len(senderUsers))] + "@" + domain
		case 2:
			e.Attribute, e.Operator, e.Value = "$host", "contain", domain
		case 3:
			e.Attribute, e.Value = "$ip", string(appendIP(nil, seed))
		default:
			e.Attribute, e.Value = "$helo", "mail."+domain
		}
		if seed%3 > 0 {
			e.Comment = fmt.Sprintf("case %d", 1000+seed%9000)
		}
		entries = append(entries, e)
	}
	return entries
}
