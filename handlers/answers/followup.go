package answers

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
)

// FollowUp reads words that go on about the entry last shown: another part of it ("thế lệ phí bao nhiêu?") or another
// of its dossiers ("còn nếu cha mẹ chưa kết hôn?"). Words that name a procedure of their own are no follow-up; r is
// what the search makes of them.
func (k *Knowledge) FollowUp(last, text string, r search.Result) (aspect search.Aspect, situation int, ok bool) {
	p, known := k.Library.Procedure(last)
	if !known {
		return "", 0, false
	}
	opening, rest := cutOpening(vi.Fold(text))
	situation, found := k.matchSituation(p, text)
	if !found && opening {
		situation, found = nearSituation(p, rest, fewCaseWords)
	}
	switch {
	case found && (opening || !names(r) || r.Hits[0].ID == last):
		return search.AspectDossier, situation, true
	case leansOnLast(r, opening, len(strings.Fields(rest))) || partOfIt(k, p, text, r):
		return r.Aspect, 0, true
	}
	return "", 0, false
}

// leansOnLast reports whether a question asks for a part and names hardly anything that the part could be of; words is
// its length without the opening.
func leansOnLast(r search.Result, opening bool, words int) bool {
	switch {
	case r.Aspect == "" || words > 12:
		return false
	case r.Subject == 0:
		return words <= 10
	case r.Subject == 1 && len(r.Asks) > 1 && !choosesAmong(r):
		return true
	case r.Subject == 1:
		return words <= 9 && r.Confidence < ownSure || words <= 6
	}
	return r.Subject == 2 && r.Outcome == search.Unknown && !opening
}

// partOfIt reports whether words that ask for a part name nothing surely, and the entry on the table when its title is
// read with them: "xin phép cần giấy tờ gì" after a building permit.
func partOfIt(k *Knowledge, p *content.Procedure, text string, r search.Result) bool {
	if names(r) || !outright[r.Aspect] || len(strings.Fields(text)) > 2*fewWords {
		return false
	}
	about := k.Ask(p.Title + " " + text)
	title := k.Fold(p.Title)
	return about.Outcome == search.Answer && about.Hits[0].ID == p.ID() &&
		slices.ContainsFunc(naming(text), func(w string) bool { return hasWords(title, w) })
}

// ownSure is the chance from which words name an entry of their own.
const ownSure = 0.5

// choosesAmong reports whether words name a subject that several entries are about.
func choosesAmong(r search.Result) bool {
	return r.Outcome == search.Choose && r.Subject >= 2 && r.Confidence >= 0.4
}

// Words that name a subject of their own are never about the table, however short they are: "làm hộ chiếu cho bé luôn
// được không" after a birth certificate. Around that subject stand words that only turn to it.
var (
	turningTo = []string{"a", "ok", "oke", "u", "vang", "da", "tien the", "nhan tien", "the", "vay", "con", "roi",
		"cho hoi them", "cho em hoi them", "cho toi hoi them", "cho hoi", "cho em hoi", "cho toi hoi", "cho minh hoi",
		"em hoi them", "hoi them", "hoi", "em hoi", "gio", "bay gio", "em muon", "toi muon", "muon", "em can",
		"toi can"}
	turnedBy = []string{"thi sao a", "thi sao", "luon duoc khong", "luon duoc ko", "luon dc khong", "luon dc ko",
		"luon duoc k", "luon dc k", "luon nhe", "luon di", "luon", "nua a", "nua", "nhe", "a"}
	turnsTo = vi.WordSet("lam xin dang dk dki cap doi sua mo tach lay")
	// whereabouts are folded words before a place: "làm ở nơi tạm trú được không" asks where.
	whereabouts = vi.WordSet("o noi tai cho ve den tu")
)

// Elsewhere reports whether words name a subject of their own, which the entry on the table says nothing of, and what
// they ask of it.
func Elsewhere(k *Knowledge, on Table, text string) (asked string, ok bool) {
	s := spoken{k}
	asked, told := turned(text)
	words := strings.Fields(vi.Fold(asked))
	if len(words) < 2 || len(words) > mostGoOn || on.Entry == "" || on.Open || conditional(text) || instead(text) ||
		!told && !turnsTo[words[0]] || circumstance(asked) {
		return "", false
	}
	r := k.Ask(asked)
	if !names(r) && !choosesAmong(r) || r.Confidence < ownSure || slices.Contains(s.around(on), r.Hits[0].ID) {
		return "", false
	}
	return asked, namesOther(s, s.subjects(on.Entry), words, r)
}

// namesOther reports whether two words that stand together name one of the first hits and no subject of here.
func namesOther(s spoken, here string, words []string, r search.Result) bool {
	for i := 1; i < len(words); i++ {
		pair := words[i-1] + " " + words[i]
		if partWords[words[i-1]] && partWords[words[i]] || vi.Polite(words[i-1]) || vi.Polite(words[i]) ||
			turnsTo[words[i-1]] || hasWords(here, pair) || i > 1 && whereabouts[words[i-2]] {
			continue
		}
		for _, h := range r.Hits[:min(sisterHits, len(r.Hits))] {
			if hasWords(s.subjects(h.ID), pair) {
				return true
			}
		}
	}
	return false
}

// turned leaves out of words what only turns to another subject; told says that they say so themselves.
func turned(text string) (asked string, told bool) {
	words, folded := strings.Fields(text), strings.Fields(vi.Fold(text))
	if len(words) != len(folded) {
		return text, false
	}
	from, to := 0, len(words)
	for again := true; again; {
		again = false
		for _, w := range turningTo {
			head := strings.Fields(w)
			if to-from > len(head) && slices.Equal(folded[from:from+len(head)], head) {
				from, again = from+len(head), true
				told = told || head[len(head)-1] == "them" || slices.Contains(head, "hoi")
			}
		}
	}
	for _, w := range turnedBy {
		tail := strings.Fields(w)
		if to-from > len(tail) && slices.Equal(folded[to-len(tail):to], tail) {
			to -= len(tail)
			break
		}
	}
	return strings.Join(words[from:to], " "), told
}

// subjects are the folded title and names of an entry, with the cases of a procedure.
func (k spoken) subjects(id string) string {
	all := append([]string{k.TitleOf(id)}, k.namesOf(id)...)
	if p, ok := k.Library.Procedure(id); ok {
		for _, s := range p.Dossier {
			all = append(append(all, s.Title), s.Also...)
		}
	}
	return k.Fold(strings.Join(all, " , "))
}

// lacking are the folded words at the head of a condition.
var lacking = vi.WordSet("neu chua khong ko k kg thieu mat quen lo qua het")

// conditional reports whether words put a condition before what they ask: "chưa có sổ đỏ thì xin được không" is about
// what is asked for, not about what is lacking.
func conditional(text string) bool {
	folded := vi.Fold(text)
	first, rest, _ := strings.Cut(leaningOff(folded), " ")
	return lacking[first] && (hasWords(rest, "thi") || hasWords(rest, "co") && strings.Contains(rest, "duoc")) ||
		hasWords(folded, "neu")
}

// withSubject answers words that say too little by themselves by asking them of the subject on the table: "có bị phạt
// không", "cấp đổi". The answer is said where it comes from the entry, surely, or from one of the same subject.
func (k spoken) withSubject(on Table, text string, day content.Day) (Reply, bool) {
	title := k.TitleOf(on.Entry)
	question := title + " " + said(unafraid(text))
	r := k.Ask(question)
	if on.Open || !names(r) || r.Confidence < ownSure || len(strings.Fields(text)) > mostGoOn {
		return Reply{}, false
	}
	top := r.Hits[0].ID
	if top == on.Entry {
		return k.ofIt(on.Entry, text, r, day)
	}
	if !k.sameSubject(on.Entry, top) || !k.tellsOf(top, text) {
		return Reply{}, false
	}
	if alone := k.Ask(unafraid(text)); names(alone) && alone.Hits[0].ID == top { // its own words say it better
		return k.AnswerFrom(unafraid(text), alone, day), true
	}
	return k.AnswerFrom(question, r, day), true
}

// ofIt answers words that are about the entry on the table when they are asked of its subject: with the short answer
// that they surely want, or from a general answer of the same subject that names what they ask.
func (k spoken) ofIt(id, text string, r search.Result, day content.Day) (Reply, bool) {
	if short := k.shortAt(id, r.Short, day); short != nil && r.Sure >= sureOnIt {
		return k.partSaid(id, search.Aspect(short.Aspect), card.Asking{Question: text, Short: short}, day), true
	}
	if k.tellsOf(id, text) {
		return Reply{}, false
	}
	for i, h := range r.Hits[:min(sisterHits, len(r.Hits))] {
		if _, general := k.Library.FAQ(h.ID); general && k.sameSubject(id, h.ID) && k.tellsOf(h.ID, text) {
			r.Outcome, r.Choices = search.Likely, 1
			r.Short, r.Sure = k.Index.Short(k.TitleOf(id)+" "+said(unafraid(text)), h.ID)
			r.Hits = append([]search.Hit{h}, slices.Delete(slices.Clone(r.Hits), i, i+1)...)
			return k.AnswerFrom(unafraid(text), r, day), true
		}
	}
	return Reply{}, false
}

// sameSubject reports whether two entries share two neighbouring words of their titles that name a subject.
func (k spoken) sameSubject(a, b string) bool {
	words, there := strings.Fields(k.Fold(k.TitleOf(a))), k.subjects(b)
	for i := 1; i < len(words); i++ {
		if small := turnsTo[words[i-1]] || partWords[words[i-1]] || partWords[words[i]] ||
			vi.Polite(words[i]); !small &&
			hasWords(there, words[i-1]+" "+words[i]) {
			return true
		}
	}
	return false
}

// tellsOf reports whether the title or names of an entry hold two neighbouring words of a text that are more than
// asking for a part, or the only one.
func (k spoken) tellsOf(id, text string) bool {
	there, words := k.subjects(id), naming(text)
	if len(words) == 1 {
		return hasWords(there, words[0])
	}
	for i := 1; i < len(words); i++ {
		if hasWords(there, words[i-1]+" "+words[i]) {
			return true
		}
	}
	return false
}

// narrows are the folded words at the head of what is done, by which the procedures of one subject differ.
var narrows = vi.WordSet("cap doi gia xoa huy sua cai dinh thu tach hop dieu bo lai lam")

// narrowHits are the hits among which one is looked for that a few words narrow a subject down to.
const narrowHits = 6

// Meant is the one of several procedures that words mean which put a question right: it is of the field talked of, and
// its title holds all that they say. "không phải, em hỏi thường trú" needs no choice.
func Meant(k *Knowledge, on Table, text string, r search.Result, day content.Day) (Reply, bool) {
	at := -1
	for i, h := range r.Hits[:min(r.Choices, len(r.Hits))] {
		_, procedure := k.Library.Procedure(h.ID)
		if procedure && k.FieldOf(h.ID) == k.FieldOf(on.Entry) && saidIn(h.Title, text) &&
			(at < 0 || len(h.Title) < len(r.Hits[at].Title)) {
			at = i
		}
	}
	if r.Outcome != search.Choose || at < 0 {
		return Reply{}, false
	}
	h := r.Hits[at]
	r.Outcome = search.Likely
	r.Hits = append([]search.Hit{h}, slices.Delete(slices.Clone(r.Hits), at, at+1)...)
	r.Short, r.Sure = k.Index.Short(text, h.ID)
	return k.AnswerFrom(text, r, day), true
}

// narrowed answers a few words that only say which of the same subject is meant: "cấp đổi" after an identity card.
func (k spoken) narrowed(on Table, text string, r search.Result, day content.Day) (Reply, bool) {
	words := naming(text)
	if on.Open || r.Outcome == search.Answer || len(words) < 2 || !narrows[words[0]] ||
		len(strings.Fields(text)) > fewWords ||
		saidIn(k.TitleOf(on.Entry), text) || len(r.Hits) > 0 && r.Hits[0].ID == on.Entry {
		return Reply{}, false
	}
	question := k.TitleOf(on.Entry) + " " + said(text)
	about := k.Ask(question)
	for _, h := range about.Hits[:min(narrowHits, len(about.Hits))] {
		if _, ok := k.Library.Procedure(h.ID); ok && h.ID != on.Entry && saidIn(h.Title, text) &&
			k.sameSubject(on.Entry, h.ID) {
			asked := h.Title + " " + said(text)
			about = k.Ask(asked)
			about.Outcome, about.Choices = search.Likely, 1
			about.Hits = append([]search.Hit{h}, slices.DeleteFunc(slices.Clone(about.Hits),
				func(o search.Hit) bool { return o.ID == h.ID })...)
			return k.AnswerFrom(asked, about, day), true
		}
	}
	return Reply{}, false
}
