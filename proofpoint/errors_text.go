// The texts of errors: what a service said, cleaned and cut short, because all
// of it is somebody else's.

package proofpoint

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/proofpointkit/proofpoint-go/internal/transport"
)

// The most that is kept of a refusal's body, and that an error's text shows of
// a text that came from outside and of the error that caused it; in bytes.
const (
	maxErrorBody = 64 << 10
	maxMessage   = 200
	maxCause     = 300
)

// snippet makes a text that came from outside fit to stand in an error: one line,
// printable, at most limit bytes and a mark where it was cut.
func snippet(s string, limit int) string {
	clean := transport.CleanText([]byte(s), limit)
	if len(clean)+utf8.UTFMax+1 > limit && clean != transport.CleanText([]byte(s), 2*limit) {
		return clean + "…"
	}
	return clean
}

// cause words the error inside another. Those of this package are bounded by
// themselves, and end with what to do.
func cause(err error) string {
	switch err.(type) {
	case nil:
		return "unknown"
	case *APIError, *NetworkError, *AmbiguousError, *ParamError, *BodyError, *GapError:
		return err.Error()
	}
	return snippet(err.Error(), maxCause)
}

// errorMessage is the one reader of what services say when they say no:
// message (ETI, TAP 404), errorMessage (TRAP cloud), error, errors[] (org lists;
// Essentials has objects there), plain text (TAP), an HTML page (proxies).
func errorMessage(body []byte) string {
	var said struct {
		Message      string          `json:"message"`
		ErrorMessage string          `json:"errorMessage"`
		Error        json.RawMessage `json:"error"`
		Errors       json.RawMessage `json:"errors"`
	}
	text := strings.TrimSpace(string(body))
	if strings.HasPrefix(text, "{") && json.Unmarshal(body, &said) == nil {
		for _, s := range []string{said.Message, said.ErrorMessage, plain(said.Error), plain(said.Errors)} {
			if s != "" {
				return transport.CleanText([]byte(s), maxMessage)
			}
		}
	}
	if strings.HasPrefix(text, "<") {
		if _, rest, ok := strings.Cut(text, "<title>"); ok {
			title, _, _ := strings.Cut(rest, "</title>")
			return transport.CleanText([]byte("an HTML page: "+title), maxMessage)
		}
		return "an HTML page"
	}
	return transport.CleanText(body, maxMessage)
}

// plain turns a JSON string, or an array of strings or of objects that say what
// is wrong with what, into text.
func plain(raw json.RawMessage) string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return one
	}
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return strings.Join(slices.DeleteFunc(list, func(s string) bool { return s == "" }), "; ")
	}
	var flaws []struct {
		Identifier string `json:"identifier"`
		Message    string `json:"error_message"`
	}
	if json.Unmarshal(raw, &flaws) == nil {
		for _, f := range flaws {
			if f.Identifier != "" && f.Message != "" {
				f.Message = f.Identifier + ": " + f.Message
			}
			list = append(list, f.Message)
		}
		if said := strings.Join(slices.DeleteFunc(list, func(s string) bool { return s == "" }), "; "); said != "" {
			return said
		}
	}
	if len(raw) > 0 && string(raw) != "null" {
		return string(raw)
	}
	return ""
}

func quote(v any) string {
	s := fmt.Sprint(v)
	if t, ok := v.(time.Time); ok {
		s = t.UTC().Format(time.RFC3339)
	}
	return fmt.Sprintf("%q", transport.CleanText([]byte(s), 100))
}

func orElse(s, other string) string {
	if s != "" {
		return s
	}
	return other
}

// span writes a quota's period as people say it.
func span(d time.Duration) string {
	switch d {
	case 24 * time.Hour:
		return "24 h"
	case time.Minute:
		return "minute"
	case time.Hour:
		return "hour"
	}
	return d.String()
}

// redirectHint says where a redirect pointed, without its query.
func redirectHint(location string) string {
	u, err := url.Parse(location)
	if location == "" || err != nil {
		return "redirects are not followed"
	}
	return "redirects are not followed (it pointed to " + snippet(transport.RedactURL(u), maxMessage) + "); if that is the right place, configure it as the base URL"
}
