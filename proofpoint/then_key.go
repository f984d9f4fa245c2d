// By what a chain tells its children apart: two are the same if the same request
// is made at the same place, and the same would come of their records.

package proofpoint

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"
	"maps"
	"slices"
)

// childKey stands for one request of one Then.
type childKey [sha256.Size]byte

// keyOf is the key of a child: where it is asked, what is asked, and what is
// asked below it, because a blank of its may be filled only there.
func (w *walk) keyOf(s *slot) childKey {
	if s.key == nil {
		k := keyPrint{h: sha256.New(), seen: map[*Operation]int{}}
		k.put(w.o.path(), fmt.Sprint(s.then))
		k.request(&s.ask)
		s.key = new(childKey)
		k.h.Sum(s.key[:0])
	}
	return *s.key
}

// keyPrint writes what makes a key. An operation that stands at several places
// of a chain is written once: there may be very many ways to it.
type keyPrint struct {
	h    hash.Hash
	seen map[*Operation]int
}

// put writes texts so that no others look the same.
func (k *keyPrint) put(parts ...string) {
	_, _ = fmt.Fprintf(k.h, "%d:", len(parts))
	for _, p := range parts {
		_, _ = fmt.Fprintf(k.h, "%d:%s;", len(p), p)
	}
}

func (k *keyPrint) request(r *Request) {
	k.put(string(r.Service), r.name(), r.method(), r.Base, r.Path, string(r.Format), string(r.Body), string(r.Value), fmt.Sprint(r.Skip, r.Limit))
	for _, set := range []map[string][]string{r.Query, r.Header} {
		for _, name := range slices.Sorted(maps.Keys(set)) {
			k.put(append([]string{name}, set[name]...)...)
		}
		k.put()
	}
	for _, b := range r.Blanks {
		k.put(b.Where, fmt.Sprintf("%d %q", b.At, b.Parts))
	}
	if r.Records != nil {
		k.put(r.Records.String())
	}
	k.put(pagerPrint(r.Pager))
	for _, t := range r.Then {
		k.then(t)
	}
}

func (k *keyPrint) then(t Then) {
	with, _ := json.Marshal(t.With)
	k.put(t.Name, string(with))
	for _, name := range slices.Sorted(maps.Keys(t.Pick)) {
		k.put("pick", name, t.Pick[name].String())
	}
	for _, name := range slices.Sorted(maps.Keys(t.Carry)) {
		k.put("carry", name, t.Carry[name].String())
	}
	if n, ok := k.seen[t.Ask]; ok {
		k.put(fmt.Sprint(n))
		return
	}
	k.seen[t.Ask] = len(k.seen)
	k.put(t.Ask.Name)
	k.request(&t.Ask.Proto)
}
