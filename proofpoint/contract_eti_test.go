// The rows of the contract test for ETI.

package proofpoint_test

var etiRows = []contractRow{}
