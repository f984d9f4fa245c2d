// The map of the module. There is no code here.

// Package proofpointgo is the root of a library that gets security records out
// of Proofpoint's services: Targeted Attack Protection (TAP), Cloud App Security
// Broker (CASB), Threat Response (TRAP), Emerging Threats Intelligence (ETI) and
// Essentials.
//
//   - proofpoint: the client, its services, requests by hand, records.
//   - template: names and parameter maps become requests.
//   - pathdata: paths select records out of streamed JSON.
//   - proofpoint/proofpointtest: a fake Proofpoint to test against.
//   - examples: quickstart, and the forwarder that streams records to stdout.
//
// Imports point one way: pathdata ← proofpoint ← template. The project is not
// affiliated with Proofpoint.
package proofpointgo
