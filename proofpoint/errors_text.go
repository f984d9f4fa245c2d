// The texts of errors: what a service said, cleaned and cut short, because all
// of it is somebody else's.

package proofpoint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

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
	if len(s) > 16*limit || clean != transport.CleanText([]byte(s), 2*limit) { // of more, the rest is not looked at
		return clean + cutMark
	}
	return clean
}

// cutMark stands where a text was cut.
const cutMark = "…"

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

// errorMessage is the one reader of what services say when they say no: JSON in
// the forms that refusal knows, plain text (TAP), an HTML page (proxies). It is
// at most maxMessage bytes long, the mark where it was cut included.
func errorMessage(body []byte) string {
	text := strings.TrimSpace(string(body))
	if strings.HasPrefix(text, "<") {
		text = "an HTML page"
		if title := titleOf.FindSubmatch(body); title != nil {
			text += ": " + string(title[1])
		}
	} else if said := refusal([]byte(text)); said != "" {
		text = said
	}
	return snippet(text, maxMessage-len(cutMark))
}

// titleOf finds the title of an HTML page; tags are written in any case and may
// have attributes.
var titleOf = regexp.MustCompile(`(?is)<title(?:\s[^>]*)?>(.*?)(?:</title|$)`)

// refusal reads what a JSON value says of what is wrong: a text or a number, all
// elements of an array, and of an object what stands in it under one of the
// names of noted. It is "" where the value is no JSON, or says nothing.
func refusal(raw []byte) string { return refused(raw, 8) }

// noted are the members in which services say why: message (ETI, TAP 404),
// errorMessage (TRAP cloud), error, errors (org lists; Essentials has objects
// there, with error_message and identifier), fail_results with result (an older
// Essentials).
type noted struct {
	Identifier, Message, ErrorMessage, Error, Errors, Result json.RawMessage
	Flaw                                                     json.RawMessage `json:"error_message"`
	Fails                                                    json.RawMessage `json:"fail_results"`
}

func refused(raw json.RawMessage, depth int) string {
	var text string
	var list []json.RawMessage
	switch raw = bytes.TrimSpace(raw); {
	case len(raw) == 0 || depth == 0 || !json.Valid(raw):
		return ""
	case raw[0] == '"':
		_ = json.Unmarshal(raw, &text)
		return text
	case raw[0] == '{':
		return refusedObject(raw, depth)
	case raw[0] == '[':
		_ = json.Unmarshal(raw, &list)
		var all []string
		for _, e := range list {
			if s := refused(e, depth-1); s != "" {
				all = append(all, s)
			}
		}
		return strings.Join(all, "; ")
	case raw[0] == 't' || raw[0] == 'f' || raw[0] == 'n': // a flag says nothing, and null less
		return ""
	}
	return string(raw)
}

func refusedObject(raw json.RawMessage, depth int) string {
	var o noted
	if json.Unmarshal(raw, &o) != nil || string(raw) == "{}" {
		return ""
	}
	said, who := o.why(depth), refused(o.Identifier, 1)
	switch {
	case said == "":
		return string(raw)
	case who != "":
		return who + ": " + said
	}
	return said
}

// why is the first that says something.
func (o noted) why(depth int) string {
	for _, member := range []json.RawMessage{o.Flaw, o.Message, o.ErrorMessage, o.Error, o.Errors, o.Fails, o.Result} {
		if said := refused(member, depth-1); said != "" {
			return said
		}
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
