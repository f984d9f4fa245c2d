// What failed in a chain: further requests whose records are missing make the run
// one that failed; those that were to be attached are told by the record itself.

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// childrenError says that the run is done, but that further requests of a chain
// failed, whose records are missing.
type childrenError struct{ n int }

func (e *childrenError) Error() string {
	return fmt.Sprintf("done, but %s failed: what they would have brought is missing", count(e.n, "further request"))
}

// isOwnFlaw reports whether something is wrong with the text of a record, rather
// than with what was asked because of it.
func isOwnFlaw(flaw error) bool {
	return errors.Is(flaw, pathdata.ErrInvalidUTF8) || errors.Is(flaw, pathdata.ErrDuplicateName)
}

// lackOf are the places where a record of r says what could not be attached.
func lackOf(r proofpoint.Request) (all []*pathdata.Selector) {
	for _, t := range r.Then {
		name, _ := json.Marshal(t.Name)
		if sel, err := pathdata.Compile("$.errors[" + string(name) + "]"); err == nil && t.Name != "" {
			all = append(all, sel.Optional())
		}
	}
	return all
}

func lacksSome(r proofpoint.Record, lack []*pathdata.Selector) bool {
	if len(lack) == 0 {
		return false
	}
	for _, err := range pathdata.Each(bytes.NewReader(r.Raw), lack...) {
		return err == nil
	}
	return false
}
