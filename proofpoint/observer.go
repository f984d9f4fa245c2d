// Observer is where metrics and traces hang: a struct of functions, so that
// one who wants to count pages need not write the rest.

package proofpoint

import "time"

// Observer is called as a call proceeds. Nil fields are skipped. The functions
// must be quick and safe for concurrent use: they run on the goroutine that
// makes the request, so on several at once with Then.Parallel or with several
// calls, and for a login on one of its own.
type Observer struct {
	// Attempt is called after each attempt, with its status (0 if no answer
	// came) and error; after each login too, which is called "casb.auth",
	// "oauth2.token" or "login", and then for the attempt that it failed.
	Attempt func(a Attempt, status int, took time.Duration, err error)
	// Page is called after each page, before the cursor moves.
	Page func(operation string, p Page)
	// RecordError is called for each record that is yielded with an error.
	RecordError func(operation string, err *RecordError)
	// Wait reports each wait of a call: a retry's backoff or Retry-After.
	Wait func(operation string, d time.Duration)
}
