package answers

import (
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/answers/card"
)

// "Hẹn trả": asked with the day of filing, the bot computes when the result is due.

// whenWords ask when a result is due; filedWords say that something was or will be handed in.
var (
	whenWords = []string{"hen tra", "bao gio", "khi nao", "ngay nao", "hom nao", "luc nao", "may ngay nua", "bao lau",
		"hen ngay"}
	filedWords = []string{"nop", "hen tra", "lam", "gui ho so", "nhan ho so"}
)

// Due answers "nộp hôm 20/11 thì bao giờ có kết quả" about the entry that the rest of the words names, or about
// last, the entry on the table; whole is what the search makes of the question.
func (k *Knowledge) Due(
	question, last string, whole search.Result, now time.Time,
) (m bot.Message, entry string, ok bool) {
	folded := vi.Fold(question)
	has := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return hasWords(folded, w) })
	}
	if !has(whenWords) || !has(filedWords) {
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
	case r.Subject <= 1 && last != "": // nothing but a date and "bao giờ": it is about what was shown last
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
