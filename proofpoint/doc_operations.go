// The table of all operations, in the package's documentation. It is written by
// go test -run OperationsTable -update, from the operations themselves.

// # Operations
//
// Every operation, with the request that it makes, how it pages, and the quota
// that it counts against. Its name is also the name of its template. Paths are
// below the base URL of the service, which stands in front of them.
//
// TAP (service "tap"):
//
//	operation                    request                          paging         quota
//	tap.siem.all                 GET /v2/siem/all                 windows of 1h  siem 1800/1d
//	tap.siem.clicks_blocked      GET /v2/siem/clicks/blocked      windows of 1h  siem 1800/1d
//	tap.siem.clicks_permitted    GET /v2/siem/clicks/permitted    windows of 1h  siem/clicks/permitted 1800/1d
//	tap.siem.issues              GET /v2/siem/issues              windows of 1h  siem 1800/1d
//	tap.siem.messages_blocked    GET /v2/siem/messages/blocked    windows of 1h  siem 1800/1d
//	tap.siem.messages_delivered  GET /v2/siem/messages/delivered  windows of 1h  siem 1800/1d
//
// CASB (service "casb"):
//
//	operation    request          paging                 quota
//	casb.alerts  POST /v1/alerts  windows of 1d × pages  casb/v1 1000/1d
//
// TRAP appliance (service "trap.ptr"):
//
//	operation           request                                paging  quota
//	trap.lists.members  GET /api/lists/{list_id}/members.json  -       -
//
// TRAP cloud (service "trap.ctr"):
//
//	operation         request                                                paging  quota
//	trap.lists.block  GET /api/v1/emailProtection/modules/spam/orgBlockList  -       ctr 10/1m
//	trap.lists.safe   GET /api/v1/emailProtection/modules/spam/orgSafeList   -       ctr 10/1m
//
// ETI (service "eti"):
//
//	operation                request                            paging           quota
//	eti.domain               (several)                          8 calls for one  -
//	eti.domains.events       GET /domains/{domain}/events       -                eti 200/1m
//	eti.domains.geoloc       GET /domains/{domain}/geoloc       -                eti 200/1m
//	eti.domains.ips          GET /domains/{domain}/ips          -                eti 200/1m
//	eti.domains.nameservers  GET /domains/{domain}/nameservers  -                eti 200/1m
//	eti.domains.reputation   GET /domains/{domain}/reputation   -                eti 200/1m
//	eti.domains.samples      GET /domains/{domain}/samples      -                eti 200/1m
//	eti.domains.urls         GET /domains/{domain}/urls         -                eti 200/1m
//	eti.domains.whois        GET /domains/{domain}/whois        -                eti 200/1m
//
// Ready-made templates over some of them, by their modes:
//
//	get_alerts (native, gateway)
//	get_domain_intelligence (native, gateway)
//	get_messages_delivered (one mode)
//	list_blocklist_entries (org, list, gateway)
package proofpoint
