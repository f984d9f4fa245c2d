// Records that do not fit, and where that is said to be.

package schema_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

func TestValidate(t *testing.T) {
	s := learn(t, slices.Concat(times(8, `{"id":"0000000%d-aaaa-4bbb-8ccc-ddddeeeeffff","kind":"spam","size":1,"parts":[{"md5":null,"a b":"t%d"}]}`),
		times(8, `{"id":"0000000%d-aaaa-4bbb-8ccc-ddddeeeeffff","kind":"phish","size":2,"score":0.5,"192.0.2.%d":true}`))...)
	const id = `"id":"00000000-aaaa-4bbb-8ccc-ddddeeeeffff"`
	tests := []struct{ name, record, want string }{
		{"fits", `{` + id + `,"kind":"spam","size":3}`, ""},
		{"unknown fields fit below", `{` + id + `,"kind":"spam","size":3,"parts":[{"md5":null,"a b":"y","new":1}]}`, ""},
		{"whole numbers are integers", `{` + id + `,"kind":"spam","size":3.0}`, ""},
		{"integers are numbers", `{` + id + `,"kind":"spam","size":3,"score":1}`, ""},
		{"another root", `[]`, `$: found array, want object`},
		{"type", `{` + id + `,"kind":"spam","size":"3"}`, `$.size: found string, want integer`},
		{"fraction", `{` + id + `,"kind":"spam","size":3.5}`, `$.size: found number, want integer`},
		{"null", `{` + id + `,"kind":"spam","size":null}`, `$.size: found null, want integer`},
		{"missing", `{` + id + `,"kind":"spam"}`, `$: found none, want a member "size"`},
		{"missing below", `{` + id + `,"kind":"spam","size":3,"parts":[{"md5":null,"a b":""},{"md5":null}]}`, `$.parts[1]: found none, want a member "a b"`},
		{"enumeration", `{` + id + `,"kind":"ham","size":3}`, `$.kind: found "ham", want one of "phish", "spam"`},
		{"format", `{"id":"1","kind":"spam","size":3}`, `$.id: found "1", want uuid`},
		{"below elements", `{` + id + `,"kind":"spam","size":3,"parts":[{"md5":null,"a b":"x"},{"md5":1,"a b":2}]}`, `$.parts[1].md5: found integer, want null`},
		{"path with odd names", `{` + id + `,"kind":"spam","size":3,"parts":[{"md5":null,"a b":2}]}`, `$.parts[0]['a b']: found integer, want string`},
		{"names that are data", `{` + id + `,"kind":"spam","size":3,"192.0.2.99":1}`, `$['192.0.2.99']: found integer, want boolean`},
		{"the last of a name counts", `{"size":1,` + id + `,"kind":"spam","size":"x"}`, `$.size: found string, want integer`},
		{"and only the last", `{"size":"x",` + id + `,"kind":"spam","size":1}`, ``},
		{"the first of several", `{"kind":"ham","size":"x","id":1}`, `$.kind: found "ham", want one of "phish", "spam"`},
		{"long strings are cut", `{"id":"` + strings.Repeat("x", 99) + `","kind":"spam","size":3}`, `$.id: found "` + strings.Repeat("x", 40) + `"…, want uuid`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := s.Validate([]byte(tt.record))
			var violation *schema.ViolationError
			if got := errors.As(err, &violation); got != (tt.want != "") {
				t.Fatalf("Validate(%s) = %v, want %q", tt.record, err, tt.want)
			}
			if tt.want != "" {
				if d := cmp.Diff("schema: validate: "+tt.want, err.Error()); d != "" {
					t.Errorf("error mismatch (-want +got):\n%s", d)
				}
			}
		})
	}
	if err := s.Validate([]byte(`{`)); !errors.Is(err, schema.ErrNotJSON) {
		t.Errorf("Validate of no JSON = %v, want ErrNotJSON", err)
	}
	if err := (schema.Schema{}).Validate([]byte(`{"any":1}`)); err != nil {
		t.Errorf("Validate against nothing = %v, want nil", err)
	}
}

func TestWholeNumbers(t *testing.T) {
	s := learn(t, `1`)
	for number, want := range map[string]bool{
		"0.0": true, "-0.000e-7": true, "1.0": true, "1e0": true, "1e3": true, "1.5e1": true, "15e-1": false, "150e-1": true, "1.50e1": true, "1.55e1": false,
		"1e-1": false, "0.1": false, "-2.5E+1": true, "1e99999999999999999999": true, "1e-99999999999999999999": false, "0e-99999999999999999999": true,
		"100e-2": true, "100e-3": false, "1e2147483648": true,
	} {
		if got := s.Validate([]byte(number)) == nil; got != want {
			t.Errorf("%s is whole: %v, want %v", number, got, want)
		}
	}
}

// TestValidateTogether: one schema serves many at once.
func TestValidateTogether(t *testing.T) {
	s := learn(t, `{"a":[{"b":1}]}`)
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for range 100 {
				good, bad := s.Validate([]byte(`{"a":[{"b":2}]}`)), s.Validate([]byte(`{"a":[{"b":2},{"b":"x"}]}`))
				if good != nil || bad == nil || !strings.Contains(bad.Error(), "$.a[1].b") {
					t.Errorf("worker %d: %v, %v", worker, good, bad)
				}
			}
		})
	}
	group.Wait()
}
