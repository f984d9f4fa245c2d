// What the interface API refuses that no parameter shows by itself: members of
// the objects in a body, and writes that say nothing. It is looked for in the
// body that was built, so that a struct, a map and a template are refused alike.

package proofpoint

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// essentialsEach checks the objects of a body, which is one or an array of them.
func essentialsEach(r Request, list string, check func(nth string, o map[string]any) []error) error {
	var many []any
	if err := decodeNumbers(r.Body, &many); err != nil {
		var one any
		if err := decodeNumbers(r.Body, &one); err != nil {
			return &ParamError{Param: list, Reason: "is not JSON"}
		}
		many = []any{one}
	}
	var errs []error
	for i, e := range many {
		nth := fmt.Sprintf("%s[%d]", list, i)
		o, ok := e.(map[string]any)
		if !ok {
			errs = append(errs, &ParamError{Param: nth, Reason: "is not an object"})
			continue
		}
		errs = append(errs, check(nth+".", o)...)
	}
	if len(many) == 0 {
		errs = append(errs, &ParamError{Param: list, Reason: "is empty", Accepts: "at least one object"})
	}
	return errors.Join(errs...)
}

func essentialsCheckUsers(r Request) error {
	return essentialsEach(r, "users", func(nth string, o map[string]any) []error {
		return []error{essentialsAddress(nth+"primary_email", o["primary_email"]), essentialsWord(nth+"type", o["type"])}
	})
}

func essentialsCheckDomains(r Request) error {
	return essentialsEach(r, "domains", func(nth string, o map[string]any) []error { return []error{essentialsGiven(nth+"name", o["name"])} })
}

func essentialsCheckOrgs(r Request) error {
	return essentialsEach(r, "orgs", func(nth string, o map[string]any) []error {
		admin, _ := o["admin_user"].(map[string]any)
		errs := []error{
			essentialsGiven(nth+"name", o["name"]), essentialsGiven(nth+"primary_domain", o["primary_domain"]),
			essentialsAddress(nth+"admin_user.primary_email", admin["primary_email"]), essentialsWord(nth+"admin_user.type", admin["type"]),
			essentialsWord(nth+"licensing_package", o["licensing_package"]),
		}
		domains, _ := o["domains"].([]any)
		if len(domains) == 0 {
			errs = append(errs, &ParamError{Param: nth + "domains", Reason: "must hold at least one domain"})
		}
		for i, d := range domains {
			if d, ok := d.(map[string]any); ok {
				errs = append(errs, essentialsGiven(fmt.Sprintf("%sdomains[%d].name", nth, i), d["name"]))
			}
		}
		return errs
	})
}

// essentialsCheckUser checks the user of a PUT.
func essentialsCheckUser(r Request) error {
	var o map[string]any
	if decodeNumbers(r.Body, &o) != nil || len(o) == 0 {
		return &ParamError{Param: "user", Reason: "is not an object with members"}
	}
	return essentialsWord("user.type", o["type"])
}

// essentialsSome refuses a write that says nothing: the service takes it for a
// wish to have nothing, or answers with an error that does not say so.
func essentialsSome(param string) func(Request) error {
	return func(r Request) error {
		var o map[string]json.RawMessage
		if len(r.Body) == 0 || json.Unmarshal(r.Body, &o) == nil && len(o) == 0 {
			return &ParamError{Param: param, Reason: "is required where nothing else to write is given", Accepts: "at least one member"}
		}
		return nil
	}
}

// essentialsSomeList refuses a change of sender lists without a list.
func essentialsSomeList(r Request) error {
	if r.holds("body:allow_list") || r.holds("body:block_list") {
		return nil
	}
	return &ParamError{Param: "allow_list", Reason: "is required where block_list is not given", Accepts: "a list of senders, which may be empty"}
}

func essentialsGiven(param string, v any) error {
	if text, _ := v.(string); text == "" {
		return &ParamError{Param: param, Reason: "is required"}
	}
	return nil
}

// essentialsAddress finds what is wrong with an address of a user.
func essentialsAddress(param string, v any) error {
	address, _ := v.(string)
	if user, domain, ok := strings.Cut(address, "@"); !ok || user == "" || domain == "" {
		return &ParamError{Param: param, Value: essentialsShown(v), Reason: "is not an e-mail address", Accepts: "user@domain"}
	}
	return nil
}

// essentialsShown is what an error shows of a value: nothing of a list or an
// object, which may hold a password.
func essentialsShown(v any) any {
	switch v.(type) {
	case string, json.Number, bool:
		return v
	}
	return nil
}

// essentialsWordPattern is how types of users and packages are written. Which
// there are is the service's business: new ones come.
const essentialsWordPattern = `[a-z][a-z0-9_]*`

// essentialsWord finds what is wrong with such a word; none is not given.
func essentialsWord(param string, v any) error {
	text, ok := v.(string)
	if v == nil || text == "" && ok || ok && matches(essentialsWordPattern, text) {
		return nil
	}
	return &ParamError{Param: param, Value: essentialsShown(v), Reason: "does not look as it must", Accepts: "a word in lower case"}
}
