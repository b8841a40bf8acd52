// Package staffpages is the console's pages of officials: who is who, by unit; one official; invitations to print. What
// is done there are the deeds of package staff, as in the chat.
package staffpages

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/qrcode"
	"github.com/motcua/motcua/handlers/staff"
	"github.com/motcua/motcua/handlers/tasks"
)

//go:embed *.html
var pages embed.FS

// Room returns the pages for the console.
func Room() console.Room {
	admins := console.Admins
	return console.Room{
		Pages: pages,
		Menu: []console.MenuItem{{Path: peoplePath, Label: "Cán bộ", Roles: admins, After: "/admin/nguoi-dang-ky"},
			{Path: standInsPath, Label: "Làm thay", Roles: console.Readers, After: peoplePath}},
		Routes: slices.Concat(unitRoutes(), standInRoutes(), []console.Route{
			{Method: "GET", Path: peoplePath, Roles: admins, Do: peoplePage},
			{Method: "GET", Path: personPath, Roles: admins, Do: personPage},
			{Method: "POST", Path: peoplePath + "/moi", Roles: admins, Do: invite},
			{Method: "GET", Path: invitePath, Roles: admins, Do: invitation},
			{Method: "GET", Path: invitePath + "/ma-qr", Roles: admins, Do: invitationCode},
			{Method: "POST", Path: peoplePath + "/huy-moi", Roles: admins, Do: uninvite},
			{Method: "POST", Path: peoplePath + "/xac-nhan", Roles: admins, Do: decideJoin},
			{Method: "POST", Path: peoplePath + "/quyen", Roles: console.Owners, Do: setRole},
			{Method: "POST", Path: peoplePath + "/chuyen", Roles: admins, Do: moveOfficial},
			{Method: "GET", Path: peoplePath + "/chac", Roles: admins, Do: sureOfficial},
			{Method: "POST", Path: peoplePath + "/roi", Roles: admins, Do: officialLeaves},
			{Method: "POST", Path: peoplePath + "/go", Roles: admins, Do: cutChannel},
			{Method: "GET", Path: ownersPath, Roles: console.Owners, Do: ownersPage},
			{Method: "POST", Path: ownersPath + "/ma", Roles: console.Owners, Do: offerOwner},
			{Method: "GET", Path: ownersPath + "/chac", Roles: console.Owners, Do: sureOwner},
			{Method: "POST", Path: ownersPath + "/thoi", Roles: console.Owners, Do: endOwner},
		}),
		Within: []string{"GET " + peoplePath, "GET " + personPath, "POST " + peoplePath + "/moi", "GET " + invitePath,
			"GET " + invitePath + "/ma-qr", "POST " + peoplePath + "/huy-moi", "POST " + peoplePath + "/xac-nhan",
			"POST " + peoplePath + "/chuyen", "GET " + peoplePath + "/chac", "POST " + peoplePath + "/roi",
			"POST " + peoplePath + "/go", "GET " + unitsPath, "POST " + unitsPath + "/ten",
			"GET " + unitsPath + "/chac",
			"POST " + unitsPath + "/gop", "POST " + unitsPath + "/bo", "GET " + standInsPath, "POST " + standInsPath,
			"GET " + standInsPath + "/chac", "POST " + standInsPath + "/thoi"},
		Errands: errands,
	}
}

// errands are who waits to be confirmed, and an owner to be found.
func errands(ctx context.Context, c *console.Console) ([]console.Errand, error) {
	first, err := noOwner(ctx, c)
	if err != nil {
		return nil, err
	}
	waiting, err := joining(ctx, c)
	return append(first, waiting...), err
}

// joining puts who waits to be confirmed on the overview.
func joining(ctx context.Context, c *console.Console) ([]console.Errand, error) {
	waiting, err := staff.Joining(ctx, c.State)
	if len(waiting) == 0 {
		return nil, err
	}
	return []console.Errand{{Urgency: console.UrgentNow, Path: peoplePath, Roles: console.Admins,
		Text: fmt.Sprintf(textJoiningErrand, len(waiting))}}, err
}

// newOfficial reads the form of an invitation.
func newOfficial(v *console.Visit) (name, unit string, err error) {
	name, unit = clean(v.Form("ten")), clean(v.Form("don-vi"))
	if name == "" || unit == "" || len([]rune(name)) > 80 || len([]rune(unit)) > 80 {
		return "", "", console.Refuse(http.StatusUnprocessableEntity, textInviteForm)
	}
	return name, unit, nil
}

func clean(s string) string { return strings.Join(strings.Fields(vi.Clean(s)), " ") }

// invite makes an invitation and shows it.
func invite(c *console.Console, v *console.Visit) error {
	var further people.Person
	var name, unit string
	var err error
	if id := v.Form("ma"); id != "" {
		if further, err = official(c, v, id); err != nil {
			return err
		}
	} else if name, unit, err = newOfficial(v); err != nil {
		return err
	}
	var code string
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		code, err = staff.InviteOnPaper(v.Context(), tx, by, name, unit, further)
		return err
	})
	if err != nil {
		return err
	}
	return v.Go(invitePath + "?ma=" + url.QueryEscape(code))
}

type invitationData struct {
	staff.OpenInvite
	Link string
}

// openInvite loads the invitation that the address names, with the link that opens the chat with it.
func openInvite(c *console.Console, v *console.Visit) (d invitationData, err error) {
	inv, ok, err := staff.InviteOf(v.Context(), c.State, v.Query("ma"))
	if err == nil && (!ok || !v.Office().Has(inv.Unit)) {
		err = console.Refuse(http.StatusNotFound, textInviteUsed)
	}
	d.OpenInvite = inv
	if c.Bot.Staff.InviteLink != nil {
		d.Link = c.Bot.Staff.InviteLink(inv.Code)
	}
	return d, err
}

// invitation shows an invitation so that it can be printed.
func invitation(c *console.Console, v *console.Visit) error {
	d, err := openInvite(c, v)
	if err != nil {
		return err
	}
	return c.Show(v, "invitation", "Lời mời "+d.Name, d)
}

// invitationCode draws the QR code of an invitation's link.
func invitationCode(c *console.Console, v *console.Visit) error {
	d, err := openInvite(c, v)
	if err != nil {
		return err
	}
	if d.Link == "" {
		return console.ErrNotFound
	}
	png, err := qrcode.PNG(d.Link)
	if err != nil {
		return err
	}
	return v.Picture("image/png", png)
}

func uninvite(c *console.Console, v *console.Visit) error {
	ok, err := console.Agreed(c, v, textUninvite, console.Sure{Back: peoplePath, Label: textUninviteLabel,
		Happens: []string{textUninviteCode, textUninviteAgain}})
	if !ok {
		return err
	}
	err = c.Deed(v, func(tx bot.Tx,
		by people.Actor) error {
		return staff.Uninvite(v.Context(), tx, by, v.Form("ma"))
	})
	if err != nil {
		return err
	}
	return v.Back(peoplePath, "huy-moi")
}

// decideJoin says that the right person used an invitation, or somebody else.
func decideJoin(c *console.Console, v *console.Visit) error {
	chat, err := bot.ParseChatID(v.Form("chat"))
	if err != nil {
		return console.ErrNotFound
	}
	notice := "dung-nguoi"
	if v.Form("viec") == "khong" {
		if ok, err := console.Agreed(c, v, textReject, console.Sure{Back: peoplePath, Label: textRejectLabel,
			Happens: []string{textRejectCode, textUninviteAgain}}); !ok {
			return err
		}
	}
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		if v.Form("viec") == "khong" {
			notice = "khong-dung"
			return c.Bot.Staff.Reject(v.Context(), tx, by, chat)
		}
		_, err := c.Bot.Staff.Confirm(v.Context(), tx, by, chat)
		return err
	})
	if err != nil {
		return err
	}
	return v.Back(peoplePath, notice)
}

type personData struct {
	people.Member
	Tasks int64
	Units []people.Unit
	Roles []people.Role
	Owner bool // the visitor may give roles
}

func personPage(c *console.Console, v *console.Visit) error {
	members, err := people.Members(v.Context(), c.State)
	if err != nil {
		return err
	}
	id := v.Query("ma")
	i := slices.IndexFunc(members, func(m people.Member) bool { return m.ID == id })
	if i < 0 || !v.Office().Has(members[i].Unit) {
		return console.ErrNotFound
	}
	d := personData{Member: members[i], Roles: people.GivenRoles, Owner: v.May(console.Owners)}
	if d.Units, err = unitsOf(c, v); err != nil {
		return err
	}
	if d.Tasks, err = c.State.Size(v.Context(), tasks.PersonTasksSet(id)); err != nil {
		return err
	}
	return c.Show(v, "person", d.Name, d)
}

// setRole gives an official's chat a role.
func setRole(c *console.Console, v *console.Visit) error {
	chat, err := bot.ParseChatID(v.Form("chat"))
	if err != nil || !slices.Contains(people.GivenRoles, people.Role(v.Form("vai-tro"))) {
		return console.Refuse(http.StatusBadRequest, textNoSuchRole)
	}
	var p people.Person
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		p, err = c.Bot.Staff.SetRole(v.Context(), tx, by, chat, people.Role(v.Form("vai-tro")))
		return err
	})
	if err != nil {
		return err
	}
	return v.Back(personAddress(p.ID), "quyen")
}

func personAddress(id string) string { return personPath + "?ma=" + url.QueryEscape(id) }

// sureToMove asks before a head of a unit loses that by going to another.
func sureToMove(c *console.Console, v *console.Visit, id, unit string) (bool, error) {
	members, err := people.Members(v.Context(), c.State)
	i := slices.IndexFunc(members, func(m people.Member) bool { return m.ID == id })
	if err != nil || i < 0 || people.UnitID(members[i].Unit) == people.UnitID(unit) ||
		!(officialRow{Member: members[i]}).Heads() {
		return err == nil, err
	}
	return console.Agreed(c, v, fmt.Sprintf(textMove, members[i].Name, unit), console.Sure{Back: personAddress(id),
		Label: textMoveLabel, Happens: []string{fmt.Sprintf(textMoveHead, members[i].Unit), textMoveTasks}})
}

// moveOfficial moves an official to another unit.
func moveOfficial(c *console.Console, v *console.Visit) error {
	id, unit := v.Form("ma"), clean(v.Form("don-vi"))
	if ok, err := sureToMove(c, v, id, unit); !ok {
		return err
	}
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		p, ok, err := people.Load(v.Context(), tx, id)
		if err == nil && !ok {
			err = console.ErrNotFound
		}
		if err == nil {
			_, _, err = c.Bot.Staff.MoveUnit(v.Context(), tx, by, p, unit)
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Back(personAddress(id), "chuyen")
}

// sureOfficial asks before an official's chat is cut off or an official leaves, and says what will happen.
func sureOfficial(c *console.Console, v *console.Visit) error {
	q := v.Query
	p, err := official(c, v, q("ma"))
	if err != nil {
		return err
	}
	d := console.Sure{Back: personAddress(p.ID), Fields: map[string]string{"ma": p.ID}}
	switch q("viec") {
	case "roi":
		d.Action, d.Label, d.Happens = peoplePath+"/roi", "Đúng, cho rời", happensLeave
		return c.Ask(v, "Cho "+p.Name+" rời danh sách cán bộ?", d)
	case "go":
		chat, err := bot.ParseChatID(q("chat"))
		if err != nil || !slices.Contains(p.Chats, chat) {
			return console.ErrNotFound
		}
		d.Action, d.Label, d.Happens = peoplePath+"/go", "Đúng, gỡ kênh này", happensCut
		d.Fields["chat"] = chat.String()
		return c.Ask(v, "Gỡ "+dialog.ChannelNames[chat.Channel]+" của "+p.Name+"?", d)
	}
	return console.ErrNotFound
}

// officialLeaves takes somebody off the list of officials.
func officialLeaves(c *console.Console, v *console.Visit) error {
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		p, ok, err := people.Load(v.Context(), tx, v.Form("ma"))
		if err == nil && !ok {
			err = console.ErrNotFound
		}
		if err == nil {
			_, err = c.Bot.Staff.Leave(v.Context(), tx, by, p)
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Back(peoplePath, "roi")
}

// cutChannel cuts a chat off from its official.
func cutChannel(c *console.Console, v *console.Visit) error {
	chat, err := bot.ParseChatID(v.Form("chat"))
	if err != nil {
		return console.ErrNotFound
	}
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		_, err := c.Bot.Staff.Unlink(v.Context(), tx, by, chat)
		return err
	})
	if err != nil {
		return err
	}
	return v.Back(personAddress(v.Form("ma")), "go")
}
