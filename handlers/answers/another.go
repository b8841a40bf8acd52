package answers

import (
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/answers/card"
)

// Whether another may go, and what to do where somebody lives abroad, is asked of every procedure in the same words:
// they do not say which one is meant, so the one on the table answers.

// insteadWords are folded words that ask whether another may go; a relative who goes is named by one of kinWords.
var (
	insteadWords = []string{"lam thay", "di thay", "nop thay", "khai thay", "lam giup", "nop giup", "khai giup",
		"nho nguoi", "nguoi khac lam", "nguoi khac di", "uy quyen", "khong di duoc", "khong den duoc", "khong ve duoc",
		"ko di duoc", "ko di dc", "k di dc"}
	goesWords = []string{"di khai", "di lam", "di nop", "di dang ki", "di lay", "di xin"}
)

const (
	longestInstead = 14  // the most words of such a question
	insteadSure    = 0.4 // from which a short answer on who may go is said
)

// askedInstead is what it asks, of whichever procedure.
const askedInstead = " nhờ người khác làm hộ được không"

// instead reports whether words ask whether another may do it: "em đi làm thay được chứ", "cháu nội đi khai được
// không".
func instead(text string) bool {
	folded := vi.Fold(text)
	words := strings.Fields(folded)
	can := slices.Contains(words, "duoc") || slices.Contains(words, "dc")
	if len(words) > longestInstead || !can && !strings.Contains(text, "?") {
		return false
	}
	if onBehalf(words) || slices.ContainsFunc(insteadWords, func(w string) bool { return hasWords(folded, w) }) {
		return true
	}
	return slices.ContainsFunc(goesWords, func(w string) bool {
		who, _, goes := strings.Cut(" "+folded+" ", " "+w+" ")
		return goes && slices.ContainsFunc(strings.Fields(who), func(w string) bool { return kinWords[w] })
	})
}

// onBehalf reports whether folded words say "làm hộ", "nộp hộ", "mang hộ": neither "nộp hồ sơ" nor "mang họ mẹ".
func onBehalf(words []string) bool {
	for i := 1; i < len(words); i++ {
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		ends := next == "" || behalfEnds[next]
		switch words[i-1] {
		case "lay", "mang", "xin", "di":
		case "lam", "nop", "khai":
			ends = ends || kinWords[next]
		default:
			continue
		}
		if words[i] == "ho" && ends {
			return true
		}
	}
	return false
}

// behalfEnds are folded words that may follow "hộ".
var behalfEnds = vi.WordSet("duoc dc cho giup khong ko k thi nguoi")

// byAnother answers of the procedure on the table whether another may do it: with its short answer on that, or with who
// may.
func (k spoken) byAnother(on Table, text string, r search.Result, day content.Day) (Reply, bool) {
	p, ok := k.Library.Procedure(on.Entry)
	if !ok || on.Open || !instead(text) || names(r) && r.Hits[0].ID != on.Entry && k.namedWhole(r.Hits[0].ID, text) {
		return Reply{}, false
	}
	number, sure := k.Index.Short(text, on.Entry)
	if n, s := k.Index.Short(p.Title+askedInstead, on.Entry); s > sure {
		number, sure = n, s
	}
	says := func(of string) bool {
		return slices.ContainsFunc(othersMay, func(w string) bool { return hasWords(k.Fold(of), w) })
	}
	if short := k.shortAt(on.Entry, number, day); short != nil && sure >= insteadSure &&
		(says(short.Say) || slices.ContainsFunc(short.Ask, says)) {
		return k.partSaid(on.Entry, search.AspectWho, card.Asking{Question: text, Short: short}, day), true
	}
	if slices.ContainsFunc(p.FactsAt(content.Who, day), func(f content.Fact) bool { return says(f.Text) }) {
		return k.partSaid(on.Entry, search.AspectWho, card.Asking{Question: text}, day), true
	}
	return k.nearSaid(on.Entry, text, nearOn, r, day)
}

// othersMay are folded words of a sentence that says whether another may go.
var othersMay = []string{"than thich", "uy quyen", "di thay", "lam thay", "nop thay", "thay duoc", "dai dien",
	"giam ho",
	"lam ho", "nop ho", "lay ho", "di ho", "nguoi khac", "co mat", "cung di", "tai nha", "tan nha"}

// partSaid is the part of a procedure that words ask for.
func (k spoken) partSaid(id string, part search.Aspect, ask card.Asking, day content.Day) Reply {
	m := card.Rated(k.brief(id, part, 0, ask, day), id, string(part))
	return Reply{Result: search.Result{Outcome: search.Answer}, Entry: id, Aspect: part, Message: m}
}

// partOf answers with the part that is asked for by its name, where nothing better is known: "hội đồng bao lâu thì họp"
// gets the term, under its heading, with all that the entry says of it.
func (k spoken) partOf(id, text string, r search.Result, day content.Day) (Reply, bool) {
	p, ok := k.Library.Procedure(id)
	if !ok || !outright[r.Aspect] || names(r) || circumstance(text) || r.Reason != "" {
		return Reply{}, false
	}
	if r.Aspect != search.AspectFee && r.Aspect != search.AspectDossier &&
		len(p.FactsAt(content.Aspect(r.Aspect), day)) == 0 {
		return Reply{}, false
	}
	return k.partSaid(id, r.Aspect, card.Asking{Question: text}, day), true
}

// foreign is what the titles of entries add that are for people abroad, folded.
const foreign = " co yeu to nuoc ngoai"

// fromAbroad are folded words that say so; "người Anh" is left out, for "người anh" is a brother.
var fromAbroad = []string{"nuoc ngoai", "viet kieu", "nguoi mi", "nguoi han", "nguoi nhat", "nguoi trung quoc",
	"nguoi dai loan", "nguoi phap", "nguoi nga", "nguoi uc", "nguoi lao", "nguoi campuchia", "nguoi thai lan",
	"nguoi singapore", "nguoi an do", "nguoi canada", "nguoi han quoc", "nguoi nhat ban", "nguoi tay"}

// abroad answers from the entry that takes the place of the one on the table where somebody is from abroad or lives
// there.
func (k spoken) abroad(id, text string, r search.Result, day content.Day) (Reply, bool) {
	folded := vi.Fold(text)
	if !slices.ContainsFunc(fromAbroad, func(w string) bool { return hasWords(folded, w) }) ||
		names(r) && !strings.HasSuffix(k.Fold(k.TitleOf(r.Hits[0].ID)), foreign) && k.namedWhole(r.Hits[0].ID, text) {
		return Reply{}, false
	}
	title := k.Fold(k.TitleOf(id))
	for _, p := range k.Library.Procedures {
		if k.Fold(p.Title) == title+foreign && p.ID() != id {
			about := search.Result{Outcome: search.Answer, Hits: []search.Hit{{ID: p.ID(), Title: p.Title}}, Choices: 1,
				Aspect: r.Aspect, Asks: r.Asks}
			return k.AnswerFrom(p.Title+" "+said(text), about, day), true
		}
	}
	return Reply{}, false
}

// afar are folded words of somebody who is not where he is registered.
var afar = []string{"tinh khac", "xa khac", "huyen khac", "noi khac", "que khac", "thanh pho khac"}

// fromAfar answers words that only say that somebody lives elsewhere with where the procedure on the table is done.
func (k spoken) fromAfar(on Table, text string, day content.Day) (Reply, bool) {
	p, ok := k.Library.Procedure(on.Entry)
	folded := vi.Fold(text)
	if !ok || on.Open || !circumstance(text) || len(p.FactsAt(content.Where, day)) == 0 ||
		!slices.ContainsFunc(afar, func(w string) bool { return hasWords(folded, w) }) {
		return Reply{}, false
	}
	return k.partSaid(on.Entry, search.AspectWhere, card.Asking{Question: text}, day), true
}

// ofAge answers words that say somebody's age from the neighbour of the entry on the table that is for that age.
func (k spoken) ofAge(on Table, text string, r search.Result, day content.Day) (Reply, bool) {
	years, ok := ageIn(text)
	if !ok || on.Open || names(r) && k.namedWhole(r.Hits[0].ID, text) {
		return Reply{}, false
	}
	if p, known := k.Library.Procedure(on.Entry); known {
		if at := caseOfAge(p, years); at > 0 && circumstance(text) {
			m := k.brief(on.Entry, search.AspectDossier, at, card.Asking{Question: text}, day)
			return Reply{Result: search.Result{Outcome: search.Answer}, Entry: on.Entry, Aspect: search.AspectDossier,
				Message: card.Rated(m, on.Entry, string(search.AspectDossier))}, true
		}
	}
	from, below, bound := boundsOf(k.Fold(k.TitleOf(on.Entry)))
	if !bound || years >= from && years < below {
		return Reply{}, false
	}
	for _, p := range k.Library.Procedures {
		from, below, ok := boundsOf(k.Fold(p.Title))
		if ok && years >= from && years < below && k.sameSubject(on.Entry, p.ID()) && sameVerb(k.Fold(p.Title),
			k.Fold(k.TitleOf(on.Entry))) {
			about := search.Result{Outcome: search.Answer, Hits: []search.Hit{{ID: p.ID(), Title: p.Title}}, Choices: 1,
				Aspect: r.Aspect, Asks: r.Asks}
			return k.AnswerFrom(p.Title+" "+said(text), about, day), true
		}
	}
	return Reply{}, false
}

// sameVerb reports whether two folded titles begin alike: what is done is the same.
func sameVerb(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	return len(x) > 2 && len(y) > 2 && slices.Equal(x[:2], y[:2])
}

// inEnglish answers an English question that names no matter from the entry on the table.
func (k spoken) inEnglish(on Table, text string, day content.Day) (Reply, bool) {
	folded := " " + vi.Fold(text)
	if !inEnglish(strings.Fields(folded)) || !strings.Contains(folded, " ") {
		return Reply{}, false
	}
	matter := func(of [2]string) bool { return strings.Contains(folded, " "+vi.Fold(of[0])) }
	if _, ok := k.Library.Procedure(on.Entry); !ok || slices.ContainsFunc(englishMatters, matter) {
		return Reply{}, false
	}
	for _, asks := range append(slices.Clone(englishAsks), [2]string{"document", "cần giấy tờ gì"},
		[2]string{"paper", "cần giấy tờ gì"}, [2]string{"bring", "cần giấy tờ gì"}, [2]string{"need", "cần giấy tờ gì"},
		[2]string{"online", "nộp online được không"}) {
		if strings.Contains(folded, " "+vi.Fold(asks[0])) {
			part := k.Ask(k.TitleOf(on.Entry) + " " + asks[1]).Aspect
			return inCourtesy(k.partSaid(on.Entry, part, card.Asking{Question: asks[1]}, day)), true
		}
	}
	return Reply{}, false
}

// besideSure is the chance from which an entry beside the one on the table answers words that would not do out of the
// blue.
const besideSure = 0.4

// beside answers from an entry whose title shares words with that of the entry on the table, where words mean it more
// likely than any other: "có bị phạt không" after a birth certificate is about being late with one.
func (k spoken) beside(id, text string, r search.Result, day content.Day) (Reply, bool) {
	if len(r.Hits) == 0 || r.Hits[0].ID == id || names(r) || r.Confidence < besideSure {
		return Reply{}, false
	}
	title, n := vi.WordSet(k.Fold(k.TitleOf(id))), 0
	for w := range vi.WordSet(k.Fold(k.TitleOf(r.Hits[0].ID))) {
		if title[w] && !situationSmall[w] && !partWords[w] {
			n++
		}
	}
	if n < 2 {
		return Reply{}, false
	}
	r.Outcome, r.Choices = search.Likely, 1
	return k.AnswerFrom(text, r, day), true
}

// OtherDay turns the name of a day, said after the question whether the office works on one, into that question: "thế
// chủ nhật" after "thứ 7 có làm không".
func OtherDay(k *Knowledge, before, text string, now time.Time) (asked string, ok bool) {
	rest := said(text)
	if before == "" || len(strings.Fields(rest)) > 3 {
		return "", false
	}
	reader := vidate.Reader{Now: now, Calendar: k.Calendar}
	if _, found := reader.Read(before); found != vidate.Found && found != vidate.Ambiguous {
		return "", false
	}
	read, found := reader.Read(rest)
	if found != vidate.Found && found != vidate.Ambiguous || strings.TrimSpace(read.Rest) != "" {
		return "", false
	}
	reply, stands := k.Standing(before, search.Result{}, now, nil)
	return rest + " có làm việc không", stands && reply.Entry == OfficeEntry
}
