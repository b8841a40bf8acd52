package staffpages

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// The page of owners: who owns the bot in a chat, a code for one more, and taking one off.
const ownersPath = "/admin/chu-bot"

type ownersData struct {
	Owners []ownerRow
	Code   string // just drawn; "" when none was
	Until  time.Time
	Link   string
	Mute   bool // no messenger is set up on which a code could be typed
}

type ownerRow struct {
	Chat    bot.ChatID
	Name    string
	Settled bool // by the settings of the server
	Since   time.Time
}

// noOwner asks on the overview for an owner in a chat while there is none, or none who opened it: until then questions,
// decisions and warnings reach nobody.
func noOwner(ctx context.Context, c *console.Console) ([]console.Errand, error) {
	waiting, err := c.Bot.Waiting(ctx, c.State)
	if err != nil {
		return nil, err
	}
	if n := len(waiting); n > 0 {
		return []console.Errand{{Urgency: console.UrgentNow,
			Text: fmt.Sprintf(textOwnerErrand, n),
			More: textOwnerToStart, Path: ownersPath, Roles: console.Owners}}, nil
	}
	list, err := c.Bot.People.Owners(ctx, c.State)
	if err != nil || len(list) > 0 {
		return nil, err
	}
	if console.Mute(c) {
		return []console.Errand{{Urgency: console.UrgentSoon, Text: textNoMessenger, More: textNoMessengerMore,
			Path: "/admin/bat-dau#kenh", Roles: console.Admins}}, nil
	}
	return []console.Errand{{Urgency: console.UrgentNow, Text: textNoOwner, More: textNoOwnerMore, Path: ownersPath,
		Roles: console.Owners}}, nil
}

func ownersPage(c *console.Console, v *console.Visit) error { return showOwners(c, v, ownersData{}) }

func showOwners(c *console.Console, v *console.Visit, d ownersData) error {
	d.Mute = console.Mute(c)
	list, err := c.Bot.People.Owners(v.Context(), c.State)
	if err != nil {
		return err
	}
	for _, chat := range list {
		row, err := ownerOf(c, v, chat)
		if err != nil {
			return err
		}
		d.Owners = append(d.Owners, row)
	}
	return c.Show(v, "owners", "Chủ bot", d)
}

func ownerOf(c *console.Console, v *console.Visit, chat bot.ChatID) (row ownerRow, err error) {
	_, id, err := c.Bot.People.RoleOf(v.Context(), c.State, chat)
	if err != nil {
		return row, err
	}
	row = ownerRow{Chat: chat, Name: id.Called, Since: id.RoleAt,
		Settled: slices.Contains(c.Bot.People.Appointed, chat)}
	p, ok, err := people.Load(v.Context(), c.State, id.Person)
	if ok {
		row.Name = p.Name
	}
	if row.Name == "" {
		row.Name = "Chủ bot"
	}
	return row, err
}

// offerOwner draws a code and shows it on the answer itself: it stands in no address and in no history.
func offerOwner(c *console.Console, v *console.Visit) error {
	var d ownersData
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) (err error) {
		d.Code, d.Until, err = c.Bot.Staff.OfferOwner(v.Context(), tx, by)
		return err
	})
	if err != nil {
		return err
	}
	if c.Bot.Staff.InviteLink != nil {
		d.Link = c.Bot.Staff.InviteLink(d.Code)
	}
	return showOwners(c, v, d)
}

// sureOwner asks before an owner is taken off.
func sureOwner(c *console.Console, v *console.Visit) error {
	chat, err := bot.ParseChatID(v.Query("chat"))
	if err != nil {
		return console.ErrNotFound
	}
	row, err := ownerOf(c, v, chat)
	if err != nil {
		return err
	}
	return c.Ask(v, "Cho "+row.Name+" ("+dialog.ChannelNames[chat.Channel]+") thôi làm chủ bot?", console.Sure{
		Action: ownersPath + "/thoi", Back: ownersPath, Label: "Đúng, cho thôi", Happens: happensOwnerEnds,
		Fields: map[string]string{"chat": chat.String()}})
}

func endOwner(c *console.Console, v *console.Visit) error {
	chat, err := bot.ParseChatID(v.Form("chat"))
	if err != nil {
		return console.ErrNotFound
	}
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error { return c.Bot.Staff.EndOwner(v.Context(), tx, by, chat) })
	if err != nil {
		return err
	}
	return v.Back(ownersPath, "luu")
}
