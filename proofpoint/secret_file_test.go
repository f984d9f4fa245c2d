// Files of secrets as people make them: with a byte order mark, too large, or no
// file at all but something that never ends.

package proofpoint_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestSecretCheck(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) proofpoint.Secret {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return proofpoint.SecretFromFile(path)
	}
	for name, tt := range map[string]struct {
		secret proofpoint.Secret
		want   string
	}{
		"text":              {proofpoint.NewSecret(testSecret), ""},
		"file":              {file("right", testSecret+"\r\n"), ""},
		"largest":           {file("largest", strings.Repeat("x", 64<<10)), ""},
		"nothing":           {proofpoint.Secret{}, "the secret is not set"},
		"control character": {proofpoint.NewSecret(testSecret + "\n"), "control character"},
		"two lines":         {file("two", testSecret+"\n\n"), "control character"},
		"UTF-16":            {file("wide", "\xff\xfeh\x00"), "control character"},
		"too large":         {file("large", strings.Repeat("x", 64<<10+1)), "larger than 64 KiB"},
		"empty":             {file("empty", "\n"), "is empty"},
		"mark alone":        {file("mark", "\ufeff\n"), "is empty"},
		"directory":         {proofpoint.SecretFromFile(dir), "no regular file"},
	} {
		t.Run(name, func(t *testing.T) {
			err := tt.secret.Check(t.Context())
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("Check() = %v, want %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), testSecret) {
				t.Error("the error holds the secret")
			}
		})
	}
}

// TestSecretFileWithMark: the mark that editors write is no part of the secret.
func TestSecretFileWithMark(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte("\ufeff"+testSecret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	op := &proofpoint.Operation{Name: "x", Proto: proofpoint.Request{Path: "/"}, Params: []proofpoint.Param{{Name: "pin", Type: "string", In: "header:X-Pin", Secret: true}}}
	r, err := op.Build(map[string]any{"pin": proofpoint.SecretFromFile(path)})
	if got := r.Header.Get("X-Pin"); err != nil || got != testSecret {
		t.Errorf("the secret is read as %q, %v", got, err)
	}
}

// TestSecretFileWithoutEnd: a device is not read, whether for a secret or for
// authorities.
func TestSecretFileWithoutEnd(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no such device; CI runs this on other systems")
	}
	if err := proofpoint.SecretFromFile("/dev/zero").Check(t.Context()); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("Check() of a device = %v", err)
	}
	if _, err := proofpoint.NewClient(proofpoint.Config{proofpoint.TAP: {CAFile: "/dev/zero"}}); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("NewClient with a device for authorities = %v", err)
	}
}
