// The rows of the contract test for CASB.

package proofpoint_test

var casbRows = []contractRow{}
