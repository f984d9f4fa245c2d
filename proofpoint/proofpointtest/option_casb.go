// What can be chosen about the CASB service. The vendor publishes nothing about
// it, so several things that a client must not lean on can be turned here: the
// order of alerts, what a login says, what events are wrapped in.

package proofpointtest

// CASBOrder is the order in which alerts are told. No source establishes one.
type CASBOrder int

// The orders.
const (
	CASBNewestFirst CASBOrder = iota // the default
	CASBOldestFirst
	CASBShuffled // an order of its own for each time range, the same on every page of it
)

// CASBAlertOrder sets the order of alerts, within a page and across pages.
func CASBAlertOrder(o CASBOrder) Option {
	return func(s *Server) { s.casb.order = o }
}

// CASBArrivals lets an alert come in whenever a page after the first is asked
// for, dated at the end of that range, or now if that is earlier. Under
// CASBNewestFirst it pushes what follows one place on, so that the last alert of
// a page is also the first of the next; a client must not lose one by it. It
// works in an empty world too.
func CASBArrivals() Option {
	return func(s *Server) { s.casb.arrivals = true }
}

// CASBLoginAnswer is what /v1/auth answers.
type CASBLoginAnswer int

// The answers. Only the first has been seen; the collector that talks to the
// service never looks at the status of a login, so the others may occur.
const (
	CASBLoginToken     CASBLoginAnswer = iota // 200 and auth_token; 401 with JSON for a wrong credential. The default
	CASBLoginExpires                          // as CASBLoginToken, and expires_in beside the token
	CASBLoginNoToken                          // 200 and an object without auth_token, whatever the credential
	CASBLoginNullToken                        // 200 and auth_token null
	CASBLoginPage                             // 200 and an HTML page
	CASBLoginForbidden                        // a wrong credential gives 403 with plain text
)

// CASBLogins sets what /v1/auth answers.
func CASBLogins(a CASBLoginAnswer) Option {
	return func(s *Server) { s.casb.login = a }
}

// CASBEventsBare makes /v2/events answer with a bare array instead of an object
// with the member "events". Neither has been seen: only that events exist and
// hold additionalProperties.
func CASBEventsBare() Option {
	return func(s *Server) { s.casb.bare = true }
}
