// An operation together with the Go types of its parameters and records: what
// a service's method is made of. The methods say what people read; how a call
// is made is said here, once for each of the four forms that an answer has.

package proofpoint

import (
	"bytes"
	"context"
	"iter"
	"reflect"
)

// typed is an operation whose parameters are a P and whose records are an R.
type typed[P, R any] struct{ *Operation }

// noParams are the parameters of an operation that has none.
type noParams struct{}

// define makes an operation that OperationNamed and Operations know.
func define[P, R any](o Operation) typed[P, R] {
	o.record = reflect.TypeFor[R]()
	return typed[P, R]{builtin[P](o)}
}

// all walks the records, page after page.
func (t typed[P, R]) all(ctx context.Context, c *Client, p P, opts []CallOption) iter.Seq2[R, error] {
	r, err := t.Build(p)
	return As[R](c.run(ctx, r, err, opts))
}

// one returns the only record of the answer. A record that does not fit its
// type comes as what could be read of it, beside a [*RecordError].
func (t typed[P, R]) one(ctx context.Context, c *Client, p P, opts []CallOption) (*R, error) {
	r, err := t.Build(p)
	v, err := One[R](c.runAlone(ctx, r, err, opts))
	if err != nil && !CanContinue(err) {
		return nil, err
	}
	return &v, err
}

// written is one for a write, which services answer with an object, a plain
// sentence or nothing. All three mean that it was done: without an object the
// value is zero, because an error would make people do it again.
func (t typed[P, R]) written(ctx context.Context, c *Client, p P, opts []CallOption) (*R, error) {
	r, err := t.Build(p)
	objects := func(yield func(Record, error) bool) {
		for rec, err := range c.runAlone(ctx, r, err, opts) {
			if (err != nil || bytes.HasPrefix(rec.Raw, []byte("{"))) && !yield(rec, err) {
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

// done reads the answer to its end and tells only whether it was good.
func (t typed[P, R]) done(ctx context.Context, c *Client, p P, opts []CallOption) error {
	r, err := t.Build(p)
	return None(c.runAlone(ctx, r, err, opts))
}

// open returns the answer's bytes as they come; the caller closes them.
func (t typed[P, R]) open(ctx context.Context, c *Client, p P, opts []CallOption) (*Response, error) {
	r, err := t.Build(p)
	if err != nil {
		return nil, err
	}
	return c.RawRequest(ctx, r, opts...)
}
