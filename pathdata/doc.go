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
// The path language is RFC 9535, all of it: [Compile] takes names, wildcards,
// indexes and slices, descendants and filters with their five functions.
// [Extended] takes expressions beyond the standard, in a dialect of its own.
//
// What can be followed in one pass is: the longest prefix of a path that is made
// of names, wildcards, and indexes and slices that ascend. A filter by itself,
// "$.rows[?@.score > 50]", is tested on the bytes of one child at a time. Anything
// else, such as "$.rows[-1]" or "$..id", needs the value below that prefix whole,
// which is then held; [Selector.Streams] tells. Both ways give the same matches.
//
// The order is that of the standard, with members in the order of the body. Only
// several names in one bracket, "$['b','a']", come in the order of the body too,
// where the standard has them in the order of the path. "$[0,0]" is one element
// twice.
//
// In a filter numbers are compared exactly, as the decimal text they are, and
// text by code point. Where an object has a name twice, a filter that looks for
// it by name or compares whole objects takes the last; wildcards and lengths see
// both. A pattern of match and search that is no I-Regexp (RFC 9485) matches
// nothing; "^" and "$" in one are anchors.
//
// As a path to data ([Selector.Elements]) "$.rows" and "$.rows[*]" both give
// one record for each element, and a path to an object gives that object. Who
// does not know the path lets [Suggest] look at a sample.
//
// # Values
//
// A match is bytes, for the caller to decode as he likes. To maps a [Decoder]
// decodes them, which is used again and again: it remembers the names and short
// texts of the records before, and keeps whole numbers exact if it is told to.
// The module in internal/bench holds it against others.
//
// # What can go wrong
//
// Absent, null and empty are three answers. A path that is absent is a
// [*NoMatchError] with the longest prefix that did match and a suggestion,
// unless the selector is optional. Null and empty, where elements were
// expected, are zero records and no error, and so is a filter or a descendant
// that selects nothing, once there is something to filter or to look into.
//
// A body that is malformed, cut, too deep or too large is a [*ParseError] with
// the offset in bytes. It comes after the records that stood before it, because
// they were handed out by then. Every byte is checked, also in what is skipped
// and behind the last record, but for two things: text that is not UTF-8 is no
// error, though said of a record by Match.Flaw, and a name that occurs twice is
// an error only where a path selects it by name. Limits.Duplicates finds it
// anywhere in a record, and Match.Flaw says so.
//
// # Memory and time
//
// A walk holds one buffer of 64 KiB, or twice the largest record if that is
// more, and allocates nothing for an element of an array, also when a filter
// tests it. A value that is held for its path counts as a record here, and takes
// 24 bytes more for each value in it that the path looks at. [Limits] has the caps,
// on the work in held values too, because no read can interrupt that.
// There is no context here: what reads is the reader given, and it ends the walk
// by failing, or by its method Err if it has one; see [Each].
package pathdata
