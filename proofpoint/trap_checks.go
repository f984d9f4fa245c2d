// What the tags of the appliance's parameters cannot say: that something must be
// given at all, what two of them say together. It is checked where a request is
// built from the typed parameters; templates, which have no types, get the checks
// of the tags alone.

package proofpoint

import (
	"errors"
	"slices"
	"strings"
)

// ptrChecked joins what else is wrong to what Build found.
func ptrChecked(r Request, err error, wrong ...*ParamError) (Request, error) {
	var errs []error
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		errs = all.Unwrap()
	} else if err != nil {
		errs = []error{err}
	}
	for _, w := range wrong {
		if w != nil {
			errs = append(errs, w)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return Request{}, err
	}
	return r, nil
}

// ptrOnce are the values of a list without those that have the key of an earlier
// one. The list itself stays as it is.
func ptrOnce[T any, K comparable](list []T, key func(T) K) []T {
	seen := map[K]bool{}
	out := list[:0:0]
	for _, v := range list {
		if k := key(v); !seen[k] {
			seen[k] = true
			out = append(out, v)
		}
	}
	return out
}

func (p PTRIncidentsParams) wrong() *ParamError {
	if p.ClosedAfter.IsZero() || p.ClosedBefore.IsZero() || p.ClosedAfter.Before(p.ClosedBefore) {
		return nil
	}
	return &ParamError{Param: "closed_after", Label: "Closed After", Value: p.ClosedAfter, Reason: "is not before closed_before",
		Accepts: "a time before " + p.ClosedBefore.UTC().Format("2006-01-02T15:04:05Z")}
}

func (p PTRUsersParams) wrong() *ParamError {
	if len(p.Targets)+len(p.Attackers) > 0 {
		return nil
	}
	return &ParamError{Param: "targets", Label: "Targets", Reason: "there is nobody to add", Accepts: "targets, attackers or both"}
}

func (p PTRCloseManyParams) wrong() *ParamError {
	bad := func(value any, reason string) *ParamError {
		return &ParamError{Param: "ids", Label: "Incident IDs", Value: value, Reason: reason, Accepts: "numbers of incidents, without INC-, from 1 on"}
	}
	if p.IDs != nil && len(p.IDs) == 0 { // nil is refused by Build
		return bad(nil, "is empty")
	}
	for _, id := range p.IDs {
		if id < 1 {
			return bad(id, "is no number of an incident")
		}
	}
	return nil
}

func (p PTRModifyMemberParams) wrong() *ParamError {
	if p.Member != "" || p.Description != nil || !p.Expiration.IsZero() {
		return nil
	}
	return &ParamError{Param: "member", Label: "Member", Reason: "there is nothing to change", Accepts: "member, description, expiration or several of them"}
}

// wrong is what is wrong with the party that the parameter holds.
func (a PTRAlertParty) wrong(param, label string) *ParamError {
	var has []string
	for _, id := range [][2]string{{"ip_address", a.IPAddress}, {"mac_address", a.MACAddress}, {"host_name", a.HostName}, {"url", a.URL}, {"user", a.User}} {
		if id[1] != "" {
			has = append(has, id[0])
		}
	}
	switch {
	case len(has) > 1:
		return &ParamError{Param: param, Label: label, Reason: "has " + strings.Join(has, " and "), Accepts: "one of ip_address, mac_address, host_name, url and user"}
	case a.Port < 0 || a.Port > 65535:
		return &ParamError{Param: param, Label: label, Value: a.Port, Reason: "is no port", Accepts: "a port from 1 to 65535"}
	}
	return nil
}

// ptrSeverities are the words of both scales.
var ptrSeverities = []string{"info", "minor", "moderate", "major", "critical", "Informational", "Low", "Medium", "High", "Critical"}

// ptrSeverity is a severity as the appliance spells it: the word itself if it is
// one, else the first that differs in case alone, else what was said.
func ptrSeverity(said string) string {
	if slices.Contains(ptrSeverities, said) {
		return said
	}
	if i := slices.IndexFunc(ptrSeverities, func(word string) bool { return strings.EqualFold(word, said) }); i >= 0 {
		return ptrSeverities[i]
	}
	return said
}
