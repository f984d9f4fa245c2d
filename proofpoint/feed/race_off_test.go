// The other half of race_on_test.go.

//go:build !race

package feed_test

const underRace = false
