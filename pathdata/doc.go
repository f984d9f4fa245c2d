// Package pathdata selects records from streamed JSON by a path, in one pass
// and in constant memory, and hands them out as the bytes that were received.
// It knows nothing of HTTP or of any service.
//
// A complete program:
//
//	package main
//
//	import (
//		"fmt"
//		"log"
//		"os"
//
//		"github.com/proofpointkit/proofpoint-go/pathdata"
//	)
//
//	func main() {
//		rows := pathdata.MustCompile("$.messagesDelivered").Elements()
//		for m, err := range pathdata.Each(os.Stdin, rows) {
//			if err != nil {
//				log.Fatal(err)
//			}
//			fmt.Printf("%s\t%s\n", m.Path, m.Raw)
//		}
//	}
//
// # Paths
//
// The path language is RFC 9535. [Compile] takes the part of it that streams:
// names, wildcards, indexes, slices and unions of them. It refuses the rest,
// which is not supported yet, with a [*SyntaxError] that says so. [Extended]
// takes expressions beyond the standard, in a dialect of its own. Matches come
// in the order of the body, each once, also where RFC 9535 would have a union
// in the order of the path.
//
// As a path to data ([Selector.Elements]) "$.rows" and "$.rows[*]" both give
// one record for each element, and a path to an object gives that object. Who
// does not know the path lets [Suggest] look at a sample.
//
// # What can go wrong
//
// Absent, null and empty are three answers. A path that is absent is a
// [*NoMatchError] with the longest prefix that did match and a suggestion,
// unless the selector is optional. Null and empty, where elements were
// expected, are zero records and no error.
//
// A body that is malformed, cut, too deep or too large is a [*ParseError] with
// the offset in bytes. It comes after the records that stood before it, because
// they were handed out by then. Every byte is checked, also in what is skipped
// and behind the last record, but for two things: text that is not UTF-8 is no
// error, though said of a record by Match.Flaw, and a name that occurs twice is
// an error only where a path selects it by name.
//
// # Memory and time
//
// A walk holds one buffer of 64 KiB, or twice the largest record if that is
// more, and allocates nothing for an element of an array. [Limits] has the
// caps. There is no context here: what reads is the reader given, and it ends
// the walk by failing.
package pathdata
