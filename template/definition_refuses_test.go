// Files with mistakes, one kind after another: each is told at its place, with
// what would do, and all of one file at once.

package template_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
	"github.com/proofpointkit/proofpoint-go/template"
)

// plain is a definition without mistakes; with puts members in place of others.
const plain = `{"version":1,"name":"list_cases","request":{"service":"cases","path":"/v1/cases","records":"$.cases[*]"}}`

// request is a definition with this request, and params where there are any.
func request(members string, params ...string) string {
	text := `{"version":1,"name":"x","request":{"service":"s",` + members + `}`
	if len(params) > 0 {
		text += `,"params":[` + strings.Join(params, ",") + `]`
	}
	return text + `}`
}

// problemsOf are the problems of a definition, a line each, without its name.
func problemsOf(t testing.TB, text string) []string {
	t.Helper()
	tmpl, err := template.Parse([]byte(text))
	if err == nil {
		return nil
	}
	wrong, ok := errors.AsType[*template.DefinitionError](err)
	if !ok || tmpl != nil {
		t.Fatalf("Parse(%s) = %v, %#v", text, tmpl, err)
	}
	var lines []string
	for _, p := range wrong.Problems {
		if p.Offset > len(text) || p.Line < 1 {
			t.Errorf("a problem at line %d, byte %d of %d", p.Line, p.Offset, len(text))
		}
		lines = append(lines, p.String())
	}
	return lines
}

func TestParseRefusesShapes(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"none", plain, nil},
		{"byte order mark", "\ufeff" + plain, nil},
		{"not JSON", `{"version":1,`, []string{`the definition is not JSON: the text ends in the middle`}},
		{"empty", ``, []string{`the definition is not JSON: the text ends in the middle`}},
		{"a list", `[]`, []string{`the definition is a list (accepts an object)`}},
		{"nothing", `{}`, []string{`the definition lacks the member "version"`, `the definition lacks the member "name"`, `the definition lacks the member "request" (accepts request, or modes)`}},
		{"unknown members", `{"version":1,"nam":"x","name":"x","request":{"service":"s","path":"/","recrods":"$"}}`, []string{
			`/nam is not a member here (accepts $schema, version, name, operation, title, summary, when, docs, source, request, params, one_of, macros, modes) (did you mean "name"?)`,
			`/request/recrods is not a member here (accepts service, method, path, url, query, headers, body, body_text, format, records, refused, empty, repeatable, optional, pool, pager, skip, limit, value, then) (did you mean "records"?)`}},
		{"in other letters", `{"version":1,"name":"x","request":{"service":"s","Path":"/","path":"/"}}`, []string{
			`/request/Path is not a member here (accepts service, method, path, url, query, headers, body, body_text, format, records, refused, empty, repeatable, optional, pool, pager, skip, limit, value, then) (did you mean "path"?)`}},
		{"types", request(`"path":7,"query":[],"limit":"5","repeatable":"yes","empty":[404,"204"]`), []string{
			`/request/path is a number (accepts text)`, `/request/query is a list (accepts an object)`, `/request/limit is text (accepts a whole number)`,
			`/request/repeatable is text (accepts true or false)`, `/request/empty/1 is text (accepts a whole number)`}},
		{"twice", `{"version":1,"name":"x","name":"y","request":{"service":"s","path":"/","path":"/b"}}`, []string{`/name is there twice`, `/request/path is there twice`}},
		{"whole, not in digits", request(`"path":"/","limit":1e1`), []string{`/request/limit is a number that is too large, or whole and not written as such (accepts whole numbers in plain digits)`}},
		{"whole, not in digits, further down", request(`"path":"/","then":[{"ask":{"name":"c","request":{"service":"s","path":"/c","limit":1e1}}}],"foo":1`), []string{
			`/request/then/0/ask/request/limit is a number that is too large, or whole and not written as such (accepts whole numbers in plain digits)`,
			`/request/foo is not a member here (accepts service, method, path, url, query, headers, body, body_text, format, records, refused, empty, repeatable, optional, pool, pager, skip, limit, value, then) (did you mean "pool"?)`}},
		{"name", strings.Replace(plain, "list_cases", "../List Cases", 1), []string{
			`/name does not look as it must (accepts lower-case letters, digits, _ and -, in parts separated by dots, starting with a letter; at most 100)`}},
		{"method", request(`"path":"/","method":"GTE"`), []string{`/request/method is not one of the accepted values (accepts GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS) (did you mean "GET"?)`}},
		{"request and modes", `{"version":1,"name":"x","request":{"service":"s","path":"/"},"modes":[{"mode":"a","request":{"service":"s","path":"/"}}]}`, []string{
			`/request cannot stand here (accepts request or modes, not both)`}},
		{"path and url", request(`"path":"/","url":"https://a.example/"`), []string{`/request/path cannot stand here (accepts path or url, not both)`}},
		{"no path", request(`"records":"$"`), []string{`/request lacks the member "path" (accepts path, or url)`}},
		{"no service", `{"version":1,"name":"x","request":{"path":"/"}}`, []string{`/request lacks the member "service" (accepts the name of a service of the configuration)`}},
		{"pager type", request(`"path":"/","pager":{"type":"number"}`), []string{
			`/request/pager/type is not one of the accepted values (accepts windows, numbers, rows, offsets, links, values, nest) (did you mean "numbers"?)`}},
		{"pager settings", request(`"path":"/","pager":{"type":"numbers","wher":"query:page","size":-1}`), []string{
			`/request/pager lacks the member "where"`, `/request/pager/wher is not a member here (accepts type, where, first, size, last, total, also) (did you mean "where"?)`,
			`/request/pager/size is out of range (accepts at least 0, at most 1000000000)`}},
		{"durations", request(`"path":"/","pool":{"name":"p","limit":1,"per":"1 day"},"pager":{"type":"windows","from_at":"query:from","to_at":"query:to","max":"1d"}`), []string{
			`/request/pool/per does not look as it must (accepts a length like 30s, 90m or 24h)`, `/request/pager/max does not look as it must (accepts a length like 30s, 90m or 24h)`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, problemsOf(t, tt.text)); diff != "" {
				t.Errorf("Parse(%s) mismatch (-want +got):\n%s", tt.text, diff)
			}
			if got := schemaTakes(t, tt.text); got != (tt.want == nil) && tt.name != "whole, not in digits" {
				t.Errorf("the published schema takes it: %v", got)
			}
		})
	}
}

// schemaTakes reports whether a text fits the published schema.
func schemaTakes(t testing.TB, text string) bool {
	t.Helper()
	s, err := jsonschema.Compile(template.DefinitionSchema())
	if err != nil {
		t.Fatal(err)
	}
	n, problems := jsonschema.Read([]byte(strings.TrimPrefix(text, "\ufeff")), 64)
	return n != nil && len(problems) == 0 && s.Check(n) == nil
}

func TestParseRefusesMeanings(t *testing.T) {
	const id = `{"name":"id","in":"path:id","required":true}`
	tests := []struct {
		name, text string
		want       []string
	}{
		{"selector", request(`"path":"/","records":"$.rows[","refused":"success"`), []string{
			`/request/records is not a path: "$.rows[": at byte 7: "[" is not closed (accepts a path like $.rows[*])`, `/request/refused is not a path: "success": at byte 0: a path starts with "$" (accepts a path like $.rows[*])`}},
		{"path that nothing fills", request(`"path":"/a/{id}/{other}"`, id), []string{`/request/path holds {other}, which no parameter fills (accepts a parameter with the place path:other)`}},
		{"parameter without its path", request(`"path":"/a/{ident}"`, id), []string{
			`/request/path holds {ident}, which no parameter fills (accepts a parameter with the place path:ident)`, `/params/0/in names "path:id", which the path does not have (accepts ident)`}},
		{"path parameter that may be missing", request(`"path":"/a/{id}"`, `{"name":"id","in":"path:id"}`), []string{`/params/0/in fills a name of the path, and may be missing (accepts required, or a default)`}},
		{"brace", request(`"path":"/a/{b/c}"`), []string{`/request/path holds "{b/c}", which is no macro (accepts now, today, yesterday, tomorrow)`}},
		{"path that climbs", request(`"path":"/a/../b"`), []string{`/request/path is refused: path segment ".." is not allowed`}},
		{"path that climbs, escaped", request(`"path":"/a/%2e%2e/b"`), []string{`/request/path is refused: path segment "%2e%2e" is not allowed`}},
		{"no place", request(`"path":"/"`, `{"name":"a","in":"querry:a"}`, `{"name":"b","in":"sinc"}`), []string{
			`/params/0/in names "querry:a", which is no place (accepts query:name, header:Name, path:name, body:a.b, value:a.b, base, since, from, to, skip, limit, page, size, pagesize, each, records, format, body) (did you mean "query:a"?)`,
			`/params/1/in names "sinc", which is no place (accepts query:name, header:Name, path:name, body:a.b, value:a.b, base, since, from, to, skip, limit, page, size, pagesize, each, records, format, body) (did you mean "since"?)`}},
		{"nowhere", request(`"path":"/"`, `{"name":"a"}`, `{"name":"b","in":"since"}`, `{"name":"c","in":"each"}`, `{"name":"d","in":"pagesize"}`, `{"name":"e","in":"value:e"}`), []string{
			`/params/0 goes nowhere: it has no in (accepts query:name, path:name, body:a.b and others)`,
			`/params/1/in names "since", which goes nowhere: the request has no windows (accepts a pager of the type windows)`,
			`/params/2/in names "each", which goes nowhere: the request has no values (accepts a pager of the type values)`,
			`/params/3/in names "pagesize", which goes nowhere: the request has no pages of a size (accepts a pager of the type numbers, rows or offsets)`,
			`/params/4/in names "value:e", which goes nowhere: the request has no value (accepts "value": {} in place of path)`}},
		{"one place twice", request(`"path":"/","query":{"a":"1"},"headers":{"X-B":"1"}`, `{"name":"a","in":"query:a"}`, `{"name":"b","in":"header:x-b"}`, `{"name":"c","in":"query:c"}`, `{"name":"d","in":"query:c"}`), []string{
			`/params/0/in writes to "query:a", where the request has a value (accepts each place once)`,
			`/params/1/in writes to "header:x-b", where the request has a value (accepts each place once)`,
			`/params/3/in writes to "query:c", as "c" does (accepts each place once, or parameters of which one_of says that only one is given)`}},
		{"into a body that is text", request(`"path":"/","method":"POST","body_text":"a"`, `{"name":"a","in":"body:a"}`), []string{
			`/params/0/in names "body:a", which goes nowhere: the request has a body that it cannot be part of (accepts a body that is an object, or none)`}},
		{"bounds of other types", request(`"path":"/"`, `{"name":"a","in":"query:a","min":3,"max":9}`, `{"name":"b","type":"integer","in":"query:b","pattern":"x","lower":true}`), []string{
			`/params/0/min is for numbers, durations and the length of lists`, `/params/0/max is for numbers, durations and the length of lists`,
			`/params/1/pattern is for text and lists`, `/params/1/lower is for text and lists`}},
		{"conditions that can both hold", request(`"path":"/"`, `{"name":"k","in":"query:k"}`, `{"name":"l","in":"query:l"}`, `{"name":"a","when":"k=1","in":"query:z"}`, `{"name":"b","when":"l=1","in":"query:z"}`), []string{
			`/params/3/in writes to "query:z", as "a" does (accepts each place once, or parameters of which one_of says that only one is given)`}},
		{"one place twice, by other names", request(`"path":"/","method":"POST","pager":{"type":"numbers","where":"query:page"}`, `{"name":"a","in":"header:X-A"}`, `{"name":"b","in":"header:x-a"}`,
			`{"name":"page","in":"query:page"}`, `{"name":"c","in":"body:x.y"}`, `{"name":"d","type":"object","in":"body:x"}`, `{"name":"e","type":"object","in":"body"}`), []string{
			`/params/1/in writes to "header:X-A", as "a" does (accepts each place once, or parameters of which one_of says that only one is given)`,
			`/params/2/in writes to "query:page", as the pager does (accepts each place once)`,
			`/params/4/in writes over "body:x.y", which "c" writes before (accepts the whole first, its members behind it)`,
			`/params/5/in writes over "body:x", which "d" writes before (accepts the whole first, its members behind it)`,
			`/params/5/in writes over "body:x.y", which "c" writes before (accepts the whole first, its members behind it)`}},
		{"whole body first", request(`"path":"/","method":"POST"`, `{"name":"e","type":"object","in":"body"}`, `{"name":"c","in":"body:x.y"}`), nil},
		{"places of the pager", request(`"path":"/{id}","method":"POST","body_text":"a","pager":{"type":"nest","outer":{"type":"values","where":"path:idd"},"inner":{"type":"nest",
			"outer":{"type":"values","where":"blank:zzz"},"inner":{"type":"nest","outer":{"type":"values","where":"value:zzz"},"inner":{"type":"values","where":"body:zzz"}}}}`, `{"name":"id","in":"path:id","required":true}`), []string{
			`/request/pager names "path:idd", which the path does not have (accepts id) (did you mean "id"?)`,
			`/request/pager names "blank:zzz", which goes nowhere: no text of the request holds {zzz}`,
			`/request/pager names "value:zzz", which goes nowhere: the request has no value (accepts "value": {} in place of path)`,
			`/request/pager names "body:zzz", which goes nowhere: the request has a body that it cannot be part of (accepts a body that is an object, or none)`}},
		{"layouts", request(`"path":"/","pager":{"type":"windows","from_at":"query:from","to_at":"query:to","layout":"'fixed'"}`, `{"name":"a","type":"time","in":"query:a","layout":"YYYY-MM-DD"}`, `{"name":"b","type":"time","in":"query:b","layout":"--"}`), []string{
			`/request/pager/layout holds no part of a time (accepts rfc3339, unixms, unix, date, a Go layout like 2006-01-02, or letters like yyyy-MM-dd)`,
			`/params/0/layout holds "YYYY", which is no part of a time: put words in 'quotes' (accepts rfc3339, unixms, unix, date, a Go layout like 2006-01-02, or letters like yyyy-MM-dd)`,
			`/params/1/layout holds no part of a time (accepts rfc3339, unixms, unix, date, a Go layout like 2006-01-02, or letters like yyyy-MM-dd)`}},
		{"macros in a value", `{"version":1,"name":"x","request":{"service":"s","value":{"day":["{today}"],"brace":"}"}}}`, []string{
			`/request/value/day/0 holds "{today}", and a value is not expanded (accepts macros in the texts of further requests, or a parameter with the place value:name)`}},
		{"parameters", request(`"path":"/"`, `{"name":"a","type":"list","in":"query:a","pattern":"(","min":2,"max":1,"enum":["x","X=y"]}`, `{"name":"a","in":"query:b","type":"boolean","enum":["x"],"secret_members":["p"]}`), []string{
			"/params/0/pattern is not a regular expression: missing closing ): `(` (accepts RE2)", "/params/0/min is more than max",
			"/params/0/enum/1 is there twice: letters count as the same in either case",
			`/params/1/name is the name of another parameter (accepts each name once)`, `/params/1/enum is for text, lists and numbers`,
			`/params/1/secret_members is for objects alone (accepts secret, or the type "object")`}},
		{"defaults", request(`"path":"/"`, `{"name":"a","in":"query:a","type":"integer","default":"many"}`, `{"name":"b","in":"query:b","enum":["x"],"default":"y"}`,
			`{"name":"c","in":"base","default":"https://evil.example"}`, `{"name":"d","in":"query:d","default":null}`, `{"name":"e","in":"query:e","type":"duration","max":60,"default":"2m"}`), []string{
			`/params/0/default is not a number (accepts a whole number)`, `/params/1/default is not one of the accepted values (accepts x)`,
			`/params/2/default chooses a host that no configuration names (accepts nothing: leave it out)`, `/params/3/default is null (accepts a value, or leave it out)`,
			`/params/4/default is out of range (accepts seconds of at most 60, or a length like 24h)`}},
		{"formats", request(`"path":"/"`, `{"name":"a","in":"format"}`, `{"name":"b","in":"format query:f","enum":["json=J","xml","sysleg"]}`), []string{
			`/params/0/in names "format", and does not say which are accepted (accepts an enum of json, jsonp, syslog, lines, any)`,
			`/params/1/in writes to "format", as "a" does (accepts each place once, or parameters of which one_of says that only one is given)`,
			`/params/1/enum/1 is no format (accepts json, jsonp, syslog, lines, any)`, `/params/1/enum/2 is no format (accepts json, jsonp, syslog, lines, any) (did you mean "syslog"?)`}},
		{"conditions", request(`"path":"/"`, `{"name":"kind","in":"query:k","enum":["one","two"]}`, `{"name":"a","in":"query:a","when":"knd=one"}`, `{"name":"b","in":"query:b","when":"kind=tow"}`), []string{
			`/params/1/when names "knd", which is no other parameter (accepts kind, b) (did you mean "kind"?)`, `/params/2/when waits for a value that "kind" never has (accepts one, two) (did you mean "two"?)`}},
		{"one_of", strings.Replace(request(`"path":"/"`, `{"name":"aa","in":"query:a"}`, `{"name":"b","in":"query:b"}`), `"params"`, `"one_of":[["ab","b"]],"params"`, 1), []string{
			`/one_of/0/0 is not a parameter (accepts aa, b) (did you mean "aa"?)`}},
		{"aliases", request(`"path":"/"`, `{"name":"a","in":"query:a","aliases":["b","c"]}`, `{"name":"b","in":"query:b","aliases":["c"]}`), []string{
			`/params/0/aliases/0 is the name of another parameter (accepts another one)`, `/params/1/aliases/0 is the name of another parameter (accepts another one)`}},
		{"windows", request(`"path":"/","pager":{"type":"windows","from_at":"query:from","min":"2h","max":"1h","since":"1h","from":"2026-11-02T12:00:00Z","unless":"query"}`), []string{
			`/request/pager has several windows, and does not say where their ends are written (accepts to_at, or the layout interval)`, `/request/pager/min is longer than max`,
			`/request/pager/since cannot stand beside from (accepts either one)`,
			`/request/pager/unless names "query", which is no place (accepts query:name, header:Name, path:name, body:a.b, value:a.b, base, since, from, to, skip, limit, page, size, pagesize, each, records, format, body) (did you mean "query"?)`}},
		{"nested pagers", request(`"path":"/","pager":{"type":"nest","outer":{"type":"values","where":"qery:v"},"inner":{"type":"links","url":"next"}}`), []string{
			`/request/pager/outer/where names "qery:v", which is no place (accepts query:name, header:Name, path:name, body:a.b, value:a.b, base, since, from, to, skip, limit, page, size, pagesize, each, records, format, body) (did you mean "query:v"?)`,
			`/request/pager/inner/url is not a path: "next": at byte 0: a path starts with "$" (accepts a path like $.rows[*])`}},
		{"then", request(`"path":"/","then":[{"ask":"tap.forensics.thread"},{"ask":"tap.forensics.threat","pick":{"threat":"$.id"},"with":{"include_campaign_forensics":"maybe"}}]`), []string{
			`/request/then/0/ask is the name of no template (accepts the name of a template, or a definition) (did you mean "tap.forensics.threat"?)`,
			`/request/then/1 gives no "threat_id", which tap.forensics.threat needs (accepts it in pick or with)`,
			`/request/then/1/pick/threat is not a parameter of tap.forensics.threat (accepts threat_id, include_campaign_forensics) (did you mean "threat_id"?)`,
			`/request/then/1/with/include_campaign_forensics is not true or false (accepts true or false)`}},
		{"then, written out", request(`"path":"/","then":[{"ask":{"name":"child","request":{"service":"s","path":"/{id}"}}}]`), []string{
			`/request/then/0/ask/request/path holds {id}, which no parameter fills (accepts a parameter with the place path:id)`}},
		{"then, host", request(`"path":"/","then":[{"ask":"get_alerts","pick":{"casb_base_url":"$.url"}},{"ask":"get_alerts","with":{"casb_base_url":"https://evil.example"}}]`), []string{
			`/request/then/0/pick/casb_base_url chooses a host that no configuration names (accepts nothing: leave it out)`,
			`/request/then/1/with/casb_base_url chooses a host that no configuration names (accepts nothing: leave it out)`}},
		{"then, writes", request(`"path":"/","then":[{"ask":{"name":"child","request":{"service":"s","method":"DELETE","path":"/"}}}]`), []string{
			`/request/then cannot be walked: x > child: child changes something: set Writes if that is meant`}},
		{"then, too deep", request(`"path":"/"` + strings.Repeat(`,"then":[{"ask":{"name":"child","request":{"service":"s","path":"/"`, 9) + strings.Repeat(`}}}]`, 9)), []string{
			`/request/then cannot be walked: x` + strings.Repeat(" > child", 9) + `: it is deeper than 8 levels`}},
		{"then, carried and attached", request(`"path":"/","then":[{"ask":"get_alerts","carry":{"id":"$.id","x":"id"},"name":"alerts"}]`), []string{
			`/request/then/0/carry/x is not a path: "id": at byte 0: a path starts with "$" (accepts a path like $.rows[*])`}},
		{"then, mode", request(`"path":"/","then":[{"ask":"get_alerts","with":{"mode":"gatway"}}]`), []string{`/request/then/0/with/mode is no mode of get_alerts (accepts native, gateway) (did you mean "gateway"?)`}},
		{"modes", `{"version":1,"name":"x","modes":[{"mode":"a","request":{"service":"s","path":"/"}},{"mode":"a","request":{"service":"s","path":"/"},"params":[{"name":"mode","in":"query:m"}]}]}`, []string{
			`/modes/1/mode is the mode of another (accepts each mode once)`, `/modes/1/params/0/name is the parameter that chooses between modes (accepts another name)`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, problemsOf(t, tt.text)); diff != "" {
				t.Errorf("Parse(%s) mismatch (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

// TestParseRefusesHosts: P4 of base URLs, for the URL in a definition; no
// parameter reaches the host.
func TestParseRefusesHosts(t *testing.T) {
	for url, want := range map[string]string{
		"https://user:hunter2@a.example/x": "user name or password",
		"https://user@a.example/x":         "user name or password",
		"http://a.example/x":               "must be https",
		"https://169.254.169.254/latest":   "must not be the address",
		"https://[fe80::1%25eth0]/x":       "must not hold an IPv6 zone",
		"https://0.0.0.0/":                 "must not be the address",
		"https://a.example/x?key=1":        "does not look as it must",
		"https://a.example/x#f":            "does not look as it must",
		"https://a.example?x":              "does not look as it must",
		"ftp://a.example/x":                "does not look as it must",
		"https://{host}/x":                 "does not look as it must",
		"https://a.{host}/x":               "does not look as it must",
		"{scheme}://a.example/x":           "does not look as it must",
		"https:///x":                       "does not look as it must",
		"https://bücher.example/":          "beyond ASCII",
		"https://a.example/../x":           "path segment",
		"https://a.example/x y":            "does not look as it must",
		"//a.example/x":                    "does not look as it must",
	} {
		text, _ := json.Marshal(url)
		got := problemsOf(t, `{"version":1,"name":"x","request":{"url":`+string(text)+`}}`)
		if len(got) != 1 || !strings.HasPrefix(got[0], "/request/url ") || !strings.Contains(got[0], want) || strings.Contains(got[0], "hunter2") {
			t.Errorf("url %s: %q, want %q", url, got, want)
		}
	}
	for _, url := range []string{"https://a.example", "https://a.example:8443/x/{id}", "http://127.0.0.1:8080/", "http://[::1]:80/x", "https://10.0.0.7/api"} {
		if got := problemsOf(t, `{"version":1,"name":"x","request":{"url":"`+url+`"},"params":[{"name":"id","in":"query:id"}]}`); len(got) > 0 && !strings.Contains(got[0], "holds {id}") {
			t.Errorf("url %s: %q, want none", url, got)
		}
	}
	if got := problemsOf(t, `{"version":1,"name":"x","request":{"url":"https://a.example/x"},"params":[{"name":"b","in":"base"}]}`); len(got) != 1 || !strings.Contains(got[0], "the request has a URL of its own") {
		t.Errorf("url and base: %q", got)
	}
}

// TestParseRefusesSecrets: no place of a definition holds a credential, and none
// is repeated when it is refused.
func TestParseRefusesSecrets(t *testing.T) {
	const key = "hunter2-hunter2"
	refused := []string{
		request(`"path":"/","headers":{"Authorization":"Bearer ` + key + `"}`), request(`"path":"/","headers":{"authorization":"` + key + `"}`),
		request(`"path":"/","headers":{"Cookie":"s=` + key + `"}`), request(`"path":"/","headers":{"X-Api-Key":"` + key + `"}`),
		request(`"path":"/","headers":{"X-Auth-Token":["` + key + `"]}`), request(`"path":"/","headers":{"apikey":"` + key + `"}`),
		request(`"path":"/","headers":{"Ocp-Apim-Subscription-Key":"` + key + `"}`), request(`"path":"/","headers":{"X-User":"` + key + `"}`), request(`"path":"/","headers":{"X-Password":"` + key + `"}`),
		request(`"path":"/","headers":{"Proxy-Authorization":"` + key + `"}`), request(`"path":"/","query":{"api_key":"` + key + `"}`),
		request(`"path":"/","query":{"access_token":"` + key + `"}`), request(`"path":"/","query":{"clientSecret":"` + key + `"}`),
		request(`"path":"/","method":"POST","body":{"a":[{"password":"` + key + `"}]}`), request(`"value":{"client_secret":"` + key + `"}`), request(`"path":"/","query":{"key":"` + key + `"}`),
		request(`"path":"/","method":"POST","body_text":"[{\"a\":{\"password\":\"` + key + `\"}}]"`),
		request(`"path":"/","method":"POST","headers":{"content-type":"application/x-www-form-urlencoded"},"body_text":"a=b&client_secret=` + key + `"`),
		request(`"path":"/"`, `{"name":"a","in":"query:a","secret":true,"default":"`+key+`"}`),
		request(`"path":"/","method":"POST"`, `{"name":"a","type":"object","in":"body","secret_members":["x"],"default":{"x":"`+key+`"}}`),
		request(`"path":"/"`, `{"name":"a","in":"header:Authorization","default":"`+key+`"}`), request(`"path":"/"`, `{"name":"a","in":"query:api_key","default":"`+key+`"}`),
		request(`"path":"/","then":[{"ask":"trap.alerts.push","with":{"source_id":"` + key + `"}}]`),
		request(`"path":"/","headers":{"X-A":"` + key + `\r\nX-B: 1"}`), request(`"path":"/","headers":{"X A":"` + key + `"}`), request(`"path":"/","headers":{"X-A\r\nB":"` + key + `"}`),
		request(`"path":"/","headers":{"Host":"` + key + `"}`), request(`"path":"/","headers":{"Content-Length":"` + key + `"}`),
		request(`"path":"/","pager":{"type":"numbers","where":"header:Authorization"}`),
		request(`"path":"/","query":{"sid":"` + key + `"}`), request(`"path":"/","query":{"clientsecret":"` + key + `"}`), request(`"path":"/","query":{"passphrase":"` + key + `"}`),
		request(`"path":"/","headers":{"X-Accesstoken":"` + key + `"}`), request(`"path":"/","headers":{"X-Myapikey":"` + key + `"}`), request(`"path":"/","headers":{"X-Session":"` + key + `"}`),
		request(`"path":"/","headers":{"Referer":"https://h.example/?access_token=` + key + `"}`), request(`"path":"/","query":{"to":"/x?token=` + key + `"}`),
		request(`"path":"/x;access_token=` + key + `"`), request(`"url":"https://h.example/x;v=1;sid=` + key + `/y"`),
		request(`"path":"/","method":"POST","body":{"password":["` + key + `"]}`), request(`"path":"/","method":"POST","body":{"password":12345}`),
		request(`"path":"/","method":"POST","body_text":"a=b&client_secret=` + key + `"`), request(`"path":"/","method":"POST","body_text":"{\"a\":1}\n{\"password\":12345}"`),
		request(`"path":"/","pager":{"type":"values","where":"query:token","list":["` + key + `"]}`),
		request(`"path":"/","pager":{"type":"nest","outer":{"type":"values","where":"body:a.password","list":["` + key + `"]},"inner":{"type":"numbers","where":"query:page"}}`),
	}
	for _, text := range refused {
		_, err := template.Parse([]byte(text))
		if err == nil {
			t.Errorf("Parse(%s) took it", text)
			continue
		}
		told, _ := json.Marshal(err)
		if strings.Contains(err.Error()+string(told), key) {
			t.Errorf("Parse(%s) repeats the secret: %v", text, err)
		}
	}
	for _, text := range []string{
		request(`"path":"/","headers":{"Accept":"text/plain","X-Tenant":"a","Idempotency-Key":"a"},"query":{"author":"a","keyword":"b","page_token":"d"}`),
		request(`"path":"/"`, `{"name":"a","in":"header:X-Api-Key","secret":true}`, `{"name":"b","in":"query:token","secret":true}`),
		request(`"path":"/a;v=1","query":{"to":"https://h.example/?page=2","filter":"a;key=b"},"method":"POST","body":{"password":null,"reset_password":true,"secret":{"name":"x"},"token":"","session":[]}`),
		request(`"path":"/","pager":{"type":"links","url":"$.next","where":"query:token"}`),
	} {
		if got := problemsOf(t, text); got != nil {
			t.Errorf("Parse(%s): %q", text, got)
		}
	}
}

// TestParseIsBounded: files that are too long, nested too deeply or wrong
// everywhere cost little and say little.
func TestParseIsBounded(t *testing.T) {
	long := strings.Replace(plain, `"version"`, `"title":"`+strings.Repeat("x", 1<<20)+`","version"`, 1)
	if got := problemsOf(t, long); len(got) != 1 || !strings.Contains(got[0], "is too long (accepts at most 1048576 bytes)") {
		t.Errorf("a long file: %.200q", got)
	}
	deep := request(`"path":"/","method":"POST","body":` + strings.Repeat("[", 100) + strings.Repeat("]", 100))
	if got := problemsOf(t, deep); len(got) != 1 || !strings.Contains(got[0], "is nested too deeply (accepts at most 64 levels)") {
		t.Errorf("a deep file: %.200q", got)
	}
	for name, text := range map[string]string{
		"parameters":      request(`"path":"/"`, strings.Repeat("{},", 100_000)+"{}"),
		"unknown members": request(strings.Repeat(`"x":1,`, 100_000) + `"path":"/"`),
		"secrets":         request(`"path":"/","method":"POST","body":{` + strings.Repeat(`"password":"x",`, 30_000) + `"a":1}`),
		"lists":           request(`"path":"/","method":"POST","body":` + strings.Repeat(`[0],`, 10) + `1`),
		"asked":           request(`"path":"/","then":[` + strings.Repeat(`{"ask":"nobody"},`, 19) + `{"ask":"nobody"}]`),
	} {
		if got := problemsOf(t, text); len(got) == 0 || len(got) > 100 {
			t.Errorf("%s: %d problems", name, len(got))
		}
	}
}

// TestDefinitionErrorMarshals: an editor gets pointer and line of each problem.
func TestDefinitionErrorMarshals(t *testing.T) {
	_, err := template.Parse([]byte("{\"version\":1,\n\"nme\":\"x\",\n\n  \"name\":\"x\",\"request\":{\"service\":\"s\",\"path\":\"/\"}}"))
	text, bad := json.Marshal(err)
	const want = `{"problems":[{"pointer":"/nme","line":2,"offset":20,"reason":"is not a member here",` +
		`"accepts":"$schema, version, name, operation, title, summary, when, docs, source, request, params, one_of, macros, modes","suggest":"name"}]}`
	if bad != nil || string(text) != want {
		t.Errorf("json.Marshal = %s, %v, want %s", text, bad, want)
	}
	const line = `template: definition:2: /nme is not a member here (accepts $schema, version, name, operation, title, summary, when, docs, source, request, params, one_of, macros, modes) (did you mean "name"?)`
	if err.Error() != line {
		t.Errorf("Error = %s", err)
	}
}
