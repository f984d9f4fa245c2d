// The members of a definition file, as Go reads and writes them. What each is
// for, and of which form, is said in definition.schema.json, against which a
// file is held first; a test keeps the two in step. Reading is lenient, because
// what does not fit has been told by then.

package template

import (
	"encoding/json"
)

// definitionVersion is the newest version that is read, and the one written.
const definitionVersion = 1

// fileDef is a file.
type fileDef struct {
	Schema  string `json:"$schema,omitempty"`
	Version int    `json:"version"`
	Name    string `json:"name"`
	opDef
	Modes []modeDef `json:"modes,omitempty"`
}

// modeDef is an operation beside others.
type modeDef struct {
	Mode string `json:"mode"`
	opDef
}

// inlineDef is an operation that only its parent asks.
type inlineDef struct {
	Name string `json:"name"`
	childDef
}

// opDef is an operation.
type opDef struct {
	Operation string `json:"operation,omitempty"`
	childDef
}

// childDef is what all operations have.
type childDef struct {
	Title   string      `json:"title,omitempty"`
	Summary string      `json:"summary,omitempty"`
	When    string      `json:"when,omitempty"`
	Docs    string      `json:"docs,omitempty"`
	Source  string      `json:"source,omitempty"`
	Request *requestDef `json:"request,omitempty"`
	Params  []paramDef  `json:"params,omitempty"`
	OneOf   [][]string  `json:"one_of,omitempty"`
}

// requestDef is a request before parameters.
type requestDef struct {
	Service    string           `json:"service,omitempty"`
	Method     string           `json:"method,omitempty"`
	Path       string           `json:"path,omitempty"`
	URL        string           `json:"url,omitempty"`
	Query      map[string]texts `json:"query,omitempty"`
	Headers    map[string]texts `json:"headers,omitempty"`
	Body       json.RawMessage  `json:"body,omitempty"`
	BodyText   string           `json:"body_text,omitempty"`
	Format     string           `json:"format,omitempty"`
	Records    string           `json:"records,omitempty"`
	Refused    string           `json:"refused,omitempty"`
	Empty      []int            `json:"empty,omitempty"`
	Repeatable bool             `json:"repeatable,omitempty"`
	Optional   bool             `json:"optional,omitempty"`
	Pool       *poolDef         `json:"pool,omitempty"`
	Pager      json.RawMessage  `json:"pager,omitempty"` // one of the pagers, by its type
	Skip       int              `json:"skip,omitempty"`
	Limit      int              `json:"limit,omitempty"`
	Value      json.RawMessage  `json:"value,omitempty"`
	Then       []thenDef        `json:"then,omitempty"`
}

type poolDef struct {
	Name  string `json:"name,omitempty"`
	Limit int    `json:"limit,omitempty"`
	Per   string `json:"per,omitempty"`
}

// thenDef is a further request; Ask is a name or an inlineDef.
type thenDef struct {
	Ask      json.RawMessage            `json:"ask"`
	Pick     map[string]string          `json:"pick,omitempty"`
	With     map[string]json.RawMessage `json:"with,omitempty"`
	Name     string                     `json:"name,omitempty"`
	Carry    map[string]string          `json:"carry,omitempty"`
	Must     bool                       `json:"must,omitempty"`
	Writes   bool                       `json:"writes,omitempty"`
	Parallel int                        `json:"parallel,omitempty"`
}

// paramDef is a parameter.
type paramDef struct {
	Name          string          `json:"name"`
	Aliases       []string        `json:"aliases,omitempty"`
	Label         string          `json:"label,omitempty"`
	Doc           string          `json:"doc,omitempty"`
	Type          string          `json:"type,omitempty"`
	In            string          `json:"in,omitempty"`
	Layout        string          `json:"layout,omitempty"`
	Required      bool            `json:"required,omitempty"`
	When          string          `json:"when,omitempty"`
	Default       json.RawMessage `json:"default,omitempty"`
	Enum          []string        `json:"enum,omitempty"`
	Min           *float64        `json:"min,omitempty"`
	Max           *float64        `json:"max,omitempty"`
	Pattern       string          `json:"pattern,omitempty"`
	Accepts       string          `json:"accepts,omitempty"`
	Lower         bool            `json:"lower,omitempty"`
	Secret        bool            `json:"secret,omitempty"`
	SecretMembers []string        `json:"secret_members,omitempty"`
}

// texts is one text, or a list of them.
type texts []string

func (t texts) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return plainJSON(t[0])
	}
	return plainJSON([]string(t))
}

// UnmarshalJSON takes what is text and passes over the rest.
func (t *texts) UnmarshalJSON(b []byte) error {
	var one string
	var list []string
	if json.Unmarshal(b, &one) == nil {
		*t = texts{one}
	} else if json.Unmarshal(b, &list) == nil {
		*t = list
	}
	return nil
}
