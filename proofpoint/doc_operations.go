// The table of all operations, in the package's documentation. It is written by
// go test -run OperationsTable -update, from the operations themselves.

// Package proofpoint knows the operations that are listed here.
//
// # Operations
//
// Every operation, with the request that it makes, how it pages, and the quota
// that it counts against. Its name is also the name of its template. Paths are
// below the base URL of the service, which stands in front of them.
//
// TAP (service "tap"):
//
//	operation                     request                             paging                 quota
//	tap.campaigns.get             GET /v2/campaign/{campaign_id}      -                      -
//	tap.campaigns.ids             GET /v2/campaign/ids                windows of 1d × pages  campaign/ids 50/1d
//	tap.forensics.campaign        GET /v2/forensics                   -                      forensics/campaign 1800/1d
//	tap.forensics.threat          GET /v2/forensics                   -                      forensics/threat 50/1d
//	tap.people.top_clickers       GET /v2/people/top-clickers         pages                  people/top-clickers 50/1d
//	tap.people.vap                GET /v2/people/vap                  pages                  people/vap 50/1d
//	tap.siem.all                  GET /v2/siem/all                    windows of 1h          siem 1800/1d
//	tap.siem.clicks_blocked       GET /v2/siem/clicks/blocked         windows of 1h          siem 1800/1d
//	tap.siem.clicks_permitted     GET /v2/siem/clicks/permitted       windows of 1h          siem/clicks/permitted 1800/1d
//	tap.siem.issues               GET /v2/siem/issues                 windows of 1h          siem 1800/1d
//	tap.siem.messages_blocked     GET /v2/siem/messages/blocked       windows of 1h          siem 1800/1d
//	tap.siem.messages_delivered   GET /v2/siem/messages/delivered     windows of 1h          siem 1800/1d
//	tap.stp.compromised_accounts  GET /v1/stp/compromised-accounts    windows of 1h          -
//	tap.threats.summary           GET /v2/threat/summary/{threat_id}  -                      -
//	tap.url.decode                POST /v2/url/decode                 -                      url/decode 1800/1d
//
// CASB (service "casb"):
//
//	operation    request          paging                 quota
//	casb.alerts  POST /v1/alerts  windows of 1d × pages  casb/v1 1000/1d
//	casb.events  POST /v2/events  windows of 1d × pages  -
//
// TRAP appliance (service "trap.ptr"):
//
//	operation                  request                                               paging                  quota
//	trap.alerts.push           POST /threat/json_event/events/{source_id}            -                       -
//	trap.incidents             GET /api/incidents                                    windows of 1d × values  -
//	trap.incidents.close       POST /api/incidents/{id}/close.json                   -                       -
//	trap.incidents.close_many  POST /api/incidents/close.json                        -                       -
//	trap.incidents.comment     POST /api/incidents/{id}/comments.json                -                       -
//	trap.incidents.get         GET /api/incidents/{id}.json                          -                       -
//	trap.incidents.users       POST /api/incidents/{id}/users.json                   -                       -
//	trap.lists.members         GET /api/lists/{list_id}/members.json                 -                       -
//	trap.lists.members.add     POST /api/lists/{list_id}/members.json                -                       -
//	trap.lists.members.delete  DELETE /api/lists/{list_id}/members/{member_id}.json  -                       -
//	trap.lists.members.get     GET /api/lists/{list_id}/members/{member_id}.json     -                       -
//	trap.lists.members.modify  PUT /api/lists/{list_id}/members/{member_id}.json     -                       -
//
// TRAP cloud (service "trap.ctr"):
//
//	operation                      request                                                 paging  quota
//	trap.cloud.incidents           POST /api/v1/tric/incidents                             rows    ctr 10/1m
//	trap.cloud.incidents.count     POST /api/v1/tric/incidents/count                       -       ctr 10/1m
//	trap.cloud.incidents.create    POST /api/v1/tric/incidents/createIncident              -       ctr 10/1m
//	trap.cloud.incidents.get       GET /api/v1/tric/incidents/{incident_id}                -       ctr 10/1m
//	trap.cloud.incidents.messages  POST /api/v1/tric/incidents/{incident_id}/messages      rows    ctr 10/1m
//	trap.cloud.incidents.upload    POST /api/v1/tric/incidents/uploadMessage               -       ctr 10/1m
//	trap.cloud.messages            POST /api/v1/tric/messages                              rows    ctr 10/1m
//	trap.cloud.messages.download   GET /api/v1/tric/messages/{message_id}/download         -       ctr 10/1m
//	trap.cloud.messages.fetch      GET /api/v1/tric/messages/{message_id}/fetch            -       ctr 10/1m
//	trap.cloud.messages.get        GET /api/v1/tric/messages/{message_id}                  -       ctr 10/1m
//	trap.cloud.messages.status     GET /api/v1/tric/messages/{message_id}/fetchStatus      -       ctr 10/1m
//	trap.cloud.workflows           GET /api/v1/tric/workflows                              -       ctr 10/1m
//	trap.cloud.workflows.run       POST /api/v1/tric/workflows/{workflow_id}/run           -       ctr 10/1m
//	trap.cloud.workflows.status    GET /api/v1/tric/workflows/run/{run_id}                 -       ctr 10/1m
//	trap.lists.block               GET /api/v1/emailProtection/modules/spam/orgBlockList   -       ctr 10/1m
//	trap.lists.block.add           POST /api/v1/emailProtection/modules/spam/orgBlockList  -       ctr 10/1m
//	trap.lists.block.delete        POST /api/v1/emailProtection/modules/spam/orgBlockList  -       ctr 10/1m
//	trap.lists.safe                GET /api/v1/emailProtection/modules/spam/orgSafeList    -       ctr 10/1m
//	trap.lists.safe.add            POST /api/v1/emailProtection/modules/spam/orgSafeList   -       ctr 10/1m
//	trap.lists.safe.delete         POST /api/v1/emailProtection/modules/spam/orgSafeList   -       ctr 10/1m
//
// ETI (service "eti"):
//
//	operation                request                            paging           quota
//	eti.actors.get           GET /actors/{actor}                -                eti 200/1m
//	eti.cves.get             GET /cve/{cve}                     -                eti 200/1m
//	eti.cves.top_trending    GET /cve/top-trending              -                eti 200/1m
//	eti.domain               (several)                          8 calls for one  -
//	eti.domains.events       GET /domains/{domain}/events       -                eti 200/1m
//	eti.domains.geoloc       GET /domains/{domain}/geoloc       -                eti 200/1m
//	eti.domains.ips          GET /domains/{domain}/ips          -                eti 200/1m
//	eti.domains.nameservers  GET /domains/{domain}/nameservers  -                eti 200/1m
//	eti.domains.reputation   GET /domains/{domain}/reputation   -                eti 200/1m
//	eti.domains.samples      GET /domains/{domain}/samples      -                eti 200/1m
//	eti.domains.urls         GET /domains/{domain}/urls         -                eti 200/1m
//	eti.domains.whois        GET /domains/{domain}/whois        -                eti 200/1m
//	eti.ips.asn              GET /ips/{ip}/asn                  -                eti 200/1m
//	eti.ips.domains          GET /ips/{ip}/domains              -                eti 200/1m
//	eti.ips.events           GET /ips/{ip}/events               -                eti 200/1m
//	eti.ips.geoloc           GET /ips/{ip}/geoloc               -                eti 200/1m
//	eti.ips.reputation       GET /ips/{ip}/reputation           -                eti 200/1m
//	eti.ips.samples          GET /ips/{ip}/samples              -                eti 200/1m
//	eti.ips.urls             GET /ips/{ip}/urls                 -                eti 200/1m
//	eti.malware.get          GET /malware/{family}              -                eti 200/1m
//	eti.repcategories        GET /repcategories                 -                eti 200/1m
//	eti.samples.connections  GET /samples/{md5}/connections     -                eti 200/1m
//	eti.samples.dns          GET /samples/{md5}/dns             -                eti 200/1m
//	eti.samples.events       GET /samples/{md5}/events          -                eti 200/1m
//	eti.samples.get          GET /samples/{md5}                 -                eti 200/1m
//	eti.samples.http         GET /samples/{md5}/http            -                eti 200/1m
//	eti.sids.documentation   GET /sids/{sid}/documentation      -                eti 200/1m
//	eti.sids.domains         GET /sids/{sid}/domains            -                eti 200/1m
//	eti.sids.get             GET /sids/{sid}                    -                eti 200/1m
//	eti.sids.ips             GET /sids/{sid}/ips                -                eti 200/1m
//	eti.sids.references      GET /sids/{sid}/references         -                eti 200/1m
//	eti.sids.samples         GET /sids/{sid}/samples            -                eti 200/1m
//	eti.sids.summary         GET /sids/{sid}/summary            -                eti 200/1m
//	eti.sids.text            GET /sids/{sid}/text               -                eti 200/1m
//	eti.tags.activities      GET /tags/{tag}/activities         -                eti 200/1m
//	eti.tags.rolling_count   GET /tags/{tag}/rolling-count      -                eti 200/1m
//	eti.tags.summaries       GET /tags/{tag}/summaries          -                eti 200/1m
//
// ETI exploit scores (service "eti.scores"):
//
//	operation        request               paging  quota
//	eti.scores.get   GET /cve/{cve}/score  -       eti 200/1m
//	eti.scores.tier  GET /cve/tier/{tier}  pages   eti 200/1m
//	eti.scores.top   GET /cve/top-aed      -       eti 200/1m
//
// ETI reputation files (service "eti.files"):
//
//	operation          request                             paging  quota
//	eti.files.domains  GET /reputation/domainrepdata.json  -       -
//	eti.files.ips      GET /reputation/iprepdata.json      -       -
//
// Essentials (service "essentials"):
//
//	operation                                        request                                                     paging  quota
//	essentials.billing.get                           GET /billing/{domain}                                       -       -
//	essentials.billing.orgs                          GET /billing/{domain}/orgs                                  -       -
//	essentials.dkim.create                           POST /orgs/{domain}/domains/{target}/dkim/{selector}        -       -
//	essentials.dkim.delete                           DELETE /orgs/{domain}/domains/{target}/dkim/{selector}      -       -
//	essentials.dkim.delete_all                       DELETE /orgs/{domain}/domains/{target}/dkim                 -       -
//	essentials.dkim.get                              GET /orgs/{domain}/domains/{target}/dkim/{selector}         -       -
//	essentials.dkim.list                             GET /orgs/{domain}/domains/{target}/dkim                    -       -
//	essentials.dkim.verify                           PUT /orgs/{domain}/domains/{target}/dkim/{selector}/verify  -       -
//	essentials.domains.create                        POST /orgs/{domain}/domains                                 -       -
//	essentials.domains.delete                        DELETE /orgs/{domain}/domains/{target}                      -       -
//	essentials.domains.get                           GET /orgs/{domain}/domains/{target}                         -       -
//	essentials.domains.health                        GET /orgs/{domain}/domains/{target}/health                  -       -
//	essentials.domains.list                          GET /orgs/{domain}/domains                                  -       -
//	essentials.domains.replace                       PUT /orgs/{domain}/domains/{target}                         -       -
//	essentials.domains.verification_code             GET /orgs/{domain}/domains/{target}/verification-code       -       -
//	essentials.domains.verify                        PUT /orgs/{domain}/domains/{target}/verify/{method}         -       -
//	essentials.endpoints.list                        GET /endpoints/{domain}                                     -       -
//	essentials.features.get                          GET /orgs/{domain}/features                                 -       -
//	essentials.features.replace                      PUT /orgs/{domain}/features                                 -       -
//	essentials.groups.sender_lists.add               POST /orgs/{domain}/groups/{group}/sender-lists             -       -
//	essentials.groups.sender_lists.delete            DELETE /orgs/{domain}/groups/{group}/sender-lists           -       -
//	essentials.groups.sender_lists.get               GET /orgs/{domain}/groups/{group}/sender-lists              -       -
//	essentials.groups.sender_lists.replace           PATCH /orgs/{domain}/groups/{group}/sender-lists            -       -
//	essentials.licensing.get                         GET /orgs/{domain}/licensing                                -       -
//	essentials.licensing.replace                     PUT /orgs/{domain}/licensing                                -       -
//	essentials.me                                    GET /me                                                     -       -
//	essentials.orgs.create                           POST /orgs/{domain}/orgs                                    -       -
//	essentials.orgs.delete                           DELETE /orgs/{domain}                                       -       -
//	essentials.orgs.get                              GET /orgs/{domain}                                          -       -
//	essentials.orgs.list                             GET /orgs/{domain}/orgs                                     -       -
//	essentials.orgs.update                           PATCH /orgs/{domain}                                        -       -
//	essentials.package.replace                       PUT /orgs/{domain}/package                                  -       -
//	essentials.products.add                          POST /orgs/{domain}/products                                -       -
//	essentials.products.delete                       DELETE /orgs/{domain}/products/{label}                      -       -
//	essentials.products.get                          GET /orgs/{domain}/products/{label}                         -       -
//	essentials.products.list                         GET /orgs/{domain}/products                                 -       -
//	essentials.products.update                       PATCH /orgs/{domain}/products/{label}                       -       -
//	essentials.reports.direction                     GET /reporting/{domain}/{period}/{direction}                -       -
//	essentials.reports.get                           GET /reporting/{domain}/{period}                            -       -
//	essentials.sender_lists.add                      POST /orgs/{domain}/sender-lists                            -       -
//	essentials.sender_lists.delete                   DELETE /orgs/{domain}/sender-lists                          -       -
//	essentials.sender_lists.get                      GET /orgs/{domain}/sender-lists                             -       -
//	essentials.sender_lists.replace                  PATCH /orgs/{domain}/sender-lists                           -       -
//	essentials.settings.azure.delete                 DELETE /orgs/{domain}/settings/azure                        -       -
//	essentials.settings.azure.exemptions.add         PUT /orgs/{domain}/settings/azure/exemptions                -       -
//	essentials.settings.azure.exemptions.delete      DELETE /orgs/{domain}/settings/azure/exemptions/{email}     -       -
//	essentials.settings.azure.exemptions.delete_all  DELETE /orgs/{domain}/settings/azure/exemptions             -       -
//	essentials.settings.azure.exemptions.list        GET /orgs/{domain}/settings/azure/exemptions                -       -
//	essentials.settings.azure.get                    GET /orgs/{domain}/settings/azure                           -       -
//	essentials.settings.azure.replace                PUT /orgs/{domain}/settings/azure                           -       -
//	essentials.settings.idps.add                     POST /orgs/{domain}/authentication/settings/idps            -       -
//	essentials.settings.idps.delete                  DELETE /orgs/{domain}/authentication/settings/idps/{uuid}   -       -
//	essentials.settings.idps.get                     GET /orgs/{domain}/authentication/settings/idps/{uuid}      -       -
//	essentials.settings.idps.list                    GET /orgs/{domain}/authentication/settings/idps             -       -
//	essentials.settings.idps.replace                 PUT /orgs/{domain}/authentication/settings/idps/{uuid}      -       -
//	essentials.settings.login.get                    GET /orgs/{domain}/authentication/settings/login            -       -
//	essentials.settings.login.replace                PUT /orgs/{domain}/authentication/settings/login            -       -
//	essentials.settings.mfa.get                      GET /orgs/{domain}/authentication/settings/mfa              -       -
//	essentials.settings.mfa.replace                  PUT /orgs/{domain}/authentication/settings/mfa              -       -
//	essentials.stats.partner                         GET /stats/{domain}/partner                                 -       -
//	essentials.stats.partner_orgs                    GET /stats/{domain}/partner/orgs                            pages   -
//	essentials.tagging.exemptions.add                POST /orgs/{domain}/email-tagging/exemptions                -       -
//	essentials.tagging.exemptions.delete             DELETE /orgs/{domain}/email-tagging/exemptions              -       -
//	essentials.tagging.exemptions.list               GET /orgs/{domain}/email-tagging/exemptions                 -       -
//	essentials.tagging.get                           GET /orgs/{domain}/email-tagging                            -       -
//	essentials.tagging.replace                       PUT /orgs/{domain}/email-tagging                            -       -
//	essentials.tagging.update                        PATCH /orgs/{domain}/email-tagging                          -       -
//	essentials.tokens.create                         POST /token/{domain}                                        -       -
//	essentials.users.create                          POST /orgs/{domain}/users                                   -       -
//	essentials.users.delete                          DELETE /orgs/{domain}/users/{email}                         -       -
//	essentials.users.get                             GET /orgs/{domain}/users/{email}                            -       -
//	essentials.users.list                            GET /orgs/{domain}/users                                    -       -
//	essentials.users.replace                         PUT /orgs/{domain}/users/{email}                            -       -
//	essentials.users.sender_lists.add                POST /orgs/{domain}/users/{email}/sender-lists              -       -
//	essentials.users.sender_lists.delete             DELETE /orgs/{domain}/users/{email}/sender-lists            -       -
//	essentials.users.sender_lists.get                GET /orgs/{domain}/users/{email}/sender-lists               -       -
//	essentials.users.sender_lists.replace            PATCH /orgs/{domain}/users/{email}/sender-lists             -       -
//
// Essentials threat API (service "essentials.siem"):
//
//	operation                           request                          paging         quota
//	essentials.siem.all                 GET /v2/siem/all                 windows of 1h  essentials/siem 1800/1d
//	essentials.siem.clicks_blocked      GET /v2/siem/clicks/blocked      windows of 1h  essentials/siem 1800/1d
//	essentials.siem.clicks_permitted    GET /v2/siem/clicks/permitted    windows of 1h  essentials/siem/clicks/permitted 1800/1d
//	essentials.siem.messages_blocked    GET /v2/siem/messages/blocked    windows of 1h  essentials/siem 1800/1d
//	essentials.siem.messages_delivered  GET /v2/siem/messages/delivered  windows of 1h  essentials/siem 1800/1d
//
// Ready-made templates over some of them, by their modes:
//
//	get_alerts (native, gateway)
//	get_campaigns (one mode)
//	get_domain_intelligence (native, gateway)
//	get_message_forensics (one mode)
//	get_messages_delivered (one mode)
//	list_blocklist_entries (org, list, gateway)
package proofpoint
