// The package from outside: what it is for, what it promises and what it does
// not keep. The bounds are in limits.go, the rules about names in node.go, the
// rule for versions in dataset.go.

// Package schema learns the shape of a stream of records in bounded memory,
// writes it as JSON Schema 2020-12, and tells when the stream drifts away from
// it. It knows JSON and nothing of any service.
//
// A complete program, which tells what is new in the records of its input since
// it ran last:
//
//	package main
//
//	import (
//		"errors"
//		"fmt"
//		"io/fs"
//		"log"
//		"os"
//
//		"github.com/proofpointkit/proofpoint-go/pathdata"
//		"github.com/proofpointkit/proofpoint-go/pathdata/schema"
//	)
//
//	func main() {
//		var seen schema.Inferrer
//		messages := pathdata.MustCompile("$.messagesDelivered[*]")
//		for m, err := range pathdata.Each(os.Stdin, messages) {
//			if err != nil {
//				log.Fatal(err)
//			}
//			if err := seen.Add(m.Raw); err != nil {
//				log.Fatal(err)
//			}
//		}
//		data, err := schema.Load(".", "messages")
//		if err != nil && !errors.Is(err, fs.ErrNotExist) {
//			log.Fatal(err)
//		}
//		data, changes, opened := data.Update(seen.Schema())
//		for _, change := range changes {
//			fmt.Println(change)
//		}
//		if opened {
//			fmt.Println("version", data.Version, "begins")
//		}
//		if err := data.Save("."); err != nil {
//			log.Fatal(err)
//		}
//	}
//
// # What is learnt
//
// Of each field: its types, whether it was ever missing, whether it was ever
// null, what all its strings look like (date, date-time, email, ipv4, ipv6,
// uri, uuid, hex hashes of 32, 40 and 64 digits), and the strings themselves
// where there are few and no name says that they are secret. Of arrays: what
// their elements have in common. Numbers are integers unless one came with a
// fraction or an exponent; ranges, lengths and values of numbers are not kept.
//
// Objects may have fields, or names that are data: addresses, hashes, whole
// numbers and the like are data at once, other names when there are too many
// that not every object has (MaxOptional), or too many in one object
// (MaxMembers), and all names below that of a secret. Values under such names are
// put together, as additionalProperties.
//
// # What is promised
//
// A record fits the schema that was learnt from it ([Schema.Validate]). Neither
// the order of records matters, nor where the stream was cut: [Merge] gives what
// one [Inferrer] would have given, also after writing and reading. Only
// [Schema.Truncated] schemas that gave up depth for MaxFields may differ in how
// much of it they gave up. Equal schemas have equal texts.
//
// Memory is bounded by the constants of this package, 8 MiB at most, and
// by the largest record, for as long as it is looked at.
//
// # Drift
//
// [Diff] compares two schemas; a [Dataset] goes with the stream, takes in small
// changes and opens a new version at a large one. What is written holds short
// values out of the records; see [Schema.MarshalJSON] before sharing it.
package schema
