// The options of New and NewServer, all in one place so that a reader sees at
// once what can be chosen.

package proofpointtest

import "time"

// Option is a choice about a [Server]. Of two that say the same thing the last
// one counts; [Recorded] may be given several times.
type Option func(*Server)

// Seeded populates the world, from thirty days before the clock's first time on.
// The same seed gives the same world for ever.
func Seeded(seed uint64) Option {
	return func(s *Server) { s.world.seed, s.world.seeded = seed, true }
}

// At says where the virtual clock starts; the default is 2026-11-02T12:00:00Z.
// It has no effect under [WallClock].
func At(now time.Time) Option {
	return func(s *Server) { s.clock.now = now.UTC() }
}

// WallClock makes the fake run in real time: for demonstrations, not for tests.
func WallClock() Option {
	return func(s *Server) { s.clock.wall = true }
}

// Rate sets how many SIEM events come about in an hour, over all four kinds; the
// default is 120, the most a thousand million. It has no effect without [Seeded].
// Another rate is another world.
func Rate(perHour int) Option {
	return func(s *Server) { s.world.rate = min(max(perHour, 0), 1e9) }
}

// Late delays the indexing of about a third of the SIEM events, each by its own
// time of up to limit: until then no answer holds them. The service has been
// seen half an hour late. The default is none.
func Late(limit time.Duration) Option {
	return func(s *Server) { s.world.late = max(limit, 0) }
}

// Verdicts lets the verdict on some SIEM events change afterwards: on about so
// many in a hundred of those whose threat was found after they happened, once for
// each, at a time of up to within after they were created. The threat gets
// another status. For half of them it gets another time as well, and the event
// counts as created then: it leaves the window that it was in and comes up in
// that of its new verdict. The others stay where they are, so that only who asks
// again for their window sees it. An answer tells of a new verdict as late as it
// told of the event (see [Late]); all recipients of a message share it, but a
// click on its link keeps the verdict that it was made under. The same seed
// changes the same verdicts at the same times. A within of three days or less is
// quick to serve at the default rate. The default is none.
func Verdicts(percent int, within time.Duration) Option {
	return func(s *Server) {
		s.world.turns = turns{percent: min(max(percent, 0), 100), within: max(within, 0).Milliseconds()}
	}
}

// PlainText labels JSON bodies of the TAP service text/plain, as the service
// sometimes does.
func PlainText() Option {
	return func(s *Server) { s.plain = true }
}

// ShuffledParts lets the order of messageParts differ from one window to the
// next, as it does in the service. The same event then has several byte forms;
// the default is one.
func ShuffledParts() Option {
	return func(s *Server) { s.parts = true }
}

// TokenLife sets how long the tokens of the CASB login and of the cloud token
// endpoint are honoured; the default is an hour. Zero or less means for ever,
// though the token endpoint goes on saying an hour.
func TokenLife(d time.Duration) Option {
	return func(s *Server) { s.life = d }
}

// Recorded makes the fake serve a recorded SIEM answer instead of made events.
// name, usually a file name, stands in error texts; see [Check] for what body
// may be. Each event keeps its bytes as they are in body and counts as created
// half an hour before now, whenever that is; in addition every window that ends
// at now, give or take a minute, holds all of them. threatType and threatStatus
// select among them only when a request names them. An unusable body fails the
// test in [New] and is reported by [Server.Err] after [NewServer].
func Recorded(name string, body []byte) Option {
	return func(s *Server) {
		events, err := readRecorded(body)
		if err != nil {
			s.complain("recorded answer %q: %w", name, err)
			return
		}
		s.world.replay = true
		s.world.recorded = append(s.world.recorded, events...)
	}
}
