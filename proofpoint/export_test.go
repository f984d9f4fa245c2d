// What tests see of the inside where there is no other way.

package proofpoint

import "io"

// OddLines reads syslog to its end and returns the lines that were put aside.
func OddLines(body io.Reader) (records []Record, errs []error, err error) {
	s := newSyslogReader(body)
	_, err = io.Copy(io.Discard, s)
	for r, e := range s.takeOdd() {
		records, errs = append(records, r), append(errs, e)
	}
	return records, errs, err
}
