// The entry points, as a caller meets them.

package pathdata_test

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/proofpointkit/proofpoint-go/pathdata"
)

const answer = `{"queryEndTime":"2026-11-23T12:00:00Z",
 "messagesBlocked":[{"GUID":"a1","spamScore":97},{"GUID":"a2","spamScore":12}],
 "messagesDelivered":[{"GUID":"b1","spamScore":3}]}`

func ExampleEach() {
	messages := pathdata.MustCompile("$['messagesDelivered','messagesBlocked'][*]")
	end := pathdata.MustCompile("$.queryEndTime")
	for m, err := range pathdata.Each(strings.NewReader(answer), messages, end) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(m.Sel, m.Path, string(m.Raw))
	}
	// Output:
	// 1 $['queryEndTime'] "2026-11-23T12:00:00Z"
	// 0 $['messagesBlocked'][0] {"GUID":"a1","spamScore":97}
	// 0 $['messagesBlocked'][1] {"GUID":"a2","spamScore":12}
	// 0 $['messagesDelivered'][0] {"GUID":"b1","spamScore":3}
}

func ExampleEach_errors() {
	cut := answer[:len(answer)-30]
	for m, err := range pathdata.Each(strings.NewReader(cut), pathdata.MustCompile("$.messagesBlocked[*]")) {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			fmt.Println("cut:", err)
		} else {
			fmt.Println(string(m.Raw))
		}
	}
	for _, err := range pathdata.Each(strings.NewReader(answer), pathdata.MustCompile("$.messagesBlockt[*]")) {
		fmt.Println(err)
	}
	// Output:
	// {"GUID":"a1","spamScore":97}
	// {"GUID":"a2","spamScore":12}
	// cut: pathdata: at byte 141 (after 2 records): unexpected EOF
	// pathdata: "$.messagesBlockt[*]": "$" has no member "messagesBlockt" (did you mean "messagesBlocked"?)
}

func ExampleCompile() {
	// The same records, whether the answer is an object around them or not.
	s, err := pathdata.Compile("$.workflows[*]", "$[:]")
	fmt.Println(s, err)
	_, err = pathdata.Compile("$.a-b")
	fmt.Println(err)
	_, err = pathdata.Compile("$.rows[?@.score = 50]")
	fmt.Println(err)
	// Output:
	// $.workflows[*] | $[:] <nil>
	// pathdata: "$.a-b": at byte 3: unexpected '-'; a name with other characters than letters, digits and _ is written ['name']
	// pathdata: "$.rows[?@.score = 50]": at byte 16: the operator for equality is "=="
}

func ExampleCompile_filter() {
	// Each message is tested as it comes: nothing but one message is held.
	spam := pathdata.MustCompile("$.messagesBlocked[?@.spamScore > 50].GUID")
	// Descendants hold the body, so that they can be in the order of the standard.
	all := pathdata.MustCompile("$..GUID")
	fmt.Println(spam.Streams(), all.Streams())
	for m, err := range pathdata.Each(strings.NewReader(answer), spam, all) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(m.Sel, m.Path, string(m.Raw))
	}
	// Output:
	// true false
	// 0 $['messagesBlocked'][0]['GUID'] "a1"
	// 1 $['messagesBlocked'][0]['GUID'] "a1"
	// 1 $['messagesBlocked'][1]['GUID'] "a2"
	// 1 $['messagesDelivered'][0]['GUID'] "b1"
}

func ExampleSelector_Elements() {
	data := pathdata.MustCompile("$.response").Elements()
	for _, body := range []string{`{"response":[1,2]}`, `{"response":{"sid":3}}`, `{"response":null}`} {
		n := 0
		for m, err := range pathdata.Each(strings.NewReader(body), data) {
			fmt.Println(string(m.Raw), err)
			n++
		}
		fmt.Println(n, "records")
	}
	// Output:
	// 1 <nil>
	// 2 <nil>
	// 2 records
	// {"sid":3} <nil>
	// 1 records
	// 0 records
}

func ExampleEachWith() {
	body := "/**/callback({\"rows\":[\"a\",\"far too long\"]});"
	limits := pathdata.Limits{Record: 8, JSONP: true}
	for m, err := range pathdata.EachWith(strings.NewReader(body), limits, pathdata.MustCompile("$.rows[*]")) {
		fmt.Println(string(m.Raw), err)
	}
	// Output:
	// "a" <nil>
	//  pathdata: at byte 34 (after 1 records): record too large: more than 8 bytes
}

func ExampleLimits() {
	// A log of JSON values, a line each, of which none may exceed 1 KiB.
	lines := pathdata.Limits{Lines: true, Record: 1 << 10}
	body := "{\"id\":1,\"user\":\"ann\"}\n{\"id\":2}\n{\"id\":3,\"user\":\"bob\"}\n"
	for m, err := range pathdata.EachWith(strings.NewReader(body), lines, pathdata.MustCompile("$.user")) {
		fmt.Println(m.Path, string(m.Raw), err)
	}
	// Output:
	// $['user'] "ann" <nil>
	// $['user'] "bob" <nil>
}

func ExampleExtended() {
	spam, err := pathdata.Extended(`$.messagesBlocked[?(@.spamScore > 50)]`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("streams:", spam.Streams())
	for m, err := range pathdata.Each(strings.NewReader(answer), spam) {
		fmt.Println(m.Path, string(m.Raw), err)
	}
	// Output:
	// streams: true
	// $['messagesBlocked'][0] {"GUID":"a1","spamScore":97} <nil>
}

func ExampleDecoder() {
	decoder := pathdata.Decoder{Integers: true} // one for all records: it learns
	body := `{"rows":[{"id":9007199254740993,"score":7.5},{"id":2,"id":3,"tags":["a"]}]}`
	for m, err := range pathdata.Each(strings.NewReader(body), pathdata.MustCompile("$.rows[*]")) {
		if err != nil {
			fmt.Println(err)
			return
		}
		row, err := decoder.Map(m.Raw)
		fmt.Println(row, err)
	}
	// Output:
	// map[id:9007199254740993 score:7.5] <nil>
	// map[id:3 tags:[a]] pathdata: at byte 8: duplicate member name ['id']
}

func ExampleSuggest() {
	list, err := pathdata.Suggest(strings.NewReader(answer))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range list {
		fmt.Printf("%s %d %s %q\n", s.Path, s.Records, s.Fields, s.Warning)
	}
	// Output:
	// $['messagesBlocked','messagesDelivered'][*] 3 [GUID spamScore] ""
	// $.messagesBlocked[*] 2 [GUID spamScore] "leaves behind 'messagesDelivered'"
	// $.messagesDelivered[*] 1 [GUID spamScore] "leaves behind 'messagesBlocked'"
}
