// The other half of race_on_test.go.

//go:build !race

package pathdata_test

const underRace = false
