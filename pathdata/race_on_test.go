// Whether the race detector is on: under it sync.Pool forgets on purpose, and what
// the standard library keeps there is allocated anew.

//go:build race

package pathdata_test

const underRace = true
