// Package feedtest has the tests that every [feed.Store] passes. Whoever writes
// a store calls Test in a test of it:
//
//	func TestStore(t *testing.T) {
//		feedtest.Test(t, func(t *testing.T) feed.Store { return mystore.Open(t.TempDir()) })
//	}
package feedtest
