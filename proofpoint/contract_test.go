// The contract of every operation, one row each: what is asked (golden), what a
// fixture becomes, and that nothing of it gets lost. The rows are in the files
// contract_<service>_test.go; all that is tested is derived from them and from
// the operation, so that a row is one line.

package proofpoint_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/internal/golden"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/proofpoint/proofpointtest"
)

// contractRow is one operation's row.
type contractRow struct {
	op      string
	call    func(c *proofpoint.Client) any // the service's method
	params  any                            // its parameters; nil if it takes none
	fixture string                         // in testdata/contract; default: op + ".json"
	records int                            // in the fixture; default 1
	none    bool                           // the fixture holds no record
	status  int                            // of the answer; default 200. 204: no fixture
	// answer names the fixture for a request, where one call makes several
	// requests.
	answer func(r *http.Request) string
	// seeded gives parameters that exist in the fake's world, where params name
	// something that does not.
	seeded func(t testing.TB, c *proofpoint.Client) any
}

func contractRows() []contractRow {
	return slices.Concat(tapRows, casbRows, ptrRows, ctrRows, etiRows, essentialsRows)
}

func (row contractRow) operation(t testing.TB) *proofpoint.Operation {
	t.Helper()
	o, ok := proofpoint.OperationNamed(row.op)
	if !ok {
		t.Fatalf("there is no operation %q", row.op)
	}
	return o
}

// body is the answer's text.
func (row contractRow) body(t testing.TB, r *http.Request) []byte {
	t.Helper()
	name := row.fixture
	switch {
	case row.status == http.StatusNoContent:
		return nil
	case row.answer != nil:
		name = row.answer(r)
	case name == "":
		name = row.op + ".json"
	}
	b, err := os.ReadFile(filepath.Join("testdata", "contract", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// contractConfig reaches every service, each at its public host or an invented
// one. But for the key in a path, request lines do not depend on how a service
// signs.
func contractConfig() proofpoint.Config {
	cfg := proofpoint.Config{}
	for _, s := range []proofpoint.Service{proofpoint.TAP, proofpoint.CASB, proofpoint.CTR, proofpoint.ETI, proofpoint.ETIScores, proofpoint.EssentialsSIEM} {
		cfg[s] = proofpoint.ServiceConfig{Auth: proofpoint.Basic("user", proofpoint.NewSecret(testSecret))}
	}
	cfg[proofpoint.ETIFiles] = proofpoint.ServiceConfig{Auth: proofpoint.PathKey(proofpoint.NewSecret(testSecret))}
	cfg[proofpoint.PTR] = proofpoint.ServiceConfig{BaseURL: "https://ptr.example", Auth: proofpoint.Basic("user", proofpoint.NewSecret(testSecret))}
	cfg[proofpoint.Essentials] = proofpoint.ServiceConfig{BaseURL: "https://us1.proofpointessentials.com/api/v1", Auth: proofpoint.Basic("user", proofpoint.NewSecret(testSecret))}
	return cfg
}

// result is what a typed call gave, whatever its form.
type result struct {
	values []any
	err    error
}

// invoke calls the row's method and drains what it returns.
func (row contractRow) invoke(t testing.TB, c *proofpoint.Client) (out result) {
	t.Helper()
	method := reflect.ValueOf(row.call(c))
	args := []reflect.Value{reflect.ValueOf(t.Context())}
	if row.params != nil {
		args = append(args, reflect.ValueOf(row.params))
	}
	back := method.Call(args)
	switch last := back[len(back)-1]; {
	case last.Kind() == reflect.Func:
		for v, err := range last.Seq2() {
			if err := asError(err); err != nil {
				out.err = errors.Join(out.err, err)
				if !proofpoint.CanContinue(err) {
					continue
				}
			}
			out.values = append(out.values, v.Interface())
		}
		return out
	default:
		out.err = asError(last)
	}
	if len(back) == 2 && !(back[0].Kind() == reflect.Pointer && back[0].IsNil()) && (out.err == nil || proofpoint.CanContinue(out.err)) {
		v := back[0].Interface()
		if resp, ok := v.(*proofpoint.Response); ok {
			b, err := io.ReadAll(resp.Body)
			if err != nil || resp.Body.Close() != nil {
				t.Errorf("%s: reading the bytes: %v", row.op, err)
			}
			v = b
		}
		out.values = append(out.values, v)
	}
	return out
}

func asError(v reflect.Value) error {
	err, _ := v.Interface().(error)
	return err
}

// serve is a transport that answers with the row's fixture.
func (row contractRow) serve(t testing.TB, change func([]byte) []byte) *server {
	return &server{answer: func(_ int, r *http.Request) *http.Response {
		b := row.body(t, r)
		if change != nil {
			b = change(b)
		}
		status := row.status
		if status == 0 {
			status = http.StatusOK
		}
		return answerFrom(status, io.NopCloser(bytes.NewReader(b)))
	}}
}

// rawOf is the Raw of a typed value; false if it has none.
func rawOf(v any) ([]byte, bool) {
	if r, ok := v.(interface{ Raw() rawJSON }); ok {
		return r.Raw(), true
	}
	rv := reflect.Indirect(reflect.ValueOf(v))
	if rv.Kind() != reflect.Struct {
		return nil, false
	}
	f := rv.FieldByName("Raw")
	if !f.IsValid() {
		return nil, false
	}
	raw, ok := f.Interface().(rawJSON)
	return raw, ok
}

func TestContractIsWhole(t *testing.T) {
	var have []string
	for _, row := range contractRows() {
		have = append(have, row.op)
	}
	slices.Sort(have)
	for i, op := range have {
		if i > 0 && have[i-1] == op {
			t.Errorf("operation %q has two rows", op)
		}
	}
	for o := range proofpoint.Operations() {
		if !slices.Contains(have, o.Name) {
			t.Errorf("operation %q has no row in the contract test", o.Name)
		}
	}
}

func TestContractRequests(t *testing.T) {
	lines := map[proofpoint.Service]*strings.Builder{}
	for _, row := range slices.SortedFunc(slices.Values(contractRows()), func(a, b contractRow) int { return strings.Compare(a.op, b.op) }) {
		s := row.serve(t, nil)
		c, _ := newClient(t, s, contractConfig())
		row.invoke(t, c)
		service := row.operation(t).Proto.Service
		if lines[service] == nil {
			lines[service] = new(strings.Builder)
		}
		b := lines[service]
		fmt.Fprintf(b, "# %s\n", row.op)
		if row.answer == nil && len(s.seen) != 1 {
			t.Errorf("%s: the fixture was asked for %d times, want once: it should be a last page", row.op, len(s.seen))
		}
		for i, r := range s.seen {
			q, err := url.QueryUnescape(r.URL.RawQuery)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(b, "%s %s%s", r.Method, r.URL.Host, strings.ReplaceAll(r.URL.EscapedPath(), testSecret, "{key}"))
			if q != "" {
				fmt.Fprintf(b, "?%s", q)
			}
			fmt.Fprintln(b)
			if s.bodies[i] != "" {
				fmt.Fprintln(b, s.bodies[i])
			}
		}
	}
	for service, b := range lines {
		golden.Check(t, "requests/"+string(service)+".txt", []byte(b.String()))
	}
}

// TestContractRaw: every record of the fixture comes, its bytes as they were.
func TestContractRaw(t *testing.T) {
	for _, row := range contractRows() {
		t.Run(row.op, func(t *testing.T) {
			var served []byte
			c, _ := newClient(t, row.serve(t, func(b []byte) []byte { served = append(served, b...); return b }), contractConfig())
			got := row.invoke(t, c)
			if got.err != nil {
				t.Fatal(got.err)
			}
			want := max(row.records, 1)
			if row.none || row.status == http.StatusNoContent {
				want = 0
			}
			if isWrite(row.call(c)) {
				want = 0
			}
			if len(got.values) != want {
				t.Fatalf("%d records, want %d", len(got.values), want)
			}
			for _, v := range got.values {
				raw, ok := rawOf(v)
				if b, isBytes := v.([]byte); isBytes {
					raw, ok = b, true
				}
				if !ok && reflect.Indirect(reflect.ValueOf(v)).Kind() == reflect.Struct {
					t.Fatalf("%T keeps no Raw", v)
				}
				if ok && row.answer == nil && !bytes.Contains(served, raw) || ok && len(raw) == 0 {
					t.Errorf("Raw is not as served: %s", raw)
				}
			}
		})
	}
}

// isWrite reports whether a method returns nothing but an error.
func isWrite(method any) bool {
	return reflect.TypeOf(method).NumOut() == 1 && reflect.TypeOf(method).Out(0) == reflect.TypeFor[error]()
}

// TestContractKeepsTheUnknown: a member that the type does not know, and a
// number beyond 2^53, are in Raw.
func TestContractKeepsTheUnknown(t *testing.T) {
	const extra = `"x_unknown":{"n":9007199254740993,"s":"\u00e9"}`
	for _, row := range contractRows() {
		c, _ := newClient(t, row.serve(t, nil), contractConfig())
		first := row.invoke(t, c)
		if row.answer != nil || len(first.values) == 0 {
			continue
		}
		t.Run(row.op, func(t *testing.T) {
			for i, v := range first.values {
				raw, ok := rawOf(v)
				if !ok || !bytes.HasPrefix(raw, []byte("{")) {
					continue
				}
				comma := ","
				if string(bytes.TrimSpace(raw[1:])) == "}" {
					comma = ""
				}
				grown := append([]byte("{"+extra+comma), raw[1:]...)
				// The last one that looks like it: a record may be found in an earlier one.
				change := func(b []byte) []byte {
					at := bytes.LastIndex(b, raw)
					return slices.Concat(b[:at], grown, b[at+len(raw):])
				}
				c, _ := newClient(t, row.serve(t, change), contractConfig())
				got := row.invoke(t, c)
				if got.err != nil || len(got.values) != len(first.values) {
					t.Fatalf("with an unknown member: %d records, %v", len(got.values), got.err)
				}
				found := false
				for _, v := range got.values {
					r, _ := rawOf(v)
					found = found || bytes.Equal(r, grown)
				}
				if !found {
					t.Errorf("record %d: Raw does not hold the unknown member as it was sent", i)
				}
			}
		})
	}
}

func TestContractErrors(t *testing.T) {
	want := map[int]error{401: proofpoint.ErrUnauthorized, 403: proofpoint.ErrForbidden, 404: proofpoint.ErrNotFound, 302: proofpoint.ErrRedirect, 400: nil, 409: nil, 500: nil}
	for _, row := range contractRows() {
		t.Run(row.op, func(t *testing.T) {
			for _, status := range slices.Sorted(maps.Keys(want)) {
				s := &server{answer: func(int, *http.Request) *http.Response {
					return answer(status, `{"message":"no such luck"}`, "Location", "https://elsewhere.example/")
				}}
				c, _ := newClient(t, s, contractConfig(), proofpoint.WithRetry(proofpoint.NoRetry))
				err := row.invoke(t, c).err
				ae, ok := errors.AsType[*proofpoint.APIError](err)
				if !ok || ae.StatusCode != status || ae.Message != "no such luck" && row.answer == nil {
					t.Errorf("%d: %v, want an *APIError with the service's words", status, err)
				} else if want[status] != nil && !errors.Is(err, want[status]) {
					t.Errorf("%d: %v is not %v", status, err, want[status])
				}
				var ambiguous *proofpoint.AmbiguousError
				if write := row.operation(t).Writes(); errors.As(err, &ambiguous) != (write && status >= 500) {
					t.Errorf("%d: %v; a write: %v", status, err, write)
				}
			}
			s := &server{answer: func(int, *http.Request) *http.Response { return answer(429, "slow down", "Retry-After", "7200") }}
			c, _ := newClient(t, s, contractConfig())
			if err := row.invoke(t, c).err; !errors.Is(err, proofpoint.ErrRateLimited) {
				t.Errorf("429: %v is not ErrRateLimited", err)
			}
		})
	}
}

// TestContractWritesAreNotRepeated: a broken connection is tried again for
// reads alone.
func TestContractWritesAreNotRepeated(t *testing.T) {
	for _, row := range contractRows() {
		t.Run(row.op, func(t *testing.T) {
			s := &server{answer: func(int, *http.Request) *http.Response { return nil }}
			c, _ := newClient(t, s, contractConfig())
			err := row.invoke(t, c).err
			var ambiguous *proofpoint.AmbiguousError
			switch write := row.operation(t).Writes(); {
			case write && (len(s.seen) != 1 || !errors.As(err, &ambiguous)):
				t.Errorf("a write was sent %d times: %v; want once, and an *AmbiguousError", len(s.seen), err)
			case !write && len(s.seen) < 2:
				t.Errorf("a read was sent %d times: %v; want again", len(s.seen), err)
			}
		})
	}
}

// TestContractFakeRoutes: the fake has a route for every operation, under its
// name, and it gives what the operation is for.
func TestContractFakeRoutes(t *testing.T) {
	for _, row := range contractRows() {
		s := proofpointtest.NewServer(proofpointtest.Seeded(1))
		c := s.Client(proofpoint.WithRetry(proofpoint.NoRetry))
		if row.seeded != nil {
			row.params = row.seeded(t, c)
		}
		got := row.invoke(t, c)
		if got.err != nil {
			t.Errorf("%s: the fake says no: %v", row.op, got.err)
		}
		if row.operation(t).Proto.Value == nil && len(s.Calls(row.op)) == 0 { // a chain asks others
			t.Errorf("the fake was not asked for %q but for %v", row.op, s.Calls(""))
		}
	}
}

// methodOf is the name of the row's method: "TAPService.All".
func (row contractRow) methodOf() string {
	c, err := proofpoint.NewClient(contractConfig())
	if err != nil {
		panic(err)
	}
	name := runtime.FuncForPC(reflect.ValueOf(row.call(c)).Pointer()).Name()
	_, name, _ = strings.Cut(name, "(*")
	return strings.TrimSuffix(strings.ReplaceAll(name, ").", "."), "-fm")
}

// serviceMethods are the names of all methods of the services that make calls.
func serviceMethods() (names []string) {
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for m := range t.Methods() {
			if m.Type.NumIn() > 1 && m.Type.In(1) == reflect.TypeFor[context.Context]() {
				names = append(names, t.Elem().Name()+"."+m.Name)
			}
		}
		for f := range t.Elem().Fields() {
			if f.IsExported() && f.Type.Kind() == reflect.Pointer && strings.HasSuffix(f.Type.Elem().Name(), "Service") {
				walk(f.Type)
			}
		}
	}
	for f := range reflect.TypeFor[proofpoint.Client]().Fields() {
		if f.IsExported() {
			walk(f.Type)
		}
	}
	slices.Sort(names)
	return names
}
