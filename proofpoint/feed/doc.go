// Package feed collects records of windowed operations without losing any, and
// can say which stretches of time are complete.
//
// A [Feed] asks each [Source] for windows of time, live and backwards, and hands
// out what came in a [Batch]. A batch that is acknowledged is committed to the
// [Store] with the identities of its records, in one step; a program that is
// killed anywhere begins again where its acknowledgements ended. What came
// before is dropped by its identity, so that each record is delivered at least
// once, and exactly once where the sink is done before it acknowledges.
//
// What is complete is kept as a ledger of windows and not as a point in time: a
// window that failed is a hole that is seen and filled, whatever was fetched
// behind it. A window is asked again when it is some time in the past (Settle),
// because services show records late. What cannot be fetched any more is a gap
// that is delivered in a batch like a record.
//
// The package uses only exported names of package proofpoint.
package feed
