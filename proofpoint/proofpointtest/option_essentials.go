// The choices about the two Essentials services: forms that older or other
// versions of them send, and what their credentials may do.

package proofpointtest

// EssentialsOldSpellings makes the interface API answer as its older
// specification has it: white_list_senders for safe_list_senders, user_licences,
// licencing_package, isactive and the like, flags as 0 and 1, dates with slashes,
// odin_capabilities as text. Both spellings are read in any case; but see
// [EssentialsOldNamesOnly].
func EssentialsOldSpellings() Option {
	return func(s *Server) { s.essentials.old = true }
}

// EssentialsOldNamesOnly is EssentialsOldSpellings of a service that has never
// heard of the newer names: it drops members that have one, as it drops any that
// it does not know.
func EssentialsOldNamesOnly() Option {
	return func(s *Server) { s.essentials.old, s.essentials.oldOnly = true, true }
}

// EssentialsTextValues makes the interface API write flags and numbers as text:
// "true", "25".
func EssentialsTextValues() Option {
	return func(s *Server) { s.essentials.text = true }
}

// EssentialsBareArrays makes the lists of the interface API bare arrays; without
// it they stand in an object, {"orgs":[…]}, but for those that are always bare.
func EssentialsBareArrays() Option {
	return func(s *Server) { s.essentials.bare = true }
}

// EssentialsCreateTotals makes creating calls answer in the oldest form,
// {"total_created":1,"fail_results":[…]}.
func EssentialsCreateTotals() Option {
	return func(s *Server) { s.essentials.batch = batchTotals }
}

// EssentialsCreateErrors makes batches answer with what failed only,
// {"errors":[…]}.
func EssentialsCreateErrors() Option {
	return func(s *Server) { s.essentials.batch = batchErrors }
}

// EssentialsGoTimes makes the threat API write queryEndTime as
// "2026-11-02 12:00:00 +0000 UTC", a form that a collector guards against.
func EssentialsGoTimes() Option {
	return func(s *Server) { s.essentials.goTimes = true }
}

// EssentialsOwnScope makes the integration key one of the organisation alone:
// the threat API answers 403 when customers' data are asked for.
func EssentialsOwnScope() Option {
	return func(s *Server) { s.essentials.ownScope = true }
}

// EssentialsBadGateway is a fault for [Server.Fail]: so many calls of an
// operation ("" for any) get the HTML page of a gateway, with status 502.
func EssentialsBadGateway(operation string, times int) Fault {
	return Fault{
		Operation: operation, Times: times, Status: 502, Header: map[string][]string{"Content-Type": {"text/html"}},
		Body: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n",
	}
}
