package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
)

// Routing says which unit answers for which field of the content base, by UnitID; a field that is not listed goes to the
// admins.
type Routing struct {
	Fields map[string]string `json:"fields"`
}

// RoutingKey names the document of the Routing.
var RoutingKey = bot.Key{Kind: "setting", ID: "routing"}

// unitFor is the unit in charge of an entry's field, or empty.
func (b *Bot) unitFor(ctx context.Context, r bot.Reader, k *answers.Knowledge, entry string) (string, error) {
	field := k.FieldOf(entry)
	if field == "" {
		return "", nil
	}
	var routing Routing
	_, err := r.Get(ctx, RoutingKey, &routing)
	return routing.Fields[field], err
}

// mostPeople bounds how many officials are looked through at once.
const mostPeople = 500

// inCharge lists the preferred chats of the people of a unit; without any of them, the admins.
func (b *Bot) inCharge(ctx context.Context, r bot.Reader, unit string) ([]bot.ChatID, error) {
	if unit != "" {
		members, err := r.List(ctx, "people:unit:"+unit, bot.Range{Max: farFuture, Limit: mostPeople})
		if err != nil {
			return nil, err
		}
		chats, err := preferredChats(ctx, r, members, func(Identity) bool { return true })
		if err != nil || len(chats) > 0 {
			return chats, err
		}
	}
	return b.admins(ctx, r)
}

const farFuture = 1 << 52 // of a score in ms

// admins lists the owners' chats and those of admins.
func (b *Bot) admins(ctx context.Context, r bot.Reader) ([]bot.ChatID, error) {
	members, err := r.List(ctx, peopleSet, bot.Range{Max: farFuture, Limit: mostPeople})
	if err != nil {
		return nil, err
	}
	chats, err := preferredChats(ctx, r, members, func(id Identity) bool { return id.Role == RoleAdmin || id.Role == RoleOwner })
	for _, o := range b.Config.Owners {
		if !slices.Contains(chats, o) {
			chats = append(chats, o)
		}
	}
	return chats, err
}

// preferredChats is one chat for each person, the first whose identity is wanted.
func preferredChats(ctx context.Context, r bot.Reader, people []bot.Entry, want func(Identity) bool) (chats []bot.ChatID, err error) {
	for _, e := range people {
		p, ok, err := LoadPerson(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		for _, chat := range p.Chats {
			var id Identity
			if _, err := r.Get(ctx, identityKey(chat), &id); err != nil {
				return nil, err
			}
			if id.Confirmed && want(id) {
				chats = append(chats, chat)
				break
			}
		}
	}
	return chats, nil
}

// mayAnswer reports whether the chat may answer a case: people of the unit in charge, editors, admins, owners.
func (b *Bot) mayAnswer(ctx context.Context, t *turn, c Case) (ok bool, unit string, err error) {
	if !t.u.Private {
		return false, "", nil
	}
	role, id, err := b.RoleOf(ctx, t.tx, t.u.Chat)
	if err != nil || role == RoleNone {
		return false, "", err
	}
	var p Person
	found := false
	if id.Person != "" { // an owner need not be an official
		if p, found, err = LoadPerson(ctx, t.tx, id.Person); err != nil {
			return false, "", err
		}
		unit = p.Unit
	}
	switch role {
	case RoleOwner, RoleAdmin, RoleEditor:
		return true, unit, nil
	case RoleHead, RoleMember:
		return found && c.Unit != "" && UnitID(p.Unit) == c.Unit, unit, nil
	}
	return false, unit, nil
}

// pressedCase is the official's side: "case:answer:<ref>", "case:move:<ref>[:<unit>]", "case:draft:<ref>",
// "case:close:<ref>".
func (b *Bot) pressedCase(ctx context.Context, t *turn) ([]bot.Message, error) {
	parts := append(strings.Split(t.u.Action, ":"), "", "", "")
	c, found, err := LoadCase(ctx, t.tx, parts[2])
	if err != nil {
		return nil, err
	}
	ok, _, err := b.mayAnswer(ctx, t, c)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return say(textNotAllowed), nil
	case !found:
		return say(textNoCase), nil
	case parts[1] == "draft":
		return b.draftOf(ctx, t, c)
	case !c.Done.IsZero():
		return say(fmt.Sprintf(textCaseClosed, c.Ref)), nil
	case parts[1] == "move":
		return b.moveCase(ctx, t, c, parts[3])
	}
	if parts[1] == "close" {
		t.await("case-close", c.Ref)
		return say(fmt.Sprintf(textWhyClosed, c.Ref)), nil
	}
	t.await("case", c.Ref)
	return say(fmt.Sprintf(textWriteAnswer, c.Ref)), nil
}

// openCase is the case of a task when somebody still waits for its answer.
func openCase(ctx context.Context, r bot.Reader, k Task) (Case, bool, error) {
	c, found, err := LoadCase(ctx, r, k.CaseRef())
	return c, found && c.Done.IsZero() && c.Task == k.ID, err
}

// answerFirst asks for the answer when a task cannot end without one; nil when it can.
func (b *Bot) answerFirst(ctx context.Context, t *turn, k Task) ([]bot.Message, error) {
	c, open, err := openCase(ctx, t.tx, k)
	if err != nil || !open {
		return nil, err
	}
	ok, _, err := b.mayAnswer(ctx, t, c)
	if err != nil || !ok {
		return say(textNotAllowed), err
	}
	t.await("case", c.Ref)
	return say(fmt.Sprintf(textAnswerFirst, c.kind()+" "+c.Ref), []bot.Button{{Label: textCloseButton, Action: "case:close:" + c.Ref}}), nil
}

// gotCloseReason closes a case without an answer; the person who waits reads why.
func (b *Bot) gotCloseReason(ctx context.Context, t *turn) ([]bot.Message, error) {
	ref := t.dlg.Data
	t.done()
	t.text = fmt.Sprintf(textClosedTo, t.text)
	return b.answerCase(ctx, t, ref)
}

// moveCase asks for the unit, or gives the case to it.
func (b *Bot) moveCase(ctx context.Context, t *turn, c Case, unit string) ([]bot.Message, error) {
	units, err := Units(ctx, t.tx)
	if err != nil {
		return nil, err
	}
	var rows [][]bot.Button
	for _, u := range units {
		if u.ID == unit {
			c.Unit = unit
			if err := b.giveTask(ctx, t.tx, t.know, &c); err != nil {
				return nil, err
			}
			putCase(t.tx, c)
			return say(fmt.Sprintf(textMoved, c.Ref, bot.Escape(u.Name))), b.audit(ctx, t, "case.move", c.Ref, "")
		}
		rows = append(rows, []bot.Button{{Label: vi.Shorten(u.Name, 40), Action: "case:move:" + c.Ref + ":" + u.ID}})
	}
	return say(fmt.Sprintf(textWhichUnit, c.Ref), rows...), nil
}

// Units lists the units of the office: those of its people and those with a counter's code.
func Units(ctx context.Context, r bot.Reader) (out []Unit, err error) {
	seen := map[string]bool{}
	add := func(name string) {
		if id := UnitID(name); name != "" && !seen[id] {
			seen[id] = true
			out = append(out, Unit{ID: id, Name: name})
		}
	}
	people, err := r.List(ctx, peopleSet, bot.Range{Max: farFuture, Limit: mostPeople})
	if err != nil {
		return nil, err
	}
	for _, e := range people {
		p, ok, err := LoadPerson(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if ok {
			add(p.Unit)
		}
	}
	kept, err := r.List(ctx, unitsSet, bot.Range{Max: farFuture, Limit: mostPeople})
	if err != nil {
		return nil, err
	}
	for _, e := range kept {
		name, err := unitName(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		add(name)
	}
	slices.SortFunc(out, func(a, b Unit) int { return strings.Compare(vi.Fold(a.Name), vi.Fold(b.Name)) })
	return out, nil
}

// unitsSet holds the units that were written down, so that their names are known.
const unitsSet = "units"

// PutUnit writes a unit down, so that its code at a counter says its name.
func PutUnit(tx bot.Tx, name string) Unit {
	u := Unit{ID: UnitID(name), Name: name}
	tx.Put(unitKey(u.ID), u, 0)
	tx.Add(unitsSet, u.ID, tx.Now().UnixMilli())
	return u
}

// gotAnswer takes the official's next words, or his reply to our message, as the answer.
func (b *Bot) gotAnswer(ctx context.Context, t *turn) ([]bot.Message, error) {
	ref := t.dlg.Data
	t.done()
	return b.answerCase(ctx, t, ref)
}

func (b *Bot) answerCase(ctx context.Context, t *turn, ref string) ([]bot.Message, error) {
	c, found, err := LoadCase(ctx, t.tx, ref)
	if err != nil {
		return nil, err
	}
	ok, unit, err := b.mayAnswer(ctx, t, c)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return say(textNotAllowed), nil
	case !found:
		return say(textNoCase), nil
	case !c.Done.IsZero():
		return say(fmt.Sprintf(textCaseClosed, c.Ref)), nil
	}
	role, _, err := b.RoleOf(ctx, t.tx, t.u.Chat)
	if err != nil {
		return nil, err
	}
	known := !c.Chat.IsZero()
	if err := b.CloseCase(ctx, t.tx, &c, vi.MaskPersonal(t.text), unit, t.u.Chat, role); err != nil {
		return nil, err
	}
	if !known {
		return say(fmt.Sprintf(textOutcomeKept, c.Ref)), nil
	}
	var rows [][]bot.Button
	if c.Question() {
		rows = [][]bot.Button{{{Label: textDraftButton, Action: "case:draft:" + c.Ref}}}
	}
	return say(fmt.Sprintf(textAnswered, c.Ref), rows...), nil
}

// CloseCase writes the answer down, sends it to whoever waits and forgets him.
func (b *Bot) CloseCase(ctx context.Context, tx bot.Tx, c *Case, answer, unit string, by bot.ChatID, role Role) error {
	c.Answer, c.From, c.Done = answer, unit, tx.Now()
	if !c.Chat.IsZero() {
		tx.Send(bot.Outgoing{Key: "case-answer:" + c.Ref, To: c.Chat, Message: answerMessage(*c)})
	}
	c.Chat = bot.ChatID{}
	putCase(tx, *c)
	if err := b.endTask(ctx, tx, *c, TaskDone, "đã trả lời", ""); err != nil {
		return err
	}
	return Audit(ctx, tx, by, role, "case.answer", c.Ref, "")
}
