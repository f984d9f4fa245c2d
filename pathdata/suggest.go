package pathdata

import (
	"encoding/json"
	"io"
)

// Suggestion is one array of records (or wrapped single object) found in a
// sample.
type Suggestion struct {
	Path    string
	Records int
	Share   float64
	Sample  json.RawMessage
	Fields  []string
	Cut     bool
	Warning string
}

// Suggest x.
func Suggest(r io.Reader) ([]Suggestion, error) { return nil, nil }
