// Package feedsim judges what a feed did: [Check] holds what the service had to
// tell against what was acknowledged. It knows nothing of how a feed works: a
// [History] is what the service told and was asked, and what was committed,
// whoever wrote it down. So it judges simulations and real processes that were
// killed alike.
package feedsim
