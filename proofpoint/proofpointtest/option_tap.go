// The options of the TAP service beyond those that every service shares.

package proofpointtest

// TAPCampaigns sets how many campaigns a seeded world has; the default is 30, the
// least 12. Threats belong to the first twelve; the others have no members, as
// real ones that nobody at the customer met. More than 200 fill several pages of
// campaign ids. It has no effect without [Seeded].
func TAPCampaigns(n int) Option {
	return func(s *Server) { s.tap.campaigns = min(max(n, threatCampaigns), 100_000) }
}

// TAPEmptyCampaignIDs makes the service answer 200 and an empty list where it has no
// campaign ids to tell; the default is what has been seen, 404 with an empty
// body.
func TAPEmptyCampaignIDs() Option {
	return func(s *Server) { s.tap.emptyIDs = true }
}

// tapState is what was chosen for the TAP service.
type tapState struct {
	campaigns int // 0: the default
	emptyIDs  bool
}

const defaultCampaigns = 30
