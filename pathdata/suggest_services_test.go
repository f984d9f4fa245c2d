// Suggestions for answers as services give them: what a person would choose,
// for bodies made up after the services' descriptions, and for the habits of
// JSON interfaces in general.

package pathdata_test

import (
	"strings"
	"testing"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// servicesTests are bodies with the first suggestion. Where either of two is
// right, both are there, separated by " or ", the one that is given first.
var servicesTests = []struct{ name, body, want string }{
	// CASB
	{"casb login", `{"auth_token":"t0ken"}`, "$"},
	{"casb alerts", `{"alerts":[{"id":"a1","timestamp":1675248000000,"sub_type":"Suspicious Login","related_events":[{"event_id":"e1","intelligence":[{"ip_address":"203.0.113.7"}]},{"event_id":"e2"}]}]}`, "$.alerts[*]"},
	{"casb last page", `{"alerts":[]}`, "$.alerts[*]"},
	{"casb events", `{"events":[{"event_id":"e1","additionalProperties":{"a":{"b":1}}}]}`, "$.events[*]"},
	{"casb pushed alert", `{"id":"a1","severity":"High","related_events":[{"event_id":"e1"},{"event_id":"e2"},{"event_id":"e3"}]}`, "$"},

	// TRAP: appliance, cloud, lists
	{"ptr incidents", `[{"id":1,"events":[{"id":7,"emails":[{"subject":"x"}]}],"incident_field_values":[{"name":"Severity","value":null}]},{"id":2}]`, "$[*]"},
	{"ptr list members", `[{"id":5,"host":{"host":"login-update.example"},"expiration":null}]`, "$[*]"},
	{"ptr no members", `[]`, "$[*]"},
	{"ctr count", `17`, "$"},
	{"ctr created", `{"id":"00000001-aaaa-4bbb-8ccc-ddddeeeeffff","createdAt":"2026-11-23T10:00:00Z","displayId":7}`, "$"},
	{"ctr messages", `{"total":12345,"startRow":0,"endRow":2,"messages":[{"id":"m1","urls":[{"id":"u"}]},{"id":"m2","urls":null}]}`, "$.messages[*]"},
	{"ctr no incidents", `{"total":0,"startRow":0,"endRow":200,"incidents":[]}`, "$.incidents[*]"},
	{"ctr messages of an incident", `{"summary":{"id":"i1","title":"x"},"comments":[],"activities":[{"id":"a1"},{"id":"a2"},{"id":"a3"}],"total":2,"startRow":0,"endRow":2,"messages":[{"id":"m1"},{"id":"m2"}]}`, "$.messages[*]"},
	{"ctr message", `{"details":{"id":"m1","subject":"x"},"timeline":[{"type":"a"},{"type":"b"}],"comments":[]}`, "$"},
	{"ctr workflows, bare", `[{"id":"w1","name":"Close","enabled":true}]`, "$[*]"},
	{"ctr workflows, wrapped", `{"workflows":[{"id":"w1","name":"Close","enabled":true}]}`, "$.workflows[*]"},
	{"ctr fetch status", `{"messageStatus":"fetch_in_progress"}`, "$"},

	// Essentials
	{"essentials users", `{"users":[{"uid":1,"primary_email":"ana@corp.example","alias_emails":["a@corp.example"]}]}`, "$.users[*]"},
	{"essentials user", `{"uid":1,"primary_email":"ana@corp.example","firstname":"Ana","surname":"B","is_active":true,"type":"end_user","is_billable":1,"read_only_user":false,"alias_emails":[],"safe_list_senders":["x@partner.example"],"block_list_senders":[]}`, "$"},
	{"essentials organisations", `{"orgs":[{"primary_domain":"corp.example","name":"Corp","domains":[{"name":"corp.example"}]},{"primary_domain":"child.example","name":"Child","domains":[]}]}`, "$.orgs[*]"},
	{"essentials organisation", `{"primary_domain":"corp.example","name":"Corp","eid":3,"admin_user":{"uid":1},"domains":[{"name":"a.example"},{"name":"b.example"}],"outgoing_servers":[]}`, "$"},
	{"essentials sender lists", `{"allow_list":["a@partner.example"],"block_list":["@spam.example","x@spam.example"]}`, "$['allow_list','block_list'][*]"},
	{"essentials batch", `{"errors":[{"status":409,"error_message":"exists","identifier":"ana@corp.example"}]}`, "$.errors[*]"},
	{"essentials created", `{"total_created":1,"fail_results":[{"result":{"result_code":409,"message":"exists"}}]}`, "$.fail_results[*] or $"},
	{"essentials report", `{"period":"30d","frequency":"daily","inbound":{"clean_total":5,"spam_total":2},"outbound":{"clean_total":1,"spam_total":0}}`, "$"},
	{"essentials endpoints", `{"endpoints":["us1","eu1"]}`, "$.endpoints[*]"},
	{"essentials events, one list", `{"messagesBlocked":[{"GUID":"g","threatsInfoMap":[{"threat":"x"}]}],"queryEndTime":"2026-11-23T10:00:00Z"}`, "$.messagesBlocked[*]"},
	{"essentials events", `{"queryEndTime":"2026-11-23T10:00:00Z","clicksBlocked":[],"clicksPermitted":[{"id":"c"}],"messagesBlocked":[],"messagesDelivered":[{"GUID":"g"}]}`, "$['clicksBlocked','clicksPermitted','messagesBlocked','messagesDelivered'][*]"},
	{"quarantine", `{"records":[{"localguid":"6:1","guid":"g","rcpts":["a@corp.example"],"spamscore":50}]}`, "$.records[*]"},
	{"smart search", `{"result":[{"GUID":"g","Date":"2026-11-23","Recipients":["a@corp.example"]}]}`, "$.result[*]"},

	// ETI
	{"eti urls", `{"success":true,"response":["/gate.php?id=XXX","/x"]}`, "$.response[*]"},
	{"eti nothing known", `{"success":true,"response":[]}`, "$.response[*]"},
	{"eti nothing known of one", `{"success":true,"response":{}}`, "$ or $.response"},
	{"eti whois without its parts", `{"success":true,"response":{"domain":"a.example","registrant":{},"registrar":{}}}`, "$.response"},
	{"eti summary with tags", `{"success":true,"response":{"sid":1,"metadata":{"sid":"1","rev":"2","mitre_tags":[{"mitre_tactic_id":"TA1"},{"mitre_tactic_id":"TA2"}]}}}`, "$.response"},
	{"eti v1 cve", `{"success":true,"timestamp":"2026-11-23-10:00:00","message_id":"req-2013631568","response":{"cve":"CVE-2026-1","description":"x","basemetricv2":{"type":"p","cvssData":{"version":"2.0"}},"weaknesses":[{"type":"p","description":[{"lang":"en","value":"CWE-1"}]}]}}`, "$.response"},
	{"eti top trending", `{"success":true,"timestamp":"2026-11-23-10:00:00","message_id":"req1","response":[{"cve":"CVE-2026-1","percent_change":5,"cvss_v3_score":"9.8"}]}`, "$.response[*]"},
	{"eti v2 tier, past the end", `{"success":true,"timestamp":"2026-11-23T20:41:12.443219873","response":{"content":[],"totalElements":0,"totalPages":0,"size":50,"number":9,"first":false,"last":true,"numberOfElements":0,"empty":true}}`, "$.response.content[*]"},
	{"eti v2 top", `{"success":true,"timestamp":"2026-11-23T20:41:12.443219873","response":[{"cve":"CVE-2026-1","aed_score":99.5}]}`, "$.response[*]"},
	{"eti rejected", `{"success":false,"message":"Rate limit exceeded","response":{}}`, "$"},
	{"reputation by address", `{"192.0.2.1":{"Spam":"100"},"198.51.100.7":{"Bot":"60","CnC":"127"},"2001:db8::1":{"VPN":"20"}}`, "$.*"},
	{"reputation by domain", `{"login-update.example":{"CnC":"127"},"a.example":{"DynDNS":"90"}}`, "$.*"},

	// Elsewhere at Proofpoint
	{"awareness", `{"meta":{"count":900,"page_number":1,"page_size":2},"data":[{"type":"phishing","id":"1","attributes":{"x":1}},{"type":"phishing","id":"2","attributes":{"x":2}}],"links":{"self":"/a","next":"/b"}}`, "$.data[*]"},
	{"relay administration", `{"metadata":{"pagination":{"currentPage":1,"itemsPerPage":2,"totalItemCount":9,"totalPages":5}},"items":[{"name":"a"},{"name":"b"}]}`, "$.items[*]"},
	{"relay sent", `{"message_id":"m","reason":"","request_id":"r"}`, "$"},
	{"lines of syslog as JSON", `{"ts":"2026-11-23T10:00:00Z","id":"1","tags":["a"]}` + "\n" + `{"ts":"2026-11-23T10:00:01Z","id":"2","tags":[]}` + "\n", "$"},
	{"lines without names that tell", `{"time":"10:00","host":"mx1","msg":"x"}` + "\n" + `{"time":"10:01","host":"mx1","msg":"y"}` + "\n", "$"},

	// Habits of interfaces
	{"page of strings", `{"total":2,"items":["a","b"]}`, "$.items[*]"},
	{"lists of lists", `[[1,"a"],[2,"b"]]`, "$[*]"},
	{"table", `{"columns":["id","name"],"rows":[[1,"a"],[2,"b"],[3,"c"]]}`, "$.rows[*]"},
	{"graphql connection", `{"data":{"alerts":{"totalCount":2,"edges":[{"cursor":"a","node":{"id":"1"}},{"cursor":"b","node":{"id":"2"}}],"pageInfo":{"hasNextPage":true,"endCursor":"b"}}}}`, "$.data.alerts.edges[*].node or $.data.alerts.edges[*]"},
	{"graphql nodes", `{"data":{"alerts":{"nodes":[{"id":"1"}],"pageInfo":{"hasNextPage":false}}}}`, "$.data.alerts.nodes[*]"},
	{"elasticsearch", `{"took":3,"timed_out":false,"_shards":{"total":1,"successful":1},"hits":{"total":{"value":2,"relation":"eq"},"max_score":1.0,"hits":[{"_index":"i","_id":"1","_source":{"a":1}},{"_index":"i","_id":"2","_source":{"a":2}}]}}`, "$.hits.hits[*] or $.hits.hits[*]._source"},
	{"json:api with included", `{"data":[{"type":"alert","id":"1","relationships":{"user":{"data":{"type":"user","id":"9"}}}}],"included":[{"type":"user","id":"9"},{"type":"user","id":"8"}],"links":{"next":null},"jsonapi":{"version":"1.1"}}`, "$.data[*]"},
	{"json:api, one", `{"data":{"type":"alert","id":"1","attributes":{"x":1}},"included":[{"type":"user","id":"9"}]}`, "$.data"},
	{"hal", `{"_embedded":{"alerts":[{"id":1,"_links":{"self":{"href":"/1"}}}]},"_links":{"self":{"href":"/"},"next":{"href":"/?page=1"}},"page":{"size":20,"totalElements":1,"number":0}}`, "$._embedded.alerts[*]"},
	{"odata", `{"@odata.context":"https://a.example/$metadata#alerts","@odata.count":1,"@odata.nextLink":"https://a.example/?$skip=1","value":[{"id":"1"}]}`, "$.value[*]"},
	{"odata, old", `{"d":{"results":[{"Title":"x","__metadata":{"uri":"/1"}}],"__next":"/2"}}`, "$.d.results[*]"},
	{"records with errors beside them", `{"records":[{"id":1},{"id":2}],"errors":[],"warnings":[{"code":1}]}`, "$.records[*]"},
	{"facets beside hits", `{"items":[{"id":1}],"facets":[{"field":"a","count":1},{"field":"b","count":2}]}`, "$.items[*]"},
	{"error envelope", `{"error":{"code":401,"message":"bad key"}}`, "$.error or $"},
	{"error envelope with a status", `{"status":"error","errors":[{"code":"E1","detail":"x"}]}`, "$.errors[*] or $"},
	{"problem details", `{"type":"about:blank","title":"Not Found","status":404,"detail":"x"}`, "$"},
	{"cursor page", `{"data":[{"uuid":"1"}],"meta":{"next_cursor":"abc","has_more":true}}`, "$.data[*]"},
	{"envelope in an envelope", `{"status":"ok","result":{"data":{"items":[{"id":1}],"count":1}}}`, "$.result.data.items[*]"},
}

func TestSuggestForServices(t *testing.T) {
	for _, tt := range servicesTests {
		t.Run(tt.name, func(t *testing.T) {
			list, err := pathdata.Suggest(strings.NewReader(tt.body))
			if err != nil || len(list) == 0 {
				t.Fatalf("%d suggestions, %v", len(list), err)
			}
			if want, _, _ := strings.Cut(tt.want, " or "); list[0].Path != want {
				t.Errorf("first suggestion is %s (of %d), want %s", list[0].Path, len(list), tt.want)
			}
			usable(t, list, tt.body)
		})
	}
}
