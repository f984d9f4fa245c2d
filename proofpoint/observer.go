// Observer is where metrics and traces hang: a struct of functions, so that
// one who wants to count pages need not write the rest.

package proofpoint

import "time"

// Observer is called as a call proceeds. Nil fields are skipped. The functions
// run on the goroutine of the call, must be quick, and must be safe for
// concurrent use when the client is.
type Observer struct {
	// Attempt is called after each attempt, with its status (0 if no answer
	// came) and error.
	Attempt func(a Attempt, status int, took time.Duration, err error)
	// Page is called after each page, before the cursor moves.
	Page func(operation string, p Page)
	// RecordError is called for each record that is yielded with an error.
	RecordError func(operation string, err *RecordError)
	// Wait reports each wait of a call: a retry's backoff or Retry-After.
	Wait func(operation string, d time.Duration)
}
