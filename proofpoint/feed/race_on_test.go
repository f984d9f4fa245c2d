// Whether the race detector is on: under it sync.Pool forgets on purpose, and what
// was kept there is allocated anew.

//go:build race

package feed_test

const underRace = true
