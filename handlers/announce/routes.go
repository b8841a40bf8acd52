package announce

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Command begins an announcement; what follows it goes out as it was written.
const Command = "thongbao"

// NewsCommand tells the public announcements. AsksForNews knows the plain words for it.
const NewsCommand = "tinmoi"

// Routes are the commands, buttons and scheduled work of announce.
func (svc *Service) Routes() dialog.Routes {
	return dialog.Routes{
		Commands: []dialog.Command{
			{Name: Command, Do: svc.inChat((*Desk).announce)},
			{Name: NewsCommand, Do: svc.news},
		},
		Actions: svc.actions(),
		Awaited: map[string]dialog.Step{"announce-time": svc.inChat((*Desk).gotTime),
			"announce-text": svc.inChat((*Desk).gotText), "announce-why": svc.inChat((*Desk).gotWhy)},
		Dues: map[string]dialog.Due{"announce": svc.announceDue, askKind: svc.askDue},
	}
}

// presses lists the buttons by the word in their action. They are filled in init, because what they do shows buttons
// again.
var presses map[string]press

func init() {
	presses = map[string]press{
		"send":   {people.VerbAnnounceSend, drafts, with((*Desk).send)},
		"test":   {people.VerbAnnounceTest, drafts, (*Desk).test},
		"aud":    {people.VerbAnnounceAudience, drafts, (*Desk).showAudience},
		"list":   {people.VerbAnnounceGroups, drafts, with((*Desk).showGroups)},
		"pick":   {people.VerbAnnouncePick, drafts, with((*Desk).pickGroup)},
		"on":     {people.VerbAnnounceChannel, drafts, with((*Desk).pickChannel)},
		"show":   {people.VerbAnnounceShow, drafts, (*Desk).preview},
		"time":   {people.VerbAnnounceTime, []State{Draft, Scheduled}, nil},
		"read":   {people.VerbAnnounceTime, []State{Draft, Scheduled}, with((*Desk).readTime)},
		"at":     {people.VerbAnnounceAt, []State{Draft, Scheduled}, with((*Desk).sendAt)},
		"drop":   {people.VerbAnnounceDrop, []State{Draft, Approval, Scheduled}, (*Desk).drop},
		"now":    {people.VerbAnnounceNow, []State{Scheduled}, with((*Desk).sendNow)},
		"urgent": {people.VerbAnnounceMark, drafts, (*Desk).mark},
		"alone":  {people.VerbAnnounceAlone, []State{Draft, Scheduled}, with((*Desk).alone)},
		"ok":     {people.VerbAnnounceApprove, []State{Approval}, with((*Desk).approve)},
		"no":     {people.VerbAnnounceReject, []State{Approval}, with((*Desk).reject)},
		"pause":  {people.VerbAnnouncePause, []State{Running}, wish("pause")},
		"resume": {people.VerbAnnounceResume, []State{Paused}, wish("resume")},
		"cancel": {people.VerbAnnounceCancel, begun, wish("cancel")},
		"report": {people.VerbAnnounceReport, reports, (*Desk).report},
		"csv":    {people.VerbAnnounceCSV, reports, export("csv")},
		"xlsx":   {people.VerbAnnounceXLSX, reports, export("xlsx")},
		"retry":  {people.VerbAnnounceRetry, ended, (*Desk).retry},
		"edit":   {people.VerbAnnounceEdit, ended, nil},
		"fix":    {people.VerbAnnounceCorrect, ended, nil},
	}
}

// pageVerbs are the buttons that a page has too; the others need a dialogue or have methods of their own.
var pageVerbs = []string{"urgent", "alone", "send", "test", "drop", "now", "ok", "no", "pause", "resume", "cancel"}

// Press does what the button of this name does; arg is the button's. What is to be read in the admin's chat (a test) is
// sent there.
func (d *Desk) Press(ctx context.Context, id, verb, arg string) error {
	p := presses[verb]
	if !slices.Contains(pageVerbs, verb) {
		return dialog.OldButton
	}
	if verb == "test" && d.by.Home().IsZero() {
		return dialog.Refuse(textAnnounceNoChat)
	}
	a, err := d.take(ctx, id, p, arg)
	if err != nil {
		return err
	}
	if verb == "send" && a.State == Draft && fmt.Sprint(a.Rev) != arg { // in a chat the new draft is shown
		return dialog.RefuseLate(textAnnounceChanged)
	}
	messages, err := p.do(d, ctx, a, arg)
	if err != nil || verb != "test" {
		return err
	}
	for i, m := range messages {
		d.tx.Send(bot.Outgoing{Key: fmt.Sprintf("tb:test:%s:%s:%d", id, d.by.Seed, i), To: d.by.Chat, Message: m})
	}
	return nil
}

// The states of an announcement that was begun, that is over, and of both.
var (
	begun   = []State{Running, Paused}
	ended   = []State{Finished, Cancelled}
	reports = []State{Running, Paused, Finished, Cancelled}
)

// with reads what a button says of its own before do takes it.
func with[T any](do func(d *Desk, ctx context.Context, a *Announcement, v T) ([]bot.Message, error)) doing {
	return func(d *Desk, ctx context.Context, a *Announcement, rest string) ([]bot.Message, error) {
		v, ok := bot.ReadValues[T](rest)
		if !ok {
			return nil, dialog.OldButton
		}
		return do(d, ctx, a, v)
	}
}

// actions registers all of presses.
func (svc *Service) actions() (out []dialog.Action) {
	for _, verb := range dialog.SortedNames(presses) {
		a := action(verb)
		out = append(out, dialog.Wrapped(a, svc.inChat(
			func(d *Desk, ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
				v, ok := a.Read(t.Update.Action)
				if !ok {
					return nil, dialog.OldButton
				}
				return d.pressed(ctx, t, verb, v)
			})))
	}
	return out
}

// pressed handles the buttons of announcements.
func (d *Desk) pressed(ctx context.Context, t *dialog.Turn, verb string, v pressed) ([]bot.Message, error) {
	p := presses[verb]
	if m, ok := bot.ReadValues[moment](v.Rest); ok && (verb == "at" || verb == "read") {
		at := time.Unix(m.Unix,
			0).In(content.Zone) // a moment that passed while the button stood there is logged as refused
		if why := d.mayAt(at, m.expires()); why != nil {
			return nil, d.refuseTime(ctx, v.ID, at, why)
		}
	}
	a, err := d.take(ctx, v.ID, p, vi.Shorten(v.Rest, 40))
	if err != nil {
		return nil, err
	}
	switch verb {
	case "time":
		t.Await("announce-time", a.ID)
		return dialog.Say(textAnnounceAskTime), nil
	case "edit", "fix":
		return d.svc.askText(ctx, t, a, verb)
	}
	m, err := p.do(d, ctx, a, v.Rest)
	switch {
	case err != nil:
	case verb == "drop", verb == "at": // what was asked for is settled
		t.Done()
	case verb == "no":
		t.Await("announce-why", a.ID)
	}
	return m, err
}
