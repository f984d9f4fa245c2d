// No secret stands in a definition. Whether a text is one cannot be seen, so the
// names tell: those of headers, query values and members of bodies.

package template

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"mime"
	"net/textproto"
	"net/url"
	"regexp"
	"slices"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// withoutSecret is what to do instead of writing a secret down.
const withoutSecret = "a parameter that is secret, or the service's own credential in the configuration"

// noSecrets refuses values below n whose members have the names of credentials:
// texts, numbers and lists of them. True and false are no credential, only
// whether there is one.
func (r *reading) noSecrets(n *jsonschema.Node) {
	for _, m := range n.Members {
		if nodeHolds(m) && credname.Member(m.Name) {
			r.refuse(m.Pointer(), "has the name of a credential, and no secret stands in a definition", withoutSecret, "")
		}
		r.noSecrets(m)
	}
	for _, e := range n.Elems {
		r.noSecrets(e)
	}
}

// nodeHolds reports whether a value could be a credential, or a list of some.
func nodeHolds(n *jsonschema.Node) bool {
	return n.Kind == '0' || n.Kind == '"' && n.Text != "" || slices.ContainsFunc(n.Elems, nodeHolds)
}

// noSecretsIn refuses a text that holds a URL with a credential in it, or is one.
func (r *reading) noSecretsIn(at, text string) {
	if found := credname.Find(text); len(found) > 0 {
		r.refuse(at, fmt.Sprintf("has a value with the name of a credential, %q, and no secret stands in a definition", cut(found[0])), withoutSecret, "")
	}
}

// bodyCredentials names the members of a JSON body, and the values of a form,
// that carry credentials. Of several JSON values each is looked at.
func bodyCredentials(r proofpoint.Request) []string {
	var found []string
	for name := range formOf(r) {
		if credname.Looks(name) {
			found = append(found, fmt.Sprintf("value %q of the form", name))
		}
	}
	var look func(v any)
	look = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				look(e)
			}
		case map[string]any:
			for name, e := range v {
				if holdsText(e) && credname.Member(name) {
					found = append(found, fmt.Sprintf("member %q of the body", name))
				}
				look(e)
			}
		}
	}
	d := json.NewDecoder(bytes.NewReader(r.Body))
	for {
		var v any
		if d.Decode(&v) != nil {
			break
		}
		look(v)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// holdsText is nodeHolds for a value that was read.
func holdsText(v any) bool {
	switch v := v.(type) {
	case string:
		return v != ""
	case float64:
		return true
	case []any:
		return slices.ContainsFunc(v, holdsText)
	}
	return false
}

// formName is what may be the name of a value where nothing says that a text is
// a form. Anything else may be part of what is secret.
var formName = regexp.MustCompile(`^[A-Za-z0-9_.\[\]-]{1,64}$`)

// formOf is a body that is a form: because it says so, or because it is text and
// reads like one.
func formOf(r proofpoint.Request) url.Values {
	const isForm = "application/x-www-form-urlencoded"
	var kind string
	for name, v := range r.Header {
		if textproto.CanonicalMIMEHeaderKey(name) == "Content-Type" && len(v) > 0 {
			kind, _, _ = mime.ParseMediaType(v[0])
		}
	}
	if kind != "" && kind != isForm {
		return nil
	}
	form, _ := url.ParseQuery(string(r.Body)) // what could be read
	maps.DeleteFunc(form, func(name string, _ []string) bool { return kind == "" && !formName.MatchString(name) })
	return form
}
