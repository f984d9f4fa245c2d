// The three things one does with the package, offline.

package schema_test

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/proofpointkit/proofpoint-go/pathdata"
	"github.com/proofpointkit/proofpoint-go/pathdata/schema"
)

// shapeOf learns from a stream of records, one a line.
func shapeOf(body string) schema.Schema {
	var shape schema.Inferrer
	for m, err := range pathdata.EachWith(strings.NewReader(body), pathdata.Limits{Lines: true}, pathdata.MustCompile("$")) {
		if err != nil {
			log.Fatal(err)
		}
		if err := shape.Add(m.Raw); err != nil {
			log.Fatal(err)
		}
	}
	return shape.Schema()
}

func ExampleInferrer() {
	body := `{"messages":[
		{"id":"00000001-1111-4222-8333-444455556666","md5":null},
		{"id":"00000002-1111-4222-8333-444455556666","score":7.5}
	]}`
	var shape schema.Inferrer
	for m, err := range pathdata.Each(strings.NewReader(body), pathdata.MustCompile("$.messages[*]")) {
		if err != nil {
			log.Fatal(err)
		}
		if err := shape.Add(m.Raw); err != nil {
			log.Fatal(err)
		}
	}
	text, err := json.MarshalIndent(shape.Schema(), "", "  ")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))
	// Output:
	// {
	//   "$schema": "https://json-schema.org/draft/2020-12/schema",
	//   "type": "object",
	//   "properties": {
	//     "id": {
	//       "type": "string",
	//       "format": "uuid",
	//       "x-shape": {
	//         "seen": 2,
	//         "string": 2
	//       }
	//     },
	//     "md5": {
	//       "type": "null",
	//       "x-shape": {
	//         "seen": 1,
	//         "null": 1
	//       }
	//     },
	//     "score": {
	//       "type": "number",
	//       "x-shape": {
	//         "seen": 1,
	//         "number": 1
	//       }
	//     }
	//   },
	//   "required": [
	//     "id"
	//   ],
	//   "x-shape": {
	//     "seen": 2,
	//     "object": 2
	//   }
	// }
}

func ExampleDiff() {
	yesterday := shapeOf(strings.Repeat(`{"id":1,"class":"spam","parts":[{"md5":"x"}],"xmailer":"Mailer"}`+"\n", 8))
	today := shapeOf(`{"id":"1","class":"phish","parts":[{"md5":null,"name":"a.pdf"}]}`)
	for _, change := range schema.Diff(yesterday, today) {
		fmt.Println(change)
	}
	// Output:
	// $.class: enum value new: "phish"
	// $.id: type changed: integer → string
	// $.parts[*].md5: nullability changed: never null → null
	// $.parts[*].name: field new: string
	// $.xmailer: field gone: was string
}

func ExampleSchema_Validate() {
	shape := shapeOf(`{"id":1,"to":["ana@corp.example"]}`)
	fmt.Println(shape.Validate([]byte(`{"id":2,"to":[],"cc":[]}`)))
	fmt.Println(shape.Validate([]byte(`{"id":3,"to":["ana@corp.example","undisclosed"]}`)))
	// Output:
	// <nil>
	// schema: validate: $.to[1]: found "undisclosed", want email
}

func ExampleMerge() {
	morning, evening := shapeOf(`{"id":1,"score":7}`), shapeOf(`{"id":2}`)
	day := schema.Merge(morning, evening)
	fmt.Println(day.Records(), "records:", schema.Diff(morning, day))
	// Output: 2 records: [$.score: presence changed: required → optional]
}

func ExampleDataset() {
	dir, err := os.MkdirTemp("", "datasets")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	data := schema.Dataset{Name: "messages"} // from the second run on: schema.Load(dir, "messages")
	for _, batch := range []string{
		`{"id":1,"size":100}`,
		`{"id":2,"size":100,"subject":"x"}`,
		`{"guid":"3","octets":"100"}`,
	} {
		var changes []schema.Change
		var opened bool
		data, changes, opened = data.Update(shapeOf(batch))
		fmt.Println("version", data.Version, "begins:", opened)
		for _, change := range changes {
			fmt.Println(" ", change)
		}
	}
	if err := data.Save(dir); err != nil {
		log.Fatal(err)
	}
	// Output:
	// version 1 begins: true
	// version 1 begins: false
	//   $.subject: field new: string
	// version 2 begins: true
	//   $.guid: field new: string
	//   $.id: field gone: was integer
	//   $.octets: field new: string
	//   $.size: field gone: was integer
}
