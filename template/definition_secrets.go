// No secret stands in a definition. Whether a text is one cannot be seen, so the
// names tell: those of headers, query values and members of bodies.

package template

import (
	"github.com/proofpointkit/proofpoint-go/internal/credname"
	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
)

// withoutSecret is what to do instead of writing a secret down.
const withoutSecret = "a parameter that is secret, or the service's own credential in the configuration"

// noSecrets refuses texts below n whose members have the names of credentials.
func (r *reading) noSecrets(n *jsonschema.Node) {
	for _, m := range n.Members {
		if text := m.Kind == '"' && m.Text != ""; text && credname.Member(m.Name) {
			r.refuse(m.Pointer(), "has the name of a credential, and no secret stands in a definition", withoutSecret, "")
		}
		r.noSecrets(m)
	}
	for _, e := range n.Elems {
		r.noSecrets(e)
	}
}
