// Package feed collects records of windowed operations without losing any, and
// can say which stretches of time are complete.
//
//	store, err := boltstore.Open("/var/lib/collector", boltstore.Options{})
//	…
//	f, err := feed.Open(feed.Config{
//		Client:  client,
//		Sources: []feed.Source{feed.TAPEvents()},
//		Store:   store,
//		Start:   feed.Ago(24 * time.Hour), // the first time only
//	})
//	…
//	for batch, err := range f.Batches(ctx) {
//		if err != nil {
//			return err // ctx ended, or the state cannot be used; all else is waited out
//		}
//		for _, item := range batch.Items {
//			line = item.AppendEnvelope(line[:0])
//			…
//		}
//		if err := batch.Ack(ctx); err != nil {
//			return err
//		}
//	}
//
// # What is promised
//
// A [Feed] asks each [Source] for windows of time, live and backwards, and hands
// out what came in a [Batch]. A batch that is acknowledged is committed to the
// [Store] with the identities of its records, in one step; a program that is
// killed anywhere begins again where its acknowledgements ended. What came
// before is dropped by its identity, so that each record is delivered at least
// once, and exactly once where the sink is done before it acknowledges. Nothing
// is promised about order.
//
// A record that comes with another version, a verdict that was taken back for
// example, is delivered again and marked Changed.
//
// # What is complete
//
// A ledger of windows is kept and not a point in time: a window that failed is a
// hole that is seen and filled, whatever was fetched behind it. A window counts
// as far as the service's own clock had come when it answered. It is asked again
// when it is some time in the past (Settle), because services show records late;
// neighbouring windows share such asks, so that a source at the defaults costs
// 288 + 24 + 24 requests a day, and seven days of backlog 168.
//
// What cannot be fetched any more is a gap, which is delivered in a batch like a
// record and comes again until it is acknowledged. Its reason is "horizon" where
// it was never fetched, and "unsettled" where it was fetched once, but too early
// for what came late. [Feed.Status] says what is complete, missing and lost,
// [Feed.Plan] what will be asked and what that costs, [Feed.MarkComplete] is for a
// person who filled a gap in another way.
//
// # Trouble
//
// A service that fails, a credential that is refused, a quota that is spent: all of
// it is waited out and logged, with the time that is left until something is lost,
// and none of it holds up another source. Requests are counted in the store before
// they are made, retries included, by credential and pool; what is old leaves
// room for what is new. A sink that takes nothing ([Batch.Nack]) stops the asking
// and fills no memory; one that takes a part ([Batch.Ack] with what failed) gets
// the rest again; what no sink takes goes to the dead letters ([Batch.Reject]).
//
// Time is the service's, as its answers tell it; a local clock may be ten minutes
// wrong. All waiting goes through Config.Clock: with a virtual one, days pass in
// milliseconds.
//
// The package uses only exported names of package proofpoint. Package boltstore
// keeps the state in a directory, [Memory] nowhere, feedtest tests a store of
// your own.
package feed
