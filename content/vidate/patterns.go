package vidate

import (
	"regexp"
	"strings"
)

// pattern is one way of writing a day. read returns no readings when the match means something else. One of needs, words
// with a "|" between them, stands in whatever re matches, "#" for a digit: most texts hold none, and are not searched.
type pattern struct {
	needs string
	re    *regexp.Regexp
	read  func(r Reader, m match) []reading
}

// mayStand reports whether the pattern can match in a folded text.
func (p *pattern) mayStand(folded string) bool {
	for word := range strings.SplitSeq(p.needs, "|") {
		if word == "#" && strings.ContainsAny(folded, "0123456789") || strings.Contains(folded, word) {
			return true
		}
	}
	return false
}

const (
	sep      = `[/.-]`
	notInNum = `(?:^|[^\w/.,-])`
	aDay     = `(?P<day>\d{1,2})`
	aMonth   = `(?P<month>\d{1,2})`
	monthIn  = `(?P<month>\d{1,2}|muoi(?: mot| hai)?|mot|hai|ba|tu|nam|sau|bay|tam|chin)`
	unit     = `(?P<unit>tuan|thang|quy|nam)`
	weekday  = `(?:(?P<thu>thu) ?(?P<name>hai|ba|tu|nam|sau|bay|[2-7])|t(?P<digit>[2-7])|(?P<sunday>chu nhat|cn))`
	anyYear  = `(?: (?:cua )?nam (?P<year>nay|sau|toi|truoc|ngoai|qua|\d{4})\b| (?P<next>sang nam)\b)?`
	anchor   = `(?P<anchor>tet duong lich|tet duong|tet(?: nguyen dan| am lich| am| ta)?|gio to(?: hung vuong)?` +
		`|quoc khanh|(?:ngay )?` + aDay + sep + aMonth + `(?:` + sep + `(?P<year>\d{4}))?)`
	ofFeast   = `(?:ngay )?(?:nghi )?(?:le )?` + anchor
	periodNum = `(?P<n>[1-9]\d{0,3}|i{1,3}|iv)\b`
	ofYear    = `(?:[/-](?P<full>\d{4})\b|` + anyYear + `)`
	alone     = `^ *(?:(?:trong|vao|den|han|han cuoi|cham nhat(?: la)?) )*`
	end       = `[ .!]*$`
	workdays  = `(?P<n>` + number + `) ngay(?P<working> lam viec)?`
	noNumber  = `(?:[^\w/-]|$)`
)

// patterns in the order in which they are tried: the more specific first.
var patterns = []pattern{
	{"truoc|sau",
		regexp.MustCompile(`\b(?P<side>truoc|sau) ` + ofFeast + ` ` + workdays + `\b`), readAround},
	{"truoc|sau",
		regexp.MustCompile(`\b(?P<count>` + workdays + ` (?P<side>truoc|sau) ` + ofFeast + `)(?:\W|$)`), readAround},
	{"ngay|tuan|thang|nam",
		regexp.MustCompile(`\b(?:(?P<lead>sau|trong(?: vong)?|them) (?:khoang )?)?(?P<n>` + number +
			`) (?P<unit>ngay lam viec|ngay|tuan|thang|nam)(?P<tail> nua| sau| toi)?\b`), readAfter},
	{"thang",
		regexp.MustCompile(`\b(?:ngay )?(?P<which>ram|(?:mung|mong) (?P<n>` + number + `)|ngay ` + aDay +
			`) thang (?P<month>gieng|chap|muoi(?: mot| hai)?|mot|hai|ba|tu|nam|sau|bay|tam|chin|\d{1,2})` +
			`(?P<lunar> am lich| am\b)?` + anyYear + `\b`), readLunar},
	{"#",
		regexp.MustCompile(`\b(?P<year>\d{4})-` + aMonth + `-` + aDay + `\b`), readFull},
	{"#",
		regexp.MustCompile(notInNum + `(?P<date>(?P<said>ngay )?` + aDay + ` ?(?P<sep>` + sep + `) ?` + aMonth + ` ?` +
			sep +
			` ?(?P<year>\d{4}|\d{2}))` + noNumber), readFull},
	{"#",
		regexp.MustCompile(notInNum + `(?P<date>(?P<said>ngay )` + aDay + `(?P<sep>\.)` + aMonth + anyYear +
			`)(?:[^\w/.-]|\.?$)`),
		readDayMonth},
	{"#",
		regexp.MustCompile(notInNum + `(?P<date>(?P<said>ngay )?` + aDay + `(?P<sep> ?/ ?|-)` + aMonth +
			`(?P<lunar> am lich| am\b)?` + anyYear + `)` + noNumber), readDayMonth},
	{"#",
		regexp.MustCompile(`\b(?P<said>ngay )?` + aDay + ` thang ` + monthIn + `(?:[/-](?P<full>\d{4})|` + anyYear +
			`)\b`), readWords},
	{"thang",
		regexp.MustCompile(`\bthang ` + monthIn + ` (?:vao )?(?P<said>ngay )` + aDay + anyYear + `\b`), readWords},
	{"#",
		regexp.MustCompile(`\b(?P<date>(?:ngay (?:mung |mong )?` + aDay + `(?: thang (?P<which>nay|sau|toi|truoc)\b)?` +
			`|(?:mung|mong) (?P<n>\d{1,2}) thang (?P<that>nay|sau|toi|truoc)\b))(?:[^\w/.-]|[/.-](?:\D|$)|$)`),
		readDayOnly},
	{"#",
		regexp.MustCompile(notInNum + `(?P<date>(?P<n>\d{1,2}) thang (?P<that>nay))\b`), readDayOnly},
	{"#",
		regexp.MustCompile(`\b(?P<said>ngay )(?P<date>` + aDay + `)(?: (?:luc )?\d{1,2}(?: ?(?:h|g|gio)\b|h\d|:\d)|[ .!]*$)`), readNoDay},
	{"tuan",
		regexp.MustCompile(`\b(?P<which>tuan nay|tuan sau nua|tuan sau|tuan toi|sang tuan),? (?:vao )?` + weekday + `\b`),
		readWeekday},
	{"ngay nay",
		regexp.MustCompile(`\bngay nay (?P<unit>tuan|thang|nam) (?P<tail>sau|toi)\b`), readThisDay},
	{"thu|#|chu nhat|cn",
		regexp.MustCompile(`\b` + weekday +
			`(?: (?:cua )?(?P<which>tuan(?: nay| sau nua| sau| toi| truoc)|sang tuan|nay|toi|sau|vua roi))?\b`),
		readWeekday},
	{"mung|mong",
		regexp.MustCompile(`\b(?:mung|mong) (?P<n>` + number + `) tet\b`), readTetDay},
	{"mung|mong",
		regexp.MustCompile(`\b(?P<lead>mung|mong) (?P<n>` + number + `)\b`), readMung},
	{"dau|giua|cuoi|het",
		regexp.MustCompile(`\b(?P<part>dau|giua|cuoi|het) ` + unit + `(?: (?P<which>nay|sau|toi|truoc)\b| ` + periodNum +
			`)?` + ofYear), readPart},
	// A period alone: "báo cáo quý IV" names a report, and only a text of nothing else names its days.
	{"tuan|thang|quy|nam",
		regexp.MustCompile(alone + unit + ` (?P<which>nay)` + end), readPeriod},
	{"thang|quy",
		regexp.MustCompile(alone + `(?P<unit>thang|quy) ` + periodNum + ofYear + end), readPeriod},
	{"nam",
		regexp.MustCompile(alone + `(?P<unit>nam) (?P<n>\d{4})` + end), readPeriod},
	{"thang|quy",
		regexp.MustCompile(`\b(?P<unit>thang|quy) ` + periodNum + ` (?:nam (?P<year>sau|toi)|(?P<next>sang nam))\b`),
		readPeriod},
	{"tuan|thang|quy|nam",
		regexp.MustCompile(`\b(?P<begin>sang )` + unit + `\b|\b(?P<period>tuan|thang|quy|nam)(?P<tail> sau| toi)\b`),
		readNext},
	{"nay|mai|mot|kia|qua|bay gio",
		regexp.MustCompile(`\b(?:(?P<today>hom nay|bay gio|ngay bay gio)|(?P<tomorrow>ngay mai)` +
			`|(?P<later>ngay (?:kia|mot))` +
			`|(?P<yesterday>hom qua)|(?P<before>hom kia)|(?:sang|trua|chieu|toi|dem) (?P<near>nay|mai|qua|kia|mot)` +
			`|(?P<bare>mai|mot|nay))\b`), readNear},
}
