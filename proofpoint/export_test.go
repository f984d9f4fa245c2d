// What tests see of the inside where there is no other way.

package proofpoint

import (
	"io"
	"reflect"
)

// RecordType is what an operation's typed call decodes a record into.
func RecordType(o *Operation) reflect.Type { return o.record }

// DecodeAs decodes a record as the typed call of o does. It returns the value
// that was decoded, with Raw left out.
func DecodeAs(o *Operation, r Record) (any, error) {
	v := reflect.New(o.record)
	err := fromRecord(r, v.Interface())
	if at := rawField(o.record); at >= 0 {
		v.Elem().Field(at).SetZero()
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
