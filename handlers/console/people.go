package console

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/qrcode"
	"github.com/motcua/motcua/handlers/staff"
	"github.com/motcua/motcua/handlers/tasks"
)

// The pages of officials: who is who, by unit; one official; an invitation to print.
const (
	peoplePath = "/admin/can-bo"
	personPath = peoplePath + "/nguoi"
	invitePath = peoplePath + "/loi-moi"
)

type peopleData struct {
	Waiting []staff.Waiting
	Invites []staff.OpenInvite
	Units   []unitOfPeople
	Known   []people.Unit
	Roles   []roleMeaning
	None    bool
}

// unitOfPeople is a unit with its officials; heads stand first.
type unitOfPeople struct {
	Name   string
	People []officialRow
	Headed bool
}

type officialRow struct {
	people.Member
	Tasks int64
}

// Heads reports whether the official leads the unit.
func (o officialRow) Heads() bool {
	return slices.ContainsFunc(o.Identities, func(id people.Identity) bool { return id.Role == people.RoleHead })
}

type roleMeaning struct {
	Role  people.Role
	Means string
}

// roleMeanings say what each role may do, in the order in which roles are given.
var roleMeanings = []roleMeaning{
	{people.RoleMember, "nhận việc, báo kết quả, được nhắc hạn."},
	{people.RoleViewer, "xem trang quản trị, không sửa gì."},
	{people.RoleHead, "thêm: giao việc và xem việc của đơn vị mình, trả lời câu hỏi người dân."},
	{people.RoleEditor, "sửa nội dung trả lời, trả lời câu hỏi người dân."},
	{people.RoleAdmin, "thêm: mời cán bộ, gửi thông báo, đổi cài đặt, xem nhật ký."},
	{people.RoleOwner, "mọi việc, và là người duy nhất đổi được vai trò của người khác."},
}

func peoplePage(c *Console, v *visit) error {
	d := peopleData{Roles: roleMeanings}
	var err error
	if d.Waiting, err = staff.Joining(v.ctx, c.State); err != nil {
		return err
	}
	if d.Invites, err = staff.Invites(v.ctx, c.State, c.Now()); err != nil {
		return err
	}
	if d.Known, err = people.Units(v.ctx, c.State); err != nil {
		return err
	}
	members, err := people.Members(v.ctx, c.State)
	if err != nil {
		return err
	}
	d.None = len(members) == 0
	byUnit := map[string][]officialRow{}
	for _, m := range members {
		n, err := c.State.Size(v.ctx, tasks.PersonTasksSet(m.ID))
		if err != nil {
			return err
		}
		id := people.UnitID(m.Unit)
		byUnit[id] = append(byUnit[id], officialRow{m, n})
	}
	for _, u := range d.Known {
		rows := byUnit[u.ID]
		slices.SortStableFunc(rows, func(a, b officialRow) int {
			if a.Heads() != b.Heads() {
				return map[bool]int{true: -1, false: 1}[a.Heads()]
			}
			return cmp.Compare(vi.Fold(a.Name), vi.Fold(b.Name))
		})
		headed := len(rows) > 0 && rows[0].Heads()
		d.Units = append(d.Units, unitOfPeople{u.Name, rows, headed})
	}
	return c.show(v, "people", "Cán bộ", d)
}

// newOfficial reads the form of an invitation.
func newOfficial(v *visit) (name, unit string, err error) {
	name, unit = clean(v.form("ten")), clean(v.form("don-vi"))
	if name == "" || unit == "" || len([]rune(name)) > 80 || len([]rune(unit)) > 80 {
		return "", "", refusal{http.StatusUnprocessableEntity, textInviteForm}
	}
	return name, unit, nil
}

func clean(s string) string { return strings.Join(strings.Fields(vi.Clean(s)), " ") }

// invite makes an invitation and shows it.
func invite(c *Console, v *visit) error {
	var further people.Person
	var name, unit string
	var err error
	if id := v.form("ma"); id != "" {
		if further, err = c.official(v, id); err != nil {
			return err
		}
	} else if name, unit, err = newOfficial(v); err != nil {
		return err
	}
	var code string
	err = c.do(v, func(tx bot.Tx, by people.Actor) error {
		code, err = staff.InviteOnPaper(v.ctx, tx, by, name, unit, further)
		return err
	})
	if err != nil {
		return err
	}
	http.Redirect(v.w, v.r, invitePath+"?ma="+url.QueryEscape(code), http.StatusSeeOther)
	return nil
}

// official loads an official by the id that a form names.
func (c *Console) official(v *visit, id string) (people.Person, error) {
	p, ok, err := people.Load(v.ctx, c.State, id)
	if err == nil && !ok {
		err = errNotFound
	}
	return p, err
}

type invitationData struct {
	staff.OpenInvite
	Link string
}

// openInvite loads the invitation that the address names, with the link that opens the chat with it.
func (c *Console) openInvite(v *visit) (d invitationData, err error) {
	inv, ok, err := staff.InviteOf(v.ctx, c.State, v.r.URL.Query().Get("ma"))
	if err == nil && !ok {
		err = refusal{http.StatusNotFound, textInviteUsed}
	}
	d.OpenInvite = inv
	if c.Bot.Staff.InviteLink != nil {
		d.Link = c.Bot.Staff.InviteLink(inv.Code)
	}
	return d, err
}

// invitation shows an invitation so that it can be printed.
func invitation(c *Console, v *visit) error {
	d, err := c.openInvite(v)
	if err != nil {
		return err
	}
	return c.show(v, "invitation", "Lời mời "+d.Name, d)
}

// invitationCode draws the QR code of an invitation's link.
func invitationCode(c *Console, v *visit) error {
	d, err := c.openInvite(v)
	if err != nil {
		return err
	}
	if d.Link == "" {
		return errNotFound
	}
	png, err := qrcode.PNG(d.Link)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "image/png")
	_, err = v.w.Write(png)
	return err
}

func uninvite(c *Console, v *visit) error {
	err := c.do(v, func(tx bot.Tx, by people.Actor) error { return staff.Uninvite(v.ctx, tx, by, v.form("ma")) })
	if err != nil {
		return err
	}
	return v.back(peoplePath, "huy-moi")
}

// decideJoin says that the right person used an invitation, or somebody else.
func decideJoin(c *Console, v *visit) error {
	chat, err := bot.ParseChatID(v.form("chat"))
	if err != nil {
		return errNotFound
	}
	notice := "dung-nguoi"
	err = c.do(v, func(tx bot.Tx, by people.Actor) error {
		if v.form("viec") == "khong" {
			notice = "khong-dung"
			return c.Bot.Staff.Reject(v.ctx, tx, by, chat)
		}
		_, err := c.Bot.Staff.Confirm(v.ctx, tx, by, chat)
		return err
	})
	if err != nil {
		return err
	}
	return v.back(peoplePath, notice)
}

type personData struct {
	people.Member
	Tasks int64
	Units []people.Unit
	Roles []people.Role
	Owner bool // the visitor may give roles
}

func personPage(c *Console, v *visit) error {
	members, err := people.Members(v.ctx, c.State)
	if err != nil {
		return err
	}
	id := v.r.URL.Query().Get("ma")
	i := slices.IndexFunc(members, func(m people.Member) bool { return m.ID == id })
	if i < 0 {
		return errNotFound
	}
	d := personData{Member: members[i], Roles: people.GivenRoles, Owner: v.may(owners)}
	if d.Units, err = people.Units(v.ctx, c.State); err != nil {
		return err
	}
	if d.Tasks, err = c.State.Size(v.ctx, tasks.PersonTasksSet(id)); err != nil {
		return err
	}
	return c.show(v, "person", d.Name, d)
}

// setRole gives an official's chat a role.
func setRole(c *Console, v *visit) error {
	chat, err := bot.ParseChatID(v.form("chat"))
	if err != nil || !slices.Contains(people.GivenRoles, people.Role(v.form("vai-tro"))) {
		return refusal{http.StatusBadRequest, textNoSuchRole}
	}
	var p people.Person
	err = c.do(v, func(tx bot.Tx, by people.Actor) error {
		p, err = c.Bot.Staff.SetRole(v.ctx, tx, by, chat, people.Role(v.form("vai-tro")))
		return err
	})
	if err != nil {
		return err
	}
	return v.back(personAddress(p.ID), "quyen")
}

func personAddress(id string) string { return personPath + "?ma=" + url.QueryEscape(id) }

// moveOfficial moves an official to another unit.
func moveOfficial(c *Console, v *visit) error {
	id, unit := v.form("ma"), clean(v.form("don-vi"))
	err := c.do(v, func(tx bot.Tx, by people.Actor) error {
		p, ok, err := people.Load(v.ctx, tx, id)
		if err == nil && !ok {
			err = errNotFound
		}
		if err == nil {
			_, _, err = c.Bot.Staff.MoveUnit(v.ctx, tx, by, p, unit)
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.back(personAddress(id), "chuyen")
}

type sureData struct {
	Action, Back, Label string
	Happens             []string
	Fields              map[string]string
}

// sureOfficial asks before an official's chat is cut off or an official leaves, and says what will happen.
func sureOfficial(c *Console, v *visit) error {
	q := v.r.URL.Query()
	p, err := c.official(v, q.Get("ma"))
	if err != nil {
		return err
	}
	d := sureData{Back: personAddress(p.ID), Fields: map[string]string{"ma": p.ID}}
	switch q.Get("viec") {
	case "roi":
		d.Action, d.Label, d.Happens = peoplePath+"/roi", "Đúng, cho rời", happensLeave
		return c.show(v, "sure", "Cho "+p.Name+" rời danh sách cán bộ?", d)
	case "go":
		chat, err := bot.ParseChatID(q.Get("chat"))
		if err != nil || !slices.Contains(p.Chats, chat) {
			return errNotFound
		}
		d.Action, d.Label, d.Happens = peoplePath+"/go", "Đúng, gỡ kênh này", happensCut
		d.Fields["chat"] = chat.String()
		return c.show(v, "sure", "Gỡ "+dialog.ChannelNames[chat.Channel]+" của "+p.Name+"?", d)
	}
	return errNotFound
}

// officialLeaves takes somebody off the list of officials.
func officialLeaves(c *Console, v *visit) error {
	err := c.do(v, func(tx bot.Tx, by people.Actor) error {
		p, ok, err := people.Load(v.ctx, tx, v.form("ma"))
		if err == nil && !ok {
			err = errNotFound
		}
		if err == nil {
			_, err = c.Bot.Staff.Leave(v.ctx, tx, by, p)
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.back(peoplePath, "roi")
}

// cutChannel cuts a chat off from its official.
func cutChannel(c *Console, v *visit) error {
	chat, err := bot.ParseChatID(v.form("chat"))
	if err != nil {
		return errNotFound
	}
	err = c.do(v, func(tx bot.Tx, by people.Actor) error {
		_, err := c.Bot.Staff.Unlink(v.ctx, tx, by, chat)
		return err
	})
	if err != nil {
		return err
	}
	return v.back(personAddress(v.form("ma")), "go")
}
