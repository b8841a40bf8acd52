package announce

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// What a page does with announcements goes through the same steps as the buttons in a chat: the same rights, states, lines
// of the log and sentences. Each takes the transaction of the page; an error that is a Refusal did nothing but stand in the
// log, so that the page commits.

// AnnounceForm is an announcement as it is written on a page.
type Form struct {
	Text string
	// Everybody who subscribed, or the Groups: only their Kind and ID are looked at.
	Everybody bool
	Groups    []subscribers.Group
	Channels  []string  // the names of those chosen
	File      *bot.File // a new one; nil leaves what is there
	DropFile  bool
	Expires   time.Time // zero: none
}

// AtPage runs f in a transaction. Its Refusal is returned once the line of the log is committed.
func AtPage(ctx context.Context, state bot.State, f func(tx bot.Tx) error) error {
	var no dialog.Refusal
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
func (svc *Service) officeTurn(ctx context.Context, tx bot.Tx, who bot.ChatID, seed string) (*dialog.Turn, error) {
	if svc.Engine == nil {
		return nil, dialog.Refusal(textAnnounceOff)
	}
	know, err := svc.Calendar.Knowledge(ctx, tx)
	if err != nil {
		return nil, err
	}
	u := bot.Update{ID: "page:" + seed, Kind: bot.KindAction, Chat: who, Private: true}
	t := &dialog.Turn{Tx: tx, Update: u, Know: know, Now: tx.Now().In(content.Zone)}
	ok, err := svc.People.May(ctx, t, people.RoleAdmin)
	if err == nil && !ok {
		err = svc.refuseStranger(ctx, t)
	}
	return t, err
}

// officeAnnouncement loads what a page is about and notes the press, as pressedAnnounce does.
func (svc *Service) officeAnnouncement(ctx context.Context, t *dialog.Turn, id, verb, note string) (*Announcement, error) {
	a, found, err := load(ctx, t.Tx, id)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, dialog.Refusal(textAnnounceGone)
	}
	if err := svc.People.Audit(ctx, t, "announce."+verb, a.ID, note); err != nil {
		return nil, err
	}
	if press, known := svc.announcePresses()[verb]; known && !slices.Contains(press.in, a.State) {
		return nil, dialog.Refusal(fmt.Sprintf(textAnnounceNotNow, announceStates[a.State]))
	}
	return a, nil
}

// Compose makes a draft. The same seed makes one draft.
func (svc *Service) Compose(ctx context.Context, tx bot.Tx, who bot.ChatID, seed string, f Form) (*Announcement, error) {
	t, err := svc.officeTurn(ctx, tx, who, seed)
	if err != nil {
		return nil, err
	}
	seed = who.String() + ":" + t.Update.ID
	if a, found, err := load(ctx, tx, announceID(seed)); err != nil || found {
		return a, err
	}
	if err := svc.checkForm(ctx, t, &f, nil); err != nil {
		if logged := svc.People.Audit(ctx, t, "announce.refused", "", ""); logged != nil {
			return nil, logged
		}
		return nil, err
	}
	a := New(tx, who, f.Text, seed)
	if err := svc.People.Audit(ctx, t, "announce.compose", a.ID, ""); err != nil {
		return nil, err
	}
	svc.fill(t, a, f)
	return a, nil
}

// Change writes a draft anew; rev is the revision that the page showed.
func (svc *Service) Change(ctx context.Context, tx bot.Tx, who bot.ChatID, id string, rev int, f Form) (*Announcement, error) {
	t, err := svc.officeTurn(ctx, tx, who, id)
	if err != nil {
		return nil, err
	}
	a, err := svc.officeAnnouncement(ctx, t, id, "change", "")
	switch {
	case err != nil:
		return nil, err
	case a.State != Draft:
		return nil, dialog.Refusal(fmt.Sprintf(textAnnounceNotNow, announceStates[a.State]))
	case a.Rev != rev:
		return nil, dialog.Refusal(textAnnounceChanged)
	}
	if err := svc.checkForm(ctx, t, &f, a); err != nil {
		return nil, err
	}
	svc.fill(t, a, f)
	return a, nil
}

// checkForm reads what was filled in, for a new draft or another form of one.
func (svc *Service) checkForm(ctx context.Context, t *dialog.Turn, f *Form, of *Announcement) error {
	f.Text = vi.NFC(f.Text)
	if vi.Clean(f.Text) == "" {
		return dialog.Refusal(textAnnounceBlank)
	}
	if fault := CheckMarkup(f.Text); fault != "" { // before Clean, which reads no more than a question's length
		return dialog.Refusal(fault)
	}
	f.Text = vi.Clean(f.Text)
	if !f.Expires.IsZero() && !f.Expires.After(t.Now) {
		return dialog.Refusal(fmt.Sprintf(textAnnounceExpired, dialog.Moment(f.Expires)))
	}
	if of != nil && of.From != nil { // whom it goes to is given
		return nil
	}
	switch {
	case f.Everybody && len(f.Groups) > 0:
		return dialog.Refusal(textAnnounceBoth)
	case !f.Everybody && len(f.Groups) == 0:
		return dialog.Refusal(textAnnounceNoGroup)
	}
	for i, g := range f.Groups {
		all, err := subscribers.Groups(ctx, t.Tx, t.Know, g.Kind)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(o subscribers.Group) bool { return o.ID == g.ID })
		if at < 0 {
			return dialog.Refusal(textAnnounceGroupGone)
		}
		f.Groups[i] = all[at]
	}
	f.Channels = slices.DeleteFunc(svc.proactive(), func(name string) bool { return !slices.Contains(f.Channels, name) })
	if len(f.Channels) == 0 {
		return dialog.Refusal(textAnnounceNoChannel)
	}
	return nil
}

// fill writes the form into the draft.
func (svc *Service) fill(t *dialog.Turn, a *Announcement, f Form) {
	a.Text, a.Expires = f.Text, f.Expires
	if a.From == nil {
		if a.Audience = f.Groups; f.Everybody {
			a.Audience = []subscribers.Group{{Kind: subscribers.GroupAll}}
		}
		if a.Channels = f.Channels; len(f.Channels) == len(svc.proactive()) {
			a.Channels = nil
		}
	}
	switch {
	case f.File != nil:
		Attach(t.Tx, a, *f.File)
		return
	case f.DropFile:
		a.FileName, a.FileType, a.FileRef, a.FileOn, a.FileSize = "", "", "", "", 0
		t.Tx.Delete(fileKey(a.ID))
	}
	put(t.Tx, a)
}

// pageVerbs are the buttons of a chat that a page has too; the others need words, which their own methods take.
var pageVerbs = []string{"send", "test", "drop", "now", "ok", "no", "pause", "resume", "cancel"}

// Press does what the button of this name does in a chat; arg is the button's. What is to be read in the
// admin's chat (a test) is sent there.
func (svc *Service) Press(ctx context.Context, tx bot.Tx, who bot.ChatID, id, verb, arg string) error {
	t, err := svc.officeTurn(ctx, tx, who, people.NewToken())
	if err != nil {
		return err
	}
	if !slices.Contains(pageVerbs, verb) {
		return dialog.Refusal(dialog.TextOldButton)
	}
	t.Update.Action = "tb:" + verb + ":" + id + ":" + arg
	if verb == "send" { // in a chat the new draft is shown
		if a, found, err := load(ctx, tx, id); err != nil {
			return err
		} else if found && a.State == Draft && fmt.Sprint(a.Rev) != arg {
			return dialog.Refusal(textAnnounceChanged)
		}
	}
	if verb == "test" && who == people.ServerOwner {
		return dialog.Refusal(textAnnounceNoChat)
	}
	messages, err := svc.pressedAnnounce(ctx, t)
	if err != nil || verb != "test" {
		return err
	}
	for i, m := range messages {
		tx.Send(bot.Outgoing{Key: fmt.Sprintf("tb:test:%s:%s:%d", id, t.Update.ID, i), To: who, Message: m})
	}
	return nil
}

// Schedule sets when a draft, or what was scheduled before, goes out. urgent says also in the quiet hours.
func (svc *Service) Schedule(ctx context.Context, tx bot.Tx, who bot.ChatID, id string, rev int, at, expires time.Time, urgent bool) error {
	t, err := svc.officeTurn(ctx, tx, who, id)
	if err != nil {
		return err
	}
	a, err := svc.officeAnnouncement(ctx, t, id, "time", at.Format(time.RFC3339))
	if err != nil {
		return err
	}
	if a.Rev != rev {
		return dialog.Refusal(textAnnounceChanged)
	}
	a.Expires, a.Urgent = expires, urgent
	_, err = svc.setTime(ctx, t, a, at)
	return err
}

// Retry makes a draft for those whom an announcement failed to reach.
func (svc *Service) Retry(ctx context.Context, tx bot.Tx, who bot.ChatID, id, seed string) (*Announcement, error) {
	return svc.anew(ctx, tx, who, id, seed, "retry", svc.retry)
}

// Correct makes a draft for exactly those who got an announcement: with edit it replaces their message where
// the channel can, else it follows it.
func (svc *Service) Correct(ctx context.Context, tx bot.Tx, who bot.ChatID, id, seed, text string, edit bool) (*Announcement, error) {
	verb := "fix"
	if edit {
		verb = "edit"
	}
	return svc.anew(ctx, tx, who, id, seed, verb, func(ctx context.Context, t *dialog.Turn, a *Announcement) (*Announcement, error) {
		if err := svc.somebodyGot(ctx, a); err != nil {
			return nil, err
		}
		return svc.correct(ctx, t, a, verb, vi.NFC(text))
	})
}

// anew makes a draft out of an announcement, once for a seed.
func (svc *Service) anew(ctx context.Context, tx bot.Tx, who bot.ChatID, id, seed, verb string, do func(context.Context, *dialog.Turn, *Announcement) (*Announcement, error)) (*Announcement, error) {
	t, err := svc.officeTurn(ctx, tx, who, verb+":"+id+":"+seed)
	if err != nil {
		return nil, err
	}
	if a, found, err := load(ctx, tx, announceID(againSeed(t))); err != nil || found {
		return a, err
	}
	a, err := svc.officeAnnouncement(ctx, t, id, verb, "")
	if err != nil {
		return nil, err
	}
	return do(ctx, t, a)
}
