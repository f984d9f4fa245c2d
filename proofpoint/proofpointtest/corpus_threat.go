// Threats and campaigns found again: the id of a threat that an event told of
// leads back to its seed, so nothing need be stored for the calls that explain
// it. Events that were put or recorded are searched by their text.

package proofpointtest

import (
	"encoding/json"
	"strings"
	"time"
)

// The words that make the draws of this file independent; apart from those of
// corpus.go, which must keep their numbers.
const (
	saltUpdate uint64 = 1<<20 + iota
	saltDetail
	saltEvidence
	saltPeople
	saltSupplier
)

// known is what the calls about a threat tell of it.
type known struct {
	seed                           uint64
	id, value, status, class, kind string // kind: url, attachment, messageText
	campaign                       string // "": none
	time                           int64
}

var kindWords = map[threatType]string{typeURL: "url", typeAttachment: "attachment", typeText: "messageText"}

func knownOf(t *threat) known {
	return known{
		seed: t.seed, id: string(t.id(nil)), value: string(t.value(nil)), status: t.status, class: t.class,
		kind: kindWords[t.kind], campaign: t.campaign, time: t.time,
	}
}

// oddInverse is the number that undoes the multiplication by an odd one.
func oddInverse(of uint64) uint64 {
	inv := of
	for range 6 { // each step doubles the correct bits
		inv *= 2 - of*inv
	}
	return inv
}

var undo1, undo2, undoStep = oddInverse(0xbf58476d1ce4e5b9), oddInverse(0x94d049bb133111eb), oddInverse(0x9fb21c651e98df25)

// unfinish undoes finish.
func unfinish(z uint64) uint64 {
	z = (z ^ z>>31 ^ z>>62) * undo2
	z = (z ^ z>>27 ^ z>>54) * undo1
	z = z ^ z>>30 ^ z>>60
	return z - 0x9e3779b97f4a7c15
}

// seedOf undoes appendHex(nil, seed, 64).
func seedOf(id string) (seed uint64, ok bool) {
	if len(id) != 64 {
		return 0, false
	}
	var v uint64
	for i := range 16 {
		n := strings.IndexByte(hexDigits, id[i])
		if n < 0 {
			return 0, false
		}
		v |= uint64(n) << (4 * i)
	}
	seed = unfinish(v)
	return seed, string(appendHex(nil, seed, 64)) == id
}

// poolSize is how many known threats there are of each type.
const poolSize = 40

// pooled is a known threat by its number, below 3*poolSize.
func (w *world) pooled(n int) threat {
	kind := [...]threatType{typeURL, typeAttachment, typeText}[n/poolSize]
	seed := mix(w.seed, saltPool, uint64(kind), uint64(n%poolSize))
	return w.threatOf(seed, kind, knownSince(seed))
}

// freshAt is the threat that an event at a place was the first to meet, if it is
// a message's leader and has one that exists by now.
func (w *world) freshAt(hr int64, i int, now int64) (threat, bool) {
	if leader, _ := w.leader(hr, i, w.rate); leader != i {
		return threat{}, false
	}
	h := w.headAt(hr, i)
	if !h.fresh || h.created < w.begin || h.created > now {
		return threat{}, false
	}
	w.turnBy(&h, now)
	return w.threatAt(&h, 0), true
}

// freshSeed is the seed of the threat of a place.
func (w *world) freshSeed(hr int64, i int) uint64 {
	return mix(w.seed, saltThreat, uint64(hr), uint64(i), 0)
}

// made reports whether there are generated events.
func (w *world) made() bool { return w.seeded && !w.replay }

// findThreat finds a threat by its id.
func (x *exchange) findThreat(id string) (known, bool) {
	w, now := &x.s.world, x.now.UnixMilli()
	seed, ok := seedOf(id)
	if ok && w.made() {
		for n := range 3 * poolSize {
			if t := w.pooled(n); t.seed == seed {
				return knownOf(&t), true
			}
		}
		before := unfinish(unfinish(seed)) // mix, two words back
		for hr := floorDiv(w.begin, hour); hr*hour <= now; hr++ {
			i := (before - mix(w.seed, saltThreat, uint64(hr))) * undoStep
			if i >= uint64(w.rate) {
				continue
			}
			if t, ok := w.freshAt(hr, int(i), now); ok {
				return knownOf(&t), true
			}
		}
	}
	for _, t := range x.told() {
		if t.id == id {
			return t, true
		}
	}
	return known{}, false
}

// told are the threats of stored events, each once.
func (x *exchange) told() []known {
	var out []known
	seen := map[string]bool{}
	for _, e := range x.s.stored(x.now) {
		for _, t := range threatsIn(&e) {
			if t.id != "" && !seen[t.id] {
				seen[t.id] = true
				out = append(out, t)
			}
		}
	}
	return out
}

// threatsIn reads the threats out of an event. Names are matched without case,
// which covers the spellings that occur.
func threatsIn(e *Event) []known {
	type said struct {
		ThreatID, ThreatStatus, Classification, Threat, ThreatType, CampaignID, URL string
		ThreatTime                                                                  string
	}
	var v struct {
		said
		ThreatsInfoMap []said
	}
	if json.Unmarshal(e.Raw, &v) != nil {
		return nil
	}
	list := v.ThreatsInfoMap
	if e.Kind == ClicksBlocked || e.Kind == ClicksPermitted {
		v.Threat, v.ThreatType = v.URL, "url"
		list = []said{v.said}
	}
	var out []known
	for _, s := range list {
		at, err := time.Parse(time.RFC3339, s.ThreatTime)
		if err != nil {
			at = e.Created
		}
		out = append(out, known{
			seed: hash(s.ThreatID), id: s.ThreatID, value: s.Threat, status: s.ThreatStatus, class: strings.ToLower(s.Classification),
			kind: s.ThreatType, campaign: s.CampaignID, time: at.UnixMilli(),
		})
	}
	return out
}

// campaign is one campaign.
type campaign struct {
	id     string
	seed   uint64
	number int // -1: known from stored events only
}

func (s *Server) campaigns() int {
	if s.tap.campaigns == 0 {
		return defaultCampaigns
	}
	return s.tap.campaigns
}

// findCampaign finds a campaign by its id.
func (x *exchange) findCampaign(id string) (campaign, bool) {
	if x.s.world.made() {
		for n := range x.s.campaigns() {
			if x.s.world.campaignID(n) == id {
				return campaign{id, mix(x.s.world.seed, saltCampaign, uint64(n)), n}, true
			}
		}
	}
	for _, t := range x.told() {
		if t.campaign == id && id != "" {
			return campaign{id, hash(id), -1}, true
		}
	}
	return campaign{}, false
}

// members walks the threats of a campaign: known ones, those of events up to
// now, oldest first, and those of stored events.
func (x *exchange) members(c campaign) func() (known, bool) {
	w, now := &x.s.world, x.now.UnixMilli()
	pool, hr, i, told := 0, floorDiv(w.begin, hour), 0, x.told()
	if !w.made() || c.number < 0 || c.number >= threatCampaigns {
		pool, hr = 3*poolSize, now/hour+1
	}
	return func() (known, bool) {
		for ; pool < 3*poolSize; pool++ {
			if t := w.pooled(pool); t.campaign == c.id {
				pool++
				return knownOf(&t), true
			}
		}
		for ; hr*hour <= now; hr, i = hr+1, 0 {
			for ; i < w.rate; i++ {
				// Whether the seed leads to the campaign is cheaper to see than
				// whether there is such an event.
				if campaignNumber(w.freshSeed(hr, i)) != c.number {
					continue
				}
				if t, ok := w.freshAt(hr, i, now); ok {
					i++
					return knownOf(&t), true
				}
			}
		}
		for len(told) > 0 {
			t := told[0]
			if told = told[1:]; t.campaign == c.id {
				return t, true
			}
		}
		return known{}, false
	}
}
