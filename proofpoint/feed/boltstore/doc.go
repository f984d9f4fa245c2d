// Package boltstore keeps the state of a feed in a directory of this machine, so
// that a process that is killed anywhere goes on where its acknowledgements
// ended.
//
//	store, err := boltstore.Open("/var/lib/forwarder", boltstore.Options{})
//	if err != nil {
//		return err // a *feed.HeldError, or one of feed's errors by name
//	}
//	defer store.Close()
//
// # The directory
//
//	FORMAT       "proofpoint-feed 1"; read before anything else
//	OWNER        who holds the directory: pid, host, since
//	ledger.db    states, identities and the quota log, in bbolt's form
//	status.json  the last report, for whoever cannot open a ledger that is held
//	deadletter/  TENANT/SOURCE/FINGERPRINT/DAY.ndjson: what was rejected, with its reason
//	backup/      ledger-FORMAT-TIME.db: copies from before a migration, the last two
//
// Files are of mode 0600, directories that are made 0700. A directory that was
// there keeps its mode. The lock on ledger.db is the kernel's: it ends with the
// process, however that ends, and does not work on network file systems.
//
// Nothing is repaired by itself. What is foreign, newer, corrupt, held or not
// writable is an error that says so, and the files stay as they are.
//
// # Identities
//
// A key is kept as the first 16 bytes of its SHA-256, in a bucket for the source
// and the hour in which it may be forgotten, beside its version as it is. An
// hour goes in one step. Look-ups go through a Bloom filter for each hour, which
// is filled when a source is first looked up.
package boltstore
