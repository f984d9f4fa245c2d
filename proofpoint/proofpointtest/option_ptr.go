// What can be chosen about the TRAP appliance: how long it works before its proxy
// gives up, how it signs people in, and what it answers to writes.

package proofpointtest

import "time"

// PTRPatience makes the appliance answer 504, with the page of a proxy, when a
// query for incidents is wider than this: from created_after (or the beginning
// of the world) to created_before (or now). The default is that any width is
// answered. A query by message_id or by a closing time alone counts as wide too.
func PTRPatience(width time.Duration) Option {
	return func(s *Server) { s.ptr.patience = max(width, 0) }
}

// PTRBasic makes the appliance accept Basic sign-in with the user and password of
// [Server.Credentials] beside the bare key: one of five public clients signs so.
func PTRBasic() Option {
	return func(s *Server) { s.ptr.basic = true }
}

// PTRAnswer is the form of the answers to writes.
type PTRAnswer int

// The forms, all of which a public client handles.
const (
	PTRAnswerJSON  PTRAnswer = iota // the default
	PTRAnswerText                   // a plain sentence
	PTRAnswerEmpty                  // no body
)

// PTRAnswers sets the form of the answers to all writes. As text or nothing, a
// comment and a member do not come back either.
func PTRAnswers(form PTRAnswer) Option {
	return func(s *Server) { s.ptr.answers = form }
}
