// The contract test, value by value: what each fixture becomes is written out
// and reviewed like code, so that no field can get another one's value.

package proofpoint_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/golden"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestContractValues(t *testing.T) {
	out := map[proofpoint.Service]*strings.Builder{}
	for _, row := range slices.SortedFunc(slices.Values(contractRows()), func(a, b contractRow) int { return strings.Compare(a.op, b.op) }) {
		service := row.operation(t).Proto.Service
		if out[service] == nil {
			out[service] = new(strings.Builder)
		}
		c, _ := newClient(t, row.serve(t, nil), contractConfig())
		fmt.Fprintf(out[service], "# %s\n", row.op)
		for _, v := range row.invoke(t, c).values {
			writeValue(out[service], reflect.ValueOf(v), "")
			fmt.Fprintln(out[service])
		}
	}
	for service, b := range out {
		golden.Check(t, "values/"+string(service)+".txt", []byte(b.String()))
	}
}

// writeValue writes what is exported and not zero, a field on each line.
func writeValue(b *strings.Builder, v reflect.Value, indent string) {
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			fmt.Fprint(b, "nil")
			return
		}
		writeValue(b, v.Elem(), indent)
		return
	}
	switch x := v.Interface().(type) {
	case proofpoint.Time:
		fmt.Fprint(b, x.UTC().Format(time.RFC3339Nano))
		return
	case rawJSON:
		fmt.Fprint(b, string(x))
		return
	case []byte:
		fmt.Fprintf(b, "%q", x)
		return
	}
	switch v.Kind() {
	case reflect.String:
		fmt.Fprintf(b, "%q", v.String())
	case reflect.Struct:
		writeFields(b, v, indent)
	case reflect.Slice:
		fmt.Fprint(b, "[")
		for i := range v.Len() {
			fmt.Fprintf(b, "\n%s  - ", indent)
			writeValue(b, v.Index(i), indent+"    ")
		}
		fmt.Fprint(b, "]")
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, k := range keys {
			fmt.Fprintf(b, "\n%s  %q: ", indent, k.String())
			writeValue(b, v.MapIndex(k), indent+"    ")
		}
	default:
		fmt.Fprint(b, v.Interface())
	}
}

func writeFields(b *strings.Builder, v reflect.Value, indent string) {
	if v.NumField() == 1 && v.Type().Field(0).Anonymous || v.NumField() > 0 && !v.Type().Field(0).IsExported() {
		fmt.Fprintf(b, "%v", v.Interface()) // a time of a service's own, or an opaque value
		return
	}
	fmt.Fprint(b, v.Type().Name())
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || f.Name == "Raw" || v.Field(i).IsZero() {
			continue
		}
		fmt.Fprintf(b, "\n%s  %s: ", indent, f.Name)
		writeValue(b, v.Field(i), indent+"    ")
	}
}
