// Which flags go with a state directory, and which contradict one.

package main

import (
	"slices"
	"strings"
)

// withFollow finds flags that mean nothing without a follower, or do not go with
// one.
func (f *flags) withFollow() error {
	about := []string{"follow", "status", "mark-complete"}
	if both := f.of(about...); len(both) > 1 {
		return mistake("-%s and -%s cannot be given together", both[0], both[1])
	}
	if of := f.of("strict"); len(of) > 0 && !f.statusWanted {
		return mistake("-strict is given, but no -status")
	}
	if of := f.of("source"); len(of) > 0 && len(f.of("mark-complete")) == 0 {
		return mistake("-source is given, but no -mark-complete")
	}
	if of := f.of(about...); len(of) > 0 {
		return f.besideFollow(of[0])
	}
	if of := f.of("state", "start-from", "listen"); len(of) > 0 && f.config == "" {
		return mistake("-%s is given, but no -follow", of[0])
	}
	return nil
}

// besideFollow finds what says something else than following does.
func (f *flags) besideFollow(name string) error {
	other := []string{"url", "list", "describe", "probe", "print-config", "schema", "validate", "test", "config-schema", "limit", "data"}
	if name != "follow" {
		other = append(other, "plan", "to", "start-from", "listen")
	}
	if of := f.of(other...); len(of) > 0 {
		return mistake("-%s and -%s cannot be given together", name, of[0])
	}
	if of := f.of("since", "from"); len(of) > 0 {
		return mistake("-%s belongs to a single run: -start-from says where a follower begins", of[0])
	}
	if f.template == "" || !slices.ContainsFunc(f.params, func(p string) bool { return strings.HasPrefix(p, "limit=") }) {
		return nil
	}
	return mistake("-param limit would leave records out of what is followed")
}
