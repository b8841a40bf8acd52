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

// fewWords is how many words name hardly a subject of their own: "làm hộ được không".
const fewWords = 6

// leaning are words that stand for what was spoken of.
var leaning = []string{"no", "anh ay", "chi ay", "ong ay", "ba ay", "em ay", "chau no", "ho", "cai do", "cai nay",
	"viec do", "viec nay", "thu tuc nay", "thu tuc do", "truong hop do"}

// GoOn answers words that add a condition to the entry last shown, or ask something of it that it has a short answer
// to: "nếu anh ấy là người nước ngoài", "chồng không đồng ý thì sao". The entry's title is what they are about; where
// that makes them a matter of a neighbour of the entry, the neighbour answers. Words that name a subject of their own
// are none.
func (k *Knowledge) GoOn(last, text string, r search.Result, day content.Day) (Reply, bool) {
	words := len(strings.Fields(vi.Fold(text)))
	if k.TitleOf(last) == "" || words == 0 || words > mostGoOn {
		return Reply{}, false
	}
	leans := leansOn(text)
	if reply, ok := k.caseOf(last, text, leans, day); ok {
		return reply, true
	}
	if k.ownSubject(last, r, leans) || r.Reason != "" && !leans {
		return Reply{}, false
	}
	return k.goOnFrom(last, text, words <= fewWords && r.Outcome != search.Answer, leans, day)
}

// goOnFrom asks the words together with the title of the entry last shown. few says that they name hardly anything,
// leans that they lean on it.
func (k *Knowledge) goOnFrom(last, text string, few, leans bool, day content.Day) (Reply, bool) {
	question := k.TitleOf(last) + " " + said(text)
	about := k.Ask(question)
	if about.Outcome == search.Unknown || len(about.Hits) == 0 || !names(about) && !leans {
		return Reply{}, false
	}
	top := about.Hits[0].ID
	if number, sure := k.Index.Short(text, top); sure > about.Sure { // the entry is known: the words alone say which
		about.Short, about.Sure = number, sure
	}
	if top == last && !leans && !few && !(about.Short > 0 && about.Sure >= shortSure) {
		return Reply{}, false
	}
	if top != last && !(leans && k.neighbours(last, top)) {
		return Reply{}, false
	}
	about.Outcome = search.Answer
	reply := k.AnswerFrom(question, about, day)
	return reply, reply.Entry != ""
}

// leansOn reports whether words stand for what was spoken of, or add a condition to it.
func leansOn(text string) bool {
	folded := vi.Fold(text)
	opening, _ := cutOpening(folded)
	return opening || slices.ContainsFunc(leaning, func(w string) bool { return hasWords(folded, w) }) ||
		hasWords(folded, "neu") || hasWords(folded, "thi sao")
}

// ownSubject reports whether a message names a subject that is neither the entry last shown nor a neighbour of it. What
// may mean that entry among others means it, and so does a condition ("nếu chồng là người nước ngoài") whose words
// alone point nowhere surely.
func (k *Knowledge) ownSubject(last string, r search.Result, leans bool) bool {
	if len(r.Hits) == 0 || leans && r.Outcome != search.Answer ||
		slices.ContainsFunc(r.Hits[:min(r.Choices, len(r.Hits))], func(h search.Hit) bool { return h.ID == last }) {
		return false
	}
	return (names(r) && r.Subject > 2 || choosesAmong(r)) && r.Hits[0].ID != last && !k.neighbours(last, r.Hits[0].ID)
}

// Behind is the procedure that a part is asked of when a general question was answered last: that has no papers, charge
// or term of its own. It is id itself where there is none.
func (k *Knowledge) Behind(id string, aspect search.Aspect) string {
	f, ok := k.Library.FAQ(id)
	if !ok || aspect == search.AspectNone || aspect == search.AspectLegal || aspect == search.AspectWho {
		return id
	}
	for _, related := range f.Related {
		if p, ok := k.Library.Procedure(related); ok {
			return p.ID()
		}
	}
	return id
}

// caseOf answers with the dossier of the entry last shown that the words speak of: "bố mẹ chưa kết hôn thì sao".
func (k *Knowledge) caseOf(last, text string, leans bool, day content.Day) (Reply, bool) {
	p, ok := k.Library.Procedure(last)
	if !ok || !leans {
		return Reply{}, false
	}
	situation, found := k.matchSituation(p, text)
	if !found {
		_, rest := cutOpening(vi.Fold(said(text)))
		situation, found = nearSituation(p, rest)
	}
	if !found {
		return Reply{}, false
	}
	m, ok := k.Message(last, search.AspectDossier, situation, text, day)
	r := search.Result{Outcome: search.Answer}
	return Reply{Result: r, Entry: last, Aspect: search.AspectDossier, Message: m}, ok
}

// said is what words say beside standing for what was spoken of: "nếu anh ấy là người nước ngoài thì sao" says "người
// nước ngoài".
func said(text string) string {
	words := strings.Fields(text)
	folded := strings.Fields(vi.Fold(text))
	if len(words) != len(folded) {
		return text
	}
	var out []string
	for i := 0; i < len(words); {
		n := leaningAt(folded[i:])
		if n == 0 {
			out = append(out, words[i])
			n = 1
		}
		i += n
	}
	return strings.Join(out, " ")
}

// leaningAt is how many words at the beginning only lean on what was spoken of.
func leaningAt(folded []string) int {
	for _, list := range [][]string{leaning, openings, {"thi sao", "la", "thi", "neu ma", "con neu"}} {
		for _, w := range list {
			head := strings.Fields(w)
			if len(folded) >= len(head) && slices.Equal(folded[:len(head)], head) {
				return len(head)
			}
		}
	}
	return 0
}

// neighbours reports whether the title of one entry holds that of the other: "Đăng ký kết hôn" and "Đăng ký kết hôn có
// yếu tố nước ngoài".
func (k *Knowledge) neighbours(a, b string) bool {
	p, q := " "+vi.Fold(k.TitleOf(a))+" ", " "+vi.Fold(k.TitleOf(b))+" "
	return len(p) > 2 && len(q) > 2 && (strings.Contains(p, q) || strings.Contains(q, p))
}

// hasWords reports whether folded text holds the words, as whole words.
func hasWords(folded, words string) bool { return strings.Contains(" "+folded+" ", " "+words+" ") }
