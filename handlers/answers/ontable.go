package answers

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
)

// candidate is a short answer that words may want of what is on the table.
type candidate struct {
	entry      string
	number     int     // of the short answer, counted from 1
	sure, lead float64 // how sure it is by itself, and what speaks for its entry
}

// bestOn finds the short answer that the words want most of what is on the table.
func (k spoken) bestOn(on Table, text string, r search.Result, day content.Day) (best candidate) {
	around := k.around(on)
	if r.Subject <= 1 {
		around = around[:1] // a part of what was shown last
	}
	_, shown := k.Library.Procedure(on.Entry)
	for i, id := range around {
		beside := i > 0 && !on.Open
		if beside && best.sure+best.lead >= sureOnIt {
			break // what was shown answers it
		}
		if beside && shown && (len(r.Hits) == 0 || r.Hits[0].ID != id) {
			continue
		}
		n, s := k.shortOn(id, text, r)
		if beside && shown && s < sureElsewhere {
			continue // what was shown is left for what surely answers only
		}
		c := candidate{entry: id, number: n, sure: s}
		if i == 0 && !on.Open {
			k.weighShown(&c, text, r, day)
		}
		if c.sure+c.lead > best.sure+best.lead {
			best = c
		}
	}
	return best
}

// weighShown adds what speaks for the entry that was shown last.
func (k spoken) weighShown(c *candidate, text string, r search.Result, day content.Day) {
	c.lead = onTable
	if maybe(r, c.entry) {
		c.lead = nearTable
	} else if names(r) && k.own(c.entry, text, r) {
		return
	}
	if r.Subject == 0 || c.sure >= shortFits {
		return
	}
	if at, share := k.sharedBy(c.entry, text, day); share > c.sure {
		c.number, c.sure = at, share
	}
}

// betterAlone reports whether the words are answered better as if asked out of the blue.
func (k spoken) betterAlone(on Table, text string, r search.Result, best candidate) bool {
	if len(r.Hits) == 0 || !names(r) {
		return false
	}
	if r.Hits[0].ID == best.entry {
		return r.Sure >= best.sure
	}
	if f, ok := k.Library.FAQ(r.Hits[0].ID); ok && f.Field == generalField && best.lead == 0 &&
		r.Confidence >= generalSure {
		return true
	}
	if slices.Contains(on.Others, r.Hits[0].ID) && r.Confidence > best.sure+best.lead {
		return true
	}
	return k.own(on.Entry, text, r) && (r.Confidence > best.sure+best.lead+fewerSure && best.lead < nearTable ||
		best.lead == 0 && (r.Confidence >= best.sure || slices.Contains(k.around(on), r.Hits[0].ID)))
}

// besidePoint reports whether a short answer says something beside what was asked: another part, or yes or no to what
// wants neither.
func (k spoken) besidePoint(best candidate, short *content.Short, text string, r search.Result) bool {
	_, parts := k.Library.Procedure(best.entry)
	if parts && r.Subject == 0 && outright[r.Aspect] && search.Aspect(short.Aspect) != r.Aspect {
		return true
	}
	if part := search.Aspect(short.Aspect); parts && r.Subject <= 1 &&
		(outright[r.Aspect] || r.Aspect == search.AspectOnline) &&
		outright[part] &&
		part != r.Aspect && (holds[r.Aspect] == nil || !holds[r.Aspect].MatchString(short.Say)) {
		return true
	}
	return !r.YesNo && verdict(short.Say) && best.sure < verdictSure && !leansOn(text)
}

// severalParts reports whether more than one part is asked for that people ask for by its name.
func severalParts(asks []search.Aspect) bool {
	n := 0
	for _, a := range asks {
		if outright[a] || a == search.AspectOnline {
			n++
		}
	}
	return n > 1
}

// maybe reports whether words may mean an entry among others out of the blue.
func maybe(r search.Result, id string) bool {
	return slices.ContainsFunc(r.Hits[:min(r.Choices, len(r.Hits))], func(h search.Hit) bool { return h.ID == id })
}

// own reports whether words name an entry of their own, and not the one on the table: the search is nearly certain,
// they hold a whole name of it, or its title, or a name where they do not lean on what was spoken of, holds two of them
// or all.
func (k spoken) own(on, text string, r search.Result) bool {
	if !names(r) && r.Outcome != search.Choose || r.Subject < 2 {
		return false
	}
	if names(r) && r.Confidence >= surelyOwn {
		return true
	}
	if circumstance(text) && r.Outcome != search.Answer {
		return false
	}
	if names(r) && k.namedWhole(r.Hits[0].ID, text) {
		return true
	}
	if on != "" && r.Hits[0].ID != on && saidIn(k.TitleOf(on), text) {
		return false
	}
	words := naming(text)
	if len(words) == 1 && r.Outcome != search.Answer {
		return false // a syllable names hardly anything, and "thuê" is "thuế" as well
	}
	return k.called(r.Hits[0].ID, text, words)
}

// called reports whether the title of an entry, or a name where words do not lean on what was spoken of, holds two of
// those that may name a subject, or all.
func (k spoken) called(id, text string, words []string) bool {
	least := min(2, len(words))
	holds := func(name string) bool {
		n := 0
		for _, w := range words {
			if hasWords(name, w) {
				n++
			}
		}
		return n > 0 && n >= least
	}
	if len(words) == 0 || holds(k.Fold(k.TitleOf(id))) {
		return len(words) > 0
	}
	if leansOn(text) {
		least = len(words)
	}
	return slices.ContainsFunc(k.namesOf(id), func(n string) bool { return holds(k.Fold(n)) })
}

// How sure the nearest short answer to words of a conversation must be: they name little of the entry on the table, so
// a small chance is much. Words that name as much of another must be surer.
const (
	nearOn    = 0.03
	nearOther = 0.08
)

// leastNear is how sure the nearest short answer of an entry must be to be said to words.
func (k spoken) leastNear(id, text string, r search.Result) float64 {
	if circumstance(text) || !hit(r, id) && len(strings.Fields(text)) > fewWords {
		return nearOther
	}
	return nearOn
}

// nearSaid answers words of a conversation with the short answers of an entry nearest to them, from a chance on.
func (k spoken) nearSaid(id, text string, least float64, r search.Result, day content.Day) (Reply, bool) {
	p, ok := k.Library.Procedure(id)
	if !ok || p.Imported {
		return Reply{}, false
	}
	told := func(s *content.Short, _ float64) (string, bool) { return asked(k.Knowledge, s, text), true }
	found := nearOf(k.Knowledge, id, text, least, told, day)
	if rest := said(text); len(found) == 0 && rest != "" && rest != text {
		found = nearOf(k.Knowledge, id, rest, least, told, day)
	}
	if len(found) == 0 {
		return Reply{}, false
	}
	reply := Reply{Result: search.Result{Outcome: search.Likely, Hits: r.Hits, Choices: 1}, Entry: id}
	reply.Message = card.Rated(card.Nearest(p, found, day), id, "")
	return reply, true
}

// InContext is what the search made of words that go on about an entry, by its title: "thì sao" asks for no steps then,
// and words that the title says ("làm lại cần gì" after a lost card) name nothing else.
func InContext(text, title string, r search.Result) search.Result {
	if r.Aspect == search.AspectSteps && hasWords(vi.Fold(text), "thi sao") {
		r.Aspect, r.Asks = search.AspectNone, nil
	}
	if r.Aspect != search.AspectNone && saidIn(title, text) {
		r.Subject = 0
	}
	folded := vi.Fold(text)
	few := len(strings.Fields(folded)) <= fewWords
	switch {
	case folded == "thu tuc":
		r.Subject, r.Aspect, r.Asks = 0, search.AspectSteps, []search.Aspect{search.AspectSteps}
	case few && hasWords(folded, "thue ma"):
		r.Subject, r.Aspect, r.Asks = 0, search.AspectFee, []search.Aspect{search.AspectFee}
	case few && r.Aspect == search.AspectNone && (hasWords(folded, "khi nao") || hasWords(folded, "bao gio")):
		r.Aspect, r.Asks = search.AspectTime, []search.Aspect{search.AspectTime}
	}
	if words := strings.Fields(folded); asksPart(words) {
		r.Subject = 0
		if part := partAsked(folded, words); part != search.AspectNone &&
			(r.Aspect == search.AspectNone || r.Aspect == search.AspectSteps) {
			r.Aspect, r.Asks = part, []search.Aspect{part}
		}
	}
	return r
}

// partAsked is the part that words alone ask of what is talked of: "ở xã làm được không" where, "tốn kém không" what it
// costs.
func partAsked(folded string, words []string) search.Aspect {
	says := func(list ...string) bool {
		return slices.ContainsFunc(list, func(w string) bool { return slices.Contains(words, w) })
	}
	switch {
	case says("tien", "kem") || hasWords(folded, "bao nhieu mot") || strings.HasPrefix(folded, "bao nhieu 1"):
		return search.AspectFee
	case hasWords(folded, "bao h") || hasWords(folded, "may gio") || says("han", "ngay"):
		return search.AspectTime
	case says("xa") && (says("o") || words[0] == "nop"), says("dau"):
		return search.AspectWhere
	}
	return search.AspectNone
}

// saidIn reports whether the title of an entry holds all words that may name a subject: "làm lại" is "cấp lại" of
// anything.
func saidIn(title, text string) bool {
	words, title := naming(text), vi.Fold(title)
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !hasWords(title, w) })
}

// shortOn is the short answer of an entry that words of a conversation want, and how sure that is. Words that say
// nothing but a part are read together with the entry's title.
func (k spoken) shortOn(id, text string, r search.Result) (number int, sure float64) {
	rest := said(text)
	if r.Subject > 0 {
		number, sure = k.Index.Short(text, id)
		if rest != "" && rest != text {
			if n, s := k.Index.Short(rest, id); s > sure {
				number, sure = n, s
			}
		}
	}
	if r.Subject <= 1 {
		less := fewerSure
		if r.Subject == 0 {
			less = 0
		}
		if n, s := k.Index.Short(k.TitleOf(id)+" "+rest, id); s-less > sure {
			number, sure = n, s-less
		}
	}
	return number, sure
}

// sharedBy is the short answer of a procedure whose way of asking holds most of what words say, and how sure it is.
func (k spoken) sharedBy(id, text string, day content.Day) (number int, sure float64) {
	p, ok := k.Library.Procedure(id)
	if !ok {
		return 0, 0
	}
	words := slices.DeleteFunc(strings.Fields(vi.Fold(said(text))), func(w string) bool { return partWords[w] })
	number, share := k.lines.Short(p.Title, p.Short, strings.Join(words, " "), day)
	if share < leastShare {
		return 0, 0
	}
	return number, share * sharedSure
}

// Table is what a conversation is about.
type Table struct {
	Entry  string   // shown last, or offered first
	Others []string // what else the last question may have meant, or was offered
	Open   bool     // Entry was only offered
}

// Named finds the one choice whose title holds all that was said: "cấp lại thì sao". It is counted from 0.
func (k *Knowledge) Named(choices []string, text string) (number int, ok bool) {
	all := strings.Fields(vi.Fold(said(text)))
	words := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return vi.Polite(w) || situationSmall[w] })
	for _, words := range [][]string{words, all} { // "bản sao" folds to a polite word and another
		if len(words) < 2 || len(words) > fewWords {
			continue
		}
		if number, ok = onlyNamed(k, choices, strings.Join(words, " ")); ok {
			return number, true
		}
	}
	return 0, false
}

// onlyNamed finds the one choice whose title holds folded words; of several the one that is a procedure.
func onlyNamed(k *Knowledge, choices []string, words string) (number int, ok bool) {
	var named, procedures []int
	for i, id := range choices {
		if !hasWords(k.Fold(k.TitleOf(id)), words) {
			continue
		}
		named = append(named, i)
		if _, is := k.Library.Procedure(id); is {
			procedures = append(procedures, i)
		}
	}
	if len(named) == 1 {
		return named[0], true
	}
	if len(procedures) == 1 {
		return procedures[0], true
	}
	return 0, false
}
