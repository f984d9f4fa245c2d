// Pagers, both ways. They are plain data, so each is a few members of its type.

package template

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// pagerDef has the members of all pagers; the schema says which type has which.
type pagerDef struct {
	Type string `json:"type"`
	// windows
	From     string `json:"from,omitempty"`
	To       string `json:"to,omitempty"`
	Since    string `json:"since,omitempty"`
	Min      string `json:"min,omitempty"`
	Max      string `json:"max,omitempty"`
	Horizon  string `json:"horizon,omitempty"`
	FromAt   string `json:"from_at,omitempty"` // of rows too
	ToAt     string `json:"to_at,omitempty"`
	OpenAt   string `json:"open_at,omitempty"`
	SinceAt  string `json:"since_at,omitempty"`
	Layout   string `json:"layout,omitempty"`
	End      string `json:"end,omitempty"`
	EndAlone bool   `json:"end_alone,omitempty"`
	Halve    string `json:"halve,omitempty"`
	Lag      string `json:"lag,omitempty"`
	Whole    bool   `json:"whole,omitempty"`
	Unless   string `json:"unless,omitempty"`
	// links, and where something is written by any but windows and rows
	URL   string `json:"url,omitempty"`
	Where string `json:"where,omitempty"`
	// numbers, rows, offsets
	First  int      `json:"first,omitempty"`
	Size   int      `json:"size,omitempty"`
	SizeAt string   `json:"size_at,omitempty"`
	Last   string   `json:"last,omitempty"`
	Total  string   `json:"total,omitempty"`
	Also   []string `json:"also,omitempty"`
	// values
	List []string `json:"list,omitempty"`
	// nest
	Outer json.RawMessage `json:"outer,omitempty"`
	Inner json.RawMessage `json:"inner,omitempty"`
}

// pager makes a pager; nil if its type is none.
func (r *reading) pager(at string, raw json.RawMessage) proofpoint.Pager {
	var d pagerDef
	r.decode(at, raw, &d)
	for name, place := range map[string]string{"from_at": d.FromAt, "to_at": d.ToAt, "open_at": d.OpenAt, "since_at": d.SinceAt, "where": d.Where, "size_at": d.SizeAt} {
		if place != "" {
			r.place(at+"/"+name, place, byPager)
		}
	}
	path := func(name, text string) *pathdata.Selector { return r.selector(at+"/"+name, text) }
	switch d.Type {
	case "windows":
		return r.windows(at, d)
	case "numbers":
		n := proofpoint.Numbers{Where: d.Where, First: d.First, Size: d.Size, Last: path("last", d.Last), Total: path("total", d.Total)}
		for i, text := range d.Also {
			n.Also = append(n.Also, path(fmt.Sprintf("also/%d", i), text))
		}
		return n
	case "rows":
		return proofpoint.Rows{FromAt: d.FromAt, ToAt: d.ToAt, Size: d.Size, Total: path("total", d.Total)}
	case "offsets":
		return proofpoint.Offsets{Where: d.Where, Size: d.Size, SizeAt: d.SizeAt, Total: path("total", d.Total)}
	case "links":
		return proofpoint.Links{URL: path("url", d.URL), Where: d.Where}
	case "values":
		if name := d.Where[strings.LastIndexAny(d.Where, ":.")+1:]; len(d.List) > 0 && credname.Looks(name) {
			r.refuse(at+"/list", fmt.Sprintf("holds what is written to %q, the name of a credential, and no secret stands in a definition", cut(d.Where)), withoutSecret, "")
		}
		return proofpoint.Values{Where: d.Where, List: d.List}
	case "nest":
		if len(d.Outer) > 0 && len(d.Inner) > 0 {
			return proofpoint.Nest(r.pager(at+"/outer", d.Outer), r.pager(at+"/inner", d.Inner))
		}
	}
	return nil // the schema has told
}

func (r *reading) windows(at string, d pagerDef) proofpoint.Pager {
	length := func(name, text string) time.Duration { return r.duration(at+"/"+name, text) }
	w := proofpoint.Windows{
		From: r.time(at+"/from", d.From), To: r.time(at+"/to", d.To), Since: length("since", d.Since),
		Min: length("min", d.Min), Max: length("max", d.Max), Horizon: length("horizon", d.Horizon), Halve: length("halve", d.Halve), Lag: length("lag", d.Lag),
		FromAt: d.FromAt, ToAt: d.ToAt, OpenAt: d.OpenAt, SinceAt: d.SinceAt, Layout: r.layout(at+"/layout", d.Layout),
		End: r.selector(at+"/end", d.End), EndAlone: d.EndAlone, Whole: d.Whole, Unless: d.Unless,
	}
	for place := range strings.FieldsSeq(d.Unless) {
		r.place(at+"/unless", place, byPager)
	}
	if w.Max > 0 && w.Min > w.Max {
		r.refuse(at+"/min", "is longer than max", "", "")
	}
	if w.Since > 0 && !w.From.IsZero() {
		r.refuse(at+"/since", "cannot stand beside from", "either one", "")
	}
	if !w.To.IsZero() && !w.From.IsZero() && !w.From.Before(w.To) {
		r.refuse(at+"/from", "is not before to", "", "")
	}
	if w.Max > 0 && d.Layout != "interval" && d.ToAt == "" && d.FromAt != "" {
		r.refuse(at, "has several windows, and does not say where their ends are written", "to_at, or the layout interval", "")
	}
	return w
}

// placesOf are the places that a pager writes to.
func placesOf(p proofpoint.Pager) []string {
	var list []string
	switch p := p.(type) {
	case nil:
	case proofpoint.Windows:
		list = []string{p.FromAt, p.ToAt, p.OpenAt, p.SinceAt}
	case proofpoint.Numbers:
		list = []string{p.Where}
	case proofpoint.Rows:
		list = []string{p.FromAt, p.ToAt}
	case proofpoint.Offsets:
		list = []string{p.Where, p.SizeAt}
	case proofpoint.Links:
		list = []string{p.Where}
	case proofpoint.Values:
		list = []string{p.Where}
	default:
		if outer, inner, ok := proofpoint.Unnest(p); ok {
			list = append(placesOf(outer), placesOf(inner)...)
		}
	}
	return slices.DeleteFunc(list, func(place string) bool { return place == "" })
}

// pagerToDef is a pager's members, nil for none. A pager of the program's own
// cannot be written down.
func pagerToDef(p proofpoint.Pager) (json.RawMessage, error) {
	if p == nil {
		return nil, nil
	}
	d, err := pagerMembers(p)
	if err != nil {
		return nil, err
	}
	return plainJSON(d)
}

func pagerMembers(p proofpoint.Pager) (d pagerDef, err error) {
	switch p := p.(type) {
	case proofpoint.Windows:
		return pagerDef{Type: "windows", From: timeText(p.From), To: timeText(p.To), Since: lengthText(p.Since),
			Min: lengthText(p.Min), Max: lengthText(p.Max), Horizon: lengthText(p.Horizon), Halve: lengthText(p.Halve), Lag: lengthText(p.Lag),
			FromAt: p.FromAt, ToAt: p.ToAt, OpenAt: p.OpenAt, SinceAt: p.SinceAt, Layout: p.Layout,
			End: p.End.String(), EndAlone: p.EndAlone, Whole: p.Whole, Unless: p.Unless}, nil
	case proofpoint.Numbers:
		d = pagerDef{Type: "numbers", Where: p.Where, First: p.First, Size: p.Size, Last: p.Last.String(), Total: p.Total.String()}
		for _, s := range p.Also {
			d.Also = append(d.Also, s.String())
		}
		return d, nil
	case proofpoint.Rows:
		return pagerDef{Type: "rows", FromAt: p.FromAt, ToAt: p.ToAt, Size: p.Size, Total: p.Total.String()}, nil
	case proofpoint.Offsets:
		return pagerDef{Type: "offsets", Where: p.Where, Size: p.Size, SizeAt: p.SizeAt, Total: p.Total.String()}, nil
	case proofpoint.Links:
		return pagerDef{Type: "links", URL: p.URL.String(), Where: p.Where}, nil
	case proofpoint.Values:
		if p.Each != nil {
			return d, errors.New("its values are drawn while it runs: give them as a list")
		}
		return pagerDef{Type: "values", Where: p.Where, List: p.List}, nil
	}
	outer, inner, ok := proofpoint.Unnest(p)
	if !ok {
		return d, fmt.Errorf("a definition has no word for the pager %T", p)
	}
	d.Type = "nest"
	if d.Outer, err = pagerToDef(outer); err == nil {
		d.Inner, err = pagerToDef(inner)
	}
	return d, err
}

// timeText writes a time; the zero one is none.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// lengthText writes a length of time as people do: "24h", not "24h0m0s".
func lengthText(d time.Duration) string {
	if d == 0 {
		return ""
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
