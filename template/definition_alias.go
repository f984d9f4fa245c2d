// Further names of parameters: they are for callers, so those of the operations
// that callers ask count, and a name means one parameter in all modes.

package template

import (
	"fmt"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// readAliases keeps the further names of a template's parameters. Those of
// further requests, which nobody calls, are passed over.
func (r *reading) readAliases(d *fileDef, ops []*proofpoint.Operation) {
	names := map[string]bool{modeParam: len(d.Modes) > 1}
	for _, op := range ops {
		for _, p := range op.Params {
			names[p.Name] = true
		}
	}
	r.aliases = map[string]string{}
	r.aliasesOf("/params", d.Params, names)
	for i, m := range d.Modes {
		r.aliasesOf(fmt.Sprintf("/modes/%d/params", i), m.Params, names)
	}
}

// aliasesOf keeps the further names of parameters, and refuses those that mean
// something else already.
func (r *reading) aliasesOf(at string, params []paramDef, names map[string]bool) {
	for i, p := range params {
		for j, alias := range p.Aliases {
			if of, taken := r.aliases[alias]; names[alias] || taken && of != p.Name {
				r.refuse(fmt.Sprintf("%s/%d/aliases/%d", at, i, j), "is the name of another parameter", "another one", "")
				continue
			}
			r.aliases[alias] = p.Name
		}
	}
}
