// The options of the cloud service: where public clients have seen two answers,
// or disagree about one, a test chooses which it gets.

package proofpointtest

// CTRInclusiveRows makes endRow of a query the last row that comes; without it
// endRow is the first that does not. Clients disagree about the service.
func CTRInclusiveRows() Option {
	return func(s *Server) { s.ctr.inclusive = true }
}

// CTRWrappedWorkflows sends the workflows as a member of an object; without it
// they are a bare array. Both have been seen.
func CTRWrappedWorkflows() Option {
	return func(s *Server) { s.ctr.wrapped = true }
}

// CTREchoedEntries makes the organisation lists answer a change with the entry;
// without it the answer is 200 and empty. Both have been seen.
func CTREchoedEntries() Option {
	return func(s *Server) { s.ctr.echoed = true }
}

// CTRFetchStatus scripts what fetchStatus says of a message whose original was
// asked for: one word a call, "throttled" say. After the last word, and without
// the option, the clock decides: ten seconds after the request the original is
// there. A word that means failure stays.
func CTRFetchStatus(words ...string) Option {
	return func(s *Server) { s.ctr.words = words }
}
