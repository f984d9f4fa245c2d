// The limits: what a contender cannot beat, because it has to do this too.

package main

import (
	stdgzip "compress/gzip"
	"encoding/json"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/tidwall/gjson"
)

// drain reads in blocks of the size that pathdata reads in, so that the difference in memory is what a contender adds.
func drain(in *answer, out sink) error {
	buf := make([]byte, 64<<10)
	for read := false; ; {
		n, err := in.Read(buf)
		if n > 0 && !read {
			out.begun()
			read = true
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func jsonValid(in *answer, _ sink) error {
	body, err := in.whole()
	if err == nil && !json.Valid(body) {
		err = errors.New("the body is not valid")
	}
	return err
}

func gjsonValid(in *answer, _ sink) error {
	body, err := in.whole()
	if err == nil && !gjson.ValidBytes(body) {
		err = errors.New("the body is not valid")
	}
	return err
}

func gunzipKlauspost(in *answer, out sink) error {
	z, err := gzip.NewReader(in.Reader)
	if err != nil {
		return err
	}
	return drain(&answer{Reader: z}, out)
}

func gunzipStandard(in *answer, out sink) error {
	z, err := stdgzip.NewReader(in.Reader)
	if err != nil {
		return err
	}
	return drain(&answer{Reader: z}, out)
}
