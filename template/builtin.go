// The list of the built-in templates: the four of builtin_seed.go, the chains of
// builtin_chain.go, and one for each operation of the client. There is nothing to add here for a new endpoint.

package template

import (
	"fmt"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// builtins makes the built-in templates. One that cannot be made panics: it is
// a mistake in this module, and a test makes them all.
func builtins() []*Template {
	list := append(seeds(), chains()...)
	for op := range proofpoint.Operations() {
		list = append(list, must(New(op.Name, op)))
	}
	return list
}

func must(t *Template, err error) *Template {
	if err != nil {
		panic(fmt.Sprint("template: built-in: ", err))
	}
	return t
}
