// The rows of the contract test for the cloud.

package proofpoint_test

var ctrRows = []contractRow{}
