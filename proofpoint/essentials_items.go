// What comes of creating many at once: an item for each, which may be good or
// bad while the answer as a whole is a success. Several forms of it are known.

package proofpoint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
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

// Err returns an [*EssentialsItemError] if the object was refused, else nil. The
// status decides where one was said, and Message where none was.
func (i EssentialsItem) Err() error {
	good := i.Status >= 200 && i.Status < 400 || i.Status < 400 && i.Message == ""
	if good {
		return nil
	}
	return &EssentialsItemError{Identifier: i.Identifier, Status: int(i.Status), Message: i.Message}
}

// essentialsAnswer is all that an item may hold, in its several forms.
type essentialsAnswer struct {
	Text   json.RawMessage `json:"message"`
	Error  json.RawMessage `json:"error"`
	Email  string          `json:"primary_email"`
	Domain string          `json:"primary_domain"`
	Name   string          `json:"name"`
	Total  Int             `json:"total_created"`
	Result *struct {
		Code    Int    `json:"result_code"`
		Message string `json:"message"`
	} `json:"result"`
}

// UnmarshalJSON reads an item of a 207 (status, error_message or error,
// identifier), the created object itself (201; its address or domain is the
// identifier), and an entry of fail_results (an older client's model). A message
// is no failure by itself, as services say "created" too. A text is kept in Raw
// alone.
func (i *EssentialsItem) UnmarshalJSON(raw []byte) error {
	if !essentialsObject(raw) {
		return nil
	}
	type plain EssentialsItem
	w := struct {
		*plain
		essentialsAnswer
		Status json.RawMessage `json:"status"`
	}{plain: (*plain)(i)}
	err := errors.Join(decode(raw, &w), i.Status.UnmarshalJSON(w.Status))
	i.Created = w.Total
	i.Identifier = orElse(orElse(i.Identifier, w.Email), orElse(w.Domain, w.Name))
	i.Message = orElse(i.Message, refusal(w.Error))
	if i.Message == "" && says(w.Error, true) {
		i.Message = orElse(refusal(w.Text), essentialsNoReason)
	}
	if r := w.Result; r != nil {
		if i.Status = orInt(i.Status, r.Code); r.Code != 0 {
			i.Message = orElse(i.Message, r.Message)
		}
	}
	if i.Status >= 400 {
		i.Message = orElse(i.Message, refusal(w.Text))
	}
	return err
}

// essentialsNoReason is the message of a failure that says nothing.
const essentialsNoReason = "the service does not say why"

// essentialsLists are what an answer may hold instead of being an item: failures,
// and items below the name of what was created.
type essentialsLists struct {
	Errors json.RawMessage `json:"errors"`
	Fails  json.RawMessage `json:"fail_results"`
	Users  json.RawMessage `json:"users"`
	Orgs   json.RawMessage `json:"orgs"`
	// Domains of an organisation that was created are no items: see apart.
	Domains json.RawMessage `json:"domains"`
}

// apart takes an answer that holds several items in one object apart:
// {"errors":[…]}, {"total_created":…,"fail_results":[…]} and {"users":[…]}.
func (i EssentialsItem) apart() []EssentialsItem {
	var w essentialsLists
	if !essentialsObject(i.Raw) || decode(i.Raw, &w) != nil {
		return []EssentialsItem{i}
	}
	var out []EssentialsItem
	if i.Created > 0 {
		out = append(out, EssentialsItem{Raw: i.Raw, Created: i.Created})
	}
	if i.Identifier == "" && i.Err() == nil {
		for _, raw := range slices.Concat(essentialsElements(w.Users), essentialsElements(w.Orgs), essentialsElements(w.Domains)) {
			item := EssentialsItem{Raw: raw}
			_ = item.UnmarshalJSON(raw) // what cannot be read is in Raw
			out = append(out, item.apart()...)
		}
	}
	if i.Identifier == "" || i.Status < 200 || i.Status >= 400 { // else its status says that they are no failures
		for _, raw := range append(essentialsElements(w.Errors), essentialsElements(w.Fails)...) {
			out = append(out, i.failure(raw))
		}
	}
	if len(out) == 0 {
		return []EssentialsItem{i}
	}
	return out
}

// failure makes an item of an element of errors or fail_results, whatever that
// is: it is a failure by where it stands. What it does not say of whom, the
// object around it says.
func (i EssentialsItem) failure(raw json.RawMessage) EssentialsItem {
	item := EssentialsItem{Raw: raw}
	if err := item.UnmarshalJSON(raw); err != nil || item.Err() == nil {
		item.Status = 0
	}
	var said noted
	if item.Message == "" && json.Unmarshal(raw, &said) == nil {
		item.Message = said.why(8)
	} else if item.Message == "" {
		item.Message = refusal(raw)
	}
	item.Message = orElse(item.Message, essentialsNoReason)
	item.Identifier = orElse(item.Identifier, i.Identifier)
	if i.Status >= 400 {
		item.Status = orInt(item.Status, i.Status)
	}
	return item
}

// essentialsElements are the elements of an array, or what stands in place of
// one; null, {} and false are none.
func essentialsElements(raw json.RawMessage) (list []json.RawMessage) {
	switch string(raw) {
	case "", "null", "{}", "false", `""`:
		return nil
	}
	if raw[0] == '[' && decode(raw, &list) == nil {
		return list
	}
	return []json.RawMessage{raw}
}

func orInt(n, other Int) Int {
	if n != 0 {
		return n
	}
	return other
}

// essentialsItems sends a batch and walks what became of its objects. Their
// messages may repeat a password, which is taken out of them.
func essentialsItems(ctx context.Context, c *Client, r Request, err error, opts []CallOption) iter.Seq2[EssentialsItem, error] {
	return func(yield func(EssentialsItem, error) bool) {
		for item, err := range As[EssentialsItem](c.run(ctx, r, err, opts)) {
			for _, one := range item.apart() {
				one.Message, one.Identifier = r.hide(one.Message), r.hide(one.Identifier)
				if !yield(one, err) {
					return
				}
			}
		}
	}
}

// essentialsMade is for creating one thing: a refusal inside the answer is the
// error that an item of a batch has, and an answer that is no object means that
// it was done, as for [typed.written].
func essentialsMade[P, R any](ctx context.Context, c *Client, t typed[P, R], p P, opts []CallOption) (*R, error) {
	r, err := t.Build(p)
	objects := func(yield func(Record, error) bool) {
		for rec, err := range c.run(ctx, r, err, opts) {
			if err == nil && !essentialsObject(rec.Raw) {
				continue
			}
			if refused := essentialsRefusal(&r, rec.Raw); err == nil && refused != nil {
				yield(Record{}, refused)
				return
			}
			if !yield(rec, err) {
				return
			}
		}
	}
	var v R
	var odd error
	for got, err := range As[R](objects) {
		if err != nil && !CanContinue(err) {
			return nil, err
		}
		v, odd = got, err
	}
	return &v, odd
}

// essentialsRefusal is what an answer says no with though its status is a yes.
func essentialsRefusal(r *Request, raw json.RawMessage) error {
	item := EssentialsItem{Raw: raw}
	_ = item.UnmarshalJSON(raw) // the object that was made may have a status of another kind
	for _, one := range item.apart() {
		one.Message, one.Identifier = r.hide(one.Message), r.hide(one.Identifier)
		if err := one.Err(); err != nil {
			return err
		}
	}
	return nil
}

// essentialsPasswords puts passwords into the objects of a batch: they are no
// part of its types, so that nothing prints them.
func essentialsPasswords(r Request, member string, passwords []Secret) (Request, error) {
	for i, p := range passwords {
		if p.IsZero() {
			continue
		}
		text, err := p.reveal(context.Background(), false)
		if err != nil {
			return Request{}, fmt.Errorf("proofpoint: %s: password of item %d: %w", r.Name, i, err)
		}
		var list []json.RawMessage
		if err := decodeNumbers(r.Body, &list); err != nil {
			return Request{}, err
		}
		if err := setMember((*[]byte)(&list[i]), "body", member, text); err != nil {
			return Request{}, err
		}
		if r.Body, err = encode(list); err != nil {
			return Request{}, err
		}
		r.secrets = append(r.secrets, text)
	}
	return r, nil
}
