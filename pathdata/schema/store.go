// Data sets in files, one each. A reader sees the old file or the new one,
// never a part; who writes at the same time as another overwrites it, so one
// process keeps a data set.

package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// What can be wrong with a data set's name or file, for [errors.Is].
var (
	// ErrName says that a data set cannot have such a name.
	ErrName = errors.New("not a name for a data set")
	// ErrNewer says that a file was written by a later version of this package,
	// in a format that this one does not know.
	ErrNewer = errors.New("written in a newer format")
)

// fileFormat is the format of the file, the first thing in it. It rises when
// an older reader would misread a file, or refuse it as foreign.
const fileFormat = 1

// file is a data set as it is written.
type file struct {
	Format int `json:"format"`
	Dataset
}

// Load reads the data set from dir/name.json. If there is no such file, the
// error is [io/fs.ErrNotExist] and the data set is named and empty, so that
// Update can go on from it. Other errors: [ErrName], [ErrNewer] if a later
// version of this package wrote it, [ErrForeign] if it is not what Save wrote,
// and those of the file system.
func Load(dir, name string) (Dataset, error) {
	d := Dataset{Name: name}
	if err := checkName(name); err != nil {
		return Dataset{}, fmt.Errorf("schema: load: %w", err)
	}
	text, err := os.ReadFile(filepath.Join(dir, name+".json"))
	if err != nil {
		return d, fmt.Errorf("schema: load: %w", err)
	}
	var head struct {
		Format int `json:"format"`
	}
	if json.Unmarshal(text, &head) == nil && head.Format > fileFormat {
		return d, fmt.Errorf("schema: load: %q: %w, %d; this program reads format %d: use a newer one", name, ErrNewer, head.Format, fileFormat)
	}
	var read file
	if err := decode(text, &read); err != nil {
		if !errors.Is(err, ErrForeign) {
			err = fmt.Errorf("%w: %w", ErrForeign, err)
		}
		return d, fmt.Errorf("schema: load: %q: %w", name, err)
	}
	if read.Format != fileFormat || read.Name != name || read.Version < 1 || read.Schema.Records() < 1 {
		return d, fmt.Errorf("schema: load: %q: %w: it holds version %d of %q, with %d records, in format %d",
			name, ErrForeign, read.Version, read.Name, read.Schema.Records(), read.Format)
	}
	return read.Dataset, nil
}

// Save writes the data set to dir/name.json, in the place of what was there, in
// one step; dir must exist. The file is readable by its owner only, because a
// schema can hold values (see [Schema.MarshalJSON]). Errors: [ErrName], a data
// set without records, and those of the file system; the old file is whole then.
func (d Dataset) Save(dir string) error {
	if err := checkName(d.Name); err != nil {
		return fmt.Errorf("schema: save: %w", err)
	}
	if d.Version < 1 || d.Schema.Records() == 0 {
		return fmt.Errorf("schema: save: %q has no records yet; Update it first", d.Name)
	}
	text, err := json.MarshalIndent(file{fileFormat, d}, "", "  ")
	if err != nil {
		return fmt.Errorf("schema: save: %q: %w", d.Name, err)
	}
	if err := replace(filepath.Join(dir, d.Name+".json"), append(text, '\n')); err != nil {
		return fmt.Errorf("schema: save: %w", err)
	}
	return nil
}

// replace writes a file beside the other, on the disk before it has its name.
func replace(name string, text []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(text)
	err = errors.Join(err, f.Sync())
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// checkName refuses what could leave the folder or be hidden in it.
func checkName(name string) error {
	ok := len(name) >= 1 && len(name) <= 100 && name[0] != '.'
	for i := range len(name) {
		c := name[i]
		ok = ok && (isLetter(c) || isDigit(c) || c == '-' || c == '_' || c == '.')
	}
	if !ok {
		return fmt.Errorf("%w: %q; use 1 to 100 letters, digits, \"-\", \"_\" and \".\", the first no dot", ErrName, name)
	}
	return nil
}
