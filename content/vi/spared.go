package vi

import (
	"regexp"
	"strings"
)

// Numbers that name no person, as they stand in plain text; see reading. Their digits are taken out of sight of the
// patterns that find numbers to mask.
var (
	sparedForms = []*regexp.Regexp{
		// 000.00.00.H42-260101-0001, H42.15-260101-0001
		regexp.MustCompile(`(?:\b[0-9]{3}\.[0-9]{2}\.[0-9]{2,3}\.)?\b[a-z][0-9]{2}(?:\.[0-9]{1,4}){0,4} ?- ?[0-9]{6} ?- ?[0-9]{4,6}\b`),
		// 1.004194, 1.004194.000.00.00.H42
		regexp.MustCompile(`\b[1-3]\.[0-9]{6}(?:\.[0-9]{3}\.[0-9]{2}\.[0-9]{2,3}(?:\.[a-z][0-9]{2})?)?\b`),
		// 120/2025/NĐ-CP, 45/QĐ-UBND
		regexp.MustCompile(`\b[0-9]{1,5} ?/ ?(?:(?:19|20)[0-9]{2} ?/ ?)?[a-z]`),
		// 31/12/2025, 31.12.2025, 31-12-2025, 2025-12-31, 12/2025
		regexp.MustCompile(`\b(?:0?[1-9]|[12][0-9]|3[01])([/.-])(?:0?[1-9]|1[0-2])[/.-](?:19|20)[0-9]{2}\b`),
		regexp.MustCompile(`\b(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])\b`),
		regexp.MustCompile(`\b(?:0?[1-9]|1[0-2])/(?:19|20)[0-9]{2}\b`),
		// ISO 9001:2015, TCVN 5574:2018
		regexp.MustCompile(`\b(?:iso|iec|[tq]cvn|tccs)(?:/[a-z]{2,4})? ?[0-9]{1,5}(?:-[0-9]{1,3})?:(?:19|20)[0-9]{2}\b`),
		// 07:30, 07:30:00
		regexp.MustCompile(`\b(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?\b`),
		// 2021-2025, 2024/2025
		regexp.MustCompile(`\b(?:19|20)[0-9]{2}(?: ?[-/,] ?(?:19|20)[0-9]{2})+\b`),
	}
	amounts = regexp.MustCompile(`\b[1-9][0-9]{0,2}(?:[., ][0-9]{3})+(?: ?(?:-|den|toi) ?[1-9][0-9]{0,2}(?:[., ][0-9]{3})+)*`)
	unit    = regexp.MustCompile(`^ ?(?:d|dong|vnd|k|nghin|ngan|trieu|ty|ti)\b`)
	noUnit  = regexp.MustCompile(`^ ?(?:dong (?:thoi|y|chi|nghiep|bao|huong|van|nai|thap|bo|hanh)|ti le|ty le)\b`)
	// personal are words before a number that say what it is.
	personal = regexp.MustCompile(`\b(?:cmnd|cccd|cmt|can cuoc|chung minh|chung minh nhan dan|chung minh thu|dinh danh|sdt|dt|` +
		`dien thoai|zalo|tai khoan|stk|tk|bhxh|bhyt|ho chieu|ma so thue|mst)(?: so| la| cua toi| toi)*[ :.,;=-]*$`)
)

// protect returns the text with the digits of what names no person made letters.
func (p *reading) protect() string {
	text := string(p.text)
	out := []byte(text)
	spare := func(m []int) {
		for i := m[0]; i < m[1]; i++ {
			if out[i] >= '0' && out[i] <= '9' {
				out[i] = 'x'
			}
		}
	}
	for _, form := range sparedForms {
		for _, m := range form.FindAllStringIndex(text, -1) {
			if !goesOn(text, m) {
				spare(m)
			}
		}
	}
	for _, m := range amounts.FindAllStringIndex(text, -1) {
		if isMoney(text, m) && !goesOn(text, m) {
			spare(m)
		}
	}
	return string(out)
}

// goesOn reports whether a form is only a part of a longer number: the sign within it, and more digits, follow or go
// before.
func goesOn(text string, m []int) bool {
	sign := strings.IndexAny(text[m[0]:m[1]], "/.-: ,")
	if sign < 0 {
		return false
	}
	c := text[m[0]+sign]
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	return m[1] < len(text) && text[m[1]] == c && digit(m[1]+1) && c != ' ' ||
		m[0] > 0 && text[m[0]-1] == c && digit(m[0]-2) && c != ' '
}

// isMoney reports whether a number in groups of three is an amount: a unit follows as a word of its own, or it is
// round; and no word before it says otherwise.
func isMoney(text string, m []int) bool {
	after := text[m[1]:]
	if after != "" && after[0] >= '0' && after[0] <= '9' {
		return false
	}
	known := unit.MatchString(after) && !noUnit.MatchString(after) || strings.HasSuffix(text[m[0]:m[1]], "000")
	return known && !personal.MatchString(text[max(0, m[0]-40):m[0]])
}
