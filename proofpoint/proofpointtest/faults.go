// Faults by script: what goes wrong, for which operation, how often. A fault sits
// in front of the service, as a failing proxy would, so an answer that it makes
// up costs no quota.

package proofpointtest

import (
	"bytes"
	"io"
	"net/http"
	"slices"
)

// Fault is one thing that goes wrong.
type Fault struct {
	Operation string      // "tap.siem.all"; "" means any
	After     int         // so many matching calls pass first
	Times     int         // then so many fail; 0 means one, a negative number all
	Status    int         // of the answer; 0 means the real answer
	Header    http.Header // added to the answer, replacing members of the same name
	Body      string      // of the answer; with Status 0 and "" the real one
	Cut       int         // the body breaks off after so many bytes with io.ErrUnexpectedEOF; 0 means no cut, a negative number before the first byte
}

// script is a fault and what is left of it.
type script struct {
	Fault
	seen, done int
}

// Fail adds faults. For each call the first fault that is due applies and the
// others stay; all that match count the call as seen.
func (s *Server) Fail(f ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range f {
		f.Header = f.Header.Clone()
		if f.Times == 0 {
			f.Times = 1
		}
		s.faults = append(s.faults, &script{Fault: f})
	}
}

// due returns the fault that a call meets, or nil.
func (s *Server) due(operation string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	var due *Fault
	for _, f := range s.faults {
		if f.Operation != "" && f.Operation != operation {
			continue
		}
		f.seen++
		if due == nil && f.seen > f.After && (f.Times < 0 || f.done < f.Times) {
			f.done++
			due = &f.Fault
		}
	}
	s.faults = slices.DeleteFunc(s.faults, func(f *script) bool { return f.Times > 0 && f.done >= f.Times })
	return due
}

// strike applies a fault. real makes the answer that would have been given; it
// is called only if something of it is needed.
func (f *Fault) strike(real func() reply) reply {
	var a reply
	switch {
	case f.Status != 0:
		a = text(f.Status, f.Body)
	default:
		a = real()
		if f.Body != "" {
			a.body, a.size = bytes.NewReader([]byte(f.Body)), int64(len(f.Body))
		}
	}
	if len(f.Header) > 0 {
		a.header = a.header.Clone()
		if a.header == nil {
			a.header = http.Header{}
		}
		for name, values := range f.Header {
			a.header[http.CanonicalHeaderKey(name)] = slices.Clone(values)
		}
	}
	if f.Cut != 0 && a.body != nil {
		a.body = &cutReader{r: a.body, left: max(f.Cut, 0)}
	}
	return a
}

// cutReader ends early, like a connection that broke. A body that is shorter than
// the cut ends as usual.
type cutReader struct {
	r    io.Reader
	left int
}

func (c *cutReader) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	if len(p) > c.left {
		p = p[:c.left]
	}
	n, err := c.r.Read(p)
	c.left -= n
	return n, err
}
