// Times of macros: arithmetic in every unit, midnights where clocks change, and
// formats of both kinds.

package template_test

import (
	"net/url"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// expand is what a text becomes in a query.
func expand(m template.Macros, text string, now time.Time) (string, error) {
	r, err := m.Apply(proofpoint.Request{Query: url.Values{"q": {text}}}, now, nil)
	return r.Query.Get("q"), err
}

func TestMacroTimes(t *testing.T) {
	at := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	tests := []struct {
		name, now, macro, unit, zone, want string
	}{
		{"now", "2026-11-23T22:47:20Z", "{now}", "", "", "2026-11-23T22:47:20Z"},
		{"now elsewhere is UTC", "2026-11-23T22:47:20+05:00", "{now}", "", "", "2026-11-23T17:47:20Z"},
		{"today", "2026-11-23T22:47:20Z", "{today}", "", "", "2026-11-23T00:00:00Z"},
		{"yesterday over a year", "2026-01-01T00:00:00Z", "{yesterday}", "", "", "2025-12-31T00:00:00Z"},
		{"tomorrow over a leap day", "2028-02-28T12:00:00Z", "{tomorrow}", "", "", "2028-02-29T00:00:00Z"},
		{"days by default", "2026-11-23T22:47:20Z", "{now-5}", "", "", "2026-11-18T22:47:20Z"},
		{"plus", "2026-11-23T22:47:20Z", "{now+5}", "Days", "", "2026-11-28T22:47:20Z"},
		{"none", "2026-11-23T22:47:20Z", "{now-0}", "month", "", "2026-11-23T22:47:20Z"},
		{"seconds", "2026-11-23T22:47:20Z", "{now-90}", "second", "", "2026-11-23T22:45:50Z"},
		{"minutes", "2026-11-23T22:47:20Z", "{now+90}", "minute", "", "2026-11-24T00:17:20Z"},
		{"hours of a day", "2026-11-23T22:47:20Z", "{today+36}", "hour", "", "2026-11-24T12:00:00Z"},
		{"weeks", "2026-11-23T22:47:20Z", "{today-2}", "week", "", "2026-11-09T00:00:00Z"},
		{"months end", "2026-01-31T10:00:00Z", "{now+1}", "month", "", "2026-02-28T10:00:00Z"},
		{"months back over years", "2026-01-31T10:00:00Z", "{now-11}", "month", "", "2025-02-28T10:00:00Z"},
		{"years from a leap day", "2028-02-29T10:00:00Z", "{today+1}", "year", "", "2029-02-28T00:00:00Z"},
		{"yesterday with arithmetic", "2026-11-23T22:47:20Z", "{yesterday-1}", "day", "", "2026-11-21T00:00:00Z"},
		{"today of a zone", "2026-11-23T23:30:00Z", "{today}", "", "Europe/Berlin", "2026-11-24T00:00:00+01:00"},
		{"a day of 25 hours", "2026-10-26T11:00:00Z", "{now-1}", "", "Europe/Berlin", "2026-10-25T12:00:00+01:00"},
		{"midnight before it", "2026-10-26T11:00:00Z", "{yesterday}", "", "Europe/Berlin", "2026-10-25T00:00:00+02:00"},
		{"24 hours are not a day", "2026-10-25T11:00:00Z", "{now-24}", "hour", "Europe/Berlin", "2026-10-24T13:00:00+02:00"},
		{"a day of 23 hours", "2026-03-29T10:00:00Z", "{tomorrow}", "", "Europe/Berlin", "2026-03-30T00:00:00+02:00"},
		{"midnight that is jumped over", "2018-11-04T15:00:00Z", "{today}", "", "America/Sao_Paulo", "2018-11-04T01:00:00-02:00"},
		{"midnight that comes twice", "2026-11-01T15:00:00Z", "{today}", "", "America/Havana", "2026-11-01T00:00:00-04:00"},
		{"back over midnight", "2018-02-18T15:00:00Z", "{today}", "", "America/Sao_Paulo", "2018-02-18T00:00:00-03:00"},
		{"a day that never was", "2011-12-29T20:00:00Z", "{tomorrow}", "", "Pacific/Apia", "2011-12-31T00:00:00+14:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := expand(template.Macros{Unit: tt.unit, Zone: tt.zone}, tt.macro, at(tt.now))
			if err != nil || got != tt.want {
				t.Errorf("%s at %s is %s, want %s: %v", tt.macro, tt.now, got, tt.want, err)
			}
		})
	}
}

// Wherever clocks change: a day begins with its first moment, is 1 to 49 hours
// from its neighbours, and tomorrow is where today will be.
func TestMacroMidnights(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/Berlin", "America/Sao_Paulo", "America/Havana", "America/St_Johns", "Asia/Beirut", "Africa/Cairo", "Australia/Lord_Howe",
		"Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati", "America/Asuncion"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		m := template.Macros{Zone: name}
		today := func(now time.Time, macro string) time.Time {
			text, err := expand(m, macro, now)
			at, bad := time.Parse(time.RFC3339, text)
			if err != nil || bad != nil {
				t.Fatal(err, bad)
			}
			return at.In(zone)
		}
		for now := time.Date(2006, 1, 1, 5, 0, 0, 0, time.UTC); now.Year() < 2019; now = now.Add(97 * time.Hour) {
			at := today(now, "{today}")
			if at.After(now) || at.Format(time.DateOnly) != now.In(zone).Format(time.DateOnly) || at.Add(-time.Nanosecond).Day() == at.Day() && at.Add(-2*time.Hour).Day() == at.Day() {
				t.Fatalf("%s: today at %v began at %v", name, now.In(zone), at)
			}
			next := today(now, "{tomorrow}")
			if d := next.Sub(at); d < 22*time.Hour || d > 26*time.Hour || !next.After(now) || !today(next, "{today}").Equal(next) {
				t.Fatalf("%s: at %v today is %v and tomorrow %v", name, now.In(zone), at, next)
			}
		}
	}
}

func TestMacroFormats(t *testing.T) {
	now := time.Date(2026, 1, 5, 3, 7, 9, 45_600_789, time.UTC)
	tests := []struct {
		format, zone, want string // "": refused
	}{
		{"", "", "2026-01-05T03:07:09Z"},
		{"rfc3339", "", "2026-01-05T03:07:09Z"},
		{"RFC3339", "", "2026-01-05T03:07:09Z"},
		{"date", "", "2026-01-05"},
		{"unix", "", "1767582429"},
		{"unixms", "", "1767582429045"},
		{"unix", "Asia/Kolkata", "1767582429"},
		{"2006-01-02", "", "2026-01-05"},
		{"20060102T150405Z0700", "Asia/Kolkata", "20260105T083709+0530"},
		{time.RFC1123, "", "Mon, 05 Jan 2026 03:07:09 UTC"},
		{"yyyy-MM-dd", "", "2026-01-05"},
		{"yyyyMMdd", "", "20260105"},
		{"yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "", "2026-01-05T03:07:09.045Z"},
		{"yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "Asia/Kolkata", "2026-01-05T08:37:09.045+05:30"},
		{"yy/M/d H:m:s", "", "26/1/5 3:7:9"},
		{"y MMM MMMM dd", "", "2026 Jan January 05"},
		{"E EEE EEEE", "", "Mon Mon Monday"},
		{"hh:mm a, h", "", "03:07 AM, 3"},
		{"z Z X XX XXX", "Asia/Kolkata", "IST +0530 +0530 +0530 +05:30"},
		{"X", "Europe/Berlin", "+01"},
		{"z Z X XX XXX", "", "UTC +0000 Z Z Z"},
		{"S SS SSS SSSSSS SSSSSSSSS", "", "0 04 045 045600 045600789"},
		{"'o''clock 'H", "", "o'clock 3"},
		{"yyyy''MM", "", "2026'01"},
		{"'2006'yyyy", "", "20062026"},
		{"yyyy年MM月", "", "2026年01月"},
		{"yyyy-MM-DD", "", ""},
		{"YYYY", "", ""},
		{"yyyyT", "", ""},
		{"yyy", "", ""},
		{"'open", "", ""},
		{"789", "", ""},
		{strings.Repeat("y", 300), "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.format+" "+tt.zone, func(t *testing.T) {
			got, err := expand(template.Macros{Format: tt.format, Zone: tt.zone}, "{now}", now)
			if (err == nil) != (tt.want != "") || got != tt.want {
				t.Errorf("%q is %q, want %q: %v", tt.format, got, tt.want, err)
			}
		})
	}
	for format, want := range map[string]string{"unix": `{"a":1767582429}`, "unixms": `{"a":1767582429045}`, "yyyy": `{"a":"2026"}`} {
		r, err := template.Macros{Format: format}.Apply(proofpoint.Request{Body: []byte(`{"a":"{now}"}`)}, now, nil)
		if err != nil || string(r.Body) != want {
			t.Errorf("%s in a body is %s, want %s: %v", format, r.Body, want, err)
		}
	}
}
