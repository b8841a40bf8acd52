package people

import (
	"context"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
)

// LinkedSet is the set of chats of officials who have linked more than one: a few hundred at most.
const LinkedSet = "staff:linked"

// StaffSet is the first of the sets of chats that groups are made of, besides those of subscribe.go. They are scored by
// when the chat came in, in ms, and no member is ever moved.
const StaffSet = "staff"

// StaffUnitSet is the set of the chats of a unit's officials.
func StaffUnitSet(unitID string) string { return "staff:unit:" + unitID }

// NameOf is the name of an official, or the words for nobody yet.
func NameOf(ctx context.Context, r bot.Reader, id string) string {
	if id == "" {
		return dialog.TextNobodyYet
	}
	var p Person
	if _, err := r.Get(ctx, PersonKey(id), &p); err != nil || p.Name == "" {
		return dialog.TextNobodyYet
	}
	return p.Name
}

// Givable are the roles that an owner gives, in the order of the buttons.
var Givable = []Role{RoleMember, RoleHead, RoleEditor, RoleViewer, RoleAdmin, RoleNone}

// Role is what an identity may do. Every identity, that is one private chat, gets its role from an owner or an
// invitation; linking a second channel never carries a role over.
type Role string

// The roles. An owner comes from the settings or by a code of the console, and may do everything.
const (
	RoleNone   Role = ""
	RoleMember Role = "member" // an official: has tasks
	RoleViewer Role = "viewer" // reads the console
	RoleHead   Role = "head"   // leads a unit: sees and gives its tasks
	RoleEditor Role = "editor" // edits the content base
	RoleAdmin  Role = "admin"  // runs the bot: announcements, people, settings
	RoleOwner  Role = "owner"  // gives roles
)

// RoleNames are the words for the roles.
var RoleNames = map[Role]string{
	RoleNone: "người dân", RoleMember: "cán bộ", RoleViewer: "người xem", RoleHead: "trưởng đơn vị",
	RoleEditor: "biên tập viên", RoleAdmin: "quản trị viên", RoleOwner: "chủ bot",
}

// Identity is what we know of one private chat that belongs to the office.
type Identity struct {
	Chat      bot.ChatID `json:"chat"`
	Person    string     `json:"person"` // the id of the Person
	Role      Role       `json:"role"`
	Confirmed bool       `json:"confirmed"` // the inviter said that it is the right person
	Since     time.Time  `json:"since"`
	// RoleAt is when the Role last changed: whoever signed in to the console before has to do so again.
	RoleAt time.Time `json:"role_at,omitzero"`
	// Owner is true of a chat that took ownership by a code, whatever else it is; see PutOwner.
	Owner  bool   `json:"owner,omitempty"`
	Called string `json:"called,omitempty"` // what an owner's user is called on the channel, for the console
}

// Person is an official, with one identity per channel.
type Person struct {
	ID     string       `json:"id"`
	Name   string       `json:"name"`
	Unit   string       `json:"unit"`  // as written by the admin
	Chats  []bot.ChatID `json:"chats"` // confirmed ones; the first is preferred
	Left   bool         `json:"left,omitempty"`
	Joined time.Time    `json:"joined"`
}

// AllSet is the set of all officials, by the time they joined; UnitSet is that of one unit.
const AllSet = "people"

// IdentityKey names the document of a chat's Identity.
func IdentityKey(chat bot.ChatID) bot.Key { return bot.Key{Kind: "identity", ID: chat.String()} }

// PersonKey names the document of a Person.
func PersonKey(id string) bot.Key { return bot.Key{Kind: "person", ID: id} }

// RoleOf returns the role of a private chat. Everybody else is a citizen.
func (svc *Service) RoleOf(ctx context.Context, r bot.Reader, chat bot.ChatID) (Role, Identity, error) {
	var id Identity
	if _, err := r.Get(ctx, IdentityKey(chat), &id); err != nil {
		return RoleNone, Identity{}, err
	}
	if slices.Contains(svc.Appointed, chat) || chat == ServerOwner || id.Owner && svc.OnMessenger(chat) {
		id.Chat = chat
		return RoleOwner, id, nil
	}
	if !id.Confirmed {
		return RoleNone, id, nil
	}
	return id.Role, id, nil
}

// Load reads an official; false when there is none of that id or the person left.
func Load(ctx context.Context, r bot.Reader, id string) (Person, bool, error) {
	var p Person
	if id == "" {
		return p, false, nil
	}
	ok, err := r.Get(ctx, PersonKey(id), &p)
	return p, ok && !p.Left, err
}

// Put stores an official and keeps the sets that find him.
func Put(tx bot.Tx, p Person) {
	tx.Put(PersonKey(p.ID), p, 0)
	if p.Unit != "" {
		PutUnit(tx, p.Unit)
	}
	for _, c := range p.Chats {
		staffChat(tx, p, c)
	}
	if p.Left {
		tx.Remove(AllSet, p.ID)
		tx.Remove(UnitSet(p.Unit), p.ID)
		return
	}
	tx.Add(AllSet, p.ID, p.Joined.UnixMilli())
	tx.Add(UnitSet(p.Unit), p.ID, p.Joined.UnixMilli())
}

// staffChat keeps the sets of officials' chats, by which announcements find them.
func staffChat(tx bot.Tx, p Person, c bot.ChatID) {
	if p.Left {
		DropStaffChat(tx, p.Unit, c, true)
		return
	}
	sets := []string{StaffSet, StaffUnitSet(UnitID(p.Unit))}
	if len(p.Chats) > 1 {
		sets = append(sets, LinkedSet)
	}
	for _, set := range sets {
		tx.Add(set, c.String(), p.Joined.UnixMilli())
	}
}

// DropStaffChat takes a chat out of the sets by which announcements to officials find it: it is no official's of the
// unit any more. In all of them when it is no official's at all.
func DropStaffChat(tx bot.Tx, unit string, c bot.ChatID, all bool) {
	tx.Remove(StaffUnitSet(UnitID(unit)), c.String())
	if all {
		tx.Remove(StaffSet, c.String())
		tx.Remove(LinkedSet, c.String())
	}
}

// Member is an official with the identities that belong to him.
type Member struct {
	Person
	Identities []Identity
}

// Members lists the officials in the order in which they joined.
func Members(ctx context.Context, r bot.Reader) (out []Member, err error) {
	people, err := r.List(ctx, AllSet, bot.Range{Max: dialog.MaxScore, Limit: mostPeople})
	if err != nil {
		return nil, err
	}
	for _, e := range people {
		p, ok, err := Load(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		m := Member{Person: p}
		for _, chat := range p.Chats {
			var id Identity
			if found, err := r.Get(ctx, IdentityKey(chat), &id); err != nil {
				return nil, err
			} else if found && id.Confirmed {
				m.Identities = append(m.Identities, id)
			}
		}
		out = append(out, m)
	}
	return out, nil
}

// GivenRoles are the roles that an owner gives to an official; who is owner is another matter, see Owners.
var GivenRoles = []Role{RoleMember, RoleViewer, RoleHead, RoleEditor, RoleAdmin}

// mostPeople bounds how many officials are looked through at once.
const mostPeople = 500
