// The four ready-made templates. Each mode is a small parameter struct over the
// request of an operation of the client; the names and labels are those of the
// product description that they follow, the calls are those that the services
// really serve. A gateway is a host of the customer's own that serves the call
// as that description words it: it has a service of its own, so that it has a
// credential of its own.

package template

import (
	"time"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// The services of gateways, to be configured with base URL and credential.
const (
	casbGateway proofpoint.Service = "casb.gateway"
	trapGateway proofpoint.Service = "trap.gateway"
	etiGateway  proofpoint.Service = "eti.gateway"
)

// gatewaySource says where the contract of the gateway modes was learnt from.
const gatewaySource = "inferred from the product description of the template; seen 2026-11"

// seedDocs is what people read about a parameter, by its name. It is the same
// in every mode, so that a parameter of all modes is shown once.
var seedDocs = map[string]string{
	"tap_base_url":  "Where TAP is asked, " + elsewhere,
	"casb_base_url": "Where alerts are asked for, " + elsewhere,
	"trap_base_url": "Where the list is, " + elsewhere,
	"eti_base_url":  "Where intelligence is asked for, " + elsewhere,
	"format":        "What the service is asked for; the records are the same.",
	"since_seconds": "Seconds back from now; what is longer than the service allows at once is split into windows.",
	"limit":         "At most so many alerts; all that the call finds if not given.",
	"page":          "Page of the list, from 1.",
	"size":          "Entries in a page; the whole list if not given.",
	"cluster_id":    "The cluster, company_hosted say.",
	"list_id":       "The list's number in the console.",
	"domain_name":   "The domain's name, login-update.example say. Also accepted as example_domain_name.",
}

// elsewhere ends what is said of every base URL.
const elsewhere = "if not at the configured or public host. " +
	"The credential goes only to hosts that are configured for it."

// seeds makes the four.
func seeds() []*Template {
	domain := must(New("get_domain_intelligence", domainNative(), domainGateway()))
	// The description labels the field "Example Domain Name".
	domain.aliases = map[string]string{"example_domain_name": "domain_name"}
	return []*Template{
		must(New("get_messages_delivered", messagesDelivered())),
		must(New("get_alerts", alertsNative(), alertsGateway())),
		must(New("list_blocklist_entries", blocklistOrg(), blocklistMembers(), blocklistGateway())),
		domain,
	}
}

// over makes an operation with the parameters of P over the request of a
// built-in one, whose name, documentation and source it keeps.
func over[P any](name string, o proofpoint.Operation) *proofpoint.Operation {
	native, ok := proofpoint.OperationNamed(name)
	if !ok {
		panic("template: built-in: no operation " + name)
	}
	o.Name, o.Docs, o.Source, o.Proto = name, native.Docs, native.Source, native.Proto
	return seed[P](o)
}

// seed makes an operation whose parameters have the words of seedDocs.
func seed[P any](o proofpoint.Operation) *proofpoint.Operation {
	op := proofpoint.NewOperation[P](o)
	for i := range op.Params {
		op.Params[i].Doc = seedDocs[op.Params[i].Name]
	}
	return op
}

// messagesDeliveredParams are the parameters of get_messages_delivered.
type messagesDeliveredParams struct {
	TAPBaseURL string            `in:"base" label:"TAP Base URL"`
	Format     proofpoint.Format `in:"format query:format" label:"Format" enum:"json=JSON,jsonp=JSON,syslog=syslog" default:"json"`
	Since      time.Duration     `param:"since_seconds" in:"since" label:"Since Seconds" min:"30" default:"3600"`
}

// messagesDelivered is GET /v2/siem/messages/delivered, in windows of at most
// an hour.
func messagesDelivered() *proofpoint.Operation {
	return over[messagesDeliveredParams]("tap.siem.messages_delivered", proofpoint.Operation{
		Title: "Get Messages Delivered", Summary: "Messages with a threat that were delivered.",
		When: "Use this to find which threats reached people's mailboxes.",
	})
}

// alertsNativeParams are the parameters of get_alerts in the mode native.
type alertsNativeParams struct {
	CASBBaseURL string        `in:"base" label:"CASB Base URL"`
	Limit       int           `in:"limit" label:"Limit" min:"1"`
	Since       time.Duration `param:"since_seconds" in:"since" label:"Since Seconds" min:"1" default:"86400"`
}

// alertsGatewayParams are the parameters of get_alerts in the mode gateway.
type alertsGatewayParams struct {
	CASBBaseURL string `in:"base" label:"CASB Base URL"`
	// Limit is applied here too, for gateways that do not heed it.
	Limit int `in:"query:limit limit" label:"Limit" min:"1"`
}

// alertsNative is POST /v1/alerts, in windows of at most a day, each in pages.
func alertsNative() *proofpoint.Operation {
	return over[alertsNativeParams]("casb.alerts", proofpoint.Operation{
		Title: "Get Alerts", Mode: "native",
		Summary: "Alerts of cloud app security, of the last day unless told otherwise.",
		When:    "Use this to feed alerts about cloud accounts to a SIEM.",
	})
}

// alertsGateway is GET {base}/v1/alerts?limit=N, one page.
func alertsGateway() *proofpoint.Operation {
	return seed[alertsGatewayParams](proofpoint.Operation{
		Name: "casb.gateway.alerts", Title: "Get Alerts", Mode: "gateway",
		Summary: "Alerts from a gateway that serves GET /v1/alerts.",
		When:    "Use this to feed alerts about cloud accounts to a SIEM, through a gateway of your own.",
		Source:  gatewaySource,
		Proto:   proofpoint.Request{Service: casbGateway, Path: "/v1/alerts", Records: pathdata.MustCompile("$.alerts[*]")},
	})
}

// blocklistOrgParams are the parameters of list_blocklist_entries in the mode
// org.
type blocklistOrgParams struct {
	TRAPBaseURL string `in:"base" label:"TRAP Base URL"`
	Page        int    `in:"page" label:"Page" min:"1" default:"1"`
	Size        int    `in:"size" label:"Size" min:"1"`
	ClusterID   string `in:"query:clusterId" label:"Cluster ID" required:"true"`
}

// blocklistMembersParams are the parameters of list_blocklist_entries in the
// mode list.
type blocklistMembersParams struct {
	TRAPBaseURL string `in:"base" label:"TRAP Base URL"`
	Page        int    `in:"page" label:"Page" min:"1" default:"1"`
	Size        int    `in:"size" label:"Size" min:"1"`
	ListID      int    `in:"path:list_id" label:"List ID" required:"true" min:"1"`
}

// blocklistGatewayParams are the parameters of list_blocklist_entries in the
// mode gateway.
type blocklistGatewayParams struct {
	TRAPBaseURL string `in:"base" label:"TRAP Base URL"`
	Page        int    `in:"page" label:"Page" min:"1" default:"1"`
	Size        int    `in:"query:size size" label:"Size" min:"1"`
}

// blocklistOrg is the organisation's block list of the cloud, cut on our side.
func blocklistOrg() *proofpoint.Operation {
	return over[blocklistOrgParams]("trap.lists.block", proofpoint.Operation{
		Title: "List Blocklist Entries", Summary: "The organisation's block list of senders and hosts.", Mode: "org",
		When: "Use this to review who is blocked for everyone.",
	})
}

// blocklistMembers is one list of the appliance, cut on our side.
func blocklistMembers() *proofpoint.Operation {
	return over[blocklistMembersParams]("trap.lists.members", proofpoint.Operation{
		Title: "List Blocklist Entries", Summary: "The members of one list of the appliance.", Mode: "list",
		When: "Use this to review a list that network devices read.",
	})
}

// blocklistGateway is GET {base}/v1/blocklist?page=&size=: with a size that
// page, without all pages up to an empty one.
func blocklistGateway() *proofpoint.Operation {
	return seed[blocklistGatewayParams](proofpoint.Operation{
		Name: "trap.gateway.blocklist", Title: "List Blocklist Entries", Mode: "gateway",
		Summary: "The entries of a gateway that serves GET /v1/blocklist.",
		When:    "Use this to review who is blocked for everyone, through a gateway of your own.",
		Source:  gatewaySource,
		Proto: proofpoint.Request{Service: trapGateway, Path: "/v1/blocklist", Records: pathdata.MustCompile("$.entries[*]"),
			Pager: proofpoint.Numbers{Where: "query:page", First: 1}},
	})
}

// domainNativeParams are the parameters of get_domain_intelligence in the mode
// native. The pattern takes names in any script and nothing that could climb
// out of a path.
type domainNativeParams struct {
	ETIBaseURL string `in:"base" label:"ETI Base URL" doc:"Where the domain is asked for, if not at the configured or public host. The credential goes only to hosts that are configured for it."`
	DomainName string `in:"value:domain" lower:"true" label:"Domain Name" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]*" accepts:"a name like login-update.example" doc:"The domain's name."`
}

// domainGatewayParams are the parameters of get_domain_intelligence in the mode
// gateway.
type domainGatewayParams struct {
	ETIBaseURL string `in:"base" label:"ETI Base URL" doc:"Where the domain is asked for, if not at the configured or public host. The credential goes only to hosts that are configured for it."`
	DomainName string `in:"path:domain" lower:"true" label:"Domain Name" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]*" accepts:"a name like login-update.example" doc:"The domain's name."`
}

// domainNative is the eight calls about a domain, put together in one record. A
// part that fails is named in it and not fatal.
func domainNative() *proofpoint.Operation {
	return over[domainNativeParams]("eti.domain", proofpoint.Operation{
		Title: "Get Domain Intelligence", Mode: "native",
		Summary: "Everything known of one domain: eight calls, one record.",
		When:    "Use this to enrich an alert that names a domain.",
	})
}

// domainGateway is GET {base}/v1/domains/{domain}; the answer is the record.
func domainGateway() *proofpoint.Operation {
	return seed[domainGatewayParams](proofpoint.Operation{
		Name: "eti.gateway.domain", Title: "Get Domain Intelligence", Mode: "gateway",
		Summary: "What a gateway that serves GET /v1/domains/{domain} knows.",
		When:    "Use this to enrich an alert that names a domain, through a gateway of your own.",
		Source:  gatewaySource,
		Proto:   proofpoint.Request{Service: etiGateway, Path: "/v1/domains/{domain}"},
	})
}
