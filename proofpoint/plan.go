// Plan: which requests a query would make, without making one. It applies the
// same pagers to the same request and resolves it at the same place as the
// loop; where only an answer could tell what comes next it says so instead.
// Which pages there are is in plan_steps.go, what they cost in plan_draws.go.

package proofpoint

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"maps"
	"strings"
	"time"

	"github.com/proofpointkit/proofpoint-go/internal/credname"
	"github.com/proofpointkit/proofpoint-go/pathdata"
)

// Planned is one request that would be made, or a kind of request that would be
// made as often as After says.
type Planned struct {
	Service Service
	Method  string
	// URL is unsigned, with its query. Secret parameters, and what the names of
	// query parameters give away as credentials, are hidden. Values that come
	// from records stand as {name}.
	URL string
	// Body has secret parameters hidden.
	Body []byte
	Pool Pool
	// Credential is the fingerprint of who asks, no secret, "" for nobody.
	Credential string
	// After says what the request depends on, "" if it is made in any case:
	// "each further page, until one is short", "each record of tap.siem.all".
	After string
	// Least is how many such requests there are at least: 1 where After is "",
	// 0 where there may be none.
	Least int
}

// String is one line for people.
func (p Planned) String() string {
	s := p.Method + " " + p.URL
	if len(p.Body) > 0 {
		s += fmt.Sprintf(" (%d bytes)", len(p.Body))
	}
	if p.After != "" {
		s += " for " + p.After
	}
	return s
}

// Plan yields the requests that r would make, in order, without making one.
// Windows and lists of values are exact, as far as the service answers them as
// they are asked. Of pages whose number depends on the answers the first is
// followed by one entry for all others, and each further request of a record
// ([Then]) is one entry; both have After set. What follows from a Value is known
// and planned like any request. Retries and logins are not planned.
//
// The values of an iterator ([Values]) are not drawn, because drawing may ask for
// them: they are one entry for all. The same further request of a Value is
// planned once, as it is made once.
//
// The sequence is lazy: a range of years in windows of a minute costs nothing
// until it is walked. A query that cannot be planned yields its error, as
// Records would, and ends; a further request of a Value that cannot be built
// comes as a [*RecordError], and the plan goes on, unless Must is set. [Draws]
// adds up what a plan costs.
func (c *Client) Plan(r Request) iter.Seq2[Planned, error] {
	r = r.clone()
	return func(yield func(Planned, error) bool) {
		p := &planner{c: c, now: c.clock.Now(), yield: yield, known: map[childKey]bool{}}
		err := checkChain(&r)
		if err == nil {
			err = p.request(&r, "", "")
		}
		if err != nil && !p.left {
			yield(Planned{}, err)
		}
	}
}

// planner is one range over a plan.
type planner struct {
	c     *Client
	now   time.Time
	yield func(Planned, error) bool
	left  bool // the caller left
	known map[childKey]bool
}

func (p *planner) put(q Planned) {
	if !p.left {
		p.left = !p.yield(q, nil)
	}
}

// request plans r and what follows from it. at is its place in the chain, per says
// for what it is asked, "" for the query itself.
func (p *planner) request(r *Request, at, per string) error {
	if r.Value == nil {
		if err := p.pages(r, per); err != nil {
			return err
		}
	}
	for i := range r.Then {
		if p.left {
			return nil
		}
		if err := p.then(r, i, at, per); err != nil {
			return err
		}
	}
	return nil
}

// pages plans the pages of r.
func (p *planner) pages(r *Request, per string) error {
	first := true
	pager := undrawn(pagerOf(r))
	enough := r.Limit > 0 && len(r.Then) == 0 && r.Limit <= fullPage(pager)-r.Skip
	for s, err := range steps(pager, p.now) {
		if err != nil {
			return err
		}
		if s.further != "" && enough {
			continue // a full page is all that is wanted, and one that is short is the last
		}
		q := r.clone()
		if err := pager.Apply(&q, s.at); err != nil {
			return err
		}
		shown, err := p.show(&q)
		if err != nil {
			return err
		}
		if per != "" || s.each != "" {
			shown.URL, shown.Body = namesAgain(shown.URL), []byte(namesAgain(string(shown.Body)))
		}
		switch shown.After = allOf(per, s.each, s.further); {
		case shown.After != "":
		case r.Limit > 0 && !first:
			shown.After = fmt.Sprintf("as long as fewer than %s came", plural(r.Limit, "record"))
		default:
			shown.Least = 1
		}
		if p.put(shown); p.left {
			return nil
		}
		first = false
	}
	return nil
}

// show resolves a request as the loop does, and hides what may not be shown.
func (p *planner) show(q *Request) (Planned, error) {
	t, err := p.c.resolve(q)
	if err != nil {
		return Planned{}, err
	}
	for name, values := range t.url.Query() {
		if credname.Looks(name) {
			q.secrets = append(q.secrets, values...)
		}
	}
	shown := Planned{Service: q.Service, Method: q.method(), URL: credname.Hide(q.hideURL(t.url.String()), redacted), Body: []byte(q.hide(string(q.Body))), Pool: q.Pool}
	if t.sign {
		shown.Credential = t.service.auth.Fingerprint()
	}
	return shown, nil
}

// namesAgain lets {names} stand as they are where a URL escaped them.
func namesAgain(text string) string { return strings.NewReplacer("%7B", "{", "%7D", "}").Replace(text) }

// then plans the further requests of r's records by its Then i. What a Value
// holds is known; of other records only what is asked for each of them.
func (p *planner) then(r *Request, i int, at, per string) error {
	t := r.Then[i]
	at += fmt.Sprintf("%d.", i)
	if r.Value == nil || per != "" {
		q, err := t.unknown()
		if err != nil {
			return err
		}
		if q.Service == r.Service {
			q.Base = orElse(q.Base, r.Base)
		}
		return p.request(&q, at, "each record of "+r.name())
	}
	w := walk{c: p.c, r: r, o: &call{}}
	for q, err := range w.children(t, Record{Raw: r.Value}) {
		if err == nil && q.repeatable() && p.again(at, w.keyOf(&slot{then: i, ask: q})) {
			continue
		}
		if err == nil {
			err = p.request(&q, at, "")
		}
		switch {
		case err != nil && (t.Must || ends(err)):
			return err
		case err != nil && !p.left:
			p.left = !p.yield(Planned{}, &RecordError{Path: pathdata.Path{Index: -1}, Offset: -1, Err: err})
		}
		if p.left {
			return nil
		}
	}
	return nil
}

// again reports whether a child was planned before at the same place.
func (p *planner) again(at string, key childKey) bool {
	key = sha256.Sum256(append([]byte(at), key[:]...))
	was := p.known[key]
	p.known[key] = true
	return was
}

// unknown is a child of a record that is not known yet: {name} stands for what
// will be picked. Only values that are sent as they are can be shown so. A time
// that bounds windows cannot: then the pages are left out too.
func (t Then) unknown() (Request, error) {
	op := *t.Ask
	op.Params, op.OneOf, op.check = nil, nil, nil
	params, odd := maps.Clone(t.With), false
	if params == nil {
		params = map[string]any{}
	}
	for _, p := range t.Ask.Params {
		if _, picked := t.Pick[p.Name]; picked {
			if !plainPlaces(p.In) {
				odd = true
				continue
			}
			p = Param{Name: p.Name, In: p.In, Type: "string", Secret: p.Secret}
			params[p.Name] = "{" + p.Name + "}"
		}
		op.Params = append(op.Params, p)
	}
	q, err := op.Build(params)
	if odd {
		q.Pager = nil
	}
	return q, err
}

// plainPlaces reports whether a parameter is sent as it is wherever it goes.
func plainPlaces(in string) bool {
	for place := range strings.FieldsSeq(in) {
		if kind, _, ok := strings.Cut(place, ":"); !ok || kind == "each" {
			return false
		}
	}
	return in != ""
}
