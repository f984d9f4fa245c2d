// People: who is attacked most, who clicks most. They are the recipients that
// events tell of; what is said of them is drawn for each, not added up.

package proofpointtest

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

const (
	defaultVAP      = 1000
	defaultClickers = 100
	maxClickers     = 200
)

// attackedPerson is a recipient, by the number that appendPerson takes, and a score.
type attackedPerson struct {
	number uint64
	score  int
}

func (p *attackedPerson) seed(w *world) uint64 { return mix(w.seed, saltPeople, p.number) }

// people are all who get mail, highest score first. percent is the share that is
// listed, top the highest score.
func (w *world) people(days, percent, top int) []attackedPerson {
	if !w.made() {
		return nil
	}
	var out []attackedPerson
	for first := range uint64(len(logins)) {
		for last := range uint64(len(lastLogins)) {
			p := attackedPerson{number: personNumber(first, last)}
			d := draw{mix(p.seed(w), uint64(percent))}
			if !d.percent(percent) {
				continue
			}
			// Few stand out, and a longer window tells more.
			v := d.n(1000)
			p.score = 1 + top*v*v/1_000_000*days/90
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b attackedPerson) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.number, b.number))
	})
	return out
}

// personNumber is the least number from which appendPerson makes an address: the
// first name follows from the whole number, the last from what is above 16 bits.
func personNumber(first, last uint64) uint64 {
	n, f := last<<16, uint64(len(logins))
	return n + (first+f-n%f)%f
}

// days reads the required window.
func (x *exchange) days() (int, *reply) {
	switch v := x.query.Get("window"); v {
	case "14", "30", "90":
		n, err := strconv.Atoi(v)
		if err == nil {
			return n, nil
		}
		fallthrough
	default:
		a := text(http.StatusBadRequest, "The window "+strconv.Quote(v)+" is unknown. It is 14, 30 or 90.")
		return 0, &a
	}
}

// peoplePage is what both calls read of the request.
func (x *exchange) peoplePage(pool string, def, high int) (days, page, size int, bad *reply) {
	if bad = x.tapSigned(pool); bad != nil {
		return
	}
	if days, bad = x.days(); bad != nil {
		return
	}
	if page, bad = x.tapNumber("page", 1, 1, 0); bad != nil {
		return
	}
	size, bad = x.tapNumber("size", def, 1, high)
	return
}

// tapPage cuts a page, from 1, out of a list.
func tapPage(list []attackedPerson, page, size int) []attackedPerson {
	from := min((page-1)*size, len(list))
	if from < 0 {
		return nil
	}
	return list[from:min(from+size, len(list))]
}

func (x *exchange) tapVAP() reply {
	days, page, size, bad := x.peoplePage("tap.people.vap", defaultVAP, 0)
	if bad != nil {
		return *bad
	}
	w := &x.s.world
	all := w.people(days, 100, 2500)
	b := []byte(`{"users":[`)
	for i, p := range tapPage(all, page, size) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(w.appendIdentity(b, &p, true), `,"threatStatistics":{"attackIndex":`...)
		b = strconv.AppendInt(b, int64(p.score), 10)
		b = append(appendFamilies(b, &p, p.seed(w), "score", vapFamilies), "}}"...)
	}
	sum := 0
	for _, p := range all {
		sum += p.score
	}
	average := float64(sum) / float64(max(len(all), 1))
	b = fmt.Appendf(b, `],"totalVapUsers":%d,"interval":"%s","averageAttackIndex":%.4f,"vapAttackIndexThreshold":%.4f}`,
		len(all), x.interval(days, time.Second), average, average*1.7)
	return x.tapJSON(b)
}

func (x *exchange) tapTopClickers() reply {
	days, page, size, bad := x.peoplePage("tap.people.top_clickers", defaultClickers, maxClickers)
	if bad != nil {
		return *bad
	}
	w := &x.s.world
	all := w.people(days, 45, 60)
	users := tapPage(all, page, size)
	b := []byte(`{"users":[`)
	for i, p := range users {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(w.appendIdentity(b, &p, p.number%5 > 0), `,"clickStatistics":{"clickCount":`...)
		b = strconv.AppendInt(b, int64(p.score), 10)
		b = append(appendFamilies(b, &p, p.seed(w), "clicks", clickFamilies), "}}"...)
	}
	total := len(all)
	if len(users) == 0 { // seen so on a page past the end
		total = 0
	}
	b = fmt.Appendf(b, `],"totalTopClickers":%d,"interval":"%s"}`, total, x.interval(days, time.Minute))
	return x.tapJSON(b)
}

// interval is the window as the answer tells it.
func (x *exchange) interval(days int, unit time.Duration) string {
	to := x.now.UTC().Truncate(unit)
	return to.AddDate(0, 0, -days).Format(time.RFC3339) + "/" + to.Format(time.RFC3339)
}

var (
	vapFamilies   = []string{"credential phishing", "malspam", "keylogger", "banking", "impostor", "corporate credential phishing", "malware"}
	clickFamilies = []string{"Malware", "MalSpam", "Credential Phishing"}
)

// appendFamilies appends what the score is made of; it need not add up.
func appendFamilies(b []byte, p *attackedPerson, seed uint64, score string, list []string) []byte {
	d := draw{mix(seed, hash(score))}
	b = append(b, `,"families":[`...)
	from := d.n(len(list))
	for i := range d.n(3) {
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, `{"name":%q,%q:%d}`, list[(from+i)%len(list)], score, 1+d.n(p.score))
	}
	return append(b, ']')
}

// appendIdentity appends who it is. guid is no UUID: its first group has two
// digits too many. What the directory does not know is null, or, where whole is
// false, is left out.
func (w *world) appendIdentity(b []byte, p *attackedPerson, whole bool) []byte {
	d := draw{mix(p.seed(w), 1)}
	b = append(b, `{"identity":{"guid":"`...)
	b = append(b, hexDigits[d.n(16)], hexDigits[d.n(16)])
	b = append(appendUUID(b, d.next()), `",`...)
	told := func(name, value string) {
		switch {
		case value != "":
			b = append(field(b[:len(b)-1], ',', name), '"')
			b = append(append(b, value...), `",`...)
		case whole:
			b = append(field(b[:len(b)-1], ',', name), "null,"...)
		}
	}
	some := func(value string) string {
		if d.percent(35) {
			return value
		}
		return ""
	}
	told("customerUserId", some(strconv.FormatUint(100000+p.number%899999, 10)))
	b = append(b, `"emails":["`...)
	b = append(appendPerson(b, p.number), `"],`...)
	told("name", some(firstNames[p.number%uint64(len(logins))]+" "+lastNames[p.number>>16%uint64(len(lastNames))]))
	told("department", some(pick(&d, []string{"Finance", "Sales", "Human Resources", "Engineering"})))
	told("location", some(pick(&d, []string{"Springfield", "Berlin", "Osaka"})))
	told("title", some(pick(&d, []string{"Accountant", "Engineer", "Director"})))
	b = append(b, `"vip":`...)
	return append(strconv.AppendBool(b, d.percent(6)), '}')
}
