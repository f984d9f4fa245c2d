// What comes of creating many at once: an item for each, which may be good or
// bad while the answer as a whole is a success. Five forms of it have been seen.

package proofpoint

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
)

// EssentialsItem is what became of one object of a batch. A failed item is no
// error of the sequence: ask Err.
type EssentialsItem struct {
	Raw        json.RawMessage `json:"-"`             // as received, unknown members included
	Status     Int             `json:"status"`        // as an HTTP status; 0 if it was not said
	Identifier string          `json:"identifier"`    // the address or domain
	Message    string          `json:"error_message"` // "" if it went well
	// Created counts what was created, in the oldest form of answer, which does
	// not name it; 0 in the others.
	Created Int `json:"-"`
}

// EssentialsItemError is why an object of a batch was refused.
type EssentialsItemError struct {
	Identifier string
	Status     int // as an HTTP status, or a result code of the oldest form; 0 if not said
	Message    string
}

// Error names the object, the status and what the service said.
func (e *EssentialsItemError) Error() string {
	return fmt.Sprintf("proofpoint: essentials: item %s: %d: %s", quote(e.Identifier), e.Status, snippet(e.Message, maxMessage))
}

// Err returns an [*EssentialsItemError] if the object was refused, else nil.
func (i EssentialsItem) Err() error {
	good := i.Status >= 200 && i.Status < 400 || i.Status < 400 && i.Message == ""
	if good {
		return nil
	}
	return &EssentialsItemError{Identifier: i.Identifier, Status: int(i.Status), Message: i.Message}
}

// UnmarshalJSON reads an item of a 207 (status, error_message, identifier), the
// created object itself (201; its address or domain is the identifier), and an
// entry of fail_results (an older client's model). A text is kept in Raw alone.
func (i *EssentialsItem) UnmarshalJSON(raw []byte) error {
	if len(raw) == 0 || raw[0] != '{' {
		return nil
	}
	type plain EssentialsItem
	w := struct {
		*plain
		Text   string `json:"message"`
		Email  string `json:"primary_email"`
		Domain string `json:"primary_domain"`
		Name   string `json:"name"`
		Total  Int    `json:"total_created"`
		Result *struct {
			Code    Int    `json:"result_code"`
			Message string `json:"message"`
		} `json:"result"`
	}{plain: (*plain)(i)}
	err := decode(raw, &w)
	i.Message, i.Created = orElse(i.Message, w.Text), w.Total
	i.Identifier = orElse(orElse(i.Identifier, w.Email), orElse(w.Domain, w.Name))
	if w.Result != nil {
		i.Status, i.Message = w.Result.Code, orElse(i.Message, w.Result.Message)
	}
	return err
}

// apart takes an answer that holds several items in one object apart:
// {"errors":[…]}, and {"total_created":…,"fail_results":[…]}.
func (i EssentialsItem) apart() []EssentialsItem {
	var w struct {
		Errors []json.RawMessage `json:"errors"`
		Fails  []json.RawMessage `json:"fail_results"`
	}
	if len(i.Raw) == 0 || i.Raw[0] != '{' || decode(i.Raw, &w) != nil || len(w.Errors)+len(w.Fails) == 0 {
		return []EssentialsItem{i}
	}
	var out []EssentialsItem
	if i.Created > 0 {
		out = append(out, EssentialsItem{Raw: i.Raw, Created: i.Created})
	}
	for _, raw := range append(w.Errors, w.Fails...) {
		item := EssentialsItem{Raw: raw}
		// A failure that cannot be read is one all the same.
		if err := item.UnmarshalJSON(raw); err != nil || item.Err() == nil {
			item.Status, item.Message = 0, orElse(item.Message, "the service does not say why")
		}
		out = append(out, item)
	}
	return out
}

// essentialsItems sends a batch and walks what became of its objects.
func essentialsItems(ctx context.Context, c *Client, r Request, err error, opts []CallOption) iter.Seq2[EssentialsItem, error] {
	return func(yield func(EssentialsItem, error) bool) {
		for item, err := range As[EssentialsItem](c.run(ctx, r, err, opts)) {
			for _, one := range item.apart() {
				if !yield(one, err) {
					return
				}
			}
		}
	}
}

// essentialsPasswords puts passwords into the objects of a batch: they are no
// part of its types, so that nothing prints them.
func essentialsPasswords(r *Request, member string, passwords []Secret) error {
	for i, p := range passwords {
		if p.IsZero() {
			continue
		}
		text, err := p.reveal(context.Background(), false)
		if err != nil {
			return fmt.Errorf("proofpoint: %s: password of item %d: %w", r.Name, i, err)
		}
		var list []json.RawMessage
		if err := decodeNumbers(r.Body, &list); err != nil {
			return err
		}
		if err := setMember((*[]byte)(&list[i]), "body", member, text); err != nil {
			return err
		}
		if r.Body, err = encode(list); err != nil {
			return err
		}
		r.secrets = append(r.secrets, text)
	}
	return nil
}
