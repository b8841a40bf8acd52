package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
)

// Role is what an identity may do. Every identity, that is one private chat, gets its role from an owner or an
// invitation; linking a second channel never carries a role over.
type Role string

// The roles. An owner comes from the settings and may do everything; the others are given.
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

// The sets of people: all officials by the time they joined, and those of one unit.
const peopleSet = "people"

func unitSet(unit string) string { return "people:unit:" + UnitID(unit) }

// UnitID is the key of a unit: two ways of writing one name are one unit.
func UnitID(unit string) string {
	sum := sha256.Sum256([]byte(vi.Fold(unit)))
	return hex.EncodeToString(sum[:6])
}

func identityKey(chat bot.ChatID) bot.Key { return bot.Key{Kind: "identity", ID: chat.String()} }
func personKey(id string) bot.Key         { return bot.Key{Kind: "person", ID: id} }

// RoleOf returns the role of a private chat. Everybody else is a citizen.
func (b *Bot) RoleOf(ctx context.Context, r bot.Reader, chat bot.ChatID) (Role, Identity, error) {
	var id Identity
	if _, err := r.Get(ctx, identityKey(chat), &id); err != nil {
		return RoleNone, Identity{}, err
	}
	if slices.Contains(b.Config.Owners, chat) || chat == ServerOwner {
		id.Chat = chat
		return RoleOwner, id, nil
	}
	if !id.Confirmed {
		return RoleNone, id, nil
	}
	return id.Role, id, nil
}

// may reports whether the update comes from someone in one of the roles, in a private chat. Owners may do everything.
func (b *Bot) may(ctx context.Context, t *turn, roles ...Role) (bool, error) {
	if !t.u.Private {
		return false, nil
	}
	role, _, err := b.RoleOf(ctx, t.tx, t.u.Chat)
	return err == nil && (role == RoleOwner || role != RoleNone && slices.Contains(roles, role)), err
}

// restricted wraps a step that only some roles may take, in a private chat; everyone else reads why not.
func (b *Bot) restricted(do step, roles ...Role) step {
	return func(ctx context.Context, t *turn) ([]bot.Message, error) {
		if !t.u.Private {
			return say(textPrivateOnly), nil
		}
		ok, err := b.may(ctx, t, roles...)
		if err != nil {
			return nil, err
		}
		if !ok {
			return say(textNotAllowed), nil
		}
		return do(ctx, t)
	}
}

// LoadPerson reads an official; false when there is none of that id or the person left.
func LoadPerson(ctx context.Context, r bot.Reader, id string) (Person, bool, error) {
	var p Person
	if id == "" {
		return p, false, nil
	}
	ok, err := r.Get(ctx, personKey(id), &p)
	return p, ok && !p.Left, err
}

// putPerson stores an official and keeps the sets that find him.
func putPerson(tx bot.Tx, p Person) {
	tx.Put(personKey(p.ID), p, 0)
	if p.Unit != "" {
		PutUnit(tx, p.Unit)
	}
	for _, c := range p.Chats {
		staffChat(tx, p, c)
	}
	if p.Left {
		tx.Remove(peopleSet, p.ID)
		tx.Remove(unitSet(p.Unit), p.ID)
		return
	}
	tx.Add(peopleSet, p.ID, p.Joined.UnixMilli())
	tx.Add(unitSet(p.Unit), p.ID, p.Joined.UnixMilli())
}

// staffChat keeps the sets of officials' chats, by which announcements find them.
func staffChat(tx bot.Tx, p Person, c bot.ChatID) {
	sets := []string{staffSet, staffUnitSet(UnitID(p.Unit))}
	if len(p.Chats) > 1 {
		sets = append(sets, linkedSet)
	}
	for _, set := range sets {
		if p.Left {
			tx.Remove(set, c.String())
		} else {
			tx.Add(set, c.String(), p.Joined.UnixMilli())
		}
	}
}
