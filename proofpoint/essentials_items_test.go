// What became of each thing that was created: batches, refusals inside a good
// answer, and answers that say nothing.

package proofpoint_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

func TestEssentialsItems(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		want   []string
	}{
		{"an item for each", 207, `[{"status":201,"identifier":"one@acme.example"},{"status":409,"error_message":"exists","identifier":"two@acme.example"}]`,
			[]string{`"one@acme.example" 201 0 <nil>`, `"two@acme.example" 409 0 proofpoint: essentials: item "two@acme.example": 409: exists`}},
		{"errors", 207, `{"errors":[{"status":"409","error_message":"exists","identifier":"two@acme.example"},{"message":"no"}]}`,
			[]string{`"two@acme.example" 409 0 proofpoint: essentials: item "two@acme.example": 409: exists`, `"" 0 0 proofpoint: essentials: item "": 0: no`}},
		{"totals", 200, `{"total_created":"2","fail_results":[{"result":{"result_code":12,"message":"exists"}}]}`,
			[]string{`"" 0 2 <nil>`, `"" 12 0 proofpoint: essentials: item "": 12: exists`}},
		{"totals without failures", 200, `{"total_created":2,"fail_results":[]}`, []string{`"" 0 2 <nil>`}},
		{"a failure that says nothing", 200, `{"total_created":0,"fail_results":[{}]}`, []string{`"" 0 0 proofpoint: essentials: item "": 0: the service does not say why`}},
		{"the user itself", 201, `{"uid":7,"primary_email":"one@acme.example"}`, []string{`"one@acme.example" 0 0 <nil>`}},
		{"failures of other forms", 207, `{"errors":["one is bad",2,null,{"error":{"message":"three"}},{"status":200,"message":"four"}]}`, []string{
			`"" 0 0 proofpoint: essentials: item "": 0: one is bad`, `"" 0 0 proofpoint: essentials: item "": 0: 2`, `"" 0 0 proofpoint: essentials: item "": 0: the service does not say why`,
			`"" 0 0 proofpoint: essentials: item "": 0: three`, `"" 0 0 proofpoint: essentials: item "": 0: four`}},
		{"one failure where several are meant", 207, `{"errors":{"status":409,"error_message":"exists","identifier":"x"}}`, []string{`"x" 409 0 proofpoint: essentials: item "x": 409: exists`}},
		{"a text where failures are meant", 207, `{"errors":"no"}`, []string{`"" 0 0 proofpoint: essentials: item "": 0: no`}},
		{"one result where several are meant", 200, `{"total_created":1,"fail_results":{"result":{"result_code":0,"message":"exists"}}}`,
			[]string{`"" 0 1 <nil>`, `"" 0 0 proofpoint: essentials: item "": 0: exists`}},
		{"error", 207, `[{"identifier":"x","error":"exists"},{"identifier":"y","error":{"message":"is bad"}},{"identifier":"z","error":true,"message":"no"},{"identifier":"ok","error":null},{"identifier":"fine","error":false}]`,
			[]string{`"x" 0 0 proofpoint: essentials: item "x": 0: exists`, `"y" 0 0 proofpoint: essentials: item "y": 0: is bad`, `"z" 0 0 proofpoint: essentials: item "z": 0: no`, `"ok" 0 0 <nil>`, `"fine" 0 0 <nil>`}},
		{"errors of an item", 207, `[{"identifier":"x","errors":["one","two"]},{"identifier":"y","status":201,"errors":[]},{"identifier":"z","status":201,"errors":["a warning"]}]`,
			[]string{`"x" 0 0 proofpoint: essentials: item "x": 0: one`, `"x" 0 0 proofpoint: essentials: item "x": 0: two`, `"y" 201 0 <nil>`, `"z" 201 0 <nil>`}},
		{"a message by itself", 200, `{"message":"created","identifier":"x"}`, []string{`"x" 0 0 <nil>`}},
		{"a bad status with a message", 200, `{"status":409,"message":"exists","identifier":"x"}`, []string{`"x" 409 0 proofpoint: essentials: item "x": 409: exists`}},
		{"items below a name", 207, `{"users":[{"status":400,"error_message":"is bad","primary_email":"x"},{"status":201,"primary_email":"y"}]}`,
			[]string{`"x" 400 0 proofpoint: essentials: item "x": 400: is bad`, `"y" 201 0 <nil>`}},
		{"items and failures", 207, `{"users":[{"primary_email":"y"}],"errors":["one is bad"]}`, []string{`"y" 0 0 <nil>`, `"" 0 0 proofpoint: essentials: item "": 0: one is bad`}},
		{"an organisation has domains", 201, `{"primary_domain":"new.example","domains":[{"name":"other.example"}],"users":[]}`, []string{`"new.example" 0 0 <nil>`}},
		{"a message of success", 200, `{"status":201,"message":"created","identifier":"x"}`, []string{`"x" 201 0 <nil>`}},
		{"text", 200, `created`, []string{`"" 0 0 <nil>`}},
		{"nothing", 204, ``, nil},
		{"nothing with 201", 201, ``, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			client, _ := newClient(t, essentialsServer(c.status, c.body), contractConfig())
			var got []string
			for _, item := range essentialsDrain(t, client.Essentials.CreateUsers(t.Context(), proofpoint.EssentialsCreateUsersParams{Domain: "acme.example", Users: essentialsNewUsers})) {
				got = append(got, fmt.Sprintf("%q %d %d %v", item.Identifier, item.Status, item.Created, item.Err()))
				if len(item.Raw) == 0 {
					t.Errorf("%v has no Raw", item)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("items mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEssentialsItemErrorIsTyped(t *testing.T) {
	client, _ := newClient(t, essentialsServer(207, `[{"status":409,"error_message":"exists","identifier":"x"}]`), contractConfig())
	for item, err := range client.Essentials.CreateDomains(t.Context(), proofpoint.EssentialsCreateDomainsParams{Domain: "acme.example", Domains: []proofpoint.EssentialsNewDomain{{Name: "x"}}}) {
		e, ok := errors.AsType[*proofpoint.EssentialsItemError](item.Err())
		if want := (proofpoint.EssentialsItemError{Identifier: "x", Status: 409, Message: "exists"}); err != nil || !ok || *e != want {
			t.Errorf("%v, %+v", err, e)
		}
	}
}

// A creating call whose answer is empty has succeeded all the same.
func TestEssentialsCreatedWithoutAnswer(t *testing.T) {
	params := proofpoint.EssentialsAddProductParams{Domain: "acme.example", Label: "x"}
	for _, status := range []int{200, 201, 204} {
		if p, err := essentialsClient(t, status, "").Essentials.AddProduct(t.Context(), params); err != nil || p == nil || p.Label != "" {
			t.Errorf("%d: %+v, %v", status, p, err)
		}
	}
	for _, body := range []string{`created`, `true`, `"done"`, `null`, `[]`, `{"message":"created"}`} {
		if p, err := essentialsClient(t, 201, body).Essentials.AddProduct(t.Context(), params); err != nil || p == nil || p.Label != "" {
			t.Errorf("%s: %+v, %v", body, p, err)
		}
	}
	if p, err := essentialsClient(t, 201, `{"label":"x","status":"active","errors":[]}`).Essentials.AddProduct(t.Context(), params); err != nil || p.Label != "x" || len(p.Raw) == 0 {
		t.Errorf("an object: %+v, %v", p, err)
	}
	if p, err := essentialsClient(t, 404, "{}").Essentials.AddProduct(t.Context(), params); !errors.Is(err, proofpoint.ErrNotFound) || p != nil {
		t.Errorf("404: %+v, %v", p, err)
	}
}

// A creating call that is refused inside of its answer has not succeeded.
func TestEssentialsRefusedInside(t *testing.T) {
	for body, want := range map[string]string{
		`{"errors":[{"status":409,"error_message":"exists","identifier":"x"}]}`: `item "x": 409: exists`,
		`{"errors":["is bad"]}`:                                `item "": 0: is bad`,
		`[{"status":"400","error_message":"is bad"}]`:          `item "": 400: is bad`,
		`{"status":"error","error_message":"hunter22 is bad"}`: `item "": 0: [redacted] is bad`,
		`{"total_created":0,"fail_results":[{"result":{"result_code":12,"message":"hunter22 is bad"}}]}`: `item "": 12: [redacted] is bad`,
	} {
		e := essentialsClient(t, 200, body).Essentials
		product, product2 := e.AddProduct(t.Context(), proofpoint.EssentialsAddProductParams{Domain: "acme.example", Label: "x"})
		key, key2 := e.CreateDKIMKey(t.Context(), proofpoint.EssentialsCreateDKIMKeyParams{Domain: "acme.example", Target: "acme.example", Selector: "x"})
		idp, idp2 := e.AddIDP(t.Context(), proofpoint.EssentialsAddIDPParams{Domain: "acme.example", Settings: rawJSON(`{"client_secret":"hunter22"}`)})
		if product != nil || key != nil || idp != nil {
			t.Errorf("%s: %v, %v, %v", body, product, key, idp)
		}
		for _, err := range []error{product2, key2, idp2} {
			if _, ok := errors.AsType[*proofpoint.EssentialsItemError](err); !ok {
				t.Errorf("%s: %v", body, err)
			}
		}
		if !strings.HasSuffix(fmt.Sprint(idp2), want) {
			t.Errorf("%s: %v, want %s", body, idp2, want)
		}
	}
}

// X1: the service repeats a password in what it says of an object.
func TestEssentialsItemsHidePasswords_X1(t *testing.T) {
	client := essentialsClient(t, 207, `[{"status":400,"error_message":"password correct-horse of a@acme.example is weak","identifier":"a@acme.example"},{"errors":["correct-horse"]}]`)
	users := []proofpoint.EssentialsNewUser{{PrimaryEmail: "a@acme.example", Password: proofpoint.NewSecret("correct-horse")}}
	items := essentialsDrain(t, client.Essentials.CreateUsers(t.Context(), proofpoint.EssentialsCreateUsersParams{Domain: "acme.example", Users: users}))
	if len(items) != 2 || items[0].Message != "password [redacted] of a@acme.example is weak" || items[1].Message != "[redacted]" || strings.Contains(fmt.Sprint(items[0].Err(), items[1].Err()), "correct-horse") {
		t.Errorf("%+v", items)
	}
}
