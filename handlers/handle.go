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
	"github.com/motcua/motcua/handlers/calendar"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
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
	b.table = dialog.Merge(slices.Collect(maps.Values(b.Routes()))...)
	return b
}

// Routes are all routes, by the room that registers them; "handlers" are the assistant's own.
func (b *Assistant) Routes() map[string]dialog.Routes {
	return map[string]dialog.Routes{
		"handlers":    b.routes(),
		"announce":    b.Announce.Routes(),
		"calendar":    b.Calendar.Routes(),
		"offices":     b.Offices.Routes(),
		"cases":       b.Cases.Routes(),
		"remind":      b.Remind.Routes(),
		"staff":       b.Staff.Routes(),
		"subscribers": b.Subscribers.Routes(),
		"tasks":       b.Tasks.Routes(),
	}
}

// Handle answers one update; see bot.Handler.
func (b *Assistant) Handle(ctx context.Context, tx bot.Tx, u bot.Update) ([]bot.Message, error) {
	if !u.Private && u.Kind != bot.KindCommand {
		return nil, nil // in groups the bot speaks only when called by a command
	}
	if err := fetch(ctx, tx, u); err != nil {
		return nil, err
	}
	know, err := b.Calendar.Knowledge(ctx, tx)
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
	if err := b.meet(ctx, t); err != nil {
		return nil, err
	}
	if u.Kind == bot.KindLeft {
		t.Forget()
		return nil, nil
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
func fetch(ctx context.Context, tx bot.Tx, u bot.Update) error {
	f, ok := tx.(bot.Fetcher)
	if !ok {
		return nil
	}
	t := dialog.Turn{Update: u}
	return f.Fetch(ctx, calendar.DecisionsKey, t.Key(), subscribers.SubscriptionKey(u.Chat))
}
