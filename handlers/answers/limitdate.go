package answers

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
)

// limitWords ask until when the law lets one do a thing, or whether it is late; happenedWords say that something happened.
var (
	limitWords = []string{
		"han cuoi", "han chot", "han den", "het han", "con han", "kip", "con kip", "tre han", "qua han", "bi tre", "muon chua", "den ngay nao", "han la",
		"cham nhat", "bao gio het", "khi nao het", "con may ngay", "han cuoi cung", "truoc ngay nao", "den khi nao",
	}
	happenedWords = []string{"sinh", "de", "mat", "chuyen", "mua", "nhan", "ket hon", "doi", "thay doi", "ve o", "cuoi", "chet", "qua doi", "ky"}
)

// Limit answers "con sinh 05/10/2026 thì hạn cuối là ngày nào": the last day of each limit that the law sets for the entry
// that the rest of the words names, or for last, the entry on the table; whole is what the search makes of the question.
func (k *Knowledge) Limit(question, last string, whole search.Result, now time.Time) (m bot.Message, entry string, ok bool) {
	folded := " " + vi.Fold(question) + " "
	has := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(folded, " "+w+" ") })
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
	p, known := k.Library.Procedure(id)
	if !known {
		return bot.Message{}, "", false
	}
	m, ok = k.limitMessage(p, day.Day, content.DayOf(now))
	return m, p.ID(), ok
}

func (k *Knowledge) limitMessage(p *content.Procedure, from, today content.Day) (bot.Message, bool) {
	a := &answer{p: p, page: procedurePage(p, today)}
	var undecided []string
	some := false
	for _, d := range p.Deadline {
		if d.Term.Unit == "" || d.Term.N <= 0 || !d.Valid.Contains(today) {
			continue
		}
		due, ok := k.Calendar.Deadline(from, d.Term)
		if !ok {
			continue
		}
		if !some {
			a.heading(textLastDay)
		}
		some = true
		undecided = append(undecided, due.Undecided...)
		fact := d.Fact
		word := textLimitOpen
		if due.Day.Before(today) {
			word = textLimitPassed
		}
		fact.Text = fmt.Sprintf(word, vidate.Format(due.Day)) + " (" + strings.TrimRight(d.Text, ". ") + ")"
		a.fact(fact)
	}
	if !some {
		return bot.Message{}, false
	}
	a.line(fmt.Sprintf(textCountedFrom, vidate.Format(from)))
	if len(undecided) > 0 {
		slices.Sort(undecided)
		a.line(fmt.Sprintf(textProvisional, strings.Join(slices.Compact(undecided), "; ")))
	}
	return bot.Message{Text: a.text(), Buttons: a.buttons(content.Time, 0)}, true
}

const (
	textLastDay     = "Hạn cuối"
	textLimitOpen   = "Hạn cuối: %s"
	textLimitPassed = "Đã qua hạn: %s"
	textCountedFrom = "Tính từ %s."
)
