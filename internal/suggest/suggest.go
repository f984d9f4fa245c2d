// This file answers one question: which of the words somebody could have meant is nearest to the word they wrote? Error texts everywhere
// in the module end in "did you mean …" from here, so that they agree. It knows nothing of what the words stand for.

// Package suggest finds the word that was probably meant.
package suggest

import (
	"slices"
	"unicode"
)

// longest bounds, in runes, the words that are compared: nobody misspells a longer one by hand, and the cost is the product of both lengths.
const longest = 128

// Nearest returns the word of among that is fewest edits away from word, and false when none is near enough to be worth saying: more than
// a third of word's length plus one, or so many that nothing of word is left. An edit is one rune put in, left out, replaced, or exchanged
// with its neighbour. Upper and lower case count as equal. Among equally near words one that differs only in case wins over any other; then
// the one that sorts first, so the answer does not depend on the order of among.
func Nearest(word string, among []string) (string, bool) {
	want := fold(word)
	if len(want) == 0 || len(want) > longest {
		return "", false
	}
	limit := min(len(want)/3+1, len(want)-1)
	best, found := "", false
	for _, candidate := range among {
		got := fold(candidate)
		if len(got) == 0 || len(got) > longest {
			continue
		}
		d := distance(want, got, limit)
		if d > limit {
			continue
		}
		if !found || d < limit || candidate < best {
			best, found = candidate, true
		}
		limit = d
	}
	return best, found
}

// fold makes words that differ only in case equal.
func fold(s string) []rune {
	if len(s) > longest*4 { // at most four bytes to a rune
		return make([]rune, longest+1)
	}
	runes := []rune(s)
	for i, r := range runes {
		runes[i] = unicode.ToLower(unicode.ToUpper(r))
	}
	return runes
}

// distance is the Damerau–Levenshtein distance in its restricted form (no rune is edited twice), or some number above limit as soon as the
// distance is certain to be above limit.
func distance(a, b []rune, limit int) int {
	if abs(len(a)-len(b)) > limit {
		return limit + 1
	}
	// Three rows of the table are enough: an exchange reaches two rows back.
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replaced := above[j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			row[j] = min(replaced, above[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		// An exchange may pass over this row, so only two rows above the limit end it.
		if slices.Min(row) > limit && slices.Min(above) > limit {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}

func abs(n int) int { return max(n, -n) }
