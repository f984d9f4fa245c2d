// Package simtest runs a feed for days of virtual time against the fake service
// while things go wrong; package feedsim then holds what the service had to tell
// against what was acknowledged.
//
// One seed is one world, one script of faults and one way for the sink to behave,
// and the same seed is the same run, to the request. No goroutine and no real time
// is involved. A process that is killed is a feed whose store, connections and
// clock answer nothing any more, from one step to the next; what it does after that
// changes nothing, and another one is opened on the store.
//
//	go test ./proofpoint/feed -run 'TestSimulation$' -timeout 0 -args -seeds 20000 -first 1
package simtest
