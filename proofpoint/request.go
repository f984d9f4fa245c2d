// Request is the narrow waist of the library: typed calls, templates and
// requests by hand all end in one, and the loop in records.go knows nothing
// else. It is data, so that it can be copied, planned, printed and resumed.

package proofpoint

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Request is one logical query before paging. It is copied deeply when a call
// takes it. The zero values of its fields say: GET, the service's base URL,
// JSON, the whole answer, one page.
type Request struct {
	// Service is who is asked and whose credential signs; "" is nobody: then
	// Path must be an absolute URL, and nothing is signed.
	Service Service
	// Name stands in errors and logs: "tap.siem.messages_delivered".
	Name string
	// Method is the HTTP method; "" means GET.
	Method string
	// Base replaces the service's base URL. Credentials follow only to the
	// service's own origin and to ServiceConfig.Hosts; another host is asked
	// without.
	Base string
	// Path is below the base, its segments escaped; {names} are filled by Set.
	// An absolute URL takes the place of base and path, signed as with Base.
	Path   string
	Query  url.Values
	Header http.Header
	Body   []byte
	// Format is what comes back.
	Format Format
	// Records is the path to data. nil: the whole answer is one record, or its
	// elements if it is an array. A path that ends at an array means its
	// elements.
	Records *pathdata.Selector
	// Refused turns a 2xx answer into an *APIError where it selects false.
	Refused *pathdata.Selector
	// Empty lists statuses that mean "no records" when their body is empty,
	// beside 204.
	Empty []int
	// Repeatable says that the request may be sent again though it is no GET.
	Repeatable bool
	// Optional says that the request also works without credentials.
	Optional bool
	// Pool is the quota it counts against.
	Pool Pool
	// Pager turns the query into pages; nil is one page.
	Pager Pager
	// Skip records are dropped, then at most Limit are yielded; 0 is all.
	Skip, Limit int
	// Value stands in for an exchange: this one record, the start of a chain.
	Value json.RawMessage
	// Then are further requests for each record.
	Then []Then
	// Blanks are texts of query, headers and body with places that Set fills
	// ("blank:name"). A request with one that is empty is not sent.
	Blanks []Blank

	secrets  []string // values of secret parameters, which are never shown
	givesWay bool     // the loop can ask for less, so what takes too long is not tried again as it is
}

// Format is what an answer is made of. Every format but any is a reader in
// front of the same scanner.
type Format string

// The formats.
const (
	// FormatJSON is decided by the first byte, not by Content-Type; an HTML
	// page is refused.
	FormatJSON Format = ""
	// FormatJSONP is JSON in a function call, which is removed; bare JSON
	// passes too.
	FormatJSONP Format = "jsonp"
	// FormatSyslog is RFC 5424 lines of TAP: each becomes
	// {"messagesBlocked":[{…}]} by its kind, with the line itself in "_line",
	// and "_flaw" where that is not quite as it came. A line that is no event
	// comes at the end of its page, as {"_line":"…"} beside a *RecordError;
	// 100 of them in a page are a *BodyError.
	FormatSyslog Format = "syslog"
	// FormatLines is JSON values separated by line breaks.
	FormatLines Format = "lines"
	// FormatAny is for answers to writes: JSON, else text as one JSON string,
	// else nothing.
	FormatAny Format = "any"
)

func (r Request) clone() Request {
	r.Query = maps.Clone(r.Query)
	for k, v := range r.Query {
		r.Query[k] = slices.Clone(v)
	}
	r.Header = r.Header.Clone()
	r.Body = slices.Clone(r.Body)
	r.Empty = slices.Clone(r.Empty)
	r.Value = slices.Clone(r.Value)
	r.secrets = slices.Clone(r.secrets)
	r.Blanks = slices.Clone(r.Blanks)
	r.Then = slices.Clone(r.Then)
	for i := range r.Then {
		r.Then[i].Pick = maps.Clone(r.Then[i].Pick)
		r.Then[i].With = maps.Clone(r.Then[i].With)
		r.Then[i].Carry = maps.Clone(r.Then[i].Carry)
	}
	return r
}

// String says what is asked, secret parameters hidden.
func (r Request) String() string {
	return fmt.Sprintf("proofpoint.Request(%s: %s %s)", r.name(), r.method(), snippet(shown(r.hide(r.Path)), maxMessage))
}

// GoString is String.
func (r Request) GoString() string { return r.String() }

// LogValue logs what String says.
func (r Request) LogValue() slog.Value { return slog.StringValue(r.String()) }

// MarshalJSON writes what String says, as a text: a request is not stored, the
// parameters that it was built from are.
func (r Request) MarshalJSON() ([]byte, error) { return json.Marshal(r.String()) }

func (r *Request) method() string { return orElse(strings.ToUpper(r.Method), http.MethodGet) }

// repeatable reports whether the request may be sent again when it is not
// known what became of it.
func (r *Request) repeatable() bool {
	return r.Repeatable || r.method() == http.MethodGet || r.method() == http.MethodHead
}

// name stands in errors: the operation, or the request line without values.
func (r *Request) name() string {
	if r.Name != "" {
		return snippet(r.Name, maxMessage)
	}
	return snippet(r.method()+" "+shown(r.hide(r.Path)), maxMessage)
}

// hideURL is hide for an absolute URL, whose host stays as it is.
func (r *Request) hideURL(text string) string {
	scheme, rest, _ := strings.Cut(text, "://")
	host, path, ok := strings.Cut(rest, "/")
	if !ok {
		return text
	}
	return scheme + "://" + host + r.hide("/"+path)
}

// hide takes the values of secret parameters out of a text that is shown. Very
// short ones are taken out only where they stand alone, as they do wherever
// Set writes them: a URL without any "e" would help nobody.
func (r *Request) hide(text string) string {
	if len(r.secrets) == 0 {
		return text
	}
	return redact(text, r.secrets, 1, scrubLeast, false)
}
