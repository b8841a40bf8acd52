package answers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
)

// mostGoOn is how many words may lean on the entry before; longer messages tell a story of their own.
const mostGoOn = 16

// fewWords is how many words name hardly a subject of their own: "làm hộ được không".
const fewWords = 6

// What speaks for going on about the table, as chances that are set against that of the search.
const (
	onTable         = 0.15 // what the entry shown last is ahead of its neighbours
	nearTable       = 0.3  // the same when the words may mean it among others even out of the blue
	sureElsewhere   = 0.8  // from which another entry's short answer is said when a procedure is on the table
	sureOnIt        = 0.5  // from which a short answer is said in a conversation
	generalSure     = 0.6  // from which words mean what is the same for all procedures
	verdictSure     = 0.65 // from which a yes or a no is said to what wants neither
	fewerSure       = 0.15 // how much less a short answer is trusted that the title's words helped to find
	leastShare      = 0.65 // of the information of words that a way of asking must hold to count by its words alone
	sharedSure      = 0.8  // how sure a short answer is whose way of asking holds all words
	surelyOwn       = 0.97 // from which words mean an entry even if its title and names say nothing of them
	likelyElsewhere = 0.8  // from which words that nothing on the table answers mean another entry
	sisterSure      = 0.15 // from which a neighbour of the entry is meant that words point to
	caseSure        = 0.75 // from which a short answer is said above the dossier of a case
	sisterHits      = 3    // hits among which a neighbour is looked for that a circumstance makes it a matter of
)

// GoOn answers words that add a condition to what is on the table, or ask something of it that it has a short answer
// to: "nếu anh ấy là người nước ngoài", "chồng không đồng ý thì sao". Where that makes them a matter of a neighbour of
// the entry, the neighbour answers. Words that name a subject of their own are none.
func (k *Knowledge) GoOn(on Table, text string, r search.Result, day content.Day) (Reply, bool) {
	s := spoken{k}
	words := len(strings.Fields(vi.Fold(text)))
	if k.TitleOf(on.Entry) == "" || words == 0 || words > mostGoOn || refusedFor(r.Reason) {
		return Reply{}, false
	}
	leans := leansOn(text)
	if on.Open && names(r) && slices.Contains(on.Others, r.Hits[0].ID) { // it says which of those offered is meant
		r.Outcome = search.Answer
		return k.AnswerFrom(text, r, day), true
	}
	if leans || words <= fewWords || circumstance(text) {
		if reply, ok := s.caseOf(on.Entry, text, leans, day); ok {
			return reply, true
		}
	}
	if reply, ok := adds(s, on, text, r, leans, day); ok {
		return reply, true
	}
	if r.Subject > 0 && (names(r) || r.Outcome == search.Choose && (on.Open || r.Hits[0].ID == on.Entry)) &&
		slices.Contains(append([]string{on.Entry}, on.Others...), r.Hits[0].ID) { // nothing else is meant
		r.Outcome = search.Answer
		return k.AnswerFrom(text, r, day), true
	}
	return Reply{}, false
}

// adds answers words that add something to what is on the table, by the first reading of them that has an answer.
func adds(s spoken, on Table, text string, r search.Result, leans bool, day content.Day) (Reply, bool) {
	for _, answers := range [...]func() (Reply, bool){
		func() (Reply, bool) { return s.inEnglish(on, text, day) },
		func() (Reply, bool) { return s.ofAge(on, text, r, day) },
		func() (Reply, bool) { return s.fromAfar(on, text, day) },
		func() (Reply, bool) { return s.narrowed(on, text, r, day) },
		func() (Reply, bool) {
			if !conditional(text) {
				return Reply{}, false
			}
			if reply, ok := s.withSubject(on, text, day); ok || on.Open {
				return reply, ok
			}
			return s.nearSaid(on.Entry, text, nearOther, r, day)
		},
		func() (Reply, bool) { return s.sister(on, text, r, leans, day) },
		func() (Reply, bool) { return s.byAnother(on, text, r, day) },
		func() (Reply, bool) { return s.saidOn(on, text, r, day) }} {
		if reply, ok := answers(); ok {
			return reply, true
		}
	}
	return Reply{}, false
}

// refusedFor reports whether a question was turned away for what it asks, and not only for small words in it.
func refusedFor(reason string) bool { return reason != "" && reason != "smalltalk" }

// caseOf answers with the dossier of the entry last shown that the words speak of: "bố mẹ chưa kết hôn thì sao".
func (k spoken) caseOf(last, text string, leans bool, day content.Day) (Reply, bool) {
	p, ok := k.Library.Procedure(last)
	if !ok {
		return Reply{}, false
	}
	situation, found := k.matchSituation(p, text)
	if !found && (leans || circumstance(text)) {
		_, rest := cutOpening(vi.Fold(said(text)))
		least := fewCaseWords
		if circumstance(text) {
			least++
			words := slices.DeleteFunc(strings.Fields(rest), func(w string) bool { return people[w] })
			rest = strings.Join(words, " ")
		}
		situation, found = nearSituation(p, rest, least)
	}
	if !found || situation == 0 {
		return Reply{}, false
	}
	ask := card.Asking{Question: text}
	if number, sure := k.Index.Short(text, last); sure >= caseSure {
		ask.Short = k.shortAt(last, number, day)
	}
	reply := Reply{Result: search.Result{Outcome: search.Answer}, Entry: last, Aspect: search.AspectDossier}
	reply.Message = card.Rated(k.brief(last, search.AspectDossier, situation, ask, day), last, string(reply.Aspect))
	return reply, true
}

// sister answers from a neighbour of the entry last shown that a condition makes it a matter of: "anh ấy là người Đài
// Loan".
func (k spoken) sister(on Table, text string, r search.Result, leans bool, day content.Day) (Reply, bool) {
	if reply, ok := k.abroad(on.Entry, text, r, day); ok &&
		(leans || circumstance(text) || !asks(text) && len(strings.Fields(text)) <= fewWords) {
		return reply, true
	}
	at := k.sisterAt(on, text, r, leans)
	if at < 0 {
		return Reply{}, false
	}
	top := r.Hits[at].ID
	question := k.TitleOf(on.Entry) + " " + said(text)
	about := k.Ask(question)
	if len(about.Hits) == 0 || about.Hits[0].ID != top {
		about.Hits, about.Short, about.Sure = r.Hits[at:], 0, 0
		if at == 0 {
			about.Short, about.Sure = r.Short, r.Sure
		}
	}
	about.Outcome = search.Answer
	reply := k.AnswerFrom(question, about, day)
	return reply, reply.Entry != ""
}

// sisterAt is the place among the hits of the neighbour that a condition makes the words a matter of; -1 when they are
// of none.
func (k spoken) sisterAt(on Table, text string, r search.Result, leans bool) int {
	if len(r.Hits) == 0 || r.Hits[0].ID == on.Entry || r.Confidence < sisterSure || r.Outcome == search.Answer {
		return -1
	}
	condition, cased := leans || r.Aspect == search.AspectNone && !names(r), circumstance(text)
	if !condition || r.Confidence < besideSure && !cased && !k.within(on.Entry, r.Hits[0].ID) {
		return -1
	}
	first := r.Hits[:1]
	if cased { // it names no subject of its own: others may be about the same case
		first = r.Hits[:min(sisterHits, len(r.Hits))]
	}
	at := slices.IndexFunc(first, func(h search.Hit) bool { return k.neighbours(on.Entry, h.ID) })
	if at < 0 || r.Hits[at].ID == on.Entry || (at > 0 || cased) && !k.within(on.Entry, r.Hits[at].ID) {
		return -1
	}
	return at
}

// saidOn answers with the short answer that the words want of what is on the table.
func (k spoken) saidOn(on Table, text string, r search.Result, day content.Day) (Reply, bool) {
	if r.Subject <= 1 && severalParts(r.Asks) {
		return Reply{}, false // two parts of the entry
	}
	best := k.bestOn(on, text, r, day)
	if best.entry == "" || best.sure+best.lead < sureOnIt || k.betterAlone(on, text, r, best) {
		return Reply{}, false
	}
	short := k.shortAt(best.entry, best.number, day)
	if short == nil || k.besidePoint(best, short, text, r) {
		return Reply{}, false
	}
	aspect := r.Aspect
	if short.Aspect != "" {
		aspect = search.Aspect(short.Aspect)
	}
	reply := Reply{Result: search.Result{Outcome: search.Answer}, Entry: best.entry, Aspect: aspect}
	m := k.brief(best.entry, aspect, k.Situation(best.entry, text),
		card.Asking{Question: text, Short: short}, day)
	reply.Message = card.Rated(m, best.entry, string(aspect))
	return reply, true
}

// around are the entry on the table and those that words about it may mean: what else was meant, what it names as
// related, the steps of an event.
func (k spoken) around(on Table) []string {
	ids := append([]string{on.Entry}, on.Others...)
	if p, ok := k.Library.Procedure(on.Entry); ok {
		ids = append(ids, p.Related...)
	}
	if f, ok := k.Library.FAQ(on.Entry); ok {
		ids = append(ids, f.Related...)
	}
	if e, ok := k.Library.Event(on.Entry); ok {
		for _, s := range e.Steps {
			ids = append(ids, s.Entry)
		}
	}
	out := ids[:0]
	for _, id := range ids {
		if p, ok := k.Library.Procedure(id); ok {
			id = p.ID()
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// Otherwise answers words that name nothing of their own, after GoOn and FollowUp: with lines of the entry on the
// table, with what is the same for all procedures ("lấy hộ được không"), or by saying that the entry does not say it.
func (k *Knowledge) Otherwise(on Table, text string, r search.Result, day content.Day) (Reply, bool) {
	s := spoken{k}
	if len(strings.Fields(vi.Fold(text))) > mostGoOn || refusedFor(r.Reason) || k.TitleOf(on.Entry) == "" {
		return Reply{}, false
	}
	if reply, ok := s.general(text, r, day); ok && !s.another(on, text, r) {
		return reply, true
	}
	if s.leaves(on, text, r) {
		return Reply{}, false
	}
	if reply, ok := s.nearSaid(on.Entry, text, nearOther, r, day); ok && (!names(r) || r.Confidence < likelyElsewhere) {
		return reply, true
	}
	if p, ok := k.Library.Procedure(on.Entry); ok && card.Has(p, content.Aspect(r.Aspect), text, k.lines, day) {
		reply := Reply{Result: search.Result{Outcome: search.Answer}, Entry: on.Entry, Aspect: r.Aspect}
		reply.Message = card.Rated(k.brief(on.Entry, r.Aspect, 0, card.Asking{Question: text}, day), on.Entry,
			string(r.Aspect))
		return reply, true
	}
	if on.Open {
		named := names(r) && r.Confidence >= ownSure && r.Subject > 1
		other := r.Outcome == search.Unknown && !leansOn(text) && len(strings.Fields(text)) > fewWords
		if (named || other) && !circumstance(text) {
			return Reply{}, false
		}
		return s.chooseFirst(on, r)
	}
	return s.lastly(on, text, r, day)
}

// leaves reports whether words leave what is on the table: they name an entry of their own, or what several are about.
func (k spoken) leaves(on Table, text string, r search.Result) bool {
	own := k.own(on.Entry, text, r) && (r.Confidence >= ownSure || r.Outcome == search.Choose) || choosesAmong(r) &&
		!leansOn(text) && !circumstance(text)
	return own && !(leansOn(text) && maybe(r, on.Entry) && !on.Open)
}

// lastly answers words that nothing else answered: from an entry beside the one on the table, with the short answers of
// it that are nearest, or by saying that it holds nothing on them.
func (k spoken) lastly(on Table, text string, r search.Result, day content.Day) (Reply, bool) {
	id := on.Entry
	if reply, ok := k.beside(id, text, r, day); ok {
		return reply, true
	}
	if names(r) && r.Confidence >= likelyElsewhere && r.Subject > 1 && !leansOn(text) && !circumstance(text) {
		return Reply{}, false
	}
	if reply, ok := k.nearSaid(id, text, k.leastNear(id, text, r), r, day); ok {
		return reply, true
	}
	if reply, ok := k.partOf(id, text, r, day); ok {
		return reply, true
	}
	if f, ok := k.Library.FAQ(id); ok && hasWords(k.Fold(f.Question), vi.Fold(text)) { // what it answers is asked again
		m := card.Rated(card.FAQ(k.Library, f, day, nil, true), id, "")
		return Reply{Result: search.Result{Outcome: search.Answer}, Entry: id, Message: m}, true
	}
	if reply, ok := k.withSubject(on, text, day); ok {
		return reply, true
	}
	if m, ok := k.EventMessage(id, day); ok && asks(text) { // what to do first is what its list says
		return Reply{Result: search.Result{Outcome: search.Answer}, Entry: id, Message: card.Rated(m, id, "")}, true
	}
	if !(circumstance(text) && !names(r)) && !leansOn(text) && len(strings.Fields(text)) > fewWords &&
		(r.Outcome != search.Unknown || r.Reason != "") {
		return Reply{}, false // it may be about anything
	}
	return k.notSaid(id, text, r), true
}

// another reports whether a whole sentence names a procedure of its own, so that what is the same for all of them is no
// answer to it.
func (k spoken) another(on Table, text string, r search.Result) bool {
	if !names(r) || r.Subject <= 1 || leansOn(text) || len(strings.Fields(text)) <= fewWords {
		return false
	}
	_, procedure := k.Library.Procedure(r.Hits[0].ID)
	return procedure && r.Hits[0].ID != on.Entry
}

// chooseFirst asks once more which of the entries offered is meant, when words go on before a choice was made.
func (k spoken) chooseFirst(on Table, r search.Result) (Reply, bool) {
	reply := Reply{Result: search.Result{Outcome: search.Choose, Choices: 1 + len(on.Others)}, Aspect: r.Aspect}
	for _, id := range append([]string{on.Entry}, on.Others...) {
		reply.Result.Hits = append(reply.Result.Hits, search.Hit{ID: id, Title: k.TitleOf(id)})
	}
	reply.Message = choiceMessage(reply.Result.Hits, r.Aspect)
	reply.Message.Text = textChooseFirst
	return reply, true
}

// generalField is the field of the questions that are the same for all procedures.
const generalField = "Hướng dẫn chung"

// general answers with what is the same for all procedures, when the words ask that.
func (k spoken) general(text string, r search.Result, day content.Day) (Reply, bool) {
	if circumstance(text) && r.Outcome != search.Answer {
		return Reply{}, false
	}
	for _, h := range r.Hits[:min(5, len(r.Hits))] {
		f, ok := k.Library.FAQ(h.ID)
		if !ok || f.Field != generalField && !f.Beyond || f.Beyond && circumstance(text) {
			continue
		}
		number, sure := k.Index.Short(text, h.ID)
		short := k.short(h.ID, number, sure, r, day)
		if short == nil && !(h.ID == r.Hits[0].ID && (k.own("", text, r) || r.Confidence >= generalSure)) {
			continue
		}
		reply := Reply{Result: search.Result{Outcome: search.Answer}, Entry: h.ID, Aside: true}
		reply.Message = card.Rated(card.FAQ(k.Library, f, day, short, true), h.ID, "")
		return reply, true
	}
	return Reply{}, false
}

// mostNoted is how much of words is said back.
const mostNoted = 80

// hit reports whether the search found an entry among others.
func hit(r search.Result, id string) bool {
	return slices.ContainsFunc(r.Hits, func(h search.Hit) bool { return h.ID == id })
}

// notSaid says that an entry does not hold what is asked of it, with its parts and a person one press away.
func (k spoken) notSaid(id, text string, r search.Result) Reply {
	reply := Reply{Result: r, Aspect: r.Aspect}
	reply.Result.Outcome = search.Unknown
	reply.Message = bot.Message{Text: notSaidText(k.TitleOf(id))}
	noted := circumstance(text)
	if noted { // it says how things are and asks nothing: that is no question without an answer
		title := bot.Escape(strings.TrimRight(k.TitleOf(id), "?. "))
		reply.Message.Text = fmt.Sprintf(textNoted, bot.Escape(vi.Shorten(text, mostNoted)), title)
		reply.Result.Outcome, reply.Entry = search.Answer, id
	}
	if afraid(text) {
		reply.Message.Text = textCalm + "\n" + reply.Message.Text
	}
	if p, ok := k.Library.Procedure(id); ok {
		reply.Message.Buttons = append(reply.Message.Buttons, card.PartRow(p.ID()))
	}
	if names(r) && r.Hits[0].ID != id && !noted {
		reply.Message.Text += "\n" + textOrThis
		reply.Message.Buttons = append(reply.Message.Buttons, otherButtons(r.Hits[:1], 0, r.Aspect)...)
	}
	reply.Message.Buttons = append(reply.Message.Buttons, card.PassButtons()...)
	return reply
}

// Stands reports whether words stand by themselves: they name an entry, or a subject that several entries are about.
func (k *Knowledge) Stands(text string) bool {
	s := spoken{k}
	r := k.Ask(text)
	return s.own("", text, r) || r.Outcome == search.Choose
}

// Behind is the procedure that a part is asked of when a general question was answered last: that has no papers, charge
// or term of its own. It is id itself where there is none.
func (k *Knowledge) Behind(id string, aspect search.Aspect) string {
	if e, ok := k.Library.Event(id); ok && aspect != search.AspectNone && len(e.Steps) > 0 {
		if p, ok := k.Library.Procedure(e.Steps[0].Entry); ok {
			return p.ID()
		}
	}
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

// within reports whether the title of an entry stands in that of another, which is a special case of it.
func (k spoken) within(a, b string) bool { return hasWords(k.Fold(k.TitleOf(b)), k.Fold(k.TitleOf(a))) }
