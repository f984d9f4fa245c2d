// What tests see of the inside where there is no other way.

package proofpoint

import (
	"fmt"
	"io"
	"reflect"
	"time"
)

// RecordType is what an operation's typed call decodes a record into.
func RecordType(o *Operation) reflect.Type { return o.record }

// DecodeAs decodes a record as the typed call of o does. It returns the value
// that was decoded, with Raw left out.
func DecodeAs(o *Operation, r Record) (any, error) {
	v := reflect.New(o.record)
	err := fromRecord(r, v.Interface())
	if at := rawField(o.record); at != nil {
		v.Elem().FieldByIndex(at).SetZero()
	}
	return v.Elem().Interface(), err
}

// OddLines reads syslog to its end and returns the lines that were put aside.
func OddLines(body io.Reader) (records []Record, errs []error, err error) {
	s := newSyslogReader(body)
	_, err = io.Copy(io.Discard, s)
	for r, e := range s.takeOdd() {
		records, errs = append(records, r), append(errs, e)
	}
	return records, errs, err
}

// PagingWords says in a few words how a request pages.
func PagingWords(r Request) string {
	if n := len(r.Then); n > 0 && r.Value != nil {
		return fmt.Sprintf("%d calls for one", n)
	}
	return orElse(pagingWords(r.Pager), "-")
}

func pagingWords(p Pager) string {
	switch p := p.(type) {
	case nested:
		return pagingWords(p.outer) + " × " + pagingWords(p.inner)
	case Windows:
		words := "windows"
		if p.Max > 0 {
			words += " of " + shortTime(p.Max)
		}
		return words
	case Numbers:
		return "pages"
	case Rows:
		return "rows"
	case Offsets:
		return "offsets"
	case Links:
		return "links"
	case Values:
		return "values"
	case nil:
		return ""
	}
	return fmt.Sprintf("%T", p)
}

func shortTime(d time.Duration) string {
	switch {
	case d%(24*time.Hour) == 0:
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d%time.Minute == 0:
		return fmt.Sprintf("%dm", d/time.Minute)
	}
	return d.String()
}

// PoolWords says what a request counts against.
func PoolWords(p Pool) string {
	if p.Limit == 0 {
		return "-"
	}
	return fmt.Sprintf("%s %d/%s", p.Name, p.Limit, shortTime(p.Per))
}

// ParamMap is what a parameter struct gives, by the names of the parameters.
func ParamMap(o *Operation, params any) (map[string]any, error) { return o.given(params) }
