// Numbers as text against numbers as fractions of big integers.

package pathdata_test

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

func TestCompareNumbers(t *testing.T) {
	zeros := strings.Repeat("0", 400)
	tests := []struct {
		a, b string
		want int
	}{
		{"9007199254740993", "9007199254740992", 1},
		{"9007199254740993", "9007199254740993.0", 0},
		{"1e3", "1000", 0},
		{"-1e3", "-1000.000", 0},
		{"-0", "0", 0},
		{"-0.0e9", "0E-5", 0},
		{"0", "-1", 1},
		{"-1", "0.5", -1},
		{"0.1", "0.10000000000000000000000000000000001", -1},
		{"-0.1", "-0.10000000000000000000000000000000001", 1},
		{"123456789012345678901234567890", "123456789012345678901234567891", -1},
		{"1e400", "1" + zeros, 0},
		{"0." + zeros + "1", "1e-401", 0},
		{"1e-999999999999", "0", 1},
		{"1e999999999999999999999999", "1e999999999999999999999998", 1},
		{"10e999999999999999999999999", "1e1000000000000000000000000", 0},
		{"0.1e-999999999999999999999999", "1e-1000000000000000000000000", 0},
		{"1e1000000000000000000000000", "1e-1000000000000000000000000", 1},
		{"-1e99999999999999999999", "1e-99999999999999999999", -1},
		{"1e00000000000000000000000000003", "1000", 0},
		{"0e999999999999999999999999", "0", 0},
	}
	for _, tt := range tests {
		if got := pathdata.CompareNumbers(tt.a, tt.b); got != tt.want {
			t.Errorf("CompareNumbers(%s, %s) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := pathdata.CompareNumbers(tt.b, tt.a); got != -tt.want {
			t.Errorf("CompareNumbers(%s, %s) = %d, want %d", tt.b, tt.a, got, -tt.want)
		}
	}
}

func TestCompareNumbersAgrees(t *testing.T) {
	number := rapid.StringMatching(`-?(0|[1-9][0-9]{0,24})(\.[0-9]{1,6})?([eE][+-]?[0-9]{1,2})?`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		x, _ := new(big.Rat).SetString(a)
		y, _ := new(big.Rat).SetString(b)
		if got, want := pathdata.CompareNumbers(a, b), x.Cmp(y); got != want {
			t.Fatalf("CompareNumbers(%s, %s) = %d, want %d", a, b, got, want)
		}
	})
}
