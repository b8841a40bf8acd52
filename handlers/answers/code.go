package answers

import (
	"fmt"
	"regexp"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
)

// CodeEntry stands for the reply to a dossier's code where an entry's id is expected. A question with such a code
// must not be kept: the code leads to a person's dossier.
const CodeEntry = content.WantCode

var (
	// procedureCode is a national code, with or without the province's part behind it: "1.004194",
	// "1.004194.000.00.00.H42".
	procedureCode = regexp.MustCompile(`(?:^|[^\d.])([1-3])[.,] ?(\d{6})((?:\.\w{2,4})*)(?:$|[^\d.]|\.$|\. )`)
	// bareCode is one typed without its point.
	bareCode = regexp.MustCompile(`(?:^|\D)([1-3])(\d{6})(?:$|\D)`)
	// dossierCode is what stands on a receipt: "H42.12-251130-0001", "000.00.12.H42-251130-0001", "G22.99-260101-0001".
	dossierCode = regexp.MustCompile(`(?i)(?:\b\d{3}\.\d{2}\.\d{2,3}\.)?\b[a-z]\d{2}(?:\.\d{1,4}){0,4} ?[-–] ?\d{6}` +
		` ?[-–] ?\d{3,8}\b`)
)

// Code answers a question that names a procedure or a dossier by its code. A procedure's code gives its entry, or
// says that the base has none; a dossier's code gives where to look it up.
func (k *Knowledge) Code(question string, day content.Day) (Reply, bool) {
	if HasDossierCode(question) {
		return Reply{Result: search.Result{Outcome: search.Answer}, Entry: CodeEntry, Message: k.dossierMessage()}, true
	}
	code, rest, ok := k.codeIn(question)
	if !ok {
		return Reply{}, false
	}
	p, known := k.Library.Procedure(code)
	if !known {
		m := bot.Message{Text: fmt.Sprintf(textCodeUnknown, code, portalURL)}
		m.Buttons = card.PassButtons()
		return Reply{Result: search.Result{Outcome: search.Unknown}, Message: m}, true
	}
	reply := Reply{Result: search.Result{Outcome: search.Answer}, Entry: p.ID()}
	if vi.Fold(rest) != "" {
		reply.Aspect = k.Index.Ask(rest).Aspect
	}
	reply.Result.Aspect = reply.Aspect
	reply.Message, _ = k.Message(reply.Entry, reply.Aspect, k.Situation(reply.Entry, rest), "", day)
	return reply, true
}

// HasDossierCode reports whether a text holds the code of a dossier, so that it must not be kept.
func HasDossierCode(text string) bool { return digits(text) >= 9 && dossierCode.MatchString(text) }

// digits counts the digits of a text: most questions have too few for a code.
func digits(text string) (n int) {
	for i := range len(text) {
		if text[i] >= '0' && text[i] <= '9' {
			n++
		}
	}
	return n
}

// codeIn finds a procedure's code and the question without it. Seven digits without a point count only where the base
// knows them as a code: else they may be anything.
func (k *Knowledge) codeIn(question string) (code, rest string, ok bool) {
	if digits(question) < 7 {
		return "", "", false
	}
	if m := procedureCode.FindStringSubmatchIndex(question); m != nil {
		return question[m[2]:m[3]] + "." + question[m[4]:m[5]], question[:m[2]] + " " + question[m[7]:], true
	}
	if m := bareCode.FindStringSubmatchIndex(question); m != nil {
		code = question[m[2]:m[3]] + "." + question[m[4]:m[5]]
		if _, known := k.Library.Procedure(code); known {
			return code, question[:m[2]] + " " + question[m[5]:], true
		}
	}
	return "", "", false
}

// portalURL is the national portal.
const portalURL = "https://dichvucong.gov.vn"

// lookUpFAQ is the entry on looking a dossier up.
const lookUpFAQ = "tra-cuu-ho-so"

func (k *Knowledge) dossierMessage() bot.Message {
	m := bot.Message{Text: fmt.Sprintf(textDossierCode, portalURL)}
	if f, ok := k.Library.FAQ(lookUpFAQ); ok {
		m.Buttons = append(m.Buttons,
			[]bot.Button{card.ActionPart.Button(vi.Shorten(f.Question, 40), card.Part{Entry: f.ID()})})
	}
	m.Buttons = append(m.Buttons, card.MeetRow())
	return m
}
