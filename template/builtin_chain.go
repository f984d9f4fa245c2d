// The ready-made chains: calls whose answers name what the next call asks for.
// They are operations with further requests and nothing more, over calls that
// have templates of their own. The third, a domain and its eight parts, is
// get_domain_intelligence in builtin_seed.go.

package template

import "github.com/proofpointkit/proofpoint-go/proofpoint"

// chains makes the two.
func chains() []*Template {
	return []*Template{messageForensics(), campaigns()}
}

// messageForensics attaches to each message what the sandboxes saw of its
// threats. The quota is small, and many messages share few threats: each is
// asked for once. The ids have two spellings (a staging tenant, 2024).
func messageForensics() *Template {
	return must(Chain("get_message_forensics", must(New("get_messages_delivered", messagesDelivered())), operation("tap.forensics.threat"),
		map[string]string{"threat_id": "optional $.threatsInfoMap[*]['threatID','threatId']"},
		ChainOptions{
			Title:   "Get Message Forensics",
			Summary: "Messages with a threat that were delivered, each with the evidence for its threats.",
			When:    "Use this to know at once what to look for on the machines of those who got a message.",
			Attach:  "forensics",
		}))
}

// campaigns lists the campaigns that were updated in a range and asks for each.
// When it was updated is told by the list alone, so it is carried.
func campaigns() *Template {
	return must(Chain("get_campaigns", operation("tap.campaigns.ids"), operation("tap.campaigns.get"),
		map[string]string{"campaign_id": "$.id"},
		ChainOptions{
			Title:    "Get Campaigns",
			Summary:  "The campaigns that were updated in a range of time, with their actors, malware, techniques and threats.",
			When:     "Use this to keep a list of campaigns up to date.",
			Carry:    map[string]string{"lastUpdatedAt": "optional $.lastUpdatedAt"},
			Parallel: 4,
		}))
}

// operation is the template of a built-in operation.
func operation(name string) *Template {
	op, ok := proofpoint.OperationNamed(name)
	if !ok {
		panic("template: built-in: no operation " + name)
	}
	return must(New(name, op))
}
