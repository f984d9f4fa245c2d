// Runs the example as a reader would, and holds it to its promise of length.

package main

import (
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestMainPrintsMessages(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	os.Stdout = write
	printed := make(chan string)
	go func() {
		b, _ := io.ReadAll(read)
		printed <- string(b)
	}()
	main()
	os.Stdout = stdout
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(<-printed, "\n"), "\n")
	if len(lines) < 10 {
		t.Errorf("%d lines, want some dozens", len(lines))
	}
	line := regexp.MustCompile(`^\d\d:\d\d:\d\d \[\S+@acme\.example\]`)
	for _, l := range lines {
		if !line.MatchString(l) {
			t.Errorf("line %q does not show time, recipient and subject", l)
		}
	}
}

// Records are in the caller's hands within twelve lines after the imports.
func TestTwelveLines(t *testing.T) {
	b, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(b), "\n)\n\n")
	if n := strings.Count(body, "\n"); n > 12 {
		t.Errorf("%d lines after the imports, want at most 12", n)
	}
}
