// A field that is added to a request, a pager or a parameter and not to
// definitions would be lost in them without a word. Each field is set by itself
// here, written down and read back.

package template_test

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// notWritten are the fields that a definition says otherwise or not at all, with
// why.
var notWritten = map[string]string{
	"Request.Name": "the operation's name stands for it", "Request.Base": "url says it together with the path",
	"Request.Blanks":  "macros are read into them when a file is",
	"Values.Each":     "a file has lists, no code",
	"Operation.Proto": "its fields are here", "Operation.Params": "their fields are here",
}

// anyOp is asked by chains.
var anyOp, _ = proofpoint.OperationNamed("tap.forensics.threat")

// fieldValues are values of fields that cannot have just any.
var fieldValues = map[string]any{
	"Request.Service": proofpoint.Service("other"), "Request.Method": "PUT", "Request.Path": "/other", "Request.Query": url.Values{"a": {"b", "c"}}, "Request.Header": http.Header{"X-A": {"b"}},
	"Request.Body": []byte(`{"a":1}`), "Request.Format": proofpoint.FormatLines, "Request.Pager": proofpoint.Numbers{Where: "query:page"}, "Request.Value": []byte(`{"a":1}`),
	"Request.Empty": []int{404}, "Request.Pool": proofpoint.Pool{Name: "p", Limit: 3, Per: time.Hour},
	"Request.Then": []proofpoint.Then{{Ask: anyOp, Pick: paths("threat_id"), Name: "x"}},
	"Then.Ask":     &proofpoint.Operation{Name: "a.child", Params: anyOp.Params, Proto: proofpoint.Request{Service: "s", Path: "/child"}},
	"Then.Pick":    paths("threat_id"), "Then.With": map[string]any{"include_campaign_forensics": true}, "Then.Carry": paths("from"),
	"Windows.From": time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC), "Windows.To": time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC), "Windows.Unless": "query:id",
	"Param.Layout": "date", "Windows.Layout": "unix",
	"Numbers.Also": []*pathdata.Selector{pathdata.MustCompile("$.more")}, "Values.List": []string{"a", "b"},
	"Param.Name": "other", "Param.Type": "list", "Param.In": "header:X-A", "Param.When": "kind=one", "Param.Default": "x", "Param.Enum": []string{"x=y"}, "Param.SecretMembers": []string{"p"},
	"Operation.Name": "a.other", "Operation.OneOf": [][]string{{"p", "kind"}}, "Operation.Mode": "m",
}

func paths(name string) map[string]*pathdata.Selector {
	return map[string]*pathdata.Selector{name: pathdata.MustCompile("$.id")}
}

// someValue is a value of a field that is not zero.
func someValue(t *testing.T, field string, typ reflect.Type) reflect.Value {
	t.Helper()
	if v, ok := fieldValues[field]; ok {
		return reflect.ValueOf(v).Convert(typ)
	}
	switch v := reflect.New(typ).Elem(); {
	case typ == reflect.TypeFor[time.Duration]():
		v.SetInt(int64(time.Minute))
		return v
	case typ == reflect.TypeFor[*pathdata.Selector]():
		return reflect.ValueOf(pathdata.MustCompile("$.some", "$.other").Optional())
	case typ == reflect.TypeFor[*float64]():
		return reflect.ValueOf(new(3.0))
	case typ.Kind() == reflect.Bool:
		v.SetBool(true)
		return v
	case typ.Kind() == reflect.Int:
		v.SetInt(7)
		return v
	case typ.Kind() == reflect.String:
		v.SetString("query:some")
		return v
	}
	t.Fatalf("the new field %s needs a value here, and a member in definitions", field)
	return reflect.Value{}
}

// around makes an operation of a value, in the place where it stands in one.
func around(v any) *proofpoint.Operation {
	op := &proofpoint.Operation{Name: "a.b", Proto: proofpoint.Request{Service: "s", Path: "/x"},
		Params: []proofpoint.Param{{Name: "kind", Type: "string", In: "query:kind", Enum: []string{"one"}}, {Name: "p", Type: "string", In: "query:p"}}}
	switch v := v.(type) {
	case proofpoint.Operation:
		return &v
	case proofpoint.Request:
		op.Proto = v
	case proofpoint.Then:
		op.Proto.Then = []proofpoint.Then{v}
	case proofpoint.Pager:
		op.Proto.Pager = v
	case proofpoint.Pool:
		op.Proto.Pool = v
	case proofpoint.Param:
		op.Params[1] = v
	}
	return op
}

func TestDefinitionsHaveEveryField(t *testing.T) {
	for _, zero := range []any{
		*around(nil), around(nil).Proto, proofpoint.Pool{Name: "p"}, around(nil).Params[1],
		proofpoint.Then{Ask: anyOp, Pick: paths("threat_id")},
		proofpoint.Windows{FromAt: "query:f", ToAt: "query:t", Since: time.Hour}, proofpoint.Numbers{Where: "query:n"}, proofpoint.Rows{FromAt: "query:f", ToAt: "query:t"},
		proofpoint.Offsets{Where: "query:o"}, proofpoint.Links{URL: pathdata.MustCompile("$.next")}, proofpoint.Values{Where: "query:v"},
	} {
		typ := reflect.TypeOf(zero)
		for i := range typ.NumField() {
			f := typ.Field(i)
			name := typ.Name() + "." + f.Name
			if _, not := notWritten[name]; !f.IsExported() || not {
				continue
			}
			v := reflect.New(typ).Elem()
			v.Set(reflect.ValueOf(zero))
			v.Field(i).Set(someValue(t, name, f.Type))
			bent(name, v)
			back(t, name, around(v.Interface()))
		}
	}
}

// bent takes away what cannot stand beside a field.
func bent(name string, v reflect.Value) {
	switch name {
	case "Windows.From":
		v.FieldByName("Since").SetInt(0)
	case "Request.Value":
		v.FieldByName("Path").SetString("")
	case "Param.SecretMembers":
		v.FieldByName("Type").SetString("object")
	case "Param.Min", "Param.Max":
		v.FieldByName("Type").SetString("integer")
	case "Param.Layout":
		v.FieldByName("Type").SetString("time")
	}
}

// back compares an operation with what is read of what is written of it.
func back(t *testing.T, name string, op *proofpoint.Operation) {
	t.Helper()
	tmpl, err := template.New("a.b", op)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	got, _ := readBack(t, tmpl).Operation(op.Mode)
	if diff := cmp.Diff(fmt.Sprintf("%T", op.Proto.Pager), fmt.Sprintf("%T", got.Proto.Pager)); diff != "" {
		t.Errorf("%s: another pager (-want +got):\n%s", name, diff)
	}
	if diff := cmp.Diff(op, got, sameRequest); diff != "" {
		t.Errorf("%s is lost (-want +got):\n%s", name, diff)
	}
}
