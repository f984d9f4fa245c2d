// What tests see of the inside where there is no other way: the names that the
// reader of definitions knows.

package template

import "reflect"

// DefinitionMembers are the types that a definition is read into, by where the
// published schema has them: "" is the file, else a name of $defs.
var DefinitionMembers = map[string]reflect.Type{
	"": reflect.TypeFor[fileDef](), "mode": reflect.TypeFor[modeDef](), "inline": reflect.TypeFor[inlineDef](), "request": reflect.TypeFor[requestDef](),
	"pool": reflect.TypeFor[poolDef](), "then": reflect.TypeFor[thenDef](), "param": reflect.TypeFor[paramDef](), "pagers": reflect.TypeFor[pagerDef](),
}
