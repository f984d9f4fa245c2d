// Offline decoding of URL Defense: every form that is documented or recorded,
// every way to be broken, and that no input does harm.

package proofpoint_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

func v3(text, replaced string) string {
	return "https://urldefense.com/v3/__" + text + "__;" + base64.RawURLEncoding.EncodeToString([]byte(replaced)) + "!!QxZ1!sig-na_ture$"
}

const v2 = "https://urldefense.proofpoint.com/v2/url?"

var decodable = map[string]struct{ in, want string }{
	"v1":                        {"https://urldefense.proofpoint.com/v1/url?u=http://www.site.example/&k=x&r=y&m=z&s=1", "http://www.site.example/"},
	"v1, entities":              {"https://urldefense.proofpoint.com/v1/url?u=http://www.site.example/&amp;k=oIvRg1%2BdGA%3D%3D%0A&amp;r=x", "http://www.site.example/"},
	"v1, escaped":               {"https://urldefense.proofpoint.com/v1/url?u=http%3A%2F%2Fsite.example%2Fa%3Fb%3Dc%26amp%3Bd%3D1%252B1&k=x", "http://site.example/a?b=c&d=1%2B1"},
	"v1, plus":                  {"https://urldefense.proofpoint.com/v1/url?u=http://site.example/a+b&k=x", "http://site.example/a+b"},
	"v2":                        {v2 + "u=http-3A__links.site.example_ctt-3Fkn-3D3-26ms-3DMzQ-26r-3DMz-5F0&d=DwMFaQ&c=x&r=y&m=z&s=q&e=", "http://links.site.example/ctt?kn=3&ms=MzQ&r=Mz_0"},
	"v2, entities":              {v2 + "u=https-3A__site.example_jupiter-2Dnasa.jpg.638x0-5Fq80&amp;d=x&amp;e=", "https://site.example/jupiter-nasa.jpg.638x0_q80"},
	"v2 at the other host":      {"https://urldefense.com/v2/url?u=https-3A__www.site.example_-23-23foo-40-21&d=&c=&r=&m=&s=&e=", "https://www.site.example/##foo@!"},
	"v2, u last":                {v2 + "d=x&u=http-3A__site.example", "http://site.example"},
	"v2, a parameter copy":      {v2 + "u=http-3A__site.example_-3Fa-3D1-26copy-3D2&d=x", "http://site.example/?a=1&copy=2"},
	"v2, UTF-8":                 {v2 + "u=http-3A__site.example_-C3-A9&d=x", "http://site.example/é"},
	"v3":                        {v3("http://www.site.example", ""), "http://www.site.example"},
	"v3, a star":                {"https://urldefense.com/v3/__https://site.example:443/search?q=a*test&gs=ps__;Kw!-612Flbf0JvQ3kNJkRi5Jg!Ue6tQud$", "https://site.example:443/search?q=a+test&gs=ps"},
	"v3, a percent sign":        {v3("https://site.example/r/Ykqg0kr0F*2Fyzk2XW@a.example/", "%"), "https://site.example/r/Ykqg0kr0F%2Fyzk2XW@a.example/"},
	"v3, a run":                 {v3("http://site.example/?=a1!b2@c3*d4$5e**B7D*7B", "#[]%%"), "http://site.example/?=a1!b2@c3#d4$5e[]%7D%7B"},
	"v3, the longest run":       {v3("http://site.example/**_", strings.Repeat("[", 65)), "http://site.example/" + strings.Repeat("[", 65)},
	"v3, two stars at the end":  {v3("http://site.example/**", "[]"), "http://site.example/[]"},
	"v3, a star is itself":      {v3("http://site.example/*x", "*"), "http://site.example/*x"},
	"v3, not ASCII":             {v3("http://site.example/*x**A", "é支払"), "http://site.example/éx支払"},
	"v3, not ASCII, in bytes":   {v3("http://site.example/**Ax", "é"), "http://site.example/éx"},
	"v3, one slash":             {v3("https:/site.example/a*b", "#"), "https://site.example/a#b"},
	"v3, padded":                {"https://urldefense.com/v3/__https://site.example/a*b__;Iw==!!x!y$", "https://site.example/a#b"},
	"v3, escaped on the way":    {"https://urldefense.com/v3/__https%3A//site.example/a*b__;Iw!!x!y%24", "https://site.example/a#b"},
	"v3, cut behind the first!": {"https://urldefense.com/v3/__https://site.example/__;!", "https://site.example/"},
	"v3, mailto":                {v3("mailto:ana@site.example", ""), "mailto:ana@site.example"},
	"v3, underscores in it":     {v3("https://site.example/__init__.py", ""), "https://site.example/__init__.py"},
	"case and spaces":           {"  HTTPS://URLDefense.com/V3/__http://Site.example/A__;!!x!y$\r\n", "http://Site.example/A"},
	"http":                      {"http://urldefense.proofpoint.com/v2/url?u=http-3A__site.example&d=x", "http://site.example"},
	"twice":                     {v3("https://urldefense.proofpoint.com/v2/url?u=http-3A__site.example&d=x", ""), "https://urldefense.proofpoint.com/v2/url?u=http-3A__site.example&d=x"},
}

func TestTAPDecodeURL(t *testing.T) {
	for name, c := range decodable {
		t.Run(name, func(t *testing.T) {
			if got, err := proofpoint.TAPDecodeURL(c.in); got != c.want || err != nil {
				t.Errorf("TAPDecodeURL(%q) = %q, %v; want %q", c.in, got, err, c.want)
			}
		})
	}
}

func TestTAPDecodeURLRefuses(t *testing.T) {
	for name, c := range map[string]struct{ in, version, reason string }{
		"empty":                    {"", "", "is no URL of URL Defense"},
		"another URL":              {"https://site.example/", "", "is no URL of URL Defense"},
		"a host that begins so":    {"https://urldefense.com.site.example/v3/__http://a.example__;!!x!y$", "", "is no URL of URL Defense"},
		"a host that ends so":      {"https://evil-urldefense.com/v3/__http://a.example__;!!x!y$", "", "is no URL of URL Defense"},
		"in a user name":           {"https://urldefense.com@site.example/v3/__http://a.example__;!!x!y$", "", "is no URL of URL Defense"},
		"text around":              {"see https://urldefense.com/v3/__http://a.example__;!!x!y$", "", "is no URL of URL Defense"},
		"version 4":                {"https://urldefense.com/v4/__http://a.example__;!!x!y$", "", "is no URL of URL Defense"},
		"long":                     {"https://urldefense.com/v3/__" + strings.Repeat("a", 1<<16) + "__;!!x!y$", "", "is longer than 65536 bytes"},
		"v1 without parameters":    {"https://urldefense.proofpoint.com/v1/url", "v1", "lacks the path /url"},
		"v2 at another path":       {"https://urldefense.proofpoint.com/v2/uri?u=x", "v2", "lacks the path /url"},
		"v2 without u":             {v2 + "d=x&U=y", "v2", "lacks the parameter u"},
		"v2, u empty":              {v2 + "u=&d=x", "v2", "holds no URL"},
		"v2, half an escape":       {v2 + "u=http-3&d=x", "v2", "badly escaped"},
		"v2, no escape":            {v2 + "u=http-zz&d=x", "v2", "badly escaped"},
		"v2, a line break":         {v2 + "u=http-3A__a.example_-0A200&d=x", "v2", "control characters"},
		"v2, not UTF-8":            {v2 + "u=http-3A__a.example_-FF&d=x", "v2", "not UTF-8"},
		"v3 without underscores":   {"https://urldefense.com/v3/http://a.example__;!!x!y$", "v3", "lacks the form"},
		"v3 without an end":        {"https://urldefense.com/v3/__http://a.example", "v3", "lacks the form"},
		"v3 without a mark":        {"https://urldefense.com/v3/__http://a.example__;Iw", "v3", "lacks the form"},
		"v3 of nothing":            {"https://urldefense.com/v3/____;!!x!y$", "v3", "holds no URL"},
		"v3, no base64url":         {"https://urldefense.com/v3/__http://a.example/*__;I#!!x!y$", "v3", "no base64url"},
		"v3, standard base64":      {"https://urldefense.com/v3/__http://a.example/*__;+/==!!x!y$", "v3", "no base64url"},
		"v3, too few":              {v3("http://a.example/**", "#"), "v3", "has stars for 2 characters, and brings 1"},
		"v3, too many":             {v3("http://a.example/*", "#?"), "v3", "has stars for 1 characters, and brings 2"},
		"v3, a run of no length":   {v3("http://a.example/**.x", "##"), "v3", "two stars without a letter"},
		"v3, half an escape":       {v3("http://a.example/%4", ""), "v3", "badly escaped"},
		"v3, a zero byte":          {v3("http://a.example/*", "\x00"), "v3", "control characters"},
		"v3, no UTF-8 in the text": {v3("http://a.example/*", "\xff"), "v3", "not UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := proofpoint.TAPDecodeURL(c.in)
			ue, ok := errors.AsType[*proofpoint.TAPURLError](err)
			if !ok || got != "" || ue.Version != c.version || !strings.Contains(ue.Reason, c.reason) || ue.URL != c.in {
				t.Fatalf("TAPDecodeURL(%.80q) = %q, %v; want a *TAPURLError of version %q: %s", c.in, got, err, c.version, c.reason)
			}
			if text := err.Error(); len(text) > 700 || !strings.HasPrefix(text, "proofpoint: rewritten url ") || strings.ContainsAny(text, "\n\r\x00") {
				t.Errorf("the text is long or holds control characters: %q", text)
			}
		})
	}
}

// What would forge a line or show another host is refused, beyond ASCII too, and
// what stands beside it in Unicode is not.
func TestTAPDecodeURLControls(t *testing.T) {
	for _, r := range "\x00\n\x1f\x7f\u0080\u0085\u009f\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069" {
		for version, in := range map[string]string{"v2": v2 + "u=" + strings.ReplaceAll(url.PathEscape("http://a.example/"+string(r)), "%", "-"), "v3": v3("http://a.example/*", string(r))} {
			_, err := proofpoint.TAPDecodeURL(in)
			ue, ok := errors.AsType[*proofpoint.TAPURLError](err)
			if !ok || !strings.Contains(ue.Reason, "control characters") || strings.ContainsRune(err.Error(), r) {
				t.Errorf("%s with %U: %v", version, r, err)
			}
		}
	}
	for _, r := range " ~\u00a0\u200d\u2010\u2027\u202f\u2065\u206a" {
		want := "http://a.example/" + string(r)
		if got, err := proofpoint.TAPDecodeURL(v3("http://a.example/*", string(r))); got != want || err != nil {
			t.Errorf("%U: %q, %v", r, got, err)
		}
	}
}

// The recordings of the service's own decoder, each outcome.
func TestTAPDecodeURLSamples(t *testing.T) {
	dir := sharedSamples(t)
	n := 0
	for _, name := range []string{"demisto_url_decode.json", "rapid7_decode_few_urls.json", "rapid7_decode_invalid_url.json"} {
		b, err := os.ReadFile(filepath.Join(dir, "tap", name))
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			URLs []proofpoint.TAPDecodedURL `json:"urls"`
		}
		if err := json.Unmarshal(b, &doc); err != nil {
			t.Fatal(err)
		}
		for _, want := range doc.URLs {
			n++
			got, err := proofpoint.TAPDecodeURL(want.EncodedURL)
			if got != want.DecodedURL || (err == nil) != bool(want.Success) {
				t.Errorf("%s: TAPDecodeURL(%q) = %q, %v; the service says %q", name, want.EncodedURL, got, err, want.DecodedURL)
			}
		}
	}
	if n != 5 {
		t.Errorf("%d outcomes, want 5", n)
	}
}

// The fake's decoder is written apart from this one: they say the same.
func TestTAPDecodeURLAgreesWithTheFake(t *testing.T) {
	var encoded []string
	for _, c := range decodable {
		encoded = append(encoded, c.in)
	}
	n := 0
	for d, err := range proofpointtest.NewServer().Client().TAP.DecodeURLs(t.Context(), proofpoint.TAPDecodeURLsParams{URLs: encoded}) {
		if err != nil {
			t.Fatal(err)
		}
		if d.EncodedURL != encoded[n] {
			t.Errorf("outcome %d is about %q, want %q", n, d.EncodedURL, encoded[n])
		}
		n++
		want, err := proofpoint.TAPDecodeURL(d.EncodedURL)
		if err != nil || d.Err() == nil && d.DecodedURL != want {
			t.Errorf("%q: the fake says %q, TAPDecodeURL %q, %v", d.EncodedURL, d.DecodedURL, want, err)
		}
		bytewise := strings.Contains(d.EncodedURL, base64.RawURLEncoding.EncodeToString([]byte("é"))+"!") // the fake counts characters only
		if !bytewise && d.Err() != nil {
			t.Errorf("%q: the fake cannot decode it: %v", d.EncodedURL, d.Err())
		}
	}
	if n != len(decodable) {
		t.Errorf("%d outcomes for %d URLs", n, len(decodable))
	}
}

// tapEncode is version 3's rewriting, for round trips.
func tapEncode(u string) string {
	const runs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	plain := func(r rune) bool {
		return r < utf8.RuneSelf && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("./:?&=-", r))
	}
	var text, replaced strings.Builder
	list := []rune(u)
	for i := 0; i < len(list); {
		if plain(list[i]) {
			text.WriteRune(list[i])
			i++
			continue
		}
		n := 0
		for i+n < len(list) && n < 65 && !plain(list[i+n]) {
			replaced.WriteRune(list[i+n])
			n++
		}
		if i += n; n == 1 {
			text.WriteByte('*')
		} else {
			text.WriteString("**" + runs[n-2:n-1])
		}
	}
	return v3(text.String(), replaced.String())
}

// controls reports what no decoded URL holds, apart from the client's own list.
func controls(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || strings.ContainsRune("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", r)
}

func FuzzTAPDecodeURL(f *testing.F) {
	for _, c := range decodable {
		f.Add(c.in)
		f.Add(c.want)
	}
	f.Add(v3("http://a.example/**A*", "###"))
	f.Add("https://urldefense.com/v3/__*__;\xff!")
	f.Add("https://a.example/\u2028\u202e\u0085")
	f.Fuzz(func(t *testing.T, in string) {
		got, err := proofpoint.TAPDecodeURL(in)
		if err != nil {
			if ue, ok := errors.AsType[*proofpoint.TAPURLError](err); !ok || got != "" || ue.Reason == "" || !utf8.ValidString(err.Error()) {
				t.Fatalf("TAPDecodeURL(%q) = %q, %v", in, got, err)
			}
		} else if got == "" || len(got) > len(in)+1 || !utf8.ValidString(got) || strings.ContainsFunc(got, controls) {
			t.Fatalf("TAPDecodeURL(%q) = %q", in, got)
		}
		// Any URL comes back out of its own rewriting.
		if !utf8.ValidString(in) || len(in) > 10_000 || !strings.HasPrefix(in, "https://") || strings.ContainsFunc(in, controls) {
			return
		}
		if back, err := proofpoint.TAPDecodeURL(tapEncode(in)); err != nil || back != in {
			t.Fatalf("of %q comes %q, %v", in, back, err)
		}
	})
}
