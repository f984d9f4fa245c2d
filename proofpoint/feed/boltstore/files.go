// Small files beside the ledger: each is replaced whole, or not.

package boltstore

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/proofpoint/feed"
)

const newSuffix = ".new" // of a file that is being written

// replaceFile writes a file so that a reader finds the old one or the new one,
// also after a power cut.
func replaceFile(path string, content []byte) error {
	return replaceWith(path, func(f *os.File) error {
		_, err := f.Write(content)
		return err
	})
}

func replaceWith(path string, write func(*os.File) error) (err error) {
	f, err := os.OpenFile(path+newSuffix, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(path + newSuffix) //nolint:errcheck // what counts is the first error
		}
	}()
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(path+newSuffix, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes the names in a directory last. Windows cannot be asked to.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close() //nolint:errcheck // nothing was written through it
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}

// readKind reads FORMAT; known is false if there is none.
func readKind(dir string) (k kind, known bool, err error) {
	text, err := os.ReadFile(filepath.Join(dir, formatFile))
	if errors.Is(err, fs.ErrNotExist) {
		return kind{}, false, nil
	}
	if err != nil {
		return kind{}, false, fmt.Errorf("%w: %w", feed.ErrStateUnwritable, err)
	}
	k, err = parseKind(string(text))
	return k, err == nil, err
}

// writeOwner says who holds the directory, for the one who is refused.
func writeOwner(dir string, now time.Time) error {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return replaceFile(filepath.Join(dir, ownerFile), fmt.Appendf(nil, "pid %d\nhost %s\nsince %s\n", os.Getpid(), host, now.Format(time.RFC3339)))
}

// heldBy reads OWNER. It may be of an owner that was killed, or not be there
// yet: what is not known stays zero.
func heldBy(dir string) *feed.HeldError {
	held := &feed.HeldError{Where: dir}
	text, err := os.ReadFile(filepath.Join(dir, ownerFile))
	if err != nil {
		return held
	}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch name {
		case "pid":
			held.PID, _ = strconv.Atoi(value)
		case "host":
			held.Host = value
		case "since":
			held.Since, _ = time.Parse(time.RFC3339, value)
		}
	}
	return held
}
