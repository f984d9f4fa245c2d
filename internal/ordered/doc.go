// This file says what the package is for; how it is done is in ordered.go.

// Package ordered computes the elements of a sequence on several goroutines and
// gives what came out in the order of what went in. It is for work of some
// microseconds each, such as decoding records: elements travel in batches.
//
// The sequence itself, and the loop over the results, stay on the goroutine that
// ranges, so that neither has to be safe for concurrent use.
package ordered
