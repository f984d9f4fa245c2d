// The ways to page, as data: a path, a method, and how the answer looks. What
// every page says beside its records is what the APIs of that kind say.

package proofpointtest

import (
	"net/http"
	"net/url"
	"strconv"
	"time"
)

var stylePagings = []struct {
	name, method string
	answer       func(x *exchange) reply
}{
	{"none", http.MethodGet, func(*exchange) reply { return jsonf(http.StatusOK, `{"items":%s}`, items(0, styleItems)) }},
	{"bodypage", http.MethodPost, (*exchange).styleBodyPage},
	{"springpage", http.MethodGet, (*exchange).styleSpring},
	{"pagesize", http.MethodGet, func(x *exchange) reply {
		page, size := x.number("page", 1), x.number("page_size", styleItems)
		return jsonf(http.StatusOK, `{"orgs":%s}`, items((page-1)*size, page*size))
	}},
	{"pagenum", http.MethodGet, func(x *exchange) reply {
		page, size := x.number("page_num", 1), max(x.number("page_size", styleItems), 1)
		return jsonf(http.StatusOK, `{"data":%s,"metadata":{"pagination":{"currentPage":%d,"itemsPerPage":%d,"totalItemCount":%d,"totalPages":%d}}}`,
			items((page-1)*size, page*size), page, size, styleItems, (styleItems+size-1)/size)
	}},
	{"links", http.MethodGet, (*exchange).styleLinks},
	{"rows", http.MethodPost, (*exchange).styleRows},
	{"offset", http.MethodPost, (*exchange).styleOffset},
	{"windows", http.MethodGet, (*exchange).styleWindows},
	{"token", http.MethodGet, func(x *exchange) reply {
		from := x.number("page_token", 0)
		next := ""
		if from+styleSize < styleItems {
			next = strconv.Itoa(from + styleSize)
		}
		return jsonf(http.StatusOK, `{"events":%s,"next_page_token":%q}`, items(from, from+styleSize), next)
	}},
}

// styleBodyPage: a page number from 0 in a JSON body, of a fixed size.
func (x *exchange) styleBodyPage() reply {
	var q struct {
		Page int `json:"page"`
	}
	if x.json(&q) != nil {
		return jsonMessage(http.StatusBadRequest, "a JSON object with page is expected")
	}
	return jsonf(http.StatusOK, `{"alerts":%s}`, items(q.Page*styleSize, (q.Page+1)*styleSize))
}

// styleSpring: page and size from 0, with a page object around the records.
func (x *exchange) styleSpring() reply {
	page, size := x.number("page", 0), max(x.number("size", styleSize), 1)
	return jsonf(http.StatusOK, `{"content":%s,"number":%d,"size":%d,"totalElements":%d,"last":%v}`,
		items(page*size, (page+1)*size), page, size, styleItems, (page+1)*size >= styleItems)
}

// styleLinks: a page says where the next one is, relative to itself where the
// path holds a key, which no answer should repeat.
func (x *exchange) styleLinks() reply {
	page, size := x.number("page[number]", 1), max(x.number("page[size]", styleSize), 1)
	next := "null"
	if page*size < styleItems {
		q := url.Values{"page[number]": {strconv.Itoa(page + 1)}, "page[size]": {strconv.Itoa(size)}}
		u := url.URL{RawQuery: q.Encode()}
		if x.vars["key"] == "" {
			u.Scheme, u.Host, u.Path = x.r.URL.Scheme, x.r.Host, x.r.URL.Path
			if u.Host == "" {
				u.Host = x.r.URL.Host
			}
			if u.Scheme == "" {
				u.Scheme = "http"
			}
		}
		next = strconv.Quote(u.String())
	}
	return jsonf(http.StatusOK, `{"data":%s,"links":{"next":%s}}`, items((page-1)*size, page*size), next)
}

// styleRows: a window of rows in a JSON body, its end not included.
func (x *exchange) styleRows() reply {
	var q struct {
		Start int `json:"startRow"`
		End   int `json:"endRow"`
	}
	if x.json(&q) != nil || q.End <= q.Start {
		return jsonMessage(http.StatusBadRequest, "a JSON object with startRow and endRow is expected")
	}
	return jsonf(http.StatusOK, `{"total":%d,"startRow":%d,"endRow":%d,"rows":%s}`, styleItems, q.Start, q.End, items(q.Start, q.End))
}

// styleOffset: offset and limit in a JSON body.
func (x *exchange) styleOffset() reply {
	var q struct {
		Offset int `json:"offset"`
		Limit  int `json:"limit"`
	}
	if x.json(&q) != nil {
		return jsonMessage(http.StatusBadRequest, "a JSON object with offset and limit is expected")
	}
	return jsonf(http.StatusOK, `{"data":%s}`, items(q.Offset, q.Offset+min(max(q.Limit, 1), styleSize)))
}

// styleWindows: records from a time, inclusive, to another.
func (x *exchange) styleWindows() reply {
	from, err := time.Parse(time.RFC3339, x.query.Get("from"))
	to, bad := time.Parse(time.RFC3339, x.query.Get("to"))
	if err != nil || bad != nil || to.Sub(from) > 3*time.Hour {
		return jsonMessage(http.StatusBadRequest, "from and to, at most three hours apart, are expected")
	}
	first, last := styleItems, 0
	for n := range styleItems {
		if t := styleTime(n); !t.Before(from) && t.Before(to) {
			first, last = min(first, n), n+1
		}
	}
	return jsonf(http.StatusOK, `{"items":%s}`, items(first, last))
}
