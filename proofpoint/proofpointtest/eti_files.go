// The reputation lists of ETI: one large object each, on a third host, with the
// key in the path. An answer is made as it is read, so a list of any length needs
// no memory. Learnt from a public client; answers to a wrong key are ours.

package proofpointtest

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

func init() {
	register(&service{
		name: "eti.files", host: "rules.emergingthreatspro.com", prefix: "/eti-files",
		fields: map[string]string{"key": etiKey},
		routes: []route{
			{"eti.files.ips", http.MethodGet, "/{key:secret}/reputation/iprepdata.json", func(x *exchange) reply {
				return x.etiFile(func(s *Server, i int) (string, []etiScore, bool) { return s.listedIP(i) })
			}},
			{"eti.files.domains", http.MethodGet, "/{key:secret}/reputation/domainrepdata.json", func(x *exchange) reply {
				return x.etiFile(func(s *Server, i int) (string, []etiScore, bool) { return s.listedDomain(i) })
			}},
		},
	})
}

// bulk is the zone of the domains that fill a list up.
const bulk = ".bulk.example"

func (s *Server) etiFileEntries() int {
	if !s.world.seeded {
		return 0
	}
	if s.eti.files == 0 {
		return 400
	}
	return s.eti.files
}

// listedDomain is the ith entry of the list of domains: those of the world, then
// those that fill it up.
func (s *Server) listedDomain(i int) (string, []etiScore, bool) {
	if i >= s.etiFileEntries() {
		return "", nil, false
	}
	name := "d" + strconv.Itoa(i) + bulk
	if i < len(badDomains) {
		name = badDomains[i]
	}
	return name, s.world.domainScores(name), true
}

// etiListed reports whether a domain is one that fills the list up.
func (s *Server) etiListed(domain string) bool {
	number, ok := strings.CutSuffix(domain, bulk)
	i, err := strconv.Atoi(strings.TrimPrefix(number, "d"))
	if !ok || err != nil || i < len(badDomains) {
		return false
	}
	name, _, listed := s.listedDomain(i)
	return listed && name == domain
}

// listedIP is the ith entry of the list of addresses: all of the three ranges for
// documentation, in an order of the world's own.
func (s *Server) listedIP(i int) (string, []etiScore, bool) {
	const ranges, hosts = 3, 254
	if i >= min(s.etiFileEntries(), ranges*hosts) {
		return "", nil, false
	}
	n := uint64(i*5+int(s.world.seed%1000)) % (ranges * hosts) // 5 and 762 share no factor: each address once
	ip := [...]string{"192.0.2.", "198.51.100.", "203.0.113."}[n%ranges] + strconv.FormatUint(n/ranges+1, 10)
	return ip, s.world.ipScores(ip), true
}

func (s *Server) etiListedIP(ip string) bool {
	for i := 0; ; i++ {
		switch listed, _, ok := s.listedIP(i); {
		case !ok:
			return false
		case listed == ip:
			return true
		}
	}
}

func (x *exchange) etiFile(entry func(*Server, int) (string, []etiScore, bool)) reply {
	if x.vars["key"] != etiKey {
		return text(http.StatusForbidden, "403 Forbidden")
	}
	return reply{status: http.StatusOK, header: http.Header{"Content-Type": {"application/json"}},
		body: &etiList{entry: func(i int) (string, []etiScore, bool) { return entry(x.s, i) }}, size: -1}
}

// etiList writes a list as it is read.
type etiList struct {
	entry func(int) (string, []etiScore, bool)
	next  int
	rest  []byte
	ended bool
}

func (l *etiList) Read(p []byte) (int, error) {
	for len(l.rest) == 0 {
		if l.ended {
			return 0, io.EOF
		}
		l.rest = l.append(l.rest[:0])
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// append writes the next entry. Scores are texts here, though numbers elsewhere.
func (l *etiList) append(b []byte) []byte {
	b = append(b, [...]string{"{\n", ",\n"}[min(l.next, 1)]...)
	name, scores, ok := l.entry(l.next)
	if !ok {
		l.ended = true
		if l.next == 0 {
			return append(b, '}')
		}
		return append(b[:0], "\n}"...)
	}
	b = fmt.Appendf(b, "  %q: {", name)
	seen := make([]string, 0, len(scores))
	for _, s := range scores {
		if slices.Contains(seen, s.Category) {
			continue
		}
		if len(seen) > 0 {
			b = append(b, ", "...)
		}
		b = fmt.Appendf(b, `%q: "%d"`, s.Category, s.Score)
		seen = append(seen, s.Category)
	}
	l.next++
	return append(b, '}')
}
