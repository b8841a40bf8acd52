package answers

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
)

// A question that a short answer fits, but not surely, gets the nearest ones, each with the question that it answers:
// who reads it sees at once whether it is his. The part asked for stands below.
const (
	nearSure  = 0.1 // how sure the nearest must be
	nearShare = 0.6 // how sure the second must be, as a share of that
	mostNear  = 2
)

// near are the short answers of a procedure nearest to a question, for one that is not asked for a part by its name.
func near(k *Knowledge, id, question string, r search.Result, day content.Day) []content.Fact {
	p, ok := k.Library.Procedure(id)
	if !ok || p.Imported || outright[r.Aspect] || r.Aspect == search.AspectOnline || !r.YesNo && !asks(question) {
		return nil
	}
	if r.Aspect == search.AspectSteps && onlyHow(k.Fold(question), k.Fold(p.Title)) {
		return nil // "khai tử làm thế nào": the steps are the answer
	}
	return nearOf(k, id, question, nearSure, day)
}

// howWords are those of a question how something is done, which say nothing of the case.
var howWords = vi.WordSet("lam the nao thu tuc nhu thi phai can cach trinh tu gom quy dang ky xin cho em toi " +
	"minh hoi a ad oi voi muon di")

// onlyHow reports whether a folded question names nothing but a title and asks how.
func onlyHow(question, title string) bool {
	named := vi.WordSet(title)
	for w := range strings.FieldsSeq(question) {
		if !howWords[w] && !named[w] {
			return false
		}
	}
	return true
}

// nearOf are the short answers of an entry nearest to a question.
func nearOf(k *Knowledge, id, question string, least float64, day content.Day) (out []content.Fact) {
	sure := least
	for _, pick := range k.Index.Near(question, id, mostNear+2) {
		if len(out) == mostNear || pick.Sure < sure {
			break
		}
		short := k.shortAt(id, pick.Number, day)
		if short == nil {
			continue
		}
		sure = max(sure, nearShare*pick.Sure)
		text := fmt.Sprintf(textNear, asked(k, short, question), short.Say)
		out = append(out, content.Fact{Text: text, Sources: short.Sources})
	}
	return out
}

// asked is the way of asking for a short answer that shares most words with a question, as a sentence begins.
func asked(k *Knowledge, s *content.Short, question string) string {
	have := vi.WordSet(vi.Fold(question))
	best, most := s.Ask[0], -1
	for _, ask := range s.Ask {
		n := 0
		for w := range strings.FieldsSeq(k.Fold(ask)) {
			if have[w] {
				n++
			}
		}
		if n > most {
			best, most = ask, n
		}
	}
	first, size := utf8.DecodeRuneInString(best)
	return string(unicode.ToUpper(first)) + strings.TrimRight(best[size:], "?. ")
}

// leading is a general answer that lists matters by their names ("Ly hôn: …", "Nhãn hiệu: …"), with those first that
// the question names; the answer itself when it lists none of them.
func leading(f *content.FAQ, question string) *content.FAQ {
	asked := " " + vi.Fold(question) + " "
	named := func(l content.Line) bool {
		label, _, found := strings.Cut(l.Text, ":")
		words := strings.Fields(vi.Fold(label))
		if !found || len(words) > mostLabel {
			return false
		}
		for i := 1; i < len(words); i++ {
			if strings.Contains(asked, " "+words[i-1]+" "+words[i]+" ") {
				return true
			}
		}
		return false
	}
	if !slices.ContainsFunc(f.Answer, named) {
		return f
	}
	first := *f
	first.Answer = slices.Clone(f.Answer)
	slices.SortStableFunc(first.Answer, func(a, b content.Line) int {
		switch {
		case named(a) == named(b):
			return 0
		case named(a):
			return -1
		}
		return 1
	})
	return &first
}

// mostLabel is how many syllables the name of a matter may have at the head of a line.
const mostLabel = 12
