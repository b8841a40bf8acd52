package answers

import (
	"strings"

	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
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
	case leansOnLast(r, opening, len(strings.Fields(rest))):
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

// ownSure is the chance from which words name an entry of their own.
const ownSure = 0.5

// choosesAmong reports whether words name a subject that several entries are about.
func choosesAmong(r search.Result) bool {
	return r.Outcome == search.Choose && r.Subject >= 2 && r.Confidence >= 0.4
}
