// Where in a record something is, in the path language of package pathdata, so
// that what is printed can be pasted into a selector.

package schema

import "github.com/proofpointkit/proofpoint-go/pathdata"

// memberPath gives the path of a member: "$.name" where RFC 9535 allows the
// short form, else "$['a name']".
func memberPath(parent, name string) string {
	if short(name) {
		return parent + "." + name
	}
	return pathdata.Path{Parent: parent, Name: name, Index: -1}.String()
}

func short(name string) bool {
	for i := range len(name) {
		if c := name[i]; c != '_' && !isLetter(c) && (i == 0 || !isDigit(c)) {
			return false
		}
	}
	return name != ""
}
