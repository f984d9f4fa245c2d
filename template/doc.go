// The map of the package for a reader who has never seen it: what a template
// is, how to call one, and what comes back when the values are wrong.

// Package template gives names to operations: a name and a map of parameters
// become a request, which the loop of package proofpoint runs like any other.
// It is for programs whose calls come out of a form, a flag or a file.
//
//	package main
//
//	import (
//		"context"
//		"fmt"
//		"log"
//
//		"github.com/proofpointkit/proofpoint-go/proofpoint"
//		"github.com/proofpointkit/proofpoint-go/template"
//	)
//
//	func main() {
//		client, err := proofpoint.NewClientFromEnv() // PROOFPOINT_TAP_PRINCIPAL, PROOFPOINT_TAP_SECRET
//		if err != nil {
//			log.Fatal(err)
//		}
//		request, err := template.Default.Build("get_messages_delivered", map[string]any{"since_seconds": 86400})
//		if err != nil {
//			log.Fatal(err) // every bad parameter at once
//		}
//		for record, err := range client.Records(context.Background(), request) {
//			if err != nil {
//				log.Fatal(err)
//			}
//			fmt.Println(string(record.Raw))
//		}
//	}
//
// # What there is
//
// [Default] holds four templates and two chains under names of their own, and
// every operation of the client under its dotted name ("tap.siem.all").
// [Registry.All] lists them, [Template.Params] says what each takes.
//
//	get_messages_delivered   tap_base_url, format, since_seconds
//	get_alerts               mode (native, gateway), casb_base_url, limit, since_seconds
//	list_blocklist_entries   mode (org, list, gateway), trap_base_url, page, size, cluster_id, list_id
//	get_domain_intelligence  mode (native, gateway), eti_base_url, domain_name
//	get_message_forensics    tap_base_url, format, since_seconds
//	get_campaigns            since, from, to, size, limit
//
// A template over several operations has modes: the parameter "mode" chooses
// the operation, and with it the service that is asked and the credential that
// signs. The modes "gateway" ask a host of one's own, which is configured as
// the service "casb.gateway", "trap.gateway" or "eti.gateway". [New] makes a
// template of any operation, [Registry.Register] adds it.
//
// # Chains
//
// A chain asks one template for each record of another: get_message_forensics
// attaches to messages what is known of their threats, get_campaigns asks for
// each campaign of a list, get_domain_intelligence makes eight calls for a domain.
// [Chain] makes one of any two templates, also of chains; [proofpoint.Then] says
// how it is walked.
//
// # Values
//
// [Template.Build] takes values as a program or JSON has them,
// [Template.BuildText] text as flags and the environment have it,
// [Template.BuildForm] what a browser sends. What is wrong comes as
// one [*ParamsError] with a [Problem] for each parameter, before any request is
// made; a name that is not registered comes as an [*UnknownError]. Both suggest
// what was probably meant.
//
// [Template.Schema] lists the parameters as JSON Schema, for programs that draw
// a form or let a model fill in a call.
//
// # Definitions
//
// A template can be written as JSON and read without a line of Go. This one asks
// a service of one's own, which the configuration names ([proofpoint.Config]),
// page after page, and for each ticket what was said in it:
//
//	{
//	  "version": 1,
//	  "name": "list_tickets",
//	  "title": "List Tickets",
//	  "request": {
//	    "service": "helpdesk",
//	    "path": "/teams/{team}/tickets",
//	    "records": "$.tickets[*]",
//	    "pager": {"type": "links", "url": "$.links.next"},
//	    "then": [{
//	      "ask": {
//	        "name": "list_tickets.comments",
//	        "request": {"service": "helpdesk", "path": "/tickets/{id}/comments", "records": "$[*]"},
//	        "params": [{"name": "id", "type": "integer", "in": "path:id", "required": true}]
//	      },
//	      "pick": {"id": "$.id"},
//	      "name": "comments"
//	    }]
//	  },
//	  "params": [
//	    {"name": "team", "label": "Team", "in": "path:team", "required": true},
//	    {"name": "state", "label": "State", "type": "list", "in": "query:state", "enum": ["open=O", "closed=C"]}
//	  ]
//	}
//
// [Parse] reads one, [ParseFS] and [Registry.LoadFS] those of a folder, which
// may ask each other and the templates that exist by name. [DefinitionSchema] is
// the format, member by member, as JSON Schema: an editor that knows it helps
// with writing. [Template.MarshalJSON] writes any template down, the built-in
// ones too: they are the best examples. A "then" may name one instead of
// writing it out: "ask": "tap.forensics.threat".
//
// All mistakes of a file come at once, as a [*DefinitionError], each with its
// line and JSON pointer, what would be accepted and what was probably meant.
//
// A definition holds no secret and no choice of who signs: headers, query values
// and members of bodies that carry credentials are refused, and so are their
// defaults. A definition with a url in place of a path goes to that host, with a
// credential only if the service's configuration lists the host.
//
// # Macros
//
// Path, query, headers and body of a request may hold words in braces that are
// replaced when the request is made: in definitions by [Template.Build], in
// requests by hand by [Macros.Apply].
//
//	{now}                       the time of the call
//	{today}                     the midnight before it; {yesterday} and {tomorrow} beside it
//	{now-5} {today+1}           so many units earlier or later
//	{lookup.NAME}               each value of a list or iterator: one request for each, in order
//	{param.NAME}                the value of a parameter that always has one
//	{value}                     the present value of the request's list, or the parent's whole record
//	{response.a.b}              in a further request, what the path $.a.b selects in the parent's record
//	{response['odd name'][0]}   and any other path: "response" stands for its $
//	{{ }}                       braces
//
// [Macros] holds the settings: the unit (day), how times are written (RFC 3339;
// words, Go layouts, and letters like yyyy-MM-dd), the zone (UTC) and the
// lookups. In a definition they are the member "macros", with lists as lookups.
// What now is says [Registry.Clock], or [Template.BuildAt].
//
// A macro is a value and stays in its place. In a path it is one escaped segment
// or a part of one, never "." or "..", and never empty; in a query it is part of
// a value; in a header it holds no line break; in a JSON body it is text within
// text, but alone in its quotes it is the value itself: "{param.size}" becomes
// 50, and "{now}" a number where the format is unix or unixms. Bodies that are not JSON hold none.
// What was filled in is not read again. Names, methods, services, base URLs,
// schemes and hosts hold no macros, a parameter that is secret or a base URL is
// none, and there are no others: nothing reaches environment, files or code. A
// text does not grow beyond 64 KiB, and a request holds at most 100 different
// macros. What [Template.Operation] returns has them as they were written.
//
// A name in the braces of a path that is no macro is the place of a parameter
// (path:NAME); the words above are not free for such names. Anything else in
// braces is a [*MacroError], all of them at once, in a definition with their
// pointers.
//
// A request that holds {now} is another query each time it is built, so a
// [proofpoint.Cursor] of it serves the request that it came from. A value of a
// lookup that cannot stand in its place, like an empty one in a path, ends the
// walk with an error.
//
// # Keeping a request
//
// [FromRequest] makes a template of a request that was made by hand and tried
// out ([proofpoint.Client.Probe]); as JSON it is a definition. A request that
// holds a credential is refused, and [WithoutCredentials] takes out what was
// typed along.
//
// # Hosts
//
// A base URL that comes as a parameter moves the request and nothing else:
// credentials go to the hosts that are configured for their service
// ([proofpoint.ServiceConfig]). Another host is asked without, and if it
// refuses, the error says how to allow it.
//
// [ParseHeaders] reads headers as people write them in one line.
package template
