// Syslog answers line by line (faults D2, D4, D9, D11): whatever one line is like, the
// others come, and nothing is lost without a word.

package proofpoint_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

const goodLine = `<38>1 2026-11-02T12:00:00Z - ProofpointTAP - MSGBLK [tapmsg@21139 id="%d"]`

func event(n int) string { return fmt.Sprintf(goodLine, n) }

// inSyslog asks for a page of syslog lines.
func inSyslog(t *testing.T, body string) (records []string, odd []error, err error) {
	t.Helper()
	s := &server{answer: func(int, *http.Request) *http.Response { return answer(200, body, "Content-Type", "text/plain") }}
	c, _ := newClient(t, s, tapConfig())
	r, err := proofpoint.TAPSIEMParams{Format: proofpoint.FormatSyslog}.AllRequest()
	if err != nil {
		t.Fatal(err)
	}
	for r, e := range c.Records(t.Context(), r) {
		switch {
		case e == nil:
			records = append(records, string(r.Raw))
		case proofpoint.CanContinue(e):
			records, odd = append(records, string(r.Raw)), append(odd, e)
		default:
			err = e
		}
	}
	return records, odd, err
}

// withoutLine writes a record afresh, names sorted, without its line.
func withoutLine(t *testing.T, record string) string {
	t.Helper()
	b, err := json.Marshal(members(t, []string{record})[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// members are those of each record, without the line.
func members(t *testing.T, records []string) (out []map[string]any) {
	t.Helper()
	for _, r := range records {
		var m map[string]any
		if err := json.Unmarshal([]byte(r), &m); err != nil {
			t.Fatalf("%s: %v", r, err)
		}
		delete(m, "_line")
		out = append(out, m)
	}
	return out
}

func TestSyslogLine_D2_D4(t *testing.T) {
	header := "<38>1 2026-11-02T12:00:00Z - ProofpointTAP - MSGBLK "
	deep := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	for _, tt := range []struct{ name, data, want string }{
		{"members", `[tapmsg@21139 id="1" subject="a \"b\" \\ \]" ccAddresses="a, b" score="5" none="null"]`,
			`{"id":"1","subject":"a \"b\" \\ ]","ccAddresses":["a","b"],"score":"5","none":null}`},
		{"no data", `-`, `{}`},
		{"no data but a text", `- some text`, `{}`},
		{"no parameters", `[tapmsg@21139]`, `{}`},
		{"no parameters but a text", `[tapmsg@21139] some text`, `{}`},
		{"text behind", `[tapmsg@21139 id="1"] some x="y" text`, `{"id":"1"}`},
		{"nested", `[tapmsg@21139 messageParts="[{\"a\":1.0}\]"]`, `{"messageParts":[{"a":1.0}]}`},
		{"nested deep", `[tapmsg@21139 messageParts="` + escaped(deep) + `"]`, `{"messageParts":` + deep + `}`},
		{"nested too deep", `[tapmsg@21139 messageParts="` + escaped("["+deep+"]") + `"]`, `{"messageParts":"[` + deep + `]"}`},
		{"quoted brackets are not nested", `[tapmsg@21139 messageParts="` + escaped(`["`+strings.Repeat("[", 300)+`\""]`) + `"]`,
			`{"messageParts":["` + strings.Repeat("[", 300) + `\""]}`},
		{"not JSON", `[tapmsg@21139 messageParts="[{"]`, `{"messageParts":"[{"}`},
		{"names of ours", `[tapmsg@21139 _line="x" _flaw="y"]`, `{"_line_":"x","_flaw_":"y"}`},
		{"invalid UTF-8", "[tapmsg@21139 subject=\"a\xffb\"]", `{"subject":"a` + "\ufffd" + `b","_flaw":"invalid UTF-8"}`},
		{"invalid UTF-8 in nested", "[tapmsg@21139 messageParts=\"[\\\"\xff\\\"\\]\"]", `{"messageParts":["` + "\ufffd" + `"],"_flaw":"invalid UTF-8"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			records, odd, err := inSyslog(t, header+tt.data+"\r\n")
			if err != nil || len(odd) > 0 || len(records) != 1 {
				t.Fatalf("%q %v %v", records, odd, err)
			}
			if diff := cmp.Diff(withoutLine(t, tt.want), withoutLine(t, records[0])); diff != "" {
				t.Errorf("members mismatch (-want +got):\n%s", diff)
			}
			var line struct {
				Line string `json:"_line"`
			}
			if err := json.Unmarshal([]byte(records[0]), &line); err != nil || line.Line != strings.ToValidUTF8(header+tt.data, "\ufffd") {
				t.Errorf("line %q %v", line.Line, err)
			}
		})
	}
}

func escaped(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, `]`, `\]`).Replace(s)
}

// One odd line is named and given; the others come.
func TestSyslogOddLine_D9(t *testing.T) {
	long := event(9) + strings.Repeat("x", 2<<20)
	for name, odd := range map[string]string{
		"no syslog":       "hello",
		"unknown kind":    strings.Replace(event(9), "MSGBLK", "NEWKND", 1),
		"not closed":      event(9)[:len(event(9))-2],
		"no structure":    strings.Replace(event(9), "[", "", 1),
		"too long":        long,
		"control bytes":   "<38>1 \x1b[31m\x00 red",
		"invalid UTF-8":   "<38>1 \xff",
		"long message id": strings.Replace(event(9), "MSGBLK", strings.Repeat("M", 500_000), 1),
	} {
		for at := range 3 {
			lines := []string{event(1), event(2)}
			lines = append(lines[:at:at], append([]string{odd}, lines[at:]...)...)
			got, errs, err := inSyslog(t, strings.Join(lines, "\r\n"))
			if err != nil || len(got) != 3 || len(errs) != 1 {
				t.Errorf("%s at %d: %d records, %d odd, %v", name, at, len(got), len(errs), err)
				continue
			}
			if m := members(t, got[:2]); m[0]["id"] != "1" || m[1]["id"] != "2" {
				t.Errorf("%s at %d: %v", name, at, m)
			}
			for _, e := range errs {
				text := e.Error()
				if len(text) > 500 || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) || !strings.Contains(text, fmt.Sprint("syslog line ", at+1)) {
					t.Errorf("%s at %d: %d bytes %.600q", name, at, len(text), text)
				}
			}
		}
	}
}

func TestSyslogPutAside_D9(t *testing.T) {
	unknown := strings.Replace(event(9), "MSGBLK", "NEWKND", 1)
	for _, tt := range []struct {
		name, body string
		want       []string // what is put aside
		fails      bool
	}{
		{"none", event(1), nil, false},
		{"between", event(1) + "\nhello\n" + event(2), []string{`{"_line":"hello"}`}, false},
		{"first", "hello\n\n" + event(2), []string{`{"_line":"hello"}`}, false},
		{"a new kind first", strings.Repeat(unknown+"\n", 5) + event(2), slicesOf(5, `{"_line":`+quoted(unknown)+`}`), false},
		{"nothing but a new kind", unknown, []string{`{"_line":` + quoted(unknown) + `}`}, false},
		{"invalid UTF-8", event(1) + "\n\xff", []string{`{"_flaw":"invalid UTF-8","_line":"` + "\ufffd" + `"}`}, false},
		{"too long", event(1) + "\n" + strings.Repeat("x", 2<<20) + "\n" + event(2), []string{`{"_flaw":"cut","_line":"` + strings.Repeat("x", 64<<10) + `"}`}, false},
		{"not syslog", "a\nb\nc\n" + event(1), slicesOf(3, ""), true},
		{"not syslog, short", "hello", slicesOf(1, ""), true},
		{"JSON", `{"messagesBlocked":[]}`, slicesOf(1, ""), true},
		{"too many", event(1) + strings.Repeat("\nhello", 1000), slicesOf(100, ""), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			records, errs, err := proofpoint.OddLines(strings.NewReader(tt.body))
			if (err != nil) != tt.fails || len(records) != len(tt.want) || len(errs) != len(records) {
				t.Fatalf("%d records, %d errors, %v", len(records), len(errs), err)
			}
			for i, r := range records {
				if tt.want[i] != "" && string(r.Raw) != tt.want[i] {
					t.Errorf("%d: %.300s", i, r.Raw)
				}
				if !proofpoint.CanContinue(errs[i]) || len(errs[i].Error()) > 500 {
					t.Errorf("%d: %v", i, errs[i])
				}
			}
		})
	}
}

func slicesOf(n int, s string) []string { return strings.Split(strings.Repeat(s+"\n", n-1)+s, "\n") }

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(string(b))
}

// What is no syslog at all is one error, and so is a line that broke off: it is
// no odd line.
func TestSyslogBody_D11_N6(t *testing.T) {
	if _, _, err := inSyslog(t, "<html>\n<body>\n"+strings.Repeat("\x1b[31mred", 100_000)+"\n"); err == nil || len(err.Error()) > 700 || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("%.800v", err)
	}
	s := &server{answer: func(int, *http.Request) *http.Response { return answerFrom(200, cut(event(1)+"\n"+event(2)[:50])) }}
	c, _ := newClient(t, s, tapConfig())
	r, err := proofpoint.TAPSIEMParams{Format: proofpoint.FormatSyslog}.AllRequest()
	if err != nil {
		t.Fatal(err)
	}
	_, err = texts(c.Records(t.Context(), r))
	if be, ok := errors.AsType[*proofpoint.BodyError](err); !ok || !proofpoint.Temporary(be) {
		t.Errorf("%v", err)
	}
}
