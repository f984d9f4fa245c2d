// Secrets among the parameters of a source: as in a credential, the file says
// where each is kept, and one that stands in it is refused.

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// What is said of a secret that stands in the file.
const (
	writtenHere = "is written in the file"
	referTo     = `{"env": "NAME"} or {"file": "PATH"}, which say where it is kept`
)

// secretOf is the value of a secret parameter, which v refers to.
func (r *configReader) secretOf(at string, v any) any {
	if v == nil {
		return nil // not given
	}
	var ref referenceDef
	if m, ok := v.(map[string]any); ok && len(m) == 1 {
		ref.Env, _ = m["env"].(string)
		ref.File, _ = m["file"].(string)
	}
	if ref == (referenceDef{}) {
		r.refuse(at, writtenHere, referTo, "")
	} else {
		r.check(at, &ref)
	}
	switch {
	case r.demo || r.refused(at):
		return proofpoint.NewSecret("demo")
	case ref.File != "":
		return proofpoint.SecretFromFile(ref.File)
	}
	text, _ := r.lookup(ref.Env)
	return proofpoint.NewSecret(text)
}

// withSecrets is the value of a parameter: what is secret of it is referred to. A
// secret further down in it cannot be.
func (r *configReader) withSecrets(at string, p proofpoint.Param, v any) any {
	if p.Secret {
		return r.secretOf(at, v)
	}
	r.refuseMembers(at, p.SecretMembers, v)
	return v
}

// refuseMembers refuses members of those names, wherever they stand in v.
func (r *configReader) refuseMembers(at string, names []string, v any) {
	switch v := v.(type) {
	case []any:
		for i, e := range v {
			r.refuseMembers(fmt.Sprintf("%s/%d", at, i), names, e)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			place := pointerTo(at, name)
			if slices.Contains(names, name) && v[name] != nil {
				r.refuse(place, writtenHere, "a parameter of its own that is secret, in a definition, or a program", "")
			} else {
				r.refuseMembers(place, names, v[name])
			}
		}
	}
}

// filling are the values of the names in a URL, as -param has them; those whose
// names carry credentials are referred to, and hidden wherever the request is
// shown.
func (r *sourceReader) filling(at string, d sourceDef, one *app) {
	one.hidden = map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(d.Params)) {
		place := pointerTo(at, name)
		if credname.Member(name) {
			one.hidden[name] = r.secretOf(place, d.Params[name])
			r.inURL(place, name, d)
			continue
		}
		switch v := d.Params[name].(type) {
		case string, json.Number:
			one.params = append(one.params, fmt.Sprintf("%s=%v", name, v))
		default:
			r.refuse(place, "is no text", "text or a number, for a name in the URL", "")
		}
		r.inURL(place, name, d)
	}
}

// hide puts the secrets of a source into the path of its request.
func (a *app) hide(r proofpoint.Request) (proofpoint.Request, error) {
	if len(a.hidden) == 0 {
		return r, nil
	}
	op := &proofpoint.Operation{Name: r.Name, Proto: r}
	for _, name := range slices.Sorted(maps.Keys(a.hidden)) {
		op.Params = append(op.Params, proofpoint.Param{Name: name, Type: "string", In: "path:" + name, Required: true, Secret: true})
	}
	return op.Build(a.hidden)
}
