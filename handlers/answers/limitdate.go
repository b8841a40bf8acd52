package answers

import (
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/answers/card"
)

// limitWords ask until when the law lets one do a thing, or whether it is late; happenedWords say that something
// happened.
var (
	limitWords = []string{
		"han cuoi", "han chot", "han den", "het han", "con han", "kip", "con kip", "tre han", "qua han", "bi tre",
		"muon chua", "den ngay nao", "han la",
		"cham nhat", "bao gio het", "khi nao het", "con may ngay", "han cuoi cung", "truoc ngay nao", "den khi nao",
	}
	happenedWords = []string{"sinh", "de", "mat", "chuyen", "mua", "nhan", "ket hon", "doi", "thay doi", "ve o", "cuoi",
		"chet", "qua doi", "ky"}
)

// Limit answers "con sinh 05/10/2026 thì hạn cuối là ngày nào": the last day of each limit that the law sets for the
// entry that the rest of the words names, or for last, the entry on the table; whole is what the search makes of the
// question.
func (k *Knowledge) Limit(
	question, last string, whole search.Result, now time.Time,
) (m bot.Message, entry string, ok bool) {
	folded := vi.Fold(question)
	has := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return hasWords(folded, w) })
	}
	if !has(limitWords) && !(last != "" && has(happenedWords)) {
		return bot.Message{}, "", false
	}
	day, found := vidate.Reader{Now: now, Calendar: k.Calendar, Past: true}.Read(question)
	if found != vidate.Found || day.Day.After(content.DayOf(now)) || content.DayOf(now).Sub(day.Day) > 366 {
		return bot.Message{}, "", false
	}
	id := last
	if names(whole) && (last == "" || whole.Outcome == search.Answer && whole.Subject > 2) {
		id = whole.Hits[0].ID
	}
	if id == "" { // the date and what is asked of it stand in the way
		rest := vi.Fold(day.Rest)
		for _, w := range limitWords {
			rest = strings.TrimSpace(strings.ReplaceAll(" "+rest+" ", " "+w+" ", " "))
		}
		if r := k.Ask(rest); len(r.Hits) > 0 && r.Subject > 0 && r.Outcome != search.Unknown {
			id = r.Hits[0].ID
		}
	}
	p, known := k.Library.Procedure(id)
	if !known {
		return bot.Message{}, "", false
	}
	m, ok = card.Limit(k.Calendar, p, day.Day, content.DayOf(now))
	return m, p.ID(), ok
}

// "Hẹn trả": asked with the day of filing, the bot computes when the result is due.

// whenWords ask when a result is due; filedWords say that something was or will be handed in.
var (
	whenWords = []string{"hen tra", "bao gio", "khi nao", "ngay nao", "hom nao", "luc nao", "may ngay nua", "bao lau",
		"hen ngay", "co chua", "xong chua", "duoc chua"}
	filedWords = []string{"nop", "hen tra", "lam", "gui ho so", "nhan ho so"}
)

// mostFiled is how many words say hardly more than the day of filing.
const mostFiled = 6

// Due answers "nộp hôm 20/11 thì bao giờ có kết quả" about the entry that the rest of the words names, or about
// last, the entry on the table; whole is what the search makes of the question.
func (k *Knowledge) Due(
	question, last string, whole search.Result, now time.Time,
) (m bot.Message, entry string, ok bool) {
	folded := vi.Fold(question)
	has := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return hasWords(folded, w) })
	}
	short := last != "" && hasWords(folded, "nop") && len(strings.Fields(folded)) <= mostFiled // "nếu nộp hôm nay"
	if !has(whenWords) && !short || !has(filedWords) {
		return bot.Message{}, "", false
	}
	filed, found := vidate.Reader{Now: now, Calendar: k.Calendar, Past: true}.Read(question)
	if found != vidate.Found || filed.Day.Sub(content.DayOf(now)) > 366 {
		return bot.Message{}, "", false
	}
	id := last
	r := k.Ask(filed.Rest)
	if !names(r) && names(whole) && r.Subject > 0 {
		r = whole
	}
	switch {
	case last != "" && (r.Subject <= 1 || asksPart(strings.Fields(vi.Fold(filed.Rest)))):
		// nothing but a date and "bao giờ": it is about what was shown last
	case names(r) && r.Subject > 0:
		id = r.Hits[0].ID
	case r.Outcome == search.Choose && r.Hits[0].ID != last:
		return bot.Message{}, "", false // it names something, but not surely what: ask first
	}
	p, known := k.Library.Procedure(id)
	if !known {
		return bot.Message{}, "", false
	}
	m, ok = card.Due(k.Calendar, p, filed, content.DayOf(now))
	return m, p.ID(), ok
}
