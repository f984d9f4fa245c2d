// The rows of the contract test for the appliance.

package proofpoint_test

var ptrRows = []contractRow{}
