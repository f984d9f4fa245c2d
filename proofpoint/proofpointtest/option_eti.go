// The options about Emerging Threats Intelligence.

package proofpointtest

import "net/http"

// etiSwitches are what the options below choose.
type etiSwitches struct {
	missing bool // unknown things are 404
	files   int  // entries in a list file; 0: the default
}

// ETIUnknown404 makes the ETI services answer 404 about a domain, address, sample,
// signature or CVE that they do not know. The default is 200 with an empty list or
// object; the vendor documents neither.
func ETIUnknown404() Option {
	return func(s *Server) { s.eti.missing = true }
}

// ETITimeout makes the first call of an ETI operation ("" for the first of any)
// last too long for the service: 408 once, then it works.
func ETITimeout(operation string) Option {
	return func(s *Server) {
		s.Fail(Fault{Operation: operation, Status: http.StatusRequestTimeout, Body: etiTimeout,
			Header: http.Header{"Content-Type": {"application/json"}}})
	}
}

// ETIFileEntries sets how many entries the reputation list of domains has; the
// default is 400. The list of addresses stops at the 762 that are kept for
// documentation. It has no effect without [Seeded].
func ETIFileEntries(n int) Option {
	return func(s *Server) { s.eti.files = max(n, 1) }
}
