package vi

import "strings"

// MaskPersonal replaces numbers that can name a person — identity cards (9 or
// 12 digits), telephone numbers with or without +84, bank accounts and other
// runs of 9 to 19 digits, written together or in groups — by asterisks that
// keep the last two digits. Procedure codes ("1.004873"), dates, amounts of
// money with a unit and short numbers stay.
func MaskPersonal(s string) string {
	var b strings.Builder
	rest := 0
	for i := 0; i < len(s); {
		if !isDigit(s[i]) && (s[i] != '+' || i+1 >= len(s) || !isDigit(s[i+1])) {
			i++
			continue
		}
		end, digits := numberEnd(s, i)
		if digits >= 9 && !isMoney(s[i:end], s[end:]) {
			b.WriteString(s[rest:i])
			writeMasked(&b, s[i:end], digits)
			rest = end
		}
		i = end
	}
	if rest == 0 {
		return s
	}
	b.WriteString(s[rest:])
	return b.String()
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// numberEnd finds the end of a number whose groups are joined by one or
// two spaces, dots, hyphens or brackets, and counts its digits.
func numberEnd(s string, i int) (end, digits int) {
	end = i
	for j := i; j < len(s); j++ {
		switch {
		case isDigit(s[j]):
			digits++
			end = j + 1
		case s[j] == '+' && j == i:
		case strings.IndexByte(" .-()\xc2\xa0", s[j]) >= 0 && j-end < 2: // also a no-break space
		default:
			return end, digits
		}
	}
	return end, digits
}

// isMoney spares "1.000.000.000 đồng".
func isMoney(number, after string) bool {
	if !strings.Contains(number, ".") || strings.HasPrefix(number, "0") || strings.HasPrefix(number, "+") {
		return false
	}
	for _, group := range strings.Split(number, ".")[1:] {
		if len(group) != 3 {
			return false
		}
	}
	f := strings.TrimLeft(after, " ")
	for _, unit := range []string{"đ", "Đ", "d ", "dong", "vnd", "VND", "VNĐ", "vnđ", "tri", "t"} {
		if strings.HasPrefix(f, unit) {
			return true
		}
	}
	return false
}

func writeMasked(b *strings.Builder, number string, digits int) {
	seen := 0
	for i := range len(number) {
		if !isDigit(number[i]) {
			b.WriteByte(number[i])
			continue
		}
		seen++
		if seen > digits-2 {
			b.WriteByte(number[i])
		} else {
			b.WriteByte('*')
		}
	}
}
