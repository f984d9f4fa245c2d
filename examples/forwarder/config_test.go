// The published schema of source files and their reader say the same, and the
// file that the documentation shows is one that is read.

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/internal/jsonschema"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// TestConfigSchemaHasTheMembers: what is read is published, and the other way
// round.
func TestConfigSchemaHasTheMembers(t *testing.T) {
	for of, typ := range map[string]reflect.Type{"": reflect.TypeFor[configFile](), "credential": reflect.TypeFor[credentialDef](),
		"reference": reflect.TypeFor[referenceDef](), "source": reflect.TypeFor[sourceDef](), "request": reflect.TypeFor[requestDef](),
		"output": reflect.TypeFor[outputDef]()} {
		s, err := jsonschema.Compile(configSchema)
		if of != "" {
			s, err = jsonschema.Definition(configSchema, of)
		}
		if err != nil {
			t.Fatal(err)
		}
		var read []string
		for f := range typ.Fields() {
			read = append(read, f.Tag.Get("json"))
		}
		if diff := cmp.Diff(slices.Sorted(slices.Values(s.Properties())), slices.Sorted(slices.Values(read))); diff != "" {
			t.Errorf("members of %q mismatch (-published +read):\n%s", of, diff)
		}
	}
}

// TestConfigSchemaIsDocumented: every member has a word about it.
func TestConfigSchemaIsDocumented(t *testing.T) {
	var s map[string]any
	if err := json.Unmarshal(configSchema, &s); err != nil {
		t.Fatal(err)
	}
	defs, _ := s["$defs"].(map[string]any)
	all := map[string]any{"file": s}
	for name, def := range defs {
		all[name] = def
	}
	for name, def := range all {
		properties, _ := def.(map[string]any)["properties"].(map[string]any)
		for member, v := range properties {
			m, _ := v.(map[string]any)
			ref, _ := m["$ref"].(string)
			of, _ := defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
			if m["description"] == nil && of["description"] == nil {
				t.Errorf("%s.%s has no description", name, member)
			}
		}
	}
}

// TestCredentialPartsAreVariables: every member of a credential stands for a
// variable that the library reads, and none that it needs is left out.
func TestCredentialPartsAreVariables(t *testing.T) {
	references := reflect.TypeFor[credentialDef]()
	for service, parts := range credentialParts {
		known := proofpoint.Variables(service)
		var said []string
		for _, list := range []map[string]string{parts, credentialTexts[service]} {
			for member, variable := range list {
				said = append(said, variable)
				if !slices.Contains(known, variable) {
					t.Errorf("%s: %s stands for %s, which is not read", service, member, variable)
				}
				if !slices.ContainsFunc(reflect.VisibleFields(references), func(f reflect.StructField) bool { return f.Tag.Get("json") == member }) {
					t.Errorf("%s: %s is no member", service, member)
				}
			}
		}
		for _, variable := range known {
			elsewhere := strings.HasSuffix(variable, "_BASE_URL") || strings.HasSuffix(variable, "_CA_FILE") || strings.HasSuffix(variable, "_CLUSTER_ID")
			if !elsewhere && !slices.Contains(said, variable) {
				t.Errorf("%s: no member stands for %s", service, variable)
			}
		}
	}
}

// TestConfigOfReadme: the file that people copy is right.
func TestConfigOfReadme(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(page), "## Configure without Go")
	_, text, _ = strings.Cut(text, "```json\n")
	text, _, found := strings.Cut(text, "```")
	if !found {
		t.Fatal("the page shows no source file")
	}
	dir := t.TempDir()
	secret := filepath.Join(dir, "tap")
	file := filepath.Join(dir, "sources.json")
	text = strings.ReplaceAll(text, "/run/secrets/tap", filepath.ToSlash(secret))
	for name, content := range map[string]string{secret: "s3cret\n", file: text} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr strings.Builder
	set := map[string]string{"TAP_PRINCIPAL": "someone", "THINGS_KEY": "k3y"}
	t.Setenv("THINGS_KEY", set["THINGS_KEY"]) // auth is read by the library, from the process
	lookup := func(name string) (string, bool) { v, ok := set[name]; return v, ok }
	code := run(t.Context(), []string{"-config", file, "-validate"}, lookup, strings.NewReader(""), &stdout, &stderr)
	if code != exitDone || stderr.Len() > 0 || !strings.Contains(stdout.String(), "2 sources, nothing wrong") {
		t.Errorf("-validate of the page's file ends with %d: %s%s", code, &stdout, &stderr)
	}
}

// TestConfigHoldsNoSecret: a secret that is written in the file, wherever a
// credential can stand, is refused and in no message.
func TestConfigHoldsNoSecret(t *testing.T) {
	const secret = "hunter2-very-secret"
	for name, text := range map[string]string{
		"member":     `{"version":1,"credentials":{"a":{"service":"tap","principal":{"env":"P"},"secret":"` + secret + `"}},"sources":[{"name":"x","template":"get_alerts"}]}`,
		"env":        `{"version":1,"credentials":{"a":{"service":"tap","principal":{"env":"P"},"secret":{"env":"` + secret + `"}}},"sources":[{"name":"x","template":"get_alerts"}]}`,
		"variable":   `{"version":1,"credentials":{"a":{"service":"tap","principal":{"env":"P"},"secret":{"env":"hunter2_very_secret"}}},"sources":[{"name":"x","template":"get_alerts"}]}`,
		"file":       `{"version":1,"credentials":{"a":{"service":"tap","principal":{"env":"P"},"secret":{"file":"` + secret + `"}}},"sources":[{"name":"x","template":"get_alerts"}]}`,
		"auth":       `{"version":1,"credentials":{"a":{"service":"b","base_url":"https://b.example","auth":{"type":"key","secret":["` + secret + `"]}}},"sources":[{"name":"x","template":"get_alerts"}]}`,
		"unknown":    `{"version":1,"credentials":{"a":{"service":"tap","token":"` + secret + `"}},"sources":[{"name":"x","template":"get_alerts"}]}`,
		"base":       `{"version":1,"credentials":{"a":{"service":"b","base_url":"https://u:` + secret + `@b.example","auth":{"type":"anonymous"}}},"sources":[{"name":"x","template":"get_alerts"}]}`,
		"header":     `{"version":1,"sources":[{"name":"x","request":{"url":"https://b.example/","headers":"Authorization:` + secret + `"}}]}`,
		"query":      `{"version":1,"sources":[{"name":"x","request":{"url":"https://b.example/?api_key=` + secret + `"}}]}`,
		"user":       `{"version":1,"sources":[{"name":"x","request":{"url":"https://u:` + secret + `@b.example/"}}]}`,
		"body":       `{"version":1,"sources":[{"name":"x","request":{"url":"https://b.example/","body":{"password":"` + secret + `"}}}]}`,
		"credential": `{"version":1,"credentials":"` + secret + `","sources":[{"name":"x","template":"get_alerts"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "sources.json")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			var stdout, stderr strings.Builder
			code := run(t.Context(), []string{"-config", file, "-validate"}, func(string) (string, bool) { return "", false }, strings.NewReader(""), &stdout, &stderr)
			if code != exitMistake || strings.Contains(strings.ReplaceAll(stdout.String()+stderr.String(), "_", "-"), secret) {
				t.Errorf("-validate ends with %d: %s%s", code, &stdout, &stderr)
			}
		})
	}
}

// TestTitlesOfTheSeeds: the seed templates are asked by their titles, whatever
// other templates are called.
func TestTitlesOfTheSeeds(t *testing.T) {
	a := &app{registry: template.Default}
	r := &sourceReader{configReader: &configReader{app: a}}
	for _, name := range []string{"get_messages_delivered", "get_alerts", "list_blocklist_entries", "get_domain_intelligence"} {
		seed, ok := template.Default.Lookup(name)
		if !ok {
			t.Fatalf("there is no template %s", name)
		}
		if got := r.titled("/sources/0", seed.Title()); got == nil || got.Name() != name {
			t.Errorf("titled(%q) = %v, want %s", seed.Title(), got, name)
		}
	}
}
