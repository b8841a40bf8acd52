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
	return nearOf(k, id, question, nearSure, func(s *content.Short, sure float64) (string, bool) {
		like, ask := likest(k, id, question, s)
		switch {
		case sure >= nearAnyway:
			return ask, like.Share > 0
		case like.General && partOf(s) && !slices.Contains(r.Asks, search.Aspect(s.Aspect)):
			return "", false // a fee, a place: of no use to who does not ask for it
		}
		return ask, like.Share >= leastShared
	}, day)
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

// nearOf are the short answers of an entry nearest to a question, of those that may stand beside it; told says with
// which way of asking.
func nearOf(k *Knowledge, id, question string, least float64,
	told func(_ *content.Short, sure float64) (ask string, ok bool), day content.Day) (out []content.Fact) {
	sure := least
	for _, pick := range k.Index.Near(question, id, mostNear+2) {
		if len(out) == mostNear || pick.Sure < sure {
			break
		}
		short := k.shortAt(id, pick.Number, day)
		if short == nil {
			continue
		}
		ask, ok := told(short, pick.Sure)
		text := fmt.Sprintf(textNear, sentence(ask), short.Say)
		if !ok || slices.ContainsFunc(out, func(f content.Fact) bool { return f.Text == text }) {
			continue
		}
		sure = max(sure, nearShare*pick.Sure)
		out = append(out, content.Fact{Text: text, Sources: short.Sources})
	}
	return out
}

// How much of what a way of asking says of its circumstance a question must say too, and how sure a short answer is
// that need not be asked in nearly the same words.
const (
	leastShared = 0.45
	nearAnyway  = 0.3
)

// partOf reports whether a short answer is on a part that is asked for by its name.
func partOf(s *content.Short) bool {
	return outright[search.Aspect(s.Aspect)] || s.Aspect == content.Online
}

// likest is the way of asking for a short answer that is nearest to a question. What holds only because something is
// lacking is no answer to who lacks nothing.
func likest(k *Knowledge, id, question string, s *content.Short) (like search.Likeness, ask string) {
	asks := s.Ask
	if hangs(s) && !denies(vi.Fold(question)) {
		asks = slices.DeleteFunc(slices.Clone(asks), func(a string) bool { return denies(k.Fold(a)) })
	}
	if len(asks) == 0 {
		return search.Likeness{}, s.Ask[0]
	}
	like = k.Index.Likest(question, asks, id)
	return like, asks[like.Ask]
}

// hangs reports whether a short answer hangs on its circumstance: it says yes or no, or begins with what is not so.
func hangs(s *content.Short) bool {
	begins := func(words string) bool { return strings.HasPrefix(s.Say, words) }
	return (verdict(s.Say) || begins("Chưa ")) && !begins("Không thấy")
}

// denies reports whether folded words deny something ("chưa đăng ký thì có xin được không"), more than the "không" does
// that makes a question of them.
func denies(folded string) bool {
	words := strings.Fields(folded)
	for i, w := range words {
		if i+1 == len(words) || !denial[w] || tags[words[i+1]] || i > 0 && tags[words[i-1]] ||
			w == "mat" && !losses[words[i+1]] && (i == 0 || words[i-1] != "bi") {
			continue
		}
		return true
	}
	return false
}

// denial are folded words that deny; tags stand beside one that only asks, losses behind a
// "mất" that is one.
var (
	denial = vi.WordSet("khong ko k hok hong hem chua chang thieu mat lac hong")
	tags   = vi.WordSet("a ad oi vay nhi the ha mn moi")
	losses = vi.WordSet("giay so ban the bang bien het ca cccd can ho to cmnd goc")
)

// asked is the way of asking for a short answer that shares most words with a question.
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
	return best
}

// sentence is words as a sentence begins, without its mark.
func sentence(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + strings.TrimRight(words[size:], "?. ")
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
