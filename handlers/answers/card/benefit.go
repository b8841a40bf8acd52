package card

import (
	"fmt"
	"regexp"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// "Trợ cấp hưu trí xã hội bao nhiêu tiền?" asks what one gets, not what the counter charges.
var (
	benefitTitle = regexp.MustCompile(`^(tro cap|tro giup|ho tro|huong|nhan cham soc|mai tang|mien, ho tro)\b`)
	asksAmount   = regexp.MustCompile(`\b(bao nhieu|bao nhiu|bn|bnhieu|nhiu tien|muc|may dong|may tien|may tram|may trieu)\b`)
	asksCharge   = regexp.MustCompile(`\b(le phi|mat phi|phi nop|nop|dong phi|mat (phi|tien|bao|may|le)|ton|het|thu)\b`)
	amount       = regexp.MustCompile(`\d (đồng|kg)|\d đồng|hệ số \d|\d+ lần m`)
)

// maxAmounts is the number of lines on amounts that an answer shows.
const maxAmounts = 8

// benefitMessage answers how much an entry pays; false when the question asks something else or the base knows no
// amount.
func benefitMessage(p *content.Procedure, aspect content.Aspect, question string, day content.Day) (bot.Message, bool) {
	folded := vi.Fold(question)
	if aspect != content.Fee && aspect != "" || !benefitTitle.MatchString(vi.Fold(p.Title)) ||
		!asksAmount.MatchString(folded) || asksCharge.MatchString(folded) {
		return bot.Message{}, false
	}
	a := &answer{p: p, page: procedurePage(p, day)}
	a.parts.Title, a.parts.Part = p.Title, textBenefit
	fmt.Fprintf(&a.b, "*%s*\n", bot.Escape(p.Title+" – "+textBenefit))
	n := 0
	write := func(f content.Fact) {
		if n < maxAmounts && amount.MatchString(f.Text) {
			n++
			a.fact(f)
		}
	}
	for _, l := range content.LinesAt(p.Intro, day) {
		write(lineFact(l))
	}
	for _, f := range p.FactsAt(content.Result, day) {
		write(f)
	}
	for _, l := range content.LinesAt(p.Notes, day) {
		write(lineFact(l))
	}
	if n == 0 {
		return bot.Message{}, false
	}
	return a.message(a.buttons("", 0)), true
}
