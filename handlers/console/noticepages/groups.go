package noticepages

import (
	"fmt"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/groups"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// groupsData is the page of groups and channels: wishes that wait, those that get announcements, and those that did.
type groupsData struct {
	Waiting, On, Past []groupRow
	Offices           []people.Office // to choose from, for who is of all
	Several           bool
}

type groupRow struct {
	subscribers.GroupChat
	What, Words string
	Muted       bool
}

// mostPast is how many that ended or were refused the page shows.
const mostPast = 20

// groupsPage lists the groups and channels of the visitor's office, as /nhom does in a chat.
func groupsPage(c *console.Console, v *console.Visit) error {
	all, err := subscribers.GroupChats(v.Context(), c.State)
	if err != nil {
		return err
	}
	var d groupsData
	if c.Bot.People.Offices != nil {
		if d.Offices = c.Bot.People.Offices(); len(d.Offices) > 0 {
			d.Several = true
		}
		if !v.Office().All() {
			d.Offices = nil
		}
	}
	for _, g := range all {
		if !v.Office().Keeps(g.Office) {
			continue
		}
		row := groupRow{GroupChat: g, What: g.Kind() + ", " + c.Bot.Groups.Where(g), Words: groups.StateWords[g.State],
			Muted: g.State == subscribers.GroupMuted}
		switch {
		case g.State == subscribers.GroupAsking:
			d.Waiting = append(d.Waiting, row)
		case g.Live():
			d.On = append(d.On, row)
		case len(d.Past) < mostPast:
			d.Past = append(d.Past, row)
		}
	}
	return c.Show(v, "groups", "Nhóm, kênh nhận thông báo", d)
}

// pressGroup does what the button of the same name does in a chat.
func pressGroup(c *console.Console, v *console.Visit) error {
	chat, err := bot.ParseChatID(v.Form("ma"))
	if err != nil {
		return console.ErrNotFound
	}
	verb := v.Form("viec")
	if verb == "ngung" {
		g, found, err := subscribers.LoadGroupChat(v.Context(), c.State, chat)
		if err != nil || !found || !v.Office().Keeps(g.Office) {
			return console.OrNotFound(err)
		}
		if ok, err := console.Agreed(c, v, fmt.Sprintf(textSureStop, g.Kind(), g.Title), console.Sure{Back: groupsPath,
			Label: "Ngừng gửi", Happens: []string{textStopHappens}}); !ok {
			return err
		}
	}
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) (err error) {
		switch verb {
		case "dong-y":
			if office := c.Bot.People.OfficeBySlug(v.Form("noi")); v.Office().All() && !office.All() {
				if err := c.Bot.Groups.GiveTo(v.Context(), tx, by, chat, office); err != nil {
					return err
				}
			}
			_, err = c.Bot.Groups.Decide(v.Context(), tx, by, chat, true)
		case "tu-choi":
			_, err = c.Bot.Groups.Decide(v.Context(), tx, by, chat, false)
		case "ngung":
			_, err = c.Bot.Groups.Stop(v.Context(), tx, by, chat)
		default:
			err = dialog.OldButton
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Back(groupsPath, "luu")
}

const (
	textSureStop    = "Ngừng gửi thông báo vào %s “%s”?"
	textStopHappens = "Nơi đó đọc một tin báo ngừng, và không nhận thông báo nữa. Muốn nhận lại, quản trị ở đó đề " +
		"nghị lại."
)
