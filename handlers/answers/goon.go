package answers

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
)

// mostGoOn is how many words may lean on the entry before; longer messages tell a story of their own.
const mostGoOn = 14

// leaning are words that stand for what was spoken of.
var leaning = []string{"no", "anh ay", "chi ay", "ong ay", "ba ay", "em ay", "chau no", "ho", "cai do", "cai nay", "viec do", "viec nay", "thu tuc nay", "thu tuc do", "truong hop do"}

// GoOn answers words that add a condition to the entry last shown, or ask something of it that it has a short answer to:
// "nếu anh ấy là người nước ngoài", "chồng không đồng ý thì sao". The entry's title is what they are about; where that makes
// them a matter of a neighbour of the entry, the neighbour answers. Words that name a subject of their own are none.
func (k *Knowledge) GoOn(last string, _ int, text string, r search.Result, day content.Day) (Reply, bool) {
	title := k.TitleOf(last)
	folded := vi.Fold(text)
	words := strings.Fields(folded)
	if title == "" || len(words) == 0 || len(words) > mostGoOn {
		return Reply{}, false
	}
	opening, _ := cutOpening(folded)
	leans := opening || slices.ContainsFunc(leaning, func(w string) bool { return hasWords(folded, w) }) ||
		hasWords(folded, "neu") || hasWords(folded, "thi sao")
	own := names(r) && r.Hits[0].ID != last && r.Subject > 2
	if own && !leans || r.Reason != "" && !leans {
		return Reply{}, false
	}
	question := title + " " + text
	about := k.Ask(question)
	if !names(about) {
		return Reply{}, false
	}
	top := about.Hits[0].ID
	switch {
	case top == last && about.Short > 0 && about.Sure >= shortSure:
	case top != last && leans && k.neighbours(last, top):
	default:
		return Reply{}, false
	}
	about.Outcome = search.Answer
	reply := k.AnswerFrom(question, about, day)
	return reply, reply.Entry != ""
}

// neighbours reports whether two entries are near each other: one names the other as related, or they are of one field.
func (k *Knowledge) neighbours(a, b string) bool {
	p, ok := k.Library.Procedure(a)
	q, found := k.Library.Procedure(b)
	if !ok || !found {
		return false
	}
	return p.Field == q.Field || slices.Contains(p.Related, b) || slices.Contains(q.Related, a)
}

// hasWords reports whether folded text holds the words, as whole words.
func hasWords(folded, words string) bool { return strings.Contains(" "+folded+" ", " "+words+" ") }
