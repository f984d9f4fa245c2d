// The rows of the contract test for Essentials.

package proofpoint_test

var essentialsRows = []contractRow{}
