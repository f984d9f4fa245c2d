// What a contender reads: a file, the memory, or an answer over the network. Whoever wants the whole body gets it as cheaply as the source
// allows, so that nobody loses for the way in which it was read.

package main

import (
	"bytes"
	"io"
	"os"
)

// answer is one body.
type answer struct {
	io.Reader
	held  []byte // all of it, if it is in memory already
	size  int64  // bytes, 0 if not known
	close func() error
}

// opener opens the body of a job.
type opener func(job) (*answer, error)

// whole returns the body as one piece.
func (a *answer) whole() ([]byte, error) {
	if a.held != nil {
		return a.held, nil
	}
	if a.size == 0 {
		return io.ReadAll(a)
	}
	b := make([]byte, a.size)
	_, err := io.ReadFull(a, b)
	return b, err
}

func openFile(j job) (*answer, error)   { return open(j.Body) }
func openZipped(j job) (*answer, error) { return open(j.Zipped) }

func open(path string) (*answer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return &answer{Reader: f, size: info.Size(), close: f.Close}, nil
}

func openMemory(j job) (*answer, error) {
	b, err := os.ReadFile(j.Body)
	return &answer{Reader: bytes.NewReader(b), held: b, close: func() error { return nil }}, err
}
