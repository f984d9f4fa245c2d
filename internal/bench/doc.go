// This file is the map of the program. The rule that the others keep: a contender is one function from a body to its records, and it does
// not know that it is being measured.

// Bench compares pathdata with other ways from a JSON body to its records, and with the limits of the machine, in ratios:
//
//	cd internal/bench && go run .
//
// Bodies are made from a seed: messages as TAP's SIEM API sends them, 3.1 KB each, half of the bytes in the list that is asked for. Every
// contender runs in a process of its own, turn by turn, one after the other; a ratio is taken within one round, and the table has the median
// of the rounds. Ratios hold on other machines, within reason; megabytes a second do not, and are printed for orientation only.
//
//	-size 64      the body in MB
//	-rounds 5     how often each contender runs
//	-only text    a regular expression on "mode contender": "^(raw|map) ", "pathdata"
//	-gigabyte     also walk a body of 1 GB, for its peak memory
//
// Beside what was measured stands the figure to reach. A figure that is missed is printed and is no failure: this is no part of .ci/run,
// whose tests only see to it that all contenders find the same records.
//
// The files: body.go makes bodies; ours.go, parallel.go, document.go, streaming.go, lazy.go and limit.go hold the contenders, contender.go lists them;
// wire.go serves a body over TLS; child.go measures one run, rounds.go starts them; figure.go and table.go say what came out.
//
// Records become maps by pathdata.Decoder and structs by go-json-experiment/json (json/v2), as in package proofpoint; for comparison also maps
// by json/v2, and both by encoding/json. On platforms that sonic has no code for, its row is encoding/json.
package main
