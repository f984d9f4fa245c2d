// What the tests see of a program.

package main

import (
	"cmp"
	"encoding/json"
	"io"
	"strings"
)

type (
	Contender = contender
	Job       = job
)

var (
	Contenders  = contenders
	Parent      = parent
	Child       = child
	WriteBody   = writeBody
	ServeZipped = serveZipped
)

const JobVariable = jobVariable

func (c contender) Mode() string  { return c.mode }
func (c contender) IsLimit() bool { return c.limit }

// Names walks the body of a job and returns the identifiers of the records.
func (c contender) Names(j Job) ([]string, error) {
	in, err := c.open(j)
	if err != nil {
		return nil, err
	}
	var n names
	err = cmp.Or(c.walk(in, &n), n.err)
	return n.found, cmp.Or(err, in.close())
}

// names is a sink that looks into records.
type names struct {
	found []string
	err   error
}

func (n *names) raw(b []byte) {
	m := new(message)
	n.err = cmp.Or(n.err, json.Unmarshal(b, m))
	n.message(m)
}

func (n *names) begun() {}

func (n *names) object(m map[string]any) {
	name, _ := m["id"].(string)
	n.found = append(n.found, name)
}

func (n *names) message(m *message) { n.found = append(n.found, m.ID) }

// Messages decodes a whole body strictly: a member that message lacks is an error.
func Messages(r io.Reader) (named map[string][]message, err error) {
	var body struct {
		QueryEndTime                                        string
		MessagesBlocked, MessagesDelivered, ClicksPermitted []message
	}
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	err = d.Decode(&body)
	return map[string][]message{"blocked": body.MessagesBlocked, "delivered": body.MessagesDelivered}, err
}

// Printed prints the tables of rounds in which every run took the seconds that are given by name. The body has 64 MB.
func Printed(rounds ...map[string]float64) (string, error) {
	t := &table{field: &field{options: options{size: 64 * megabyte, rounds: len(rounds)}, records: map[int64]int{megabyte: 100, 64 * megabyte: 6400}}}
	for _, seconds := range rounds {
		got := make(round)
		for name, s := range seconds {
			got[run{name, t.size}] = result{Seconds: s, CPU: s, First: s, Peak: 10 + s, Allocs: 6400}
			got[run{name, megabyte}] = result{Peak: 10, Allocs: 100}
		}
		t.rounds = append(t.rounds, got)
	}
	var b strings.Builder
	err := t.print(&b)
	return b.String(), err
}
