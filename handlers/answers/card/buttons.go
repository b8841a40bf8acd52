package card

import (
	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// PassButtons is the row that hands a question to an official.
func PassButtons() [][]bot.Button { return [][]bot.Button{{PassButton(LabelPass)}} }

// PassButton hands a question to an official, in the words of label.
func PassButton(label string) bot.Button { return ActionPass.Button(label, struct{}{}) }

// MeetRow leads to a person.
func MeetRow() []bot.Button {
	return []bot.Button{ActionMeet.Button(textMeetPerson, struct{}{})}
}

// Rated puts the rating under an answer.
func Rated(m bot.Message, entry, aspect string) bot.Message {
	m.Buttons = append(m.Buttons, RateRow(entry, aspect)...)
	return m
}

// RateRow is the row of buttons under an answer. Entries with names too long for an action have none.
func RateRow(entry, aspect string) [][]bot.Button {
	up, down := Rate{RateUp, entry, content.Aspect(aspect)}, Rate{RateDown, entry, content.Aspect(aspect)}
	if len(ActionRate.String(up)) > 62 {
		return nil
	}
	row := []bot.Button{ActionRate.Button(textHelpful, up), ActionRate.Button(textUnhelpful, down)}
	row[0].Role, row[1].Role = bot.RoleUp, bot.RoleDown
	return [][]bot.Button{row}
}

// PartRow offers the parts of a procedure that most people ask for.
func PartRow(entry string) (row []bot.Button) {
	for _, part := range []content.Aspect{content.Dossier, content.Where, content.Fee} {
		row = append(row, partButton(AspectNames[part], Part{Entry: entry, Aspect: part}))
	}
	return row
}

// partButton opens another part of an entry.
func partButton(label string, v Part) bot.Button {
	b := ActionPart.Button(label, v)
	b.Role = bot.RoleSection
	return b
}

// Examples are questions that the greeting offers, some of them at a time. Buttons name them by their place here.
var Examples = []string{"Làm giấy khai sinh cho con cần gì?", "Đăng ký tạm trú ở đâu?",
	"Lệ phí làm hộ chiếu bao nhiêu?", "Xây nhà có phải xin phép không?", "Đăng ký kết hôn cần giấy tờ gì?",
	"Con vào lớp 1 cần giấy tờ gì?", "Đăng ký nghĩa vụ quân sự thế nào?"}

// examplesOf are the examples of a third of the year, by what people come for then: from January to April young men
// register for service (Luật Nghĩa vụ quân sự, Điều 13) and houses are begun, from May to August children are enrolled
// and students move, from September to December people marry.
var examplesOf = [3][4]int{{0, 6, 3, 2}, {0, 5, 1, 2}, {0, 4, 1, 3}}

// HelpButtons offers the examples of a day.
func HelpButtons(day content.Day) [][]bot.Button {
	_, month, _ := day.Date()
	season := examplesOf[(month-1)/4]
	rows := make([][]bot.Button, len(season))
	for i, e := range season {
		rows[i] = []bot.Button{ActionHelp.Button(Examples[e], Help{&e})}
	}
	return rows
}

// The buttons under answers.
var (
	ActionPart = bot.NewAction[Part]("ans")
	ActionPick = bot.NewAction[Pick]("pick")
	ActionRate = bot.NewAction[Rate]("rate")
	ActionHelp = bot.NewAction[Help]("help")
	// ActionFollow asks to be told when an entry changes.
	ActionFollow = bot.NewAction[Follow]("flw")

	ActionPass  = bot.NewAction[struct{}]("pass")  // to an official, what was asked last
	ActionMeet  = bot.NewAction[struct{}]("meet")  // a person
	ActionPlace = bot.NewAction[struct{}]("place") // which commune a former one is part of now
)

// Part is an entry, or one part of it.
type Part struct {
	Entry     string
	Aspect    content.Aspect `action:"optional"`
	Situation *int           // of several dossiers
}

// Follow is the entry whose changes somebody wants to hear of.
type Follow struct{ Entry string }

// followRow offers to tell of changes; entries with names too long for an action have none.
func followRow(entry string) [][]bot.Button {
	v := Follow{Entry: entry}
	if len(ActionFollow.String(v)) > 58 { // the button that ends it says four bytes more
		return nil
	}
	return [][]bot.Button{{ActionFollow.Button(textFollow, v)}}
}

// Pick is one of the entries that a question may be about.
type Pick struct {
	N      int
	Entry  string
	Aspect content.Aspect
}

// Rate is what somebody thinks of an answer.
type Rate struct {
	Word   string // RateUp, RateDown, or a reason
	Entry  string
	Aspect content.Aspect
}

// The words of a rating that is no reason.
const (
	RateUp   = "up"
	RateDown = "down"
)

// Help is one of the examples, or the greeting.
type Help struct{ Example *int }
