// Package office answers questions about the office itself: when it is open, its telephone, its address, whether it
// works on a day and the days off. It reads the words of such a question and leaves every other alone.
package office

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/answers/card"
)

// The words of questions about the office itself, folded.
var (
	hourWords = []string{"gio lam viec", "may gio mo cua", "may gio dong cua", "mo cua may gio", "dong cua may gio",
		"may gio lam viec", "lam viec may gio", "lam viec tu may gio", "lam viec den may gio", "may gio lam",
		"may gio nghi", "gio mo cua", "gio hanh chinh", "lich lam viec", "lam viec luc may gio", "may gio thi nghi",
		"tiep dan may gio"}
	phoneWords = []string{"so dien thoai", "dien thoai", "sdt", "so dt", "hotline", "duong day nong", "so may",
		"goi so nao", "goi dien", "so lien he", "lien he"}
	addressWords = []string{"dia chi", "ban do", "chi duong", "duong di", "nam o dau", "o dau", "cho nao", "o cho nao",
		"tru so", "vi tri", "di duong nao"}
	workWords = []string{"lam viec", "lam khong", "co lam", "mo cua", "nghi khong", "co nghi", "duoc nghi",
		"co nhan", "nhan ho so", "tiep dan khong", "lam ko", "lam k"}
	restWords = []string{"lich nghi", "nghi tet", "tet nghi", "nghi le", "nghi may ngay", "nghi tu ngay nao",
		"nghi bao nhieu ngay", "nghi ngay nao", "duoc nghi may ngay"}
	officeNames = []string{"uy ban", "ubnd", "mot cua", "1 cua", "trung tam phuc vu", "trung tam hanh chinh",
		"co quan", "cong an", "tru so", "van phong", "xa", "phuong", "bptn", "hcc"}
	officeWords = vi.WordSet(`xa phuong uy ban ubnd nhan dan bo phan mot cua trung tam phuc vu hanh chinh cong tru so
		van phong co quan cong an quay tiep nhan
		hcc bptn ttpvhcc chu tich pho lanh dao truong bi thu`)
	idleWords = vi.WordSet(`thi la co khong ko k a ah nhi nhe vay the cho xin hoi biet muon em toi minh ad oi cua ben
		nha o may gio lam viec mo dong den tu luc nghi ngay nao
		lich hom nay mai mot kia sang chieu toi trua thu tuan sau truoc nam toi thang duoc bao nhieu tet le di duong
		dia chi
		so dien thoai sdt dt hotline goi lien he nong day
		ban do chi nam dau cho vi tri nguyen dan am duong quoc khanh gio to hung vuong giai phong van hoa viet tiep dan
		trong tat ca cac va voi hay con bn bao lau
		h hanh chinh mo hien nay bay gio nay ngoai moi ngay hang cuoi dau cu do day the nao sao roi chua ha hom se
		dang de
		gi het ma thoi gian binh thuong chu nhat cn t7 t2 t3 t4 t5 t6
		dinh mui binh ngo at ti ty giap thin mau than ong ba anh chi cong chuc vien`)
)

// Answer answers questions about the office itself: when it is open, its telephone, its address, whether it works on
// a day and the days off. What nobody has filled in yet it says, with how to find out. Questions that ask for more
// are left alone.
func (b Book) Answer(question string, now time.Time) (bot.Message, bool) {
	folded := vi.Fold(question)
	says := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return vi.HasWords(folded, w) })
	}
	if strings.Count(folded, " ") >= longestOffice ||
		!slices.ContainsFunc([][]string{restWords, phoneWords, hourWords, workWords, addressWords}, says) {
		return bot.Message{}, false
	}
	place, rest := b.communeIn(question)
	police := vi.HasWords(folded, "cong an")
	names := place != nil || says(officeNames)
	asked := place != nil
	if !asked {
		place = b.Home
	}
	alone := onlyIdle(rest)
	switch {
	case alone && says(restWords):
		return b.daysOff(question, now)
	case alone && says(phoneWords) && (names || len(strings.Fields(rest)) <= 6):
		return b.contactMessage(place, police, contactPhone), true
	case police:
	case alone && says(hourWords):
		return b.contactMessage(place, false, contactHours), true
	case says(workWords):
		return b.workingDay(question, place, now)
	case alone && says(addressWords) && (names || barePlace(folded)) && !asked:
		return b.contactMessage(place, false, contactAddress), true
	}
	return bot.Message{}, false
}

// barePlace reports whether a folded question asks for the address and for nothing else: "cho xin địa chỉ", "địa chỉ ở
// đâu ạ".
func barePlace(folded string) bool {
	return (vi.HasWords(folded, "dia chi") || vi.HasWords(folded, "ban do")) && len(strings.Fields(folded)) <= 6 &&
		!vi.HasWords(folded, "doi") && !vi.HasWords(folded, "thay doi")
}

// longestOffice is the most words of a question about the office itself.
const longestOffice = 24

// communeIn finds the present commune that a question names, and the folded question without it.
func (b Book) communeIn(question string) (c *content.Commune, rest string) {
	rest = question
	for _, places := range b.Library.Places {
		if hits := places.Lookup(question); len(hits) > 0 && hits[0].Commune != nil && c == nil {
			c = hits[0].Commune
		}
		rest = places.Without(rest)
	}
	return c, vi.Fold(rest)
}

// onlyIdle reports whether nothing is asked beside the office itself.
func onlyIdle(folded string) bool {
	for w := range strings.FieldsSeq(folded) {
		if !idleWords[w] && !officeWords[w] && !isNumber(w) {
			return false
		}
	}
	return true
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789h") == "" }

// contactMessage says what the base knows of the offices, the asked part first.
func (b Book) contactMessage(c *content.Commune, police bool, part contactPart) bot.Message {
	var lines []string
	for _, o := range b.Library.Offices {
		isPolice := strings.HasPrefix(vi.Fold(o.Name), "cong an")
		if o.Status != content.Verified || isPolice != police || c != nil && o.Commune != c.ID {
			continue
		}
		values := []struct{ label, text string }{{"Điện thoại", card.PhoneLink(o.Phone)},
			{"Giờ làm việc", bot.Escape(o.Hours)},
			{"Địa chỉ", bot.Escape(o.Address)}}
		if values[part].text == "" {
			continue
		}
		values[0], values[part] = values[part], values[0]
		text := "*" + bot.Escape(o.Name) + "*"
		for _, v := range values {
			if v.text != "" {
				text += "\n" + v.label + ": " + v.text
			}
		}
		if o.Map != "" {
			text += "\n[" + textOpenMap + "](" + o.Map + ")"
		}
		lines = append(lines, text)
		if len(lines) == 3 {
			break
		}
	}
	if len(lines) > 0 {
		return bot.Message{Text: strings.Join(lines, "\n\n")}
	}
	text := textOfficeUnknown[part]
	if police {
		text = textPoliceUnknown
	}
	where := textAnyCommune
	if c != nil {
		where = "UBND " + c.Name
	}
	m := bot.Message{Text: fmt.Sprintf(text, bot.Escape(where)) + "\n" + textFindOut}
	m.Buttons = append(m.Buttons, card.MeetRow())
	return m
}

// handingIn leaves out that somebody wants to hand something in: it asks for nothing but the day.
var handingIn = strings.NewReplacer("co nhan ho so", "", "nop ho so", "", "nhan ho so", "", "tra ket qua", "",
	"lay ket qua", "", "di nop", "", "co nhan", "")

// workingDay answers "mai có làm việc không".
func (b Book) workingDay(question string, c *content.Commune, now time.Time) (bot.Message, bool) {
	read, found := b.day(question, now)
	near, named := beside(vi.Fold(question))
	if named != "" { // "mai chủ nhật": the weekday is what is meant, and who errs learns what tomorrow is
		if other, ok := b.day(named, now); ok == vidate.Found {
			read, found = other, ok
		}
	}
	_, rest := b.communeIn(read.Rest)
	rest = handingIn.Replace(rest)
	if found != vidate.Found || !onlyIdle(rest) || read.Day.Sub(content.DayOf(now)) > 400 {
		return bot.Message{}, false
	}
	day := read.Day
	listed, isListed := b.Calendar.Listed(day)
	works, date := b.Calendar.IsWorkday(day), vi.Capital(vidate.Format(day))
	contradicts := ""
	if next := content.DayOf(now).Add(near); named != "" && found == vidate.Found && next != day {
		contradicts = fmt.Sprintf(textOtherDay, vi.Capital(dayWords[near]), vidate.Format(next)) + "\n"
	}
	text := textNo
	if works != vi.HasWords(vi.Fold(question), "nghi") {
		// "có làm không" and "có nghỉ không" want opposite words.
		text = textYes
	}
	switch {
	case works && isListed:
		text += fmt.Sprintf(textWorksInstead, date, bot.Escape(listed.Name))
	case works:
		text += fmt.Sprintf(textWorks, date)
	case isListed:
		text += fmt.Sprintf(textOffNamed, date, bot.Escape(listed.Name))
	default:
		text += fmt.Sprintf(textOffWeekly, date)
	}
	if !works {
		text += "\n" + fmt.Sprintf(textNextWorkday, vidate.Format(b.Calendar.Next(day)))
	}
	if open := b.Calendar.Undecided(day, day); len(open) > 0 && !day.Before(content.DayOf(now)) {
		text += "\n" + fmt.Sprintf(textNotDecided, bot.Escape(strings.Join(open, "; ")))
	}
	m := bot.Message{Text: contradicts + text}
	if day.Weekday() == time.Saturday {
		if f, ok := b.Library.FAQ(saturdayFAQ); ok {
			m.Buttons = append(m.Buttons,
				[]bot.Button{card.ActionPart.Button(vi.Shorten(f.Question, 40), card.Part{Entry: f.ID()})})
		}
	}
	if works {
		m.Text += "\n" + b.hoursLine(c)
	}
	return m, true
}

// day reads the day of a question, the first of several that it may mean.
func (b Book) day(question string, now time.Time) (read vidate.Result, found vidate.Outcome) {
	read, found = vidate.Reader{Now: now, Calendar: b.Calendar}.Read(question)
	if found == vidate.Ambiguous && len(read.Candidates) > 0 {
		return read.Candidates[0], vidate.Found
	}
	return read, found
}

// nearDays are folded words for a day so many days from now, beside a weekday.
var nearDays = regexp.MustCompile(`\b(?:ngay )?mai\b|\bhom nay\b`)

// weekdays are folded names of weekdays.
var weekdays = regexp.MustCompile(`\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|chu nhat|cn)\b`)

// beside splits a folded question that says "mai" or "hôm nay" beside a weekday: how many days from now the first is,
// and the question with the weekday alone; empty when it does not say both.
func beside(folded string) (near int, named string) {
	at := nearDays.FindString(folded)
	if at == "" || !weekdays.MatchString(folded) {
		return 0, ""
	}
	if at != "hom nay" {
		near = 1
	}
	return near, nearDays.ReplaceAllString(folded, " ")
}

// saturdayFAQ is the entry on what is received on Saturdays.
const saturdayFAQ = "cong-an-xa-lam-thu-bay"

// hoursLine says the hours of an office as far as the base knows them.
func (b Book) hoursLine(c *content.Commune) string {
	for _, o := range b.Library.Offices {
		if o.Status == content.Verified && o.Hours != "" && (c == nil || o.Commune == c.ID) {
			return bot.Escape(o.Name + ": " + o.Hours)
		}
	}
	return textHoursNotKnown
}
