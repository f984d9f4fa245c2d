// What a record is known by, where its source says nothing else. A repeat that
// is not recognised costs a duplicate; two records that are taken for one cost a
// loss. So nothing is an identity but the member id, and what has none is known
// by all of its content: never by the id of a message, which every recipient's
// event shares.

package feed

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/proofpointkit/proofpoint-go/proofpoint"
)

// Identify is the identity of a record whose [Source] names no other: Key is the
// name of the list that held it and its member id (a text that is not empty, or
// a number, exact), "messagesDelivered/4f1c…"; Version is a digest of all of the
// record. A record without id has a digest for its Key too, and no Version.
//
// Digests are of what a record says and not of how it is written: members count
// by name, numbers by value, arrays in any order (those of up to 16384
// elements), and characters whether escaped or not. 128 bits of SHA-256.
//
// A record that a [proofpoint.Then] brought is known within its parent. Ids that
// count within a part of an answer, like those of lists in lists, need an
// Identity of their own.
//
// Memory is in proportion to the record, whatever it holds; what is no JSON, or
// longer than 64 MiB, is known by its bytes. The only error is of a record
// without any bytes. Identify is safe for concurrent use.
func Identify(r proofpoint.Record) (ID, error) {
	return identify(r, wholeVersion)
}

// wholeVersion is a digest of all of a record.
func wholeVersion(c *canonical, raw []byte) string {
	version, _ := c.digest(raw, nil)
	return version
}

// versionOf is how a source tells the states of a record apart.
type versionOf func(c *canonical, raw []byte) string

// errNoBytes is of a record that no service sent.
var errNoBytes = errors.New("feed: a record without bytes has no identity")

// identify is Identify with a version of the source's own.
func identify(r proofpoint.Record, version versionOf) (ID, error) {
	if len(r.Raw) == 0 {
		return ID{}, errNoBytes
	}
	c := newCanonical()
	defer c.free()
	key, changes := c.key(&r, 0)
	if !changes {
		return ID{Key: key}, nil
	}
	return ID{Key: key, Version: version(c, r.Raw)}, nil
}

// maxChain is how many parents count; chains are shorter.
const maxChain = 16

// key is what a record is known by; changes reports that this is its id, under
// which it may come with other content.
func (c *canonical) key(r *proofpoint.Record, depth int) (key string, changes bool) {
	list := escapeName(listOf(r.Path.Parent))
	if r.Parent != nil && depth < maxChain {
		parent, _ := c.key(r.Parent, depth+1)
		list = "~p" + sum([]byte(parent)) + "/" + list
	}
	if id, ok := c.id(r.Raw); ok {
		return list + "/" + id, true
	}
	if r.Path.Index < 0 && r.Path.Name != "" {
		list += "/" + escapeName(r.Path.Name) // a member of a map, whose name is all that may tell it from the next
	}
	return list + "/~r" + wholeVersion(c, r.Raw), false
}

// maxName is how many bytes of an id or a list's name stand in a key as they
// are; keys are kept by the million.
const maxName = 128

// id is the member id as it stands in a key. What begins with "~" is no id as
// it was sent, so one that does gets another.
func (c *canonical) id(raw []byte) (string, bool) {
	text, ok := c.scalar(member(raw, "id"))
	switch {
	case !ok || text == "":
		return "", false
	case len(text) > maxName || !utf8.ValidString(text):
		return "~i" + sum([]byte(text)), true
	case text[0] == '~':
		return "~0" + text[1:], true
	}
	return text, true
}

// scalar is a text without escapes, or a number as appendNumber writes it.
func (c *canonical) scalar(value []byte) (string, bool) {
	if len(value) == 0 || value[0] != '"' {
		number, ok := appendNumber(c.form[:0], value)
		return string(number), ok
	}
	body := value[1 : len(value)-1]
	if bytes.IndexByte(body, '\\') < 0 {
		return string(body), true
	}
	var plain []byte
	for len(body) > 0 {
		var used int
		if plain, used = unescape(plain, body); used == 0 {
			return "", false
		}
		body = body[used:]
	}
	return string(plain), true
}

// member is the value of an object's member, the last one of that name; nil if
// there is none.
func member(raw []byte, name string) (value []byte) {
	at := space(raw, 0)
	if at >= len(raw) || raw[at] != '{' {
		return nil
	}
	for at = space(raw, at+1); at < len(raw) && raw[at] == '"'; {
		end := textEnd(raw, at)
		from := space(raw, end)
		if from < 0 || from >= len(raw) || raw[from] != ':' {
			return nil
		}
		from = space(raw, from+1)
		to := skip(raw, from)
		if to < 0 {
			return nil
		}
		if isName(raw[at+1:end-1], name) {
			value = raw[from:to]
		}
		if at = space(raw, to); at >= len(raw) || raw[at] != ',' {
			break
		}
		at = space(raw, at+1)
	}
	return value
}

// isName reports whether the inside of a text is name, escapes or not.
func isName(body []byte, name string) bool {
	if bytes.IndexByte(body, '\\') < 0 {
		return string(body) == name
	}
	for len(body) > 0 {
		var plain [utf8Max]byte
		p, used := unescape(plain[:0], body)
		if used == 0 || !strings.HasPrefix(name, string(p)) {
			return false
		}
		body, name = body[used:], name[len(p):]
	}
	return name == ""
}

// listOf is the name of the list that held a record, out of the normalized path
// of its parent: "messagesBlocked" of $['messagesBlocked'], and of
// $['messagesBlocked'][0]; "" at the root.
func listOf(parent string) (name string) {
	rest := strings.TrimPrefix(parent, "$")
	for {
		i := strings.Index(rest, "['")
		if i < 0 {
			return name
		}
		rest = rest[i+2:]
		end := 0
		for end < len(rest) && rest[end] != '\'' {
			if rest[end] == '\\' {
				end++
			}
			end++
		}
		end = min(end, len(rest))
		name, rest = plainName(rest[:end]), rest[end:]
	}
}

// plainName undoes the escapes of a normalized path.
func plainName(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var out []byte
	for body := []byte(s); len(body) > 0; {
		var used int
		switch out, used = unescape(out, body); {
		case used > 0:
		case len(body) > 1 && body[1] == '\'':
			out, used = append(out, '\''), 2
		default:
			out, used = append(out, body[0]), 1
		}
		body = body[used:]
	}
	return string(out)
}

// escapeName makes a name a part of a key: no "/", and "~" only before what
// stands for something else.
func escapeName(name string) string {
	if len(name) > maxName || !utf8.ValidString(name) {
		return "~n" + sum([]byte(name))
	}
	if !strings.ContainsAny(name, "~/") {
		return name
	}
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}
