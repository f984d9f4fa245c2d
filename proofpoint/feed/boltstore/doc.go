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
// and the hour in which it may be forgotten, beside its version as it is. What a
// commit brings is one sorted block; blocks of like size are merged. An hour goes
// in one step, and its room is used again: the file grows to the most that was
// ever kept at once, and does not shrink.
//
// Look-ups go through a Bloom filter for each hour in memory, filled from the
// blocks when a source is first looked up: 2 to 4 bytes an identity, and of the
// keys that an hour does not hold it lets one in some nine hundred through.
//
// # What it costs
//
// For a million events a day that are kept for eight days, with versions of 22
// bytes as feed makes them: 41.3 bytes an identity on the disk, 330 MB in all, and
// 20 MiB of memory. With these eight million present, on two cores of a virtual
// machine and a load of fifteen from other processes, ext4, medians:
//
//	commit of 10 000 identities          21 ms with fsync (24 in another run), 15 ms without
//	the same, and an hour of them goes   24 ms
//	the same, into an hour a day old     23 ms (49 in another run)
//	look-up of 1000 keys                 11 ms known, 15 ms unknown
//	first look-up, which fills filters   0.2 s (0.4 in another run)
//
// The command is
//
//	go test -run '^$' -bench . -benchtime 48x -timeout 30m ./proofpoint/feed/boltstore
package boltstore
