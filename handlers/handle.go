package handlers

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/announce/recurring"
	"github.com/motcua/motcua/handlers/announce/templates"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/groups"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/remind"
	"github.com/motcua/motcua/handlers/staff"
	"github.com/motcua/motcua/handlers/subscribers"
	"github.com/motcua/motcua/handlers/tasks"
)

// New puts the features together.
func New(c Config) *Assistant {
	b := &Assistant{Config: c}
	b.Offices = &offices.Service{Slugs: c.Offices, Channels: c.Channels}
	b.People = &people.Service{Appointed: c.Owners, Channels: c.Channels, Reachable: c.Reachable,
		References: dialog.References{Rand: c.Rand}}
	if len(c.Offices) > 0 {
		b.People.Offices = func() []people.Office { return b.rights.of(b.Offices.Served(c.Knowledge())) }
	}
	b.Calendar = &calendar.Service{People: b.People, Base: c.Knowledge, Reminding: c.Reminding}
	b.Subscribers = &subscribers.Service{People: b.People}
	b.Remind = &remind.Service{People: b.People, Calendar: b.Calendar, Subscribers: b.Subscribers}
	b.Tasks = &tasks.Service{People: b.People, Calendar: b.Calendar, PublicURL: c.PublicURL}
	b.Staff = &staff.Service{People: b.People, Tasks: b.Tasks, InviteLink: c.InviteLink,
		UnitBecame: cases.UnitBecame, UnitAwaited: cases.UnitAwaited}
	b.Cases = &cases.Service{People: b.People, Offices: b.Offices, Calendar: b.Calendar, Tasks: b.Tasks}
	b.Tasks.Guard = b.Cases.Guard()
	b.Offices.Then = b.Cases.Resume()
	b.Announce = &announce.Service{Config: c.Announce, PublicURL: strings.TrimRight(c.PublicURL, "/"),
		People: b.People, Calendar: b.Calendar,
		Subscribers: b.Subscribers, Now: c.Now}
	b.Groups = &groups.Service{People: b.People, Office: c.Office, StartLink: b.startLink, Personal: b.personal,
		Observe: func(t *dialog.Turn, outcome string) {
			if b.Observe != nil {
				b.Observe(t.Update, outcome)
			}
		}}
	b.Recurring = &recurring.Service{Announce: b.Announce, People: b.People, Calendar: b.Calendar}
	b.Announce.Repeat = b.Recurring.Take
	b.Templates = &templates.Service{Announce: b.Announce, People: b.People}
	b.table = dialog.Merge(slices.Collect(maps.Values(b.Routes()))...)
	return b
}

// Routes are all routes, by the room that registers them; "handlers" are the assistant's own.
func (b *Assistant) Routes() map[string]dialog.Routes {
	return map[string]dialog.Routes{
		"handlers":    b.routes(),
		"announce":    b.Announce.Routes(),
		"recurring":   b.Recurring.Routes(),
		"templates":   b.Templates.Routes(),
		"calendar":    b.Calendar.Routes(),
		"offices":     b.Offices.Routes(),
		"cases":       b.Cases.Routes(),
		"groups":      b.Groups.Routes(),
		"remind":      b.Remind.Routes(),
		"staff":       b.Staff.Routes(),
		"subscribers": b.Subscribers.Routes(),
		"tasks":       b.Tasks.Routes(),
	}
}

// known is what is known today; a channel that shows no cards gets none made.
func known(ctx context.Context, b *Assistant, tx bot.Tx, channel string) (*answers.Knowledge, error) {
	know, err := b.Calendar.Knowledge(ctx, tx)
	if err != nil || b.Channels[channel].Cards {
		return know, err
	}
	without := *know
	without.NoCards = true
	return &without, nil
}

// Handle answers one update; see bot.Handler.
func (b *Assistant) Handle(ctx context.Context, tx bot.Tx, u bot.Update) ([]bot.Message, error) {
	if !u.Private {
		return b.inGroup(ctx, tx, u)
	}
	if err := b.fetch(ctx, tx, u); err != nil {
		return nil, err
	}
	know, err := known(ctx, b, tx, u.Chat.Channel)
	if err != nil {
		return nil, err
	}
	// Here, before any feature sees the words: what is stored, echoed or passed on comes from them. Only what an office
	// announces keeps its telephone numbers.
	t := &dialog.Turn{Tx: tx, Update: u, Know: know, Now: tx.Now().In(content.Zone),
		Text: vi.MaskPersonal(vi.Clean(u.Text))}
	if u.Command != announce.Command {
		t.Update.Payload = vi.MaskPersonal(u.Payload)
	}
	if err := t.Load(ctx); err != nil {
		return nil, err
	}
	if o, ok, err := b.Offices.OfficeOf(ctx, tx, know, u.Chat); err != nil {
		return nil, err
	} else if ok {
		t.Office = o.Slug
	} else if err := b.Offices.Came(ctx, t); err != nil {
		return nil, err
	}
	if err := ownDays(ctx, b, t); err != nil {
		return nil, err
	}
	if err := b.meet(ctx, t); err != nil {
		return nil, err
	}
	if u.Kind == bot.KindLeft {
		t.Forget()
		return nil, nil
	}
	if err := cases.Held(ctx, t); err != nil {
		return nil, err
	}
	if alarm, ok := b.urgent(ctx, t); ok { // nothing of it is kept, and the dialogue stays as it is
		return alarm, nil
	}
	// A page waits for an answer to each question; messengers are told once a minute.
	if notice, over := t.OverLimit(b.ChatLimit, b.Channels[u.Chat.Channel].Cards); over {
		t.Save()
		return notice, nil
	}
	messages, err := b.route(ctx, t)
	if err != nil {
		return nil, err
	}
	if messages, err = b.atHome(ctx, t, messages); err != nil {
		return nil, err
	}
	if t.Dialog.Entry != "" && t.Dialog.At.Equal(t.Now) {
		if err := subscribers.NoteAsked(ctx, t, t.Dialog.Entry); err != nil {
			return nil, err
		}
	}
	t.Save()
	return b.fit(u.Chat.Channel, messages), nil
}

// inGroup answers in a chat of many people. Nothing of a person's dialogue is read or kept there.
func (b *Assistant) inGroup(ctx context.Context, tx bot.Tx, u bot.Update) ([]bot.Message, error) {
	know, err := b.Calendar.Knowledge(ctx, tx)
	if err != nil {
		return nil, err
	}
	if u.Group == nil { // of a channel that tells nothing of its groups
		u.Group = &bot.Group{}
	}
	return b.Groups.Handle(ctx, &dialog.Turn{Tx: tx, Update: u, Know: know, Now: tx.Now().In(content.Zone),
		Text: vi.MaskPersonal(vi.Clean(u.Text))})
}

// personal reports whether words are a command, or about what is kept for the person who says them.
func (b *Assistant) personal(t *dialog.Turn) bool {
	_, wish := remind.Wanted(t.Dates(false), t.Text)
	return wish || dialog.ReferenceIn(t.Text) != "" || b.inWords(t, vi.Fold(t.Text)) != nil ||
		moveOf(t.Text, vi.Fold(t.Text)) == moveHuman
}

// startLink is Config.StartLink, which channels set after New.
func (b *Assistant) startLink(payload string) string {
	if b.StartLink == nil {
		return ""
	}
	return b.StartLink(payload)
}

// fit leaves out what the channel shows nothing of: it would only fill the queue.
func (b *Assistant) fit(channel string, messages []bot.Message) []bot.Message {
	if !b.Channels[channel].Cards {
		for i := range messages {
			messages[i].Card = nil
		}
	}
	return messages
}

// fetch has the documents that nearly every update needs read in one go, where each costs a way to the database.
func (b *Assistant) fetch(ctx context.Context, tx bot.Tx, u bot.Update) error {
	f, ok := tx.(bot.Fetcher)
	if !ok {
		return nil
	}
	t := dialog.Turn{Update: u}
	keys := []bot.Key{calendar.DecisionsKey(""), t.Key(), subscribers.SubscriptionKey(u.Chat), cases.HeldKey(u.Chat)}
	if len(b.Config.Offices) > 0 {
		keys = append(keys, offices.HomeKey(u.Chat), people.IdentityKey(u.Chat))
	}
	return f.Fetch(ctx, keys...)
}

// ownDays has the turn reckon with the days off of the office of who writes.
func ownDays(ctx context.Context, b *Assistant, t *dialog.Turn) (err error) {
	if t.Days, err = b.Calendar.OfficeAt(ctx, t.Tx, t.Update.Chat, t.Office); err != nil || t.Days == "" {
		return err
	}
	know, err := b.Calendar.KnowledgeIn(ctx, t.Tx, t.Days)
	if err == nil && know.Calendar != t.Know.Calendar {
		own := *t.Know
		own.Calendar = know.Calendar
		t.Know = &own
	}
	return err
}
