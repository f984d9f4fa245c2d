// What the members of a message are picked from. Subjects have escapes and text beyond ASCII, because real ones have them and fast paths
// end there.

package main

import "strings"

var (
	senders = []string{"billing@evil.example", "no-reply@parcel.example", "ceo@examp1e.example", "hr@payroll.example", "support@login.example"}
	people  = []string{"ada.byron", "grace.hopper", "edsger.dijkstra", "barbara.liskov", "ken.thompson", "radia.perlman", "tony.hoare"}
	hosts   = []string{"portal", "secure-login", "files", "parcel", "payroll"}
	folders = []string{`null`, `"Attachment Defense"`, `"Phish"`, `"Impostor"`}
	classes = []string{"phish", "malware", "impostor"}
	kinds   = [][2]string{{"html", "text/html"}, {"txt", "text/plain"}, {"pdf", "application/pdf"}, {"zip", "application/zip"}}
	words   = []string{"invoice", "payment", "overdue", "Überweisung", "please", "review", "the", "attached", "document", "before", "Friday",
		`\"final\"`, "notice", `contract\u00a0no.`, "delivery", "your", "account", "was", "suspended", "請求書"}
)

func pick[T any](w *writer, from []T) T { return from[w.rnd.IntN(len(from))] }

func (w *writer) hex(n int) string {
	s := make([]byte, n)
	for i := range s {
		s[i] = "0123456789abcdef"[w.rnd.IntN(16)]
	}
	return string(s)
}

func (w *writer) sentence() string {
	some := make([]string, 6+w.rnd.IntN(12))
	for i := range some {
		some[i] = pick(w, words)
	}
	return strings.Join(some, " ")
}
