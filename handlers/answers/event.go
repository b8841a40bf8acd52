package answers

import (
	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
)

// eventQuestion answers "bố em mới mất thì phải làm gì" with the list of what to do. A question that asks for one thing
// itself ("bố mới mất thì khai tử ở đâu") is left to the entry of that thing.
func (k *Knowledge) eventQuestion(question string, day content.Day) (m bot.Message, id string, ok bool) {
	var room [longestEventQuestion + 1]vi.Token
	said := vi.AppendTokens(room[:0], question)
	if len(said) > longestEventQuestion {
		return bot.Message{}, "", false
	}
	from, to := asksFor(said)
	names := k.events
	if from < len(said) {
		names = k.eventsWith[said[from].Fold]
	}
	var best *content.Event
	most := 0
	for _, name := range names {
		if len(name.words) > most && tells(said, from, to, name.words) {
			best, most = name.event, len(name.words)
		}
	}
	if best == nil {
		return bot.Message{}, "", false
	}
	return card.Event(k.Library, best, day), best.ID(), true
}

// longestEventQuestion is the most syllables of a message that can be no more than the event and "what must I do".
const longestEventQuestion = 24

// asksFor returns where the words of a message begin and end that are not idle, its length and 0 where all are. Every
// name of an event that it tells holds the first of them.
func asksFor(said []vi.Token) (from, to int) {
	for i := range said {
		if !idle(said[i : i+1]) {
			if to == 0 {
				from = i
			}
			to = i + 1
		}
	}
	if to == 0 {
		from = len(said)
	}
	return from, to
}

// tells reports whether the words of a name stand in a message, close together and in their order, beside nothing but
// words that ask for no one thing: the others stand from from up to to. Whose event it is may differ: "bố" of a name
// stands for every relative.
func tells(said []vi.Token, from, to int, words []vi.Token) bool {
	for start := range min(from+1, len(said)) {
		if !sameWord(said[start], words[0]) {
			continue
		}
		if last, ok := follow(said, words, start); ok && last+1 >= to {
			return true
		}
	}
	return false
}

// follow finds the words from start on, with at most three idle words between two of them, and returns the last place.
func follow(said, words []vi.Token, start int) (last int, ok bool) {
	n, gap := 1, 0
	for i := start + 1; i < len(said) && n < len(words); i++ {
		switch {
		case sameWord(said[i], words[n]):
			n, gap, start = n+1, 0, i
		case gap == 3 || !idle(said[i:i+1]):
			return 0, false
		default:
			gap++
		}
	}
	return start, n == len(words)
}

// idle reports whether words ask for no one thing.
func idle(words []vi.Token) bool {
	for _, t := range words {
		if !eventWords[t.Fold] && !vi.Polite(t.Fold) && !kinWords[t.Fold] {
			return false
		}
	}
	return true
}

// sameWord compares a syllable of a message with one of a name; diacritics count where the writer put them.
func sameWord(said, name vi.Token) bool {
	if kinWords[said.Fold] && relatives[name.Fold] || justNow[said.Fold] && justNow[name.Fold] {
		return true
	}
	return said.Fold == name.Fold && (!said.Marked() || said.Mark == name.Mark)
}

var (
	// relatives are the words of names that every relative may stand for.
	relatives = vi.WordSet("bo me ba ma vo chong ong chau con dau")
	// justNow are the two words for what happened a little while ago.
	justNow = vi.WordSet("moi vua")
	// kinWords say whose event it is.
	kinWords = vi.WordSet(`toi e em minh anh chi bac chu co di cau mo bo me ba ma cha tia bu u vo chong ong noi ngoai con
		chau gai trai dau re nha gia dinh ho cu ruot ck vk`)
	// eventWords ask what to do, say when, or say nothing.
	eventWords = vi.WordSet(`thi can phai lam gi nhung cac nao thu tuc giay to viec the nhu sao huong dan giup voi bat
		dau tu dau gio bay hien
		xin hoi biet muon cho hay ra di roi vay ha ne ma la nen truoc tien het ca cong may ban cach ntn chuan bi tiep
		theo
		nua ben khong ko co
		moi vua sap da dang hom qua nay xong duoc luc sang chieu dem tuan thang sau nguoi cua o toi trua nha benh vien
		rang sang
		j z ah uh oi chua nhe
		voi`)
)

// EventMessage renders an event by its id.
func (k *Knowledge) EventMessage(id string, day content.Day) (bot.Message, bool) {
	e, ok := k.Library.Event(id)
	if !ok {
		return bot.Message{}, false
	}
	return card.Event(k.Library, e, day), true
}
