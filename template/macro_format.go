// How a time of a macro is written: a few words, Go layouts, and the letters
// that most other systems use (yyyy-MM-dd). The two kinds of layout are told
// apart by what they hold: a Go layout has digits, letters alone have none.

package template

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// timeFormat writes a time; unix and unixms give a number, the others text.
type timeFormat func(time.Time) any

// formatWords are the formats that have a name.
var formatWords = map[string]timeFormat{
	"rfc3339": func(t time.Time) any { return t.Format(time.RFC3339) },
	"date":    func(t time.Time) any { return t.Format(time.DateOnly) },
	"unix":    func(t time.Time) any { return t.Unix() },
	"unixms":  func(t time.Time) any { return t.UnixMilli() },
}

// formatAccepts says what compileFormat takes.
const formatAccepts = "rfc3339, date, unix, unixms, a Go layout like 2006-01-02, or letters like yyyy-MM-dd'T'HH:mm:ss"

// longestFormat bounds a format, in bytes.
const longestFormat = 200

// compileFormat reads a format; "" is rfc3339. The reason says what is wrong
// with it.
func compileFormat(format string) (f timeFormat, reason string) {
	word, known := formatWords[strings.ToLower(format)]
	switch {
	case format == "":
		return formatWords["rfc3339"], ""
	case known:
		return word, ""
	case len(format) > longestFormat:
		return nil, fmt.Sprintf("is longer than %d bytes", longestFormat)
	}
	pieces, reason := letterFormat(format)
	if strings.ContainsAny(unquoted(format), "0123456789") {
		return goFormat(format)
	}
	if reason != "" {
		return nil, reason
	}
	return func(t time.Time) any { return written(pieces, t) }, ""
}

// unquoted is a format without what stands in quotes.
func unquoted(format string) string {
	var s strings.Builder
	for i, part := range strings.Split(format, "'") {
		if i%2 == 0 {
			s.WriteString(part)
		}
	}
	return s.String()
}

// sampleTimes differ in all parts of a time.
var sampleTimes = []time.Time{time.Date(2041, 11, 28, 17, 39, 58, 123456789, time.UTC), time.Date(2033, 2, 3, 4, 5, 6, 987654321, time.UTC)}

// goFormat refuses a layout that writes every time the same way: one that holds
// no part of Go's reference time, but perhaps a date of today.
func goFormat(layout string) (timeFormat, string) {
	if sampleTimes[0].Format(layout) == sampleTimes[1].Format(layout) {
		return nil, "holds no part of a time"
	}
	return func(t time.Time) any { return t.Format(layout) }, ""
}

// formatPiece is a part of a format: how it is written, and, where Go's layouts
// have it, in their words.
type formatPiece struct {
	write  func(time.Time) string
	layout string
}

// timeLetters are the runs of letters that stand for a part of a time, as in
// Java and its relatives.
var timeLetters = map[string]formatPiece{
	"yyyy": goPart("2006"), "y": goPart("2006"), "yy": goPart("06"),
	"MMMM": goPart("January"), "MMM": goPart("Jan"), "MM": goPart("01"), "M": goPart("1"),
	"dd": goPart("02"), "d": goPart("2"),
	"EEEE": goPart("Monday"), "EEE": goPart("Mon"), "EE": goPart("Mon"), "E": goPart("Mon"),
	"HH": goPart("15"), "H": {write: func(t time.Time) string { return strconv.Itoa(t.Hour()) }},
	"hh": goPart("03"), "h": goPart("3"), "a": goPart("PM"),
	"mm": goPart("04"), "m": goPart("4"), "ss": goPart("05"), "s": goPart("5"),
	"S": fraction(1), "SS": fraction(2), "SSS": fraction(3), "SSSSSS": fraction(6), "SSSSSSSSS": fraction(9),
	"z": goPart("MST"), "Z": goPart("-0700"), "X": {shortOffset, "Z07"}, "XX": goPart("Z0700"), "XXX": goPart("Z07:00"),
}

func goPart(layout string) formatPiece {
	return formatPiece{func(t time.Time) string { return t.Format(layout) }, layout}
}

// shortOffset leaves minutes out where there are none.
func shortOffset(t time.Time) string {
	if _, offset := t.Zone(); offset%3600 != 0 {
		return t.Format("Z0700")
	}
	return t.Format("Z07")
}

// fraction writes the first digits of a second's fraction; the rest is cut off.
func fraction(digits int) formatPiece {
	write := func(t time.Time) string { return fmt.Sprintf("%09d", t.Nanosecond())[:digits] }
	return formatPiece{write, strings.Repeat("0", digits)}
}

// letterFormat reads a format of letters. Letters in quotes are themselves, and
// two quotes one.
func letterFormat(format string) (pieces []formatPiece, reason string) {
	for rest := format; rest != ""; {
		c := rest[0]
		n := 1
		for n < len(rest) && rest[n] == c {
			n++
		}
		switch {
		case c == '\'':
			text, after, closed := quotedText(rest[1:])
			if !closed {
				return nil, "has a quote that is not closed"
			}
			pieces, rest = append(pieces, literally(text)), after
			continue
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			part, ok := timeLetters[rest[:n]]
			if !ok {
				return nil, fmt.Sprintf("holds %q, which is no part of a time: put words in 'quotes'", rest[:n])
			}
			pieces = append(pieces, part)
		default:
			pieces = append(pieces, literally(rest[:n]))
		}
		rest = rest[n:]
	}
	return pieces, ""
}

func literally(text string) formatPiece {
	return formatPiece{func(time.Time) string { return text }, text}
}

// written is a time in pieces.
func written(pieces []formatPiece, t time.Time) string {
	var s strings.Builder
	for _, piece := range pieces {
		s.WriteString(piece.write(t))
	}
	return s.String()
}

// goLayout is a Go layout, or a format of letters as one; the reason says why
// there is none.
func goLayout(format string) (layout, reason string) {
	pieces, reason := letterFormat(format)
	if reason != "" || strings.ContainsAny(unquoted(format), "0123456789") {
		if _, constant := goFormat(format); constant == "" || reason == "" {
			return format, constant
		}
		return "", reason
	}
	for _, piece := range pieces {
		layout += piece.layout
	}
	for _, t := range sampleTimes {
		if t.Format(layout) != written(pieces, t) {
			return "", "holds a part that Go's layouts do not have, or words like theirs"
		}
	}
	_, reason = goFormat(layout)
	return layout, reason
}

// quotedText reads up to the closing quote; two quotes are one, and the empty
// text too.
func quotedText(s string) (text, rest string, closed bool) {
	if rest, empty := strings.CutPrefix(s, "'"); empty {
		return "'", rest, true
	}
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(s, "'")
		if b.WriteString(before); !ok {
			return "", "", false
		}
		if s, ok = strings.CutPrefix(after, "'"); !ok {
			return b.String(), after, true
		}
		b.WriteByte('\'')
	}
}
