// Templates written as JSON: the limits, and the order of the steps. A
// definition is held against the published schema first, then its meaning is
// checked (definition_read.go); what both find comes together, so that whoever
// writes a file has to run it once.

package template

import (
	_ "embed"
	"slices"
	"sync"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
)

const (
	maxDefinition      = 1 << 20 // bytes of a file
	maxDefinitionDepth = 64      // levels of JSON
	maxProblems        = 100     // that are told
)

//go:embed definition.schema.json
var definitionSchema []byte

var compiledSchema = sync.OnceValue(func() *jsonschema.Schema {
	s, err := jsonschema.Compile(definitionSchema)
	if err != nil {
		panic(err) // a mistake in this module, and a test compiles it
	}
	return s
})

// DefinitionSchema returns the JSON Schema (draft 2020-12) of definition files:
// what [Parse] reads, member by member, with a word about each. The slice is
// the caller's.
func DefinitionSchema() []byte { return slices.Clone(definitionSchema) }

// Parse reads a definition: a template as JSON, of the form that
// [DefinitionSchema] describes and [Template.MarshalJSON] writes. Requests that
// it asks by name are those of [Default].
//
// Everything that is wrong comes at once, as a [*DefinitionError]: syntax, with
// its line; members that are not known, with what was probably meant; values of
// another type; paths that do not compile; parameters that go nowhere, or where
// something else goes too. A definition of a newer version is refused. One of
// more than 1 MiB, or nested more than 64 deep, is not read.
//
// A definition holds no secret: headers, query values and members of the body
// that carry credentials are refused, and so is a secret parameter's default. It
// names a service, or a URL of its own, to which no credential goes unless the
// service's configuration lists the host; parameters reach the host only as with
// every other template, by the place base.
func Parse(definition []byte) (*Template, error) {
	l := loader{among: Default}
	return l.parse("", definition)
}
