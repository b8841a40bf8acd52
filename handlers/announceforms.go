package handlers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// What a page does with announcements goes through the same steps as the buttons in a chat: the same rights, states, lines
// of the log and sentences. Each takes the transaction of the page; an error that is a Refusal did nothing but stand in the
// log, so that the page commits.

// AnnounceForm is an announcement as it is written on a page.
type AnnounceForm struct {
	Text string
	// Everybody who subscribed, or the Groups: only their Kind and ID are looked at.
	Everybody bool
	Groups    []Group
	Channels  []string  // the names of those chosen
	File      *bot.File // a new one; nil leaves what is there
	DropFile  bool
	Expires   time.Time // zero: none
}

// AtPage runs f in a transaction. Its Refusal is returned once the line of the log is committed.
func AtPage(ctx context.Context, state bot.State, f func(tx bot.Tx) error) error {
	var no Refusal
	err := state.Update(ctx, func(tx bot.Tx) error {
		no = ""
		if err := f(tx); !errors.As(err, &no) {
			return err
		}
		return nil
	})
	if err == nil && no != "" {
		return no
	}
	return err
}

// officeTurn is the turn of an admin at a page; it belongs to no dialogue. seed makes what it makes: once, even when the
// page is sent twice.
func (b *Bot) officeTurn(ctx context.Context, tx bot.Tx, who bot.ChatID, seed string) (*turn, error) {
	if b.Announce.Engine == nil {
		return nil, Refusal(textAnnounceOff)
	}
	know, err := b.knowledge(ctx, tx)
	if err != nil {
		return nil, err
	}
	u := bot.Update{ID: "page:" + seed, Kind: bot.KindAction, Chat: who, Private: true}
	t := &turn{tx: tx, u: u, know: know, now: tx.Now().In(content.Zone)}
	ok, err := b.may(ctx, t, RoleAdmin)
	if err == nil && !ok {
		err = b.refuseStranger(ctx, t)
	}
	return t, err
}

// officeAnnouncement loads what a page is about and notes the press, as pressedAnnounce does.
func (b *Bot) officeAnnouncement(ctx context.Context, t *turn, id, verb, note string) (*Announcement, error) {
	a, found, err := announcement(ctx, t.tx, id)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, Refusal(textAnnounceGone)
	}
	if err := b.audit(ctx, t, "announce."+verb, a.ID, note); err != nil {
		return nil, err
	}
	if press, known := b.announcePresses()[verb]; known && !slices.Contains(press.in, a.State) {
		return nil, Refusal(fmt.Sprintf(textAnnounceNotNow, announceStates[a.State]))
	}
	return a, nil
}

// ComposeAnnouncement makes a draft. The same seed makes one draft.
func (b *Bot) ComposeAnnouncement(ctx context.Context, tx bot.Tx, who bot.ChatID, seed string, f AnnounceForm) (*Announcement, error) {
	t, err := b.officeTurn(ctx, tx, who, seed)
	if err != nil {
		return nil, err
	}
	seed = who.String() + ":" + t.u.ID
	if a, found, err := announcement(ctx, tx, announceID(seed)); err != nil || found {
		return a, err
	}
	if err := b.checkForm(ctx, t, &f, nil); err != nil {
		if logged := b.audit(ctx, t, "announce.refused", "", ""); logged != nil {
			return nil, logged
		}
		return nil, err
	}
	a := NewAnnouncement(tx, who, f.Text, seed)
	if err := b.audit(ctx, t, "announce.compose", a.ID, ""); err != nil {
		return nil, err
	}
	b.fill(t, a, f)
	return a, nil
}

// ChangeAnnouncement writes a draft anew; rev is the revision that the page showed.
func (b *Bot) ChangeAnnouncement(ctx context.Context, tx bot.Tx, who bot.ChatID, id string, rev int, f AnnounceForm) (*Announcement, error) {
	t, err := b.officeTurn(ctx, tx, who, id)
	if err != nil {
		return nil, err
	}
	a, err := b.officeAnnouncement(ctx, t, id, "change", "")
	switch {
	case err != nil:
		return nil, err
	case a.State != AnnounceDraft:
		return nil, Refusal(fmt.Sprintf(textAnnounceNotNow, announceStates[a.State]))
	case a.Rev != rev:
		return nil, Refusal(textAnnounceChanged)
	}
	if err := b.checkForm(ctx, t, &f, a); err != nil {
		return nil, err
	}
	b.fill(t, a, f)
	return a, nil
}

// checkForm reads what was filled in, for a new draft or another form of one.
func (b *Bot) checkForm(ctx context.Context, t *turn, f *AnnounceForm, of *Announcement) error {
	f.Text = vi.NFC(f.Text)
	if vi.Clean(f.Text) == "" {
		return Refusal(textAnnounceBlank)
	}
	if fault := CheckMarkup(f.Text); fault != "" { // before Clean, which reads no more than a question's length
		return Refusal(fault)
	}
	f.Text = vi.Clean(f.Text)
	if !f.Expires.IsZero() && !f.Expires.After(t.now) {
		return Refusal(fmt.Sprintf(textAnnounceExpired, moment(f.Expires)))
	}
	if of != nil && of.From != nil { // whom it goes to is given
		return nil
	}
	switch {
	case f.Everybody && len(f.Groups) > 0:
		return Refusal(textAnnounceBoth)
	case !f.Everybody && len(f.Groups) == 0:
		return Refusal(textAnnounceNoGroup)
	}
	for i, g := range f.Groups {
		all, err := groups(ctx, t.tx, t.know, g.Kind)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(o Group) bool { return o.ID == g.ID })
		if at < 0 {
			return Refusal(textAnnounceGroupGone)
		}
		f.Groups[i] = all[at]
	}
	f.Channels = slices.DeleteFunc(b.proactive(), func(name string) bool { return !slices.Contains(f.Channels, name) })
	if len(f.Channels) == 0 {
		return Refusal(textAnnounceNoChannel)
	}
	return nil
}

// fill writes the form into the draft.
func (b *Bot) fill(t *turn, a *Announcement, f AnnounceForm) {
	a.Text, a.Expires = f.Text, f.Expires
	if a.From == nil {
		if a.Audience = f.Groups; f.Everybody {
			a.Audience = []Group{{Kind: GroupAll}}
		}
		if a.Channels = f.Channels; len(f.Channels) == len(b.proactive()) {
			a.Channels = nil
		}
	}
	switch {
	case f.File != nil:
		Attach(t.tx, a, *f.File)
		return
	case f.DropFile:
		a.FileName, a.FileType, a.FileRef, a.FileOn, a.FileSize = "", "", "", "", 0
		t.tx.Delete(announceFileKey(a.ID))
	}
	putAnnouncement(t.tx, a)
}

// pageVerbs are the buttons of a chat that a page has too; the others need words, which their own methods take.
var pageVerbs = []string{"send", "test", "drop", "now", "ok", "no", "pause", "resume", "cancel"}

// PressAnnouncement does what the button of this name does in a chat; arg is the button's. What is to be read in the
// admin's chat (a test) is sent there.
func (b *Bot) PressAnnouncement(ctx context.Context, tx bot.Tx, who bot.ChatID, id, verb, arg string) error {
	t, err := b.officeTurn(ctx, tx, who, NewToken())
	if err != nil {
		return err
	}
	if !slices.Contains(pageVerbs, verb) {
		return Refusal(textOldButton)
	}
	t.u.Action = "tb:" + verb + ":" + id + ":" + arg
	if verb == "send" { // in a chat the new draft is shown
		if a, found, err := announcement(ctx, tx, id); err != nil {
			return err
		} else if found && a.State == AnnounceDraft && fmt.Sprint(a.Rev) != arg {
			return Refusal(textAnnounceChanged)
		}
	}
	if verb == "test" && who == ServerOwner {
		return Refusal(textAnnounceNoChat)
	}
	messages, err := b.pressedAnnounce(ctx, t)
	if err != nil || verb != "test" {
		return err
	}
	for i, m := range messages {
		tx.Send(bot.Outgoing{Key: fmt.Sprintf("tb:test:%s:%s:%d", id, t.u.ID, i), To: who, Message: m})
	}
	return nil
}

// ScheduleAnnouncement sets when a draft, or what was scheduled before, goes out. urgent says also in the quiet hours.
func (b *Bot) ScheduleAnnouncement(ctx context.Context, tx bot.Tx, who bot.ChatID, id string, rev int, at, expires time.Time, urgent bool) error {
	t, err := b.officeTurn(ctx, tx, who, id)
	if err != nil {
		return err
	}
	a, err := b.officeAnnouncement(ctx, t, id, "time", at.Format(time.RFC3339))
	if err != nil {
		return err
	}
	if a.Rev != rev {
		return Refusal(textAnnounceChanged)
	}
	a.Expires, a.Urgent = expires, urgent
	_, err = b.setTime(ctx, t, a, at)
	return err
}

// RetryAnnouncement makes a draft for those whom an announcement failed to reach.
func (b *Bot) RetryAnnouncement(ctx context.Context, tx bot.Tx, who bot.ChatID, id, seed string) (*Announcement, error) {
	return b.anew(ctx, tx, who, id, seed, "retry", b.retry)
}

// CorrectAnnouncement makes a draft for exactly those who got an announcement: with edit it replaces their message where
// the channel can, else it follows it.
func (b *Bot) CorrectAnnouncement(ctx context.Context, tx bot.Tx, who bot.ChatID, id, seed, text string, edit bool) (*Announcement, error) {
	verb := "fix"
	if edit {
		verb = "edit"
	}
	return b.anew(ctx, tx, who, id, seed, verb, func(ctx context.Context, t *turn, a *Announcement) (*Announcement, error) {
		if err := b.somebodyGot(ctx, a); err != nil {
			return nil, err
		}
		return b.correct(ctx, t, a, verb, vi.NFC(text))
	})
}

// anew makes a draft out of an announcement, once for a seed.
func (b *Bot) anew(ctx context.Context, tx bot.Tx, who bot.ChatID, id, seed, verb string, do func(context.Context, *turn, *Announcement) (*Announcement, error)) (*Announcement, error) {
	t, err := b.officeTurn(ctx, tx, who, verb+":"+id+":"+seed)
	if err != nil {
		return nil, err
	}
	if a, found, err := announcement(ctx, tx, announceID(againSeed(t))); err != nil || found {
		return a, err
	}
	a, err := b.officeAnnouncement(ctx, t, id, verb, "")
	if err != nil {
		return nil, err
	}
	return do(ctx, t, a)
}
