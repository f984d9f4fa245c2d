// Which strings have which format. What is nearly one of them is plain text.

package schema_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

var formatTests = map[string][]string{
	"date": {"2026-11-23", "2024-02-29", "2000-02-29", "0001-01-01", "2026-04-30"},
	"date-time": {"2026-11-23T10:00:00Z", "2026-11-23T23:59:59.123456789Z", "2026-11-23T10:00:00+05:30", "2026-11-23T10:00:00.1-23:59",
		"2024-02-29T00:00:00Z"},
	"email": {"ana@corp.example", "a.b+c@x-y.example", "o'hara_1@a.b.c.example"},
	"ipv4":  {"192.0.2.1", "0.0.0.0", "255.255.255.255"},
	"ipv6":  {"2001:db8::1", "::", "::ffff:192.0.2.1", "2001:DB8:0:0:0:0:0:1"},
	"uri": {"https://threat.example/a/b?c=d&e=%2F#f", "http://a", "https://a.example:8443/x", "ftp://192.0.2.1/", "h2+x.-://a",
		"https://urldefense.example/v3/__https://x.example__;!!a$"},
	"uuid":   {"00000001-aaaa-4bbb-8ccc-ddddeeeeffff", "00000001-AAAA-4BBB-8CCC-DDDDEEEEFFFF"},
	"md5":    {"d41d8cd98f00b204e9800998ecf8427e"},
	"sha1":   {"DA39a3ee5e6b4b0d3255bfef95601890afd80709"},
	"sha256": {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	"": {"", "x", "2026-11-31", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-01", "20a6-01-01", "2026/11/23", "2026-11-2x",
		"2026-11-23 10:00:00Z", "2026-11-23T10:00:00", "2026-11-23t10:00:00z", "2026-11-23T24:00:00Z", "2026-11-23T10:60:00Z", "2026-11-23T23:59:60Z",
		"2026-11-23T10:00:00.Z", "2026-11-23T10:00:00+0530", "2026-11-23T10:00:00+24:00", "2026-11-23T10:00:0xZ", "2026-11-23T10:00:00Zx", "2026-11-23T10-00:00Z",
		"ana@corp", "@corp.example", "ana@", "a..b@corp.example", ".a@corp.example", "a@b@corp.example", "a@-b.example", "a@b-.example", "a@b.-c", "a@b.example-",
		"a@b..example", "ana <ana@corp.example>", "ä@corp.example", strings.Repeat("x", 65) + "@corp.example",
		"192.0.2", "192.0.2.256", "192.0.2.01", "1:2", "fe80::1%eth0", "deadbeef", ".", ":", "12:34:56",
		"//a", "://a", "https://", "1a://b", "https:///x", "https://a b", "https://a/%zz", "https://a/%2", "https://a#b#c", "https://[::1]/", "https://ä.example",
		"https://a/<x>", "https://a:x/", "mailto:ana@corp.example",
		"00000001-aaaa-4bbb-8ccc-ddddeeeefffg", "00000001aaaa-4bbb-8ccc-ddddeeeeffff-", "d41d8cd98f00b204e9800998ecf8427g", "d41d8cd98f00b204e9800998ecf842",
		"https://a/" + strings.Repeat("x", 2048)},
}

var patterns = map[string]string{"md5": "^[0-9A-Fa-f]{32}$", "sha1": "^[0-9A-Fa-f]{40}$", "sha256": "^[0-9A-Fa-f]{64}$"}

func TestFormats(t *testing.T) {
	for format, texts := range formatTests {
		for _, s := range texts {
			var got struct{ Format, Pattern string }
			if err := json.Unmarshal([]byte(text(t, learn(t, quoted(s)))), &got); err != nil {
				t.Fatal(err)
			}
			want := struct{ Format, Pattern string }{Format: format}
			if patterns[format] != "" {
				want.Format, want.Pattern = "", patterns[format]
			}
			if got != want {
				t.Errorf("format of %q = %+v, want %+v", s, got, want)
			}
		}
	}
}

// TestNothingPersonalIsKept: what could be an address, a path, a hash or a
// header is in no text form, however rare.
func TestNothingPersonalIsKept(t *testing.T) {
	secrets := slices.Concat(formatTests["email"], formatTests["ipv4"], formatTests["uri"], formatTests["uuid"], formatTests["sha256"],
		[]string{`"Ana" <ana@corp.example>`, "/home/ana", `C:\ana`, strings.Repeat("long ", 20)})
	for _, s := range secrets {
		written := text(t, learn(t, slices.Repeat([]string{quoted(s)}, schema.EnumSupport)...))
		if strings.Contains(written, "values") || strings.Contains(written, "enum") {
			t.Errorf("%q is in %s", s, written)
		}
	}
}
