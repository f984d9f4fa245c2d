// The ledger by tables, and against a ledger that keeps every second by itself.

package feed_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

var day = time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)

// at reads "10:05" as a time of the day.
func at(text string) time.Time {
	t, err := time.Parse("15:04", text)
	if err != nil {
		panic(err)
	}
	return day.Add(time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute)
}

// ledgerOf reads "10:00-11:00@11:05 11:00-11:10 11:10-11:20!horizon": asked,
// settled, expired.
func ledgerOf(text string) feed.Ledger {
	var l feed.Ledger
	for field := range strings.FieldsSeq(text) {
		l = append(l, segmentOf(field))
	}
	return l
}

func segmentOf(field string) feed.Segment {
	var s feed.Segment
	field, s.Expired, _ = strings.Cut(field, "!")
	field, asked, ok := strings.Cut(field, "@")
	if ok {
		s.Asked = at(asked)
	}
	from, to, _ := strings.Cut(field, "-")
	s.From, s.To = at(from), at(to)
	return s
}

func stretchOf(field string) feed.Stretch {
	s := segmentOf(field)
	return feed.Stretch{From: s.From, To: s.To}
}

func ledgerText(l feed.Ledger) string {
	var out []string
	for _, s := range l {
		text := s.From.Format("15:04") + "-" + s.To.Format("15:04")
		if !s.Asked.IsZero() {
			text += "@" + s.Asked.Format("15:04")
		}
		if s.Expired != "" {
			text += "!" + s.Expired
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func TestLedgerPut(t *testing.T) {
	for _, c := range []struct{ name, before, put, want string }{
		{"first", "", "10:00-10:05@10:06", "10:00-10:05@10:06"},
		{"behind", "10:00-10:05@10:06", "10:05-10:10@10:11", "10:00-10:05@10:06 10:05-10:10@10:11"},
		{"before", "10:05-10:10@10:11", "10:00-10:05@10:12", "10:00-10:05@10:12 10:05-10:10@10:11"},
		{"with a hole", "10:00-10:05@10:06", "10:10-10:15@10:16", "10:00-10:05@10:06 10:10-10:15@10:16"},
		{"into a hole", "10:00-10:05@10:06 10:10-10:15@10:16", "10:06-10:09@10:20", "10:00-10:05@10:06 10:06-10:09@10:20 10:10-10:15@10:16"},
		{"over the middle", "10:00-11:00@11:00", "10:20-10:30@11:10", "10:00-10:20@11:00 10:20-10:30@11:10 10:30-11:00@11:00"},
		{"over several", "10:00-10:05@10:06 10:05-10:10@10:11 10:10-10:15@10:16", "10:03-10:12@11:10", "10:00-10:03@10:06 10:03-10:12@11:10 10:12-10:15@10:16"},
		{"over all", "10:00-10:05@10:06 10:10-10:15!horizon", "09:00-11:00@12:00", "09:00-11:00@12:00"},
		{"same says the same", "10:00-10:05", "10:05-10:10", "10:00-10:10"},
		{"joins two", "10:00-10:05 10:10-10:15", "10:05-10:10", "10:00-10:15"},
		{"empty", "10:00-10:05", "10:02-10:02@11:00", "10:00-10:05"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := ledgerOf(c.before)
			got := feed.Put(before, segmentOf(c.put))
			if diff := cmp.Diff(c.want, ledgerText(got)); diff != "" {
				t.Errorf("Put(%s) mismatch (-want +got):\n%s", c.put, diff)
			}
			if ledgerText(before) != c.before {
				t.Errorf("Put changed what it was given to %s", ledgerText(before))
			}
		})
	}
}

func TestLedgerExpire(t *testing.T) {
	got := feed.Expire(ledgerOf("10:00-10:05@10:06 10:10-10:15"), stretchOf("09:00-11:00"), "horizon")
	want := "09:00-10:00!horizon 10:00-10:05@10:06 10:05-10:10!horizon 10:10-10:15 10:15-11:00!horizon"
	if diff := cmp.Diff(want, ledgerText(got)); diff != "" {
		t.Errorf("Expire mismatch (-want +got):\n%s", diff)
	}
}

func TestLedgerSettle(t *testing.T) {
	for _, c := range []struct{ name, before, want string }{
		{"late enough", "10:00-11:00@12:00", "10:00-11:00"},
		{"a minute early", "10:00-11:00@11:59", "10:00-11:00@11:59"},
		{"neighbours merge", "09:00-10:00 10:00-11:00@12:00 11:00-12:00@13:30 12:00-12:05@12:06", "09:00-12:00 12:00-12:05@12:06"},
		{"expired stays", "09:00-10:00!horizon 10:00-11:00@12:00", "09:00-10:00!horizon 10:00-11:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, ledgerText(feed.Settle(ledgerOf(c.before), time.Hour))); diff != "" {
				t.Errorf("Settle mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLedgerMissing(t *testing.T) {
	for _, c := range []struct {
		name, ledger, in string
		want             []string
	}{
		{"all", "", "10:00-11:00", []string{"10:00-11:00"}},
		{"none", "09:00-12:00", "10:00-11:00", nil},
		{"before", "10:30-12:00", "10:00-11:00", []string{"10:00-10:30"}},
		{"behind", "09:00-10:30", "10:00-11:00", []string{"10:30-11:00"}},
		{"between", "10:00-10:20@11:00 10:30-10:40!horizon", "10:00-11:00", []string{"10:20-10:30", "10:40-11:00"}},
		{"elsewhere", "08:00-09:00 12:00-13:00", "10:00-11:00", []string{"10:00-11:00"}},
		{"no time", "", "10:00-10:00", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var want []feed.Stretch
			for _, w := range c.want {
				want = append(want, stretchOf(w))
			}
			if diff := cmp.Diff(want, feed.Missing(ledgerOf(c.ledger), stretchOf(c.in))); diff != "" {
				t.Errorf("Missing(%s) mismatch (-want +got):\n%s", c.in, diff)
			}
		})
	}
}

func TestWithout(t *testing.T) {
	list := []feed.Stretch{stretchOf("10:00-11:00"), stretchOf("12:00-13:00")}
	taken := []feed.Stretch{stretchOf("10:10-10:20"), stretchOf("10:50-12:10"), stretchOf("09:00-10:00")}
	want := []feed.Stretch{stretchOf("10:00-10:10"), stretchOf("10:20-10:50"), stretchOf("12:10-13:00")}
	if diff := cmp.Diff(want, feed.Without(list, taken)); diff != "" {
		t.Errorf("Without mismatch (-want +got):\n%s", diff)
	}
}

// TestLedgerAgainstMinutes: whatever is put, every minute is what the last one
// that covered it said, and the ledger stays sorted, disjoint and merged.
func TestLedgerAgainstMinutes(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 1))
		var l feed.Ledger
		minutes := map[int]string{}
		for range 60 {
			from := random.IntN(600)
			to := from + 1 + random.IntN(90)
			s := feed.Segment{From: day.Add(time.Duration(from) * time.Minute), To: day.Add(time.Duration(to) * time.Minute)}
			switch random.IntN(3) {
			case 0:
				s.Asked = s.To.Add(time.Duration(random.IntN(3)) * time.Hour)
			case 1:
				l = feed.Expire(l, feed.Stretch{From: s.From, To: s.To}, "horizon")
				for m := from; m < to; m++ {
					if minutes[m] == "" {
						minutes[m] = "horizon"
					}
				}
				continue
			}
			l = feed.Put(l, s)
			for m := from; m < to; m++ {
				minutes[m] = "asked " + fmt.Sprint(s.Asked.Unix())
			}
		}
		checkLedger(t, seed, l, minutes)
	}
}

func checkLedger(t *testing.T, seed uint64, l feed.Ledger, minutes map[int]string) {
	t.Helper()
	got := map[int]string{}
	for i, s := range l {
		if !s.From.Before(s.To) || i > 0 && s.From.Before(l[i-1].To) {
			t.Fatalf("seed %d: out of order at %d: %s", seed, i, ledgerText(l))
		}
		if i > 0 && s.From.Equal(l[i-1].To) && s.Asked.Equal(l[i-1].Asked) && s.Expired == l[i-1].Expired {
			t.Fatalf("seed %d: not merged at %d: %s", seed, i, ledgerText(l))
		}
		for m := s.From; m.Before(s.To); m = m.Add(time.Minute) {
			got[int(m.Sub(day)/time.Minute)] = orText(s.Expired, "asked "+fmt.Sprint(s.Asked.Unix()))
		}
	}
	if diff := cmp.Diff(minutes, got); diff != "" {
		t.Fatalf("seed %d mismatch (-want +got):\n%s", seed, diff)
	}
}

func orText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
