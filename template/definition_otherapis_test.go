// Definitions of services that have nothing to do with Proofpoint, against a
// small server of three ways to page: the road knows nothing of any of them.

package template_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
	"github.com/proofpointkit/proofpoint-go/template"
)

// office is the small server: a directory with numbered pages, a help desk whose
// pages link to the next, and a list of assets with offsets.
func office() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /directory/v2/groups/{group}/people", func(w http.ResponseWriter, r *http.Request) {
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		size, _ := strconv.Atoi(r.URL.Query().Get("size"))
		var people []map[string]any
		for i := (page - 1) * size; i < min(page*size, 7); i++ {
			people = append(people, map[string]any{"name": fmt.Sprintf("%s-%d", r.PathValue("group"), i), "fields": r.URL.Query()["fields"]})
		}
		reply(w, map[string]any{"people": people, "total": 7})
	})
	mux.HandleFunc("GET /helpdesk/tickets", func(w http.ResponseWriter, r *http.Request) {
		links := map[string]any{"next": nil}
		from, _ := strconv.Atoi(r.URL.Query().Get("after"))
		if from < 4 {
			links["next"] = fmt.Sprintf("/helpdesk/tickets?after=%d&state=%s", from+2, r.URL.Query().Get("state"))
		}
		reply(w, map[string]any{"data": map[string]any{"tickets": []any{map[string]any{"id": from + 1}, map[string]any{"id": from + 2}}}, "links": links})
	})
	mux.HandleFunc("GET /helpdesk/tickets/{id}/comments", func(w http.ResponseWriter, r *http.Request) {
		reply(w, []any{"on " + r.PathValue("id")})
	})
	mux.HandleFunc("POST /assets/search", func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Filter        map[string]any
			Offset, Limit int
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		var hits []any
		for i := asked.Offset; i < min(asked.Offset+asked.Limit, 5); i++ {
			hits = append(hits, map[string]any{"n": i, "of": asked.Filter["owner"], "seen": asked.Filter["seen"]})
		}
		reply(w, map[string]any{"results": hits, "total": 5})
	})
	return mux
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func TestDefinitionsOfOtherServices(t *testing.T) {
	var registry template.Registry
	if err := registry.LoadFS(os.DirFS("testdata/definitions"), "*.json"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(office())
	t.Cleanup(server.Close)
	cfg := proofpoint.Config{}
	for _, name := range []proofpoint.Service{"directory", "helpdesk", "assets"} {
		cfg[name] = proofpoint.ServiceConfig{BaseURL: server.URL + "/" + string(name), Auth: proofpoint.Anonymous()}
	}
	client, err := proofpoint.NewClient(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		template string
		params   map[string]string
		count    int
		last     string
	}{
		{"list_people", map[string]string{"group": "a b/c"}, 7, `{"fields":["name","mail"],"name":"a b/c-6"}`},
		{"list_people", map[string]string{"group": "x", "size": "2"}, 7, `{"fields":["name","mail"],"name":"x-6"}`},
		{"list_tickets", map[string]string{"state": "open"}, 6, `{"id":6,"comments":["on 6"]}`},
		{"list_tickets", map[string]string{"limit": "3"}, 3, `{"id":3,"comments":["on 3"]}`},
		{"search_assets", map[string]string{"owner": " Ann ", "seen_after": "2026-11-02"}, 5, `{"n":4,"of":"ann","seen":{"after":"2026-11-02"}}`},
	} {
		r, err := registry.BuildText(tt.template, tt.params)
		if err != nil {
			t.Fatal(err)
		}
		count, last := 0, ""
		for record, err := range client.Records(t.Context(), r) {
			if err != nil {
				t.Fatalf("%s: %v", tt.template, err)
			}
			count, last = count+1, strings.TrimSpace(string(record.Raw))
		}
		if diff := cmp.Diff(tt.last, last); count != tt.count || diff != "" {
			t.Errorf("%s %v: %d records, want %d; the last mismatch (-want +got):\n%s", tt.template, tt.params, count, tt.count, diff)
		}
	}
}
