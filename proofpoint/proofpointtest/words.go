// The vocabulary of the invented world and the small writers that turn numbers
// into text. Every name ends in .example or is an address kept for
// documentation, so that a line of it betrays itself wherever it turns up.

package proofpointtest

import (
	"strconv"
	"time"
	"unicode/utf8"
)

var (
	firstNames = []string{"Ada", "Bruno", "Chioma", "Dilan", "Elif", "Farid", "Greta", "Hiro", "Inés", "Jonas", "Katarzyna", "Liam", "Mei", "Noor", "Olu", "Priya", "Quentin", "Rosa", "Søren", "Tariq", "Uma", "Vera", "Wanjiru", "Xavier", "Yara", "Zoltán"}
	logins     = []string{"ada", "bruno", "chioma", "dilan", "elif", "farid", "greta", "hiro", "ines", "jonas", "katarzyna", "liam", "mei", "noor", "olu", "priya", "quentin", "rosa", "soren", "tariq", "uma", "vera", "wanjiru", "xavier", "yara", "zoltan"}
	lastNames  = []string{"Abara", "Brandt", "Castillo", "Dupont", "Eriksen", "Fontaine", "Gupta", "Haddad", "Ivanova", "Jansen", "Kowalski", "Lindgren", "Moreau", "Nakamura", "Okafor", "Petrov", "Quispe", "Rossi", "Sato", "Tanaka"}
	lastLogins = []string{"abara", "brandt", "castillo", "dupont", "eriksen", "fontaine", "gupta", "haddad", "ivanova", "jansen", "kowalski", "lindgren", "moreau", "nakamura", "okafor", "petrov", "quispe", "rossi", "sato", "tanaka"}

	// badDomains are where threats live; the services that know domains know these.
	badDomains = []string{
		"login-update.example", "invoice-portal.example", "secure-docs.example", "parcel-tracking.example", "payroll-notice.example", "mailbox-quota.example",
		"signin-verify.example", "shared-file.example", "account-recovery.example", "tax-refund.example", "voicemail-center.example", "meeting-invite.example",
		"crypto-bonus.example", "benefits-enrol.example", "doc-sign.example", "helpdesk-ticket.example", "bank-alerts.example", "cloud-storage.example",
		"survey-reward.example", "supplier-update.example", "fax-online.example", "delivery-failed.example", "password-expiry.example", "wire-confirm.example",
	}
	senderDomains = []string{"billing.example", "hr-services.example", "partner-mail.example", "newsletter.example", "freight.example", "lawfirm.example", "university.example", "retailer.example"}
	senderUsers   = []string{"no-reply", "accounts", "support", "billing", "notifications", "hr", "ceo.office", "it-helpdesk", "docs", "security"}
	urlPaths      = []string{"/signin", "/owa/auth", "/doc/view", "/track", "/invoice", "/verify/account", "/share/open", "/portal/index.php"}

	subjects = []string{
		"Action required: your password expires today", "Invoice 48213 overdue", "Shared document: Q4 forecast.xlsx", "Your parcel could not be delivered",
		"Payroll update – please confirm", "Re: wire transfer", "Voicemail from +1 (555) 0100", "Mailbox quota exceeded", "New sign-in to your account",
		"You have 1 new \"secure\" message", "Purchase order PO-7731", "Meeting moved to 14:00", "Tax refund notification", "Aufmerksamkeit! Ihr Konto wurde begrenzt",
		"Fwd: contract for signature", "Important: benefits enrolment", "=?utf-8?Q?Votre_facture_est_pr=C3=AAte?=", "=?UTF-8?B?UGF5bWVudCBhZHZpY2Ug4oCTIHVyZ2VudA==?=",
		"Ihre Bestellung wurde storniert â bitte prÃ¼fen", "支払いのお知らせ", "🔒 Verify your account", "path C:\\invoices\\2026", "", "Fax [3 pages]",
	}
	mailers   = []string{"Spambot v2.5", "Microsoft Outlook 16.0", "PHPMailer 6.9.1", "Apple Mail (2.3774)", "Roundcube Webmail/1.6"}
	agents    = []string{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148", "Mozilla/5.0(WindowsNT6.1;WOW64;rv:27.0)Gecko/20100101Firefox/27.0"}
	modules   = []string{"access", "av", "banner", "dkimv", "dmarc", "pdr", "sandbox", "smtpsrv", "spam", "spf", "urldefense", "zerohour"}
	policies  = []string{"default_inbound", "allow_relay", "firewallsafe", "internalnet", "pp_spoofsafe", "bypass_maxsize", "mydomains_from_hdr", "executives"}
	sandboxes = []string{"", "clean", "threat", "THREAT", "CLEAN", "NOT_SUPPORTED", "unsupported", "UNSUPPORTED_TYPE", "TOO_SMALL", "prefilter", "uploaded", "inprogress", "uploaddisabled"}
	files     = []string{"invoice.pdf", "statement.xlsx", "voicemail.html", "order-7731.docx", "scan_0042.zip", "contract \"final\".pdf", "résumé.doc"}
	fileTypes = []string{"application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/html", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip", "application/pdf", "application/msword"}
	actors    = []string{"TA-Example-1", "TA-Example-2", "TA-Example-3", "TA-Example-4"}
)

// tenant is the invented customer.
const tenant = "acme.example"

// clusterID is the cluster of the invented customer.
const clusterID = "acme_hosted"

const (
	hexDigits = "0123456789abcdef"
	base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	base36    = "0123456789abcdefghijklmnopqrstuvwxyz"
)

// appendFrom appends n characters drawn from an alphabet.
func appendFrom(b []byte, d *draw, alphabet string, n int) []byte {
	for range n {
		b = append(b, alphabet[d.n(len(alphabet))])
	}
	return b
}

// appendHex appends n hexadecimal digits, n a multiple of 16.
func appendHex(b []byte, seed uint64, n int) []byte {
	d := draw{seed}
	for ; n > 0; n -= 16 {
		for v, i := d.next(), 0; i < 16; i++ {
			b = append(b, hexDigits[v>>(4*i)&15])
		}
	}
	return b
}

// appendUUID appends a version 4 UUID.
func appendUUID(b []byte, seed uint64) []byte {
	at := len(b)
	var room [36]byte
	hex := appendHex(room[:0], seed, 32)
	hex[12] = '4'
	hex[16] = "89ab"[seed&3]
	b = append(b, hex[:8]...)
	for _, part := range [][]byte{hex[8:12], hex[12:16], hex[16:20], hex[20:32]} {
		b = append(b, '-')
		b = append(b, part...)
	}
	return b[:at+36]
}

// appendIP appends an address out of the ranges for documentation.
func appendIP(b []byte, seed uint64) []byte {
	b = append(b, [...]string{"192.0.2.", "198.51.100.", "203.0.113."}[seed%3]...)
	return strconv.AppendUint(b, seed>>8%254+1, 10)
}

// appendTime appends epoch milliseconds as the services write times.
func appendTime(b []byte, ms int64) []byte {
	return time.UnixMilli(ms).UTC().AppendFormat(b, "2006-01-02T15:04:05.000Z")
}

// appendString appends a JSON string. Text beyond ASCII stays as it is, as it
// does in the services' answers.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ':
			b = append(b, `\u00`...)
			b = append(b, hexDigits[r>>4], hexDigits[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// appendPerson appends the address of an employee.
func appendPerson(b []byte, p uint64) []byte {
	b = append(b, logins[p%uint64(len(logins))]...)
	b = append(b, '.')
	b = append(b, lastLogins[p>>16%uint64(len(lastLogins))]...)
	b = append(b, '@')
	return append(b, tenant...)
}

// field appends a separator and a member's name.
func field(b []byte, sep byte, name string) []byte {
	b = append(b, sep, '"')
	b = append(b, name...)
	return append(b, `":`...)
}

// quoted appends plain text between quotes.
func quoted(b []byte, f func([]byte) []byte) []byte {
	return append(f(append(b, '"')), '"')
}
