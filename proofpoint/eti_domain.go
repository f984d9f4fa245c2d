// ETI: everything about a domain in one record. The service has no such call;
// eti.domain makes the eight that there are.

package proofpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// ETIDomainParams are the parameters of [ETIService.Domain].
type ETIDomainParams struct {
	// Domain is the domain's name, "login-update.example" say.
	Domain string `in:"value:domain" lower:"true" required:"true" pattern:"[\\pL\\pM\\pN_-][\\pL\\pM\\pN_.-]*" accepts:"a name like login-update.example" doc:"The domain's name."`
}

// etiDomainParts are the eight calls, in the order in which they are made.
var etiDomainParts = []struct {
	name string
	ask  *Operation
}{
	{"reputation", etiDomainReputation.Operation}, {"urls", etiDomainURLs.Operation},
	{"samples", etiDomainSamples.Operation}, {"ips", etiDomainIPs.Operation},
	{"events", etiDomainEvents.Operation}, {"nameservers", etiDomainNameservers.Operation},
	{"whois", etiDomainWhois.Operation}, {"geoloc", etiDomainGeoloc.Operation},
}

// etiDomainChain asks the eight parts for the domain of a parent record.
func etiDomainChain() []Then {
	domain := pathdata.MustCompile("$.domain")
	var then []Then
	for _, p := range etiDomainParts {
		then = append(then, Then{Ask: p.ask, Name: p.name, Pick: map[string]*pathdata.Selector{"domain": domain}})
	}
	return then
}

var etiDomain = define[ETIDomainParams, ETIDomain](Operation{
	Name: "eti.domain", Title: "Get Domain Intelligence", Summary: "Everything known of one domain: eight calls, one record.",
	When: "Use this to enrich an alert that names a domain.", Docs: etiDocs, Source: etiSource,
	Proto: Request{Service: ETI, Value: json.RawMessage(`{}`), Then: etiDomainChain()},
})

// ETIDomain is what is known of a domain. Raw is composed here, of the parts as
// they were received; the parts have no Raw of their own.
type ETIDomain struct {
	Raw         json.RawMessage  `json:"-"`
	Domain      string           `json:"domain"` // as it was asked for
	Reputation  []ETIReputation  `json:"reputation"`
	URLs        []string         `json:"urls"` // paths, query values masked
	Samples     []ETISeenSample  `json:"samples"`
	IPs         []ETISeenIP      `json:"ips"`
	Events      []ETIDomainEvent `json:"events"`
	Nameservers []ETINameserver  `json:"nameservers"`
	Whois       *ETIWhois        `json:"whois"` // nil: nothing was said
	Geoloc      []ETIGeoloc      `json:"geoloc"`

	// Errors says why a part is missing, or came in part, by the part's name:
	// "whois": "403 …", "ips": "could not be read: …". It is empty if all went
	// well.
	Errors map[string]string `json:"errors"`
}

// FromRecord reads each part, and each element of a list, by itself: what does
// not fit its type is named in Errors, and costs neither the other parts nor the
// other elements. A registration of which nothing is known is {}, an ETIWhois
// without a Domain; where the answer held no object at all it is [] here, which
// leaves Whois nil. Only a record that is no object is an error.
func (d *ETIDomain) FromRecord(r Record) error {
	d.Raw = r.Raw
	var parts map[string]json.RawMessage
	if err := decode(r.Raw, &parts); err != nil {
		return err
	}
	odd := map[string]error{
		"domain": etiRead(parts["domain"], &d.Domain), "errors": etiRead(parts["errors"], &d.Errors),
		"reputation": etiReadList(parts["reputation"], &d.Reputation), "urls": etiReadList(parts["urls"], &d.URLs),
		"samples": etiReadList(parts["samples"], &d.Samples), "ips": etiReadList(parts["ips"], &d.IPs),
		"events": etiReadList(parts["events"], &d.Events), "nameservers": etiReadList(parts["nameservers"], &d.Nameservers),
		"geoloc": etiReadList(parts["geoloc"], &d.Geoloc),
	}
	if whois := parts["whois"]; bytes.HasPrefix(whois, []byte("{")) {
		d.Whois = new(ETIWhois)
		odd["whois"] = decode(whois, d.Whois)
	} else {
		odd["whois"] = etiRead(whois, new([0]ETIWhois))
	}
	for part, err := range odd {
		if err != nil {
			d.note(part, "could not be read: "+cause(err))
		}
	}
	return nil
}

// note adds to what is said of a part.
func (d *ETIDomain) note(part, text string) {
	if d.Errors == nil {
		d.Errors = map[string]string{}
	}
	if said := d.Errors[part]; said != "" {
		text = said + "; " + text
	}
	d.Errors[part] = text
}

// etiRead decodes a part, if it is there.
func etiRead(raw json.RawMessage, into any) error {
	if raw == nil {
		return nil
	}
	return decode(raw, into)
}

// etiReadList decodes the elements of a part one by one and returns the first
// error. An element that does not fit stays as what could be read of it, and is
// left out if that is nothing.
func etiReadList[T any](raw json.RawMessage, list *[]T) (odd error) {
	var elements []json.RawMessage
	if err := etiRead(raw, &elements); err != nil || elements == nil {
		return err
	}
	*list = make([]T, 0, len(elements))
	for i, element := range elements {
		var v T
		err := decode(element, &v)
		if err != nil && odd == nil {
			odd = fmt.Errorf("element %d: %w", i, err)
		}
		if err == nil || !reflect.ValueOf(v).IsZero() {
			*list = append(*list, v)
		}
	}
	return odd
}

// DomainRequest builds the request of [ETIService.Domain].
func (p ETIDomainParams) DomainRequest() (Request, error) { return etiDomain.Build(p) }

// Domain returns everything that is known of a domain, by eight requests, one
// after the other. A part that fails, or of which something could not be read,
// is named in Errors and the others come nevertheless; it is an error only if
// all eight fail, if the key is refused with 401, or if ctx ends. All parts of
// an unknown domain are empty. Errors are as with [ETIService], but for
// *[RecordError], which does not come.
//
// Source: vendor's reference, section Domains, which has no such call; 2026-05.
func (s *ETIService) Domain(ctx context.Context, p ETIDomainParams, opts ...CallOption) (*ETIDomain, error) {
	return etiDomain.one(ctx, s.c, p, opts)
}
