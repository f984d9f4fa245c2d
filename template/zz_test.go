package template_test
import ("testing";"fmt";"github.com/proofpointkit/proofpoint-go/template")
func TestZZ(t *testing.T) {
 for _, s := range []string{
 `{"version":1,"name":"x","request":{"service":"acme","path":"/a","limit":1e3}}`,
 `{"version":1,"name":"x","request":{"service":"acme","path":"/a","limit":1e3,"foo":1}}`,
 `{"version":1,"name":"x","request":{"service":"acme","path":"/a","limit":1e3,"skip":1.0}}`,
 `{"version":1,"name":"x","request":{"service":"acme","path":"/a","then":[{"ask":{"name":"c","request":{"service":"acme","path":"/a","skip":1,"limit":1e3 }}}]}}`,
 `{"version":1,"name":"x","request":{"service":"acme","path":"/{foo}/{bar}"}}`,
 `{"version":1,"name":"x","request":{"service":"acme","path":"/a","query":{"b":["{x1.a}","{x2.a}{x3}"]}}}`,
 `{"version":1,"name":"x","request":{"service":"acme","path":"/a{"}}`,
 `{"version":1,"name":"x","request":{"service":"acme","path":"/a/{today}/{foo}"}}`,
 `{"version":1,"name":"x","request":{"service":"acme","path":"/a"},"params":[{"name":"a","in":"quary:x header:Host body.x"}]}`,
 `{"version":1,"name":"x","request":{"service":"acme","path":"/a"},"params":[{"name":"a"},{"name":"a","in":"path:x","type":"boolean","enum":["a"],"min":3,"max":1}]}`,
 } {
  _, err := template.Parse([]byte(s))
  fmt.Println(err); fmt.Println()
 }
}
