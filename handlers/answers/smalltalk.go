package answers

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers/card"
)

// SmallTalk answers greetings, thanks and the like when they are the whole message; folded is the message in plain
// letters. A question that only begins with a greeting is a question.
func SmallTalk(folded string, day content.Day) (bot.Message, bool) {
	words := strings.Fields(folded)
	if len(words) > 8 {
		return bot.Message{}, false
	}
	var rest []string
	for _, w := range words {
		if !vi.Polite(w) {
			rest = append(rest, w)
		}
	}
	said := strings.Join(rest, " ")
	for _, s := range smallTalks {
		for _, w := range s.words {
			if said == w || folded == w {
				return s.on(day), true
			}
		}
	}
	return severalTalks(rest, day)
}

// severalTalks answers what is nothing but small talk, said one after the other: "ok em hiểu rồi, cảm ơn nhé". The last
// of it is answered.
func severalTalks(words []string, day content.Day) (m bot.Message, ok bool) {
	for len(words) > 0 {
		n := 0
		for _, s := range smallTalks {
			for _, w := range s.words {
				if !strings.HasPrefix(w, words[0]) {
					continue
				}
				head := strings.Fields(w)
				if len(head) > n && len(head) <= len(words) && slices.Equal(head, words[:len(head)]) {
					m, n = s.on(day), len(head)
				}
			}
		}
		if n == 0 {
			return bot.Message{}, false
		}
		words, ok = words[n:], true
	}
	return m, ok
}

// englishWords stand in many English questions; none is a Vietnamese word without its marks, as "can", "to" and "the".
// Folding writes y as i.
var englishWords = vi.WordSet("how what where when which could should need want get iou iour please register " +
	"marriage marri married birth certificate passport death residence temporari permanent license licence driving " +
	"construction building business health insurance vietnamese vietnam foreigner mi is for with apply i does it " +
	"take much long")

// inEnglish reports whether somebody writes English: two of its words, and a third of all.
func inEnglish(words []string) bool {
	n := 0
	for _, w := range words {
		if englishWords[w] {
			n++
		}
	}
	return n >= 2 && n*3 >= len(words)
}

// englishMatters and englishAsks are what an English question may be about, and what it may ask of it, in our words; of
// each the first that is said counts.
var (
	englishMatters = [][2]string{{"birth", "đăng ký khai sinh"}, {"death", "đăng ký khai tử"},
		{"single", "giấy xác nhận tình trạng hôn nhân"}, {"marital", "giấy xác nhận tình trạng hôn nhân"},
		{"marr", "đăng ký kết hôn với người nước ngoài"}, {"temporary", "đăng ký tạm trú"},
		{"residen", "đăng ký thường trú"},
		{"passport", "cấp hộ chiếu"}, {"driv", "đổi giấy phép lái xe"}, {"notar", "chứng thực bản sao"},
		{"certified", "chứng thực bản sao"}, {"copy", "chứng thực bản sao"}, {"adopt", "nhận con nuôi nước ngoài"},
		{"business", "đăng ký hộ kinh doanh"}, {"build", "cấp giấy phép xây dựng nhà"},
		{"construct", "cấp giấy phép xây dựng nhà"},
		{"insurance", "thẻ bảo hiểm y tế"}, {"land", "cấp sổ đỏ lần đầu"}, {"id card", "cấp thẻ căn cước"},
		{"identity", "cấp thẻ căn cước"}}
	englishAsks = [][2]string{{"how long", "mất bao lâu"}, {"how many days", "mất bao lâu"},
		{"how much", "lệ phí bao nhiêu"},
		{"free", "lệ phí bao nhiêu"}, {"cost", "lệ phí bao nhiêu"}, {"fee", "lệ phí bao nhiêu"}, {"where", "nộp ở đâu"}}
)

// english answers an English question with a line of courtesy and what comes nearest to it.
func (k *Knowledge) english(folded string, day content.Day) Reply {
	said := func(of [][2]string, other string) string {
		for _, o := range of {
			if strings.Contains(" "+folded, " "+vi.Fold(o[0])) {
				return o[1]
			}
		}
		return other
	}
	matter := said(englishMatters, "")
	if matter == "" {
		return Reply{Result: search.Result{Outcome: search.Unknown},
			Message: bot.Message{Text: textEnglish, Buttons: [][]bot.Button{card.MeetRow()}}}
	}
	question := matter + " " + said(englishAsks, "cần giấy tờ gì")
	return inCourtesy(k.AnswerFrom(question, k.Ask(question), day))
}

// inCourtesy puts the line for those who write English above a reply.
func inCourtesy(reply Reply) Reply {
	reply.Message.Text = textEnglish + "\n\n" + reply.Message.Text
	if c := reply.Message.Card; c != nil {
		shown := *c
		shown.Say = strings.TrimSpace(textEnglish + "\n" + c.Say)
		reply.Message.Card = &shown
	}
	return reply
}

// fears are folded words of somebody who is afraid.
var fears = []string{"so bi", "so lam", "so qua", "em so", "toi so", "lo qua", "lo lam", "em lo", "toi lo",
	"hoang mang", "run qua"}

// afraid reports whether words say that somebody is afraid, in as many words as a fear has.
func afraid(text string) bool {
	folded := vi.Fold(text)
	return strings.Contains(strings.ToLower(text), "sợ") && !strings.Contains(strings.ToLower(text), "hồ sơ") ||
		slices.ContainsFunc(fears, func(w string) bool { return hasWords(folded, w) })
}

// unafraid is what words ask beside saying that somebody is afraid: "em sợ bị phạt" asks whether one is fined.
func unafraid(text string) string {
	if !afraid(text) {
		return text
	}
	words := slices.DeleteFunc(strings.Fields(text), func(w string) bool {
		f := vi.Fold(w)
		return f == "so" || f == "lo" || f == "em" || f == "toi" || f == "qua"
	})
	return strings.Join(words, " ")
}

// talk is small talk with its reply.
type talk struct {
	words  []string
	reply  bot.Message
	offers bool // with questions that may be asked, as the greeting has them
}

// on is the reply on a day.
func (t talk) on(day content.Day) bot.Message {
	m := t.reply
	if t.offers {
		m.Buttons = card.HelpButtons(day)
	}
	return m
}

var smallTalks = []talk{
	{[]string{"chao", "xin chao", "hello", "alo", "hi", "a lo", "hey", "chao buoi sang", "chao buoi chieu",
		"xin chao a"},
		bot.Message{Text: textGreet}, true},
	{[]string{"hoi", "hoi chut", "hoi ti", "hoi xiu", "hoi voi", "cho hoi", "cho hoi chut", "cho hoi ti", "cho hoi ad",
		"hoi ad", "ad", "ad oi", "admin", "hoi admin", "co ai khong", "co ai o day khong", "can hoi", "muon hoi"},
		bot.Message{Text: textGoAhead}, true},
	{[]string{"cam on", "cam on nhieu", "camon", "cam on rat nhieu", "thanks", "thank you", "tks", "thank",
		"xin cam on", "cam on chau", "cam on con", "cam on da giup", "cam on da tra loi"},
		bot.Message{Text: textWelcome}, false},
	{[]string{"tam biet", "bye", "chao tam biet", "bai bai", "hen gap lai"},
		bot.Message{Text: textFarewell}, false},
	{[]string{"ok", "oke", "okie", "duoc roi", "hieu roi", "tot", "tot qua", "hay qua", "tuyet", "dung roi", "ro roi",
		"biet roi", "hieu", "nho roi", "yen tam roi", "vay thoi", "the thoi", "the la duoc", ""},
		bot.Message{Text: textAlright}, false},
	{[]string{"la ai", "la ai vay", "la gi", "ten gi", "ten la gi", "la nguoi hay may", "co phai nguoi khong",
		"la robot a", "la robot", "may la ai", "may la robot", "may la robot a", "la may a", "la may ha", "la ai the",
		"la bot a",
		"la chatbot a", "la ai vay ha", "la nguoi that hay may"},
		bot.Message{Text: textWhoIAm}, true},
	{[]string{"ngu", "do ngu", "ngu the", "ngu qua", "dm", "dkm", "vcl", "dit me", "cut", "cut di", "do dien",
		"vo dung", "that vong", "te qua", "chan qua", "dot", "may ngu"},
		bot.Message{Text: textInsulted, Buttons: [][]bot.Button{card.MeetRow()}}, false},
}
