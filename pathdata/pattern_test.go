// I-Regexp: what is one, what it matches, and that what only other dialects have
// matches nothing.

package pathdata_test

import (
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func TestMatches(t *testing.T) {
	tests := []struct {
		pattern, text string
		whole, part   bool // what match and search say
	}{
		{`a.c`, "abc", true, true},
		{`a.c`, "a\nc", false, false},
		{`a.c`, "a\rc", false, false},
		{`a.c`, "a\u2028c", true, true},
		{`b`, "abc", false, true},
		{`a|b`, "b", true, true},
		{`a|bc`, "xa", false, true},
		{``, "", true, true},
		{``, "x", false, true},
		{`()`, "", true, true},
		{`(a|)b`, "b", true, true},
		{`a{2}`, "aa", true, true},
		{`a{02,003}`, "aaa", true, true},
		{`a{2,}`, "a", false, false},
		{`a{0}b`, "b", true, true},
		{`^ab$`, "ab", true, true},
		{`^b`, "ab", false, false},
		{`[^a-c]`, "d", true, true},
		{`[^a-c]`, "b", false, false},
		{`[-a]`, "-", true, true},
		{`[a-]`, "-", true, true},
		{`[--]`, "-", true, true},
		{`[a^]`, "^", true, true},
		{`[\]\[\\]`, `\`, true, true},
		{`[\n]`, "\n", true, true},
		{`[.*+?(){}|$]+`, ".*+?(){}|$", true, true},
		{`[&&~]`, "&", true, true},
		{`[\p{Lu}0-9]+`, "Ü7", true, true},
		{`\P{L}`, "a", false, false},
		{`\p{Cn}`, "a", false, false},
		{`\.\*\+\-\?\(\)\[\]\{\}\|\\\^`, `.*+-?()[]{}|\^`, true, true},
		{`"/=<>~!@#%,;`, `"/=<>~!@#%,;`, true, true},
		{`😀+`, "😀😀", true, true},
	}
	for _, tt := range tests {
		for _, whole := range []bool{true, false} {
			got, ok, err := pathdata.Matches(tt.pattern, tt.text, whole)
			want := tt.part
			if whole {
				want = tt.whole
			}
			if !ok || err != nil || got != want {
				t.Errorf("Matches(%q, %q, %v) = %v, %v, %v, want %v", tt.pattern, tt.text, whole, got, ok, err, want)
			}
		}
	}
}

func TestMatchesRefuses(t *testing.T) {
	for _, pattern := range []string{
		`*`, `a**`, `a*?`, `a{2}{3}`, `a+*`, `(`, `)`, `a)`, `(*a)`, `|*`, `[`, `[]`, `[^]`, `[]a]`, `[a`, `[a-b-c]`, `[a--b]`, `[c-a]`, `[[a]`, `[a-\p{L}]`, `]`, `{`, `}`, `a{`, `a{}`,
		`a{,2}`, `a{x}`, `a{3,2}`, `a{2,1x}`, `\`, `\d`, `\w`, `\b`, `\$`, `\/`, `\x41`, `\u0041`, `\Q`, `\p`, `\p{`, `\pL`, `\p{Greek}`, `\p{Cs}`, `\p{^L}`, `\p{LC}`, `[\d]`, `[[:alpha:]]`,
		`(?i)a`, `(?:a)`, `(?P<n>a)`, "\xff", "[\xff]",
	} {
		if _, ok, err := pathdata.Matches(pattern, "a", false); ok || err != nil {
			t.Errorf("Matches(%q) takes it for an I-Regexp, %v", pattern, err)
		}
	}
}

// TestMatchesBounded: patterns that are thousands of times their text are
// refused before they are written out.
func TestMatchesBounded(t *testing.T) {
	for _, pattern := range []string{`a{1001}`, `a{99999999999999999999}`, `(a{100}){100}`, `(((a{10}){10}){10}){10}`, `(abcdefghijk){1000}`} {
		if _, _, err := pathdata.Matches(pattern, "a", true); err == nil {
			t.Errorf("Matches(%.30q) compiles", pattern)
		}
	}
	if _, ok, err := pathdata.Matches(`(abc){1000}|`+strings.Repeat(`[a-z]`, 200), "a", true); !ok || err != nil {
		t.Errorf("a pattern of moderate size: %v, %v", ok, err)
	}
}
