// Parameters of a definition: what each is, and where its value goes.

package template

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
	"github.com/proofpointkit/proofpoint-go/internal/suggest"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// param makes a parameter and checks what can be said of it alone.
func (r *reading) param(at string, d paramDef) proofpoint.Param {
	p := proofpoint.Param{Name: d.Name, Label: d.Label, Doc: d.Doc, Type: cmp.Or(d.Type, "string"), In: strings.Join(strings.Fields(d.In), " "),
		Layout: d.Layout, Required: d.Required, When: d.When, Enum: d.Enum, Min: d.Min, Max: d.Max, Pattern: d.Pattern, Accepts: d.Accepts,
		Lower: d.Lower, Secret: d.Secret, SecretMembers: d.SecretMembers}
	for place := range strings.FieldsSeq(p.In) {
		by := byCaller
		if p.Secret {
			by = bySecret
		}
		r.place(at+"/in", place, by)
	}
	p.Layout = r.layout(at+"/layout", d.Layout)
	if _, err := regexp.Compile(d.Pattern); err != nil {
		r.refuse(at+"/pattern", "is not a regular expression: "+strings.TrimPrefix(err.Error(), "error parsing regexp: "), "RE2", "")
		p.Pattern = ""
	}
	if d.Min != nil && d.Max != nil && *d.Min > *d.Max {
		r.refuse(at+"/min", "is more than max", "", "")
	}
	r.enum(at, p)
	if p.Type != "string" && p.Type != "list" {
		for name, given := range map[string]bool{"pattern": d.Pattern != "", "lower": d.Lower} {
			if given {
				r.refuse(at+"/"+name, "is for text and lists", "", "")
			}
		}
	}
	if slices.Contains([]string{"string", "boolean", "time", "object", "any"}, p.Type) {
		for name, given := range map[string]bool{"min": d.Min != nil, "max": d.Max != nil} {
			if given {
				r.refuse(at+"/"+name, "is for numbers, durations and the length of lists", "", "")
			}
		}
	}
	if len(d.SecretMembers) > 0 && p.Type != "object" {
		r.refuse(at+"/secret_members", "is for objects alone", `secret, or the type "object"`, "")
	}
	switch {
	case len(d.Default) == 0:
	case d.Secret || len(d.SecretMembers) > 0:
		r.refuse(at+"/default", "stands beside secret, and no secret stands in a definition", "nothing: leave it out", "")
	case slices.Contains(strings.Fields(p.In), "base"):
		r.refuse(at+"/default", "chooses a host that no configuration names", "nothing: leave it out", "")
	default:
		p.Default = r.value(at+"/default", p, d.Default)
	}
	return p
}

// layout reads how times are written. Letters like yyyy-MM-dd become a Go layout.
func (r *reading) layout(at, text string) string {
	switch text {
	case "", "rfc3339", "unixms", "unix", "date", "interval":
		return text
	}
	layout, reason := goLayout(text)
	if reason != "" {
		near, _ := suggest.Nearest(text, []string{"rfc3339", "unixms", "unix", "date"})
		r.refuse(at, reason, "rfc3339, unixms, unix, date, a Go layout like 2006-01-02, or letters like yyyy-MM-dd", near)
	}
	return layout
}

// formats are the words that a parameter with the place format can have.
var formats = []string{"json", string(proofpoint.FormatJSONP), string(proofpoint.FormatSyslog), string(proofpoint.FormatLines), string(proofpoint.FormatAny)}

// enum checks the accepted words.
func (r *reading) enum(at string, p proofpoint.Param) {
	chooses := slices.Contains(strings.Fields(p.In), "format")
	if len(p.Enum) == 0 {
		if chooses {
			r.refuse(at+"/in", `names "format", and does not say which are accepted`, "an enum of "+strings.Join(formats, ", "), "")
		}
		return
	}
	at += "/enum"
	if !slices.Contains([]string{"string", "list", "integer", "number"}, p.Type) {
		r.refuse(at, "is for text, lists and numbers", "", "")
		return
	}
	var seen []string
	for i, word := range callerWords(p) {
		if slices.Contains(seen, strings.ToLower(word)) {
			r.refuse(fmt.Sprintf("%s/%d", at, i), "is there twice: letters count as the same in either case", "", "")
		}
		seen = append(seen, strings.ToLower(word))
		if chooses && !slices.Contains(formats, word) {
			near, _ := suggest.Nearest(word, formats)
			r.refuse(fmt.Sprintf("%s/%d", at, i), "is no format", strings.Join(formats, ", "), near)
		}
	}
}

// callerWords are the words of an enumeration as callers say them.
func callerWords(p proofpoint.Param) []string {
	words := make([]string, len(p.Enum))
	for i, e := range p.Enum {
		words[i], _, _ = strings.Cut(e, "=")
	}
	return words
}

// places are the places that have no name, for "did you mean".
var places = []string{"base", "since", "from", "to", "skip", "limit", "page", "size", "pagesize", "each", "records", "format", "body"}

// Who writes to a place.
const (
	byCaller = iota // what a caller gives, openly
	bySecret        // what a caller gives, hidden
	byPager         // what names a page
)

// place checks one place: that there is such a one, and that nothing which
// carries a credential, or belongs to the connection, is written there openly.
func (r *reading) place(at, place string, by int) {
	kind, name, named := strings.Cut(place, ":")
	if !proofpoint.IsPlace(place) || kind == "blank" && by != byPager {
		near, _ := suggest.Nearest(kind, append(slices.Clone(places), "query", "header", "path", "value"))
		if named && near != "" {
			near += ":" + name
		}
		r.refuse(at, fmt.Sprintf("names %q, which is no place", cut(place)),
			"query:name, header:Name, path:name, body:a.b, value:a.b, "+strings.Join(places, ", "), near)
		return
	}
	if kind == "header" {
		if reason := headerRefused(name); reason != "" {
			r.refuse(at, fmt.Sprintf("names the header %q, which %s", cut(name), reason), "", "")
		}
	}
	if by == bySecret || !named || kind == "path" || by == byPager && kind != "header" {
		return
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	if credname.Member(last) || kind != "body" && credname.Looks(last) {
		r.refuse(at, fmt.Sprintf("names %q, which carries a credential, and the value is not secret", cut(place)), `"secret": true, or the service's own credential in the configuration`, "")
	}
}
