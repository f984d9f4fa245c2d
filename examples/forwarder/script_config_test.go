// What the scripts about source files and definitions need: files with addresses
// in them, and a forwarder that knows no template but those in files.

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/proofpointkit/proofpoint-go/template"
)

// bare is the forwarder without built-in templates.
func bare() {
	builtIn = new(template.Registry)
	main()
}

// expand FILE: $NAME in the file is that variable, $$ is $.
func cmdExpand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: expand file")
	}
	text := os.Expand(ts.ReadFile(args[0]), func(name string) string {
		if name == "$" {
			return name
		}
		return ts.Getenv(name)
	})
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// write FILE TEXT: the file is that line.
func cmdWrite(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: write file text")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(args[1]+"\n"), 0o600))
}

// mark FILE: a byte order mark is put before it.
func cmdMark(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: mark file")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte("\ufeff"+ts.ReadFile(args[0])), 0o600))
}

// wide FILE: it is written as UTF-16, as some editors do.
func cmdWide(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: wide file")
	}
	b := []byte("\xff\xfe")
	for _, unit := range utf16.Encode([]rune(ts.ReadFile(args[0]))) {
		b = append(b, byte(unit), byte(unit>>8))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o600))
}

// definitions DIR: every built-in template as a file of its own.
func cmdDefinitions(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: definitions dir")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o700))
	for t := range template.Default.All() {
		text, err := json.Marshal(t)
		ts.Check(err)
		var b bytes.Buffer
		ts.Check(json.Indent(&b, text, "", "  "))
		ts.Check(os.WriteFile(filepath.Join(dir, t.Name()+".json"), b.Bytes(), 0o600))
	}
}
