package card

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// Urgent is what somebody in danger reads: the number to call in the first line, as a link, then whom else to tell and
// what to do while waiting.
func Urgent(lib *content.Library, kind *content.UrgentKind) bot.Message {
	u := lib.Urgent
	var b strings.Builder
	var calls []bot.Button
	for i, number := range kind.Call {
		n, _ := u.Number(number)
		start := textCallAlso
		if i == 0 {
			start = textCallNow
		}
		fmt.Fprintf(&b, "*%s %s* – %s.\n", start, callLink(number), bot.Escape(n.Text))
		calls = append(calls, bot.Button{Label: fmt.Sprintf(textCallLabel, number), URL: "tel:" + number})
	}
	if n, known := u.Number(ambulance); known && kind.Hurt {
		fmt.Fprintf(&b, textHurt+"\n", callLink(ambulance), bot.Escape(n.Text))
	}
	if kind.Police {
		b.WriteString(police(lib) + "\n")
	}
	if kind.Say != "" {
		b.WriteString(kind.Say + "\n")
	}
	b.WriteByte('\n')
	for _, l := range kind.Wait {
		b.WriteString("- " + l.Text + "\n")
	}
	b.WriteString("\n" + textCannotCall)
	return bot.Message{Text: b.String(), Buttons: [][]bot.Button{calls}}
}

// ambulance is the number for people who are hurt.
const ambulance = "115"

func callLink(number string) string { return "[" + number + "](tel:" + number + ")" }

// police names the commune's police, by telephone where the base has a verified one.
func police(lib *content.Library) string {
	for _, o := range lib.Offices {
		if o.Phone != "" && o.Status == content.Verified && strings.HasPrefix(vi.Fold(o.Name), "cong an") {
			return fmt.Sprintf(textPoliceAt, bot.Escape(o.Name), PhoneLink(o.Phone))
		}
	}
	return textPolice
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, s)
}

// PhoneLink is a telephone number as a link to call, "" when there is none.
func PhoneLink(phone string) string {
	if phone == "" {
		return ""
	}
	return "[" + bot.Escape(phone) + "](tel:" + digits(phone) + ")"
}
