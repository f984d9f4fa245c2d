// Dates and times of RFC 3339, read digit by digit: the parser of the standard
// library takes forms that other checkers refuse, and allocates for what is not
// a time, which most strings are.

package schema

// isDate reads "2026-11-23".
func isDate(s []byte) bool {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' || !all(s[:4], isDigit) {
		return false
	}
	month, day := two(s[5:]), two(s[8:])
	return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(month, int(s[0]-'0')*1000+int(s[1]-'0')*100+two(s[2:]))
}

// isDateTime reads "2026-11-23T12:00:00Z", with or without a fraction, with Z
// or an offset. Leap seconds are not recognised.
func isDateTime(s []byte) bool {
	if len(s) < 20 || !isDate(s[:10]) || s[10] != 'T' || s[13] != ':' || s[16] != ':' || !clock(s[11:], s[14:]) {
		return false
	}
	if second := two(s[17:]); second < 0 || second > 59 {
		return false
	}
	zone := s[19:]
	if zone[0] == '.' {
		i := 1
		for i < len(zone) && isDigit(zone[i]) {
			i++
		}
		if i == 1 {
			return false
		}
		zone = zone[i:]
	}
	if len(zone) == 1 {
		return zone[0] == 'Z'
	}
	return len(zone) == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':' && clock(zone[1:], zone[4:])
}

// clock reads hours and minutes.
func clock(hours, minutes []byte) bool {
	h, m := two(hours), two(minutes)
	return h >= 0 && h <= 23 && m >= 0 && m <= 59
}

// two gives the number of the first two digits, -1 if they are not digits.
func two(s []byte) int {
	if !isDigit(s[0]) || !isDigit(s[1]) {
		return -1
	}
	return int(s[0]-'0')*10 + int(s[1]-'0')
}

func daysIn(month, year int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
