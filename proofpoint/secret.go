// Secrets live behind one opaque type, so that no print verb, log handler,
// encoder or enclosing struct can reach the text by accident. Only the
// authenticators in this package read it, at the moment they sign.

package proofpoint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"
)

const redacted = "[redacted]"

// Secret holds a password, key or token, or knows where to read one. Every
// print verb, log handler and encoder writes "[redacted]" in its place; there
// is no exported way to get the text back. The zero Secret holds nothing and
// is refused wherever a secret is needed. A Secret is safe for concurrent use.
type Secret struct{ p *secretSource }

// secretSource is behind a pointer so that even a print of an enclosing
// struct's unexported field shows an address and not the text.
type secretSource struct {
	name string // where it comes from, "" for a literal; never secret
	read func(ctx context.Context, fresh bool) (string, error)
}

// NewSecret holds s itself.
func NewSecret(s string) Secret {
	return Secret{&secretSource{read: func(context.Context, bool) (string, error) { return s, nil }}}
}

// SecretFromEnv reads the environment variable name each time a request is
// signed. An unset or empty variable is an error of that request.
func SecretFromEnv(name string) Secret {
	return Secret{&secretSource{name: "env " + name, read: func(context.Context, bool) (string, error) {
		if v := os.Getenv(name); v != "" {
			return v, nil
		}
		return "", fmt.Errorf("environment variable %s is not set", name)
	}}}
}

// SecretFromFile reads a file of at most 64 KiB, without a byte order mark at its
// beginning and one line break at its end. The file is read again when its size
// or time changes and once after a 401, so a rotated credential is taken up
// without a restart. What is no regular file, a pipe or device, is refused: it
// might never end.
func SecretFromFile(path string) Secret {
	f := &secretFile{path: path}
	return Secret{&secretSource{name: "file " + path, read: f.read}}
}

// SecretFunc calls f each time a request is signed. f must be safe for
// concurrent use and honour its context; it should cache what is dear.
func SecretFunc(f func(context.Context) (string, error)) Secret {
	return Secret{&secretSource{name: "function", read: func(ctx context.Context, _ bool) (string, error) { return f(ctx) }}}
}

type secretFile struct {
	path string
	mu   sync.Mutex
	mod  time.Time
	size int64
	text string
}

func (f *secretFile) read(_ context.Context, fresh bool) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := regular(f.path)
	if err != nil {
		return "", err
	}
	if !fresh && f.text != "" && info.ModTime().Equal(f.mod) && info.Size() == f.size {
		return f.text, nil
	}
	b, err := readRegular(f.path, maxSecret)
	if err != nil {
		return "", err
	}
	text := strings.TrimPrefix(string(b), "\ufeff")
	text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")
	if text == "" {
		return "", &fs.PathError{Op: "secret", Path: f.path, Err: errors.New("it is empty")}
	}
	f.mod, f.size, f.text = info.ModTime(), info.Size(), text
	return text, nil
}

// maxSecret and maxRoots bound files that are read whole, in bytes.
const (
	maxSecret = 64 << 10
	maxRoots  = 16 << 20
)

// regular refuses what is no regular file before it is opened: to open a pipe can
// take for ever.
func regular(path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		e.Op = "open" // which is what this stands for
	}
	if err == nil && !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: path, Err: errors.New("it is no regular file")}
	}
	return info, err
}

// readRegular reads a regular file of at most that many bytes, whatever its size
// is said to be.
func readRegular(path string, most int64) ([]byte, error) {
	if _, err := regular(path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(b)) > most {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("it is larger than %d KiB", most>>10)}
	}
	return b, err
}

var errNoSecret = errors.New("the secret is not set")

func (s Secret) reveal(ctx context.Context, fresh bool) (string, error) {
	if s.p == nil {
		return "", errNoSecret
	}
	v, err := s.p.read(ctx, fresh)
	if err != nil {
		return "", err
	}
	if v == "" {
		return "", errNoSecret
	}
	if strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "", errors.New("the secret holds a control character (a line break copied along with it?)")
	}
	return v, nil
}

// Check reads the secret as signing a request does and says what is wrong with
// it, without its text: nothing is there, it cannot be read, it holds a control
// character. nil means that it can be used now.
func (s Secret) Check(ctx context.Context) error {
	_, err := s.reveal(ctx, true)
	return err
}

// changed reports whether reading the secret afresh gives something else
// than what was used.
func (s Secret) changed(ctx context.Context, used string) bool {
	v, err := s.reveal(ctx, true)
	return err == nil && v != used
}

// trace is what a credential's fingerprint is made of: the source's name
// where there is one, so that rotation does not change it, else the text.
func (s Secret) trace() string {
	if s.p == nil {
		return ""
	}
	if s.p.name != "" {
		return s.p.name
	}
	v, _ := s.p.read(context.Background(), false)
	return v
}

// IsZero reports whether s holds nothing.
func (s Secret) IsZero() bool { return s.p == nil }

// String returns "[redacted]".
func (s Secret) String() string { return redacted }

// GoString returns "[redacted]".
func (s Secret) GoString() string { return redacted }

// Format writes "[redacted]" for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue logs "[redacted]".
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText writes "[redacted]".
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalJSON writes "[redacted]".
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(redacted) }

// GobEncode writes "[redacted]".
func (s Secret) GobEncode() ([]byte, error) { return []byte(redacted), nil }

// GobDecode reads a secret; "[redacted]" is refused.
func (s *Secret) GobDecode(b []byte) error { return s.UnmarshalText(b) }

// UnmarshalText reads a secret. The text "[redacted]" is refused: it is what
// a printed configuration holds, never a credential.
func (s *Secret) UnmarshalText(b []byte) error {
	if string(b) == redacted {
		return errors.New(`proofpoint: "[redacted]" is not a secret: this configuration was printed, not saved`)
	}
	*s = NewSecret(string(b))
	return nil
}
