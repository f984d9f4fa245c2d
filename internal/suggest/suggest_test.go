// What counts as near is a matter of taste; the table is where the taste is written down.

package suggest_test

import (
	"slices"
	"testing"

	"github.com/proofpointkit/proofpoint-go/internal/suggest"
)

func TestNearest(t *testing.T) {
	fields := []string{"messagesDelivered", "messagesBlocked", "clicksPermitted", "clicksBlocked", "queryEndTime"}
	tests := []struct {
		name  string
		word  string
		among []string
		want  string
		ok    bool
	}{
		{"left out", "messagesDelivred", fields, "messagesDelivered", true},
		{"put in", "messsagesBlocked", fields, "messagesBlocked", true},
		{"replaced", "clicksPermittad", fields, "clicksPermitted", true},
		{"exchanged", "qureyEndTime", fields, "queryEndTime", true},
		{"exchange is one edit", "ba", []string{"ab"}, "ab", true},
		{"exchange at the end", "queryEndTiem", fields, "queryEndTime", true},
		{"case only", "QUERYENDTIME", fields, "queryEndTime", true},
		{"the same word", "clicksBlocked", fields, "clicksBlocked", true},
		{"nothing near", "incident", fields, "", false},
		{"just near enough", "abcdef", []string{"abcxyz"}, "abcxyz", true},
		{"just too far", "abcdef", []string{"abwxyz"}, "", false},
		{"too much longer", "abc", []string{"abcdef"}, "", false},
		{"too much shorter", "abcdef", []string{"ab"}, "", false},
		{"one rune has nothing left", "a", []string{"b", "c"}, "", false},
		{"one rune, other case", "a", []string{"b", "A"}, "A", true},
		{"two runes, one kept", "to", []string{"ti"}, "ti", true},
		{"two runes, none kept", "to", []string{"xy"}, "", false},
		{"tie sorts", "cat", []string{"rat", "hat", "bat"}, "bat", true},
		{"nearer beats earlier", "caat", []string{"aaa", "cat"}, "cat", true},
		{"tie between cases sorts", "ab", []string{"aB", "AB"}, "AB", true},
		{"no word", "", fields, "", false},
		{"no candidates", "from", nil, "", false},
		{"empty candidate", "ab", []string{""}, "", false},
		{"not ASCII", "gröse", []string{"GRÄSER", "GRÖẞE"}, "GRÖẞE", true},
		{"long word", string(make([]byte, 4096)), []string{string(make([]byte, 4096))}, "", false},
		{"long candidate", "from", []string{string(make([]byte, 4096))}, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := suggest.Nearest(tt.word, tt.among)
			if got != tt.want || ok != tt.ok {
				t.Errorf("Nearest(%.40q, %.80q) = %q, %t, want %q, %t", tt.word, tt.among, got, ok, tt.want, tt.ok)
			}
			turned := slices.Clone(tt.among)
			slices.Reverse(turned)
			if again, _ := suggest.Nearest(tt.word, turned); again != got {
				t.Errorf("Nearest(%.40q, %.80q) = %q in one order and %q in the other", tt.word, tt.among, got, again)
			}
		})
	}
}
