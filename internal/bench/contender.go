// The list of contenders, by mode: what they read and what they make of a record. The first of each mode is ours, and the others are
// compared with it.

package main

import "github.com/proofpointkit/proofpoint-go/pathdata"

// sink takes the records. What it is given is only good until it returns.
type sink interface {
	raw([]byte)
	object(map[string]any)
	message(*message)
	begun() // by limits, for the first bytes
}

// walk reads a body and hands out its records, the first as early as it can.
type walk func(*answer, sink) error

// contender is one way from a body to its records.
type contender struct {
	mode, name string
	open       opener
	walk       walk
	limit      bool // finds no records, because it only reads, inflates or validates
	before     bool // opens the body before the clock starts
}

func (c contender) String() string { return c.mode + " " + c.name }

// ours is the contender that others of a mode are compared with.
const ours = "pathdata"

// document is what most programs do: decode all of the body, then select.
const document = "encoding/json + PaesslerAG"

var (
	records = pathdata.MustCompile("$." + list + "[*]")
	spam    = pathdata.MustCompile("$." + list + "[?@.spamScore > 50]")
)

// contenders returns all of them, in the order of the table.
func contenders() (all []contender) {
	add := func(mode string, open opener, some ...contender) {
		for _, c := range some {
			c.mode, c.open, c.before = mode, open, mode == "memory"
			all = append(all, c)
		}
	}
	add("raw", openFile, fromFile(passRaw)...)
	add("map", openFile, append(fromFile(passMap),
		contender{name: ours + ", 2 workers", walk: bothMaps()},
		contender{name: "pathdata + json/v2", walk: scanned(records, passJSONv2Map)},
		contender{name: "pathdata + encoding/json", walk: scanned(records, passStdMap)},
		contender{name: "encoding/json + theory", walk: decoded(theorySelect, passMap)})...)
	add("struct", openFile, append(fromFile(passStruct),
		contender{name: ours + ", 2 workers", walk: bothStructs()},
		contender{name: "pathdata + encoding/json", walk: scanned(records, passStdStruct)})...)
	add("filter", openFile,
		contender{name: ours, walk: scanned(spam, passRaw)},
		contender{name: "json/v2 map, tested", walk: tested(scanned(records, passJSONv2Map))},
		contender{name: "encoding/json map, tested", walk: tested(scanned(records, passStdMap))},
		contender{name: "encoding/json Decoder, tested", walk: tested(tokens)})
	add("memory", openMemory,
		contender{name: ours, walk: scanned(records, passRaw)},
		contender{name: "json.Valid", walk: jsonValid, limit: true},
		contender{name: "gjson.Valid", walk: gjsonValid, limit: true})
	add("read", openFile, contender{name: "read and drop", walk: drain, limit: true})
	add("gunzip", openZipped,
		contender{name: "klauspost", walk: gunzipKlauspost, limit: true},
		contender{name: "compress/gzip", walk: gunzipStandard, limit: true})
	add("tls+gzip", openOurs,
		contender{name: ours, walk: scanned(records, passRaw)},
		contender{name: "drain, the same inflater", walk: drain, limit: true})
	add("tls+gzip", openStandard,
		contender{name: "drain, net/http's gunzip", walk: drain, limit: true},
		contender{name: document, walk: decoded(paesslerSelect, passRaw)})
	return all
}

// fromFile are the contenders of every mode that reads records from a file.
func fromFile(p pass) []contender {
	return []contender{
		{name: ours, walk: scanned(records, p)},
		{name: document, walk: decoded(paesslerSelect, p)},
		{name: "jsontext", walk: jsontextWalk(p)},
		{name: "jsontext, duplicates allowed", walk: jsontextWalk(p, allowDuplicates)},
		{name: "json-iterator", walk: iterated(p)},
		{name: "gjson", walk: gjsonWalk(p)},
		{name: "sonic ast", walk: sonicWalk(p)},
	}
}
