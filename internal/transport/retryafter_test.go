package transport_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

const tenYears = 10 * 365 * 24 * time.Hour

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		values []string
		want   time.Duration
		ok     bool
	}{
		{"absent", nil, 0, false},
		{"empty", []string{""}, 0, false},
		{"seconds", []string{"120"}, 2 * time.Minute, true},
		{"R4 decimal", []string{"1.5"}, 1500 * time.Millisecond, true},
		{"R4 decimal without digits before", []string{".5"}, 500 * time.Millisecond, true},
		{"R4 spaces", []string{"  7 "}, 7 * time.Second, true},
		{"R4 list", []string{"120, 180"}, 3 * time.Minute, true},
		{"R4 lines", []string{"10", "Sun, 01 Mar 2026 12:00:30 GMT"}, 30 * time.Second, true},
		{"list with rubbish", []string{"x, 5"}, 5 * time.Second, true},
		{"S2 zero", []string{"0"}, 0, true},
		{"S2 negative", []string{"-5"}, 0, true},
		{"plus", []string{"+5"}, 5 * time.Second, true},
		{"R3 overflow", []string{"9223372037"}, tenYears, true},
		{"R2 wrap", []string{"9999999999999"}, tenYears, true},
		{"R3 four hundred digits", []string{strings.Repeat("9", 400)}, tenYears, true},
		{"R3 four hundred digits, negative", []string{"-" + strings.Repeat("9", 400)}, 0, true},
		{"RFC 1123", []string{"Sun, 01 Mar 2026 12:01:00 GMT"}, time.Minute, true},
		{"RFC 1123 with zone", []string{"Sun, 01 Mar 2026 13:01:00 +0100"}, time.Minute, true},
		{"R4 RFC 850", []string{"Sunday, 01-Mar-26 12:01:00 GMT"}, time.Minute, true},
		{"R4 asctime", []string{"Sun Mar  1 12:01:00 2026"}, time.Minute, true},
		{"S2 past", []string{"Sun, 01 Mar 2020 12:01:00 GMT"}, 0, true},
		{"R2 year 9999", []string{"Fri, 31 Dec 9999 23:59:59 GMT"}, tenYears, true},
		{"year 1", []string{"Mon, 01 Jan 0001 00:00:00 GMT"}, 0, true},
		{"word", []string{"soon"}, 0, false},
		{"NaN", []string{"NaN"}, 0, false},
		{"Inf", []string{"Inf"}, 0, false},
		{"exponent", []string{"1e3"}, 0, false},
		{"hexadecimal", []string{"0x10"}, 0, false},
		{"signs", []string{"--5"}, 0, false},
		{"only a point", []string{"."}, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := transport.RetryAfter(http.Header{"Retry-After": tt.values}, now)
			if got != tt.want || ok != tt.ok {
				t.Errorf("RetryAfter(%q) = %v, %v; want %v, %v", tt.values, got, ok, tt.want, tt.ok)
			}
		})
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"1.5", "120, 3", "9223372037", "Sun Mar  1 12:01:00 2026", "-1", "1e9"} {
		f.Add(s)
	}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := transport.RetryAfter(http.Header{"Retry-After": {s}}, now)
		if d < 0 || d > tenYears || !ok && d != 0 {
			t.Errorf("RetryAfter(%q) = %v, %v", s, d, ok)
		}
	})
}
