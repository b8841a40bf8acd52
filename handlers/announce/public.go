package announce

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// An announcement may be made public: it then stands on the office's page and in its feed until a day, for those who
// did not subscribe. A correction of it stands with it by itself.

// publicSet holds the public announcements, by the end of the day until which they are, in ms.
const publicSet = "announcements:public"

// correctionsSet holds the corrections and edits of an announcement, by the time they were made.
func correctionsSet(id string) string { return "announcements:of:" + id }

// How long an announcement may be public; its document is kept no longer than that. See ttl.
const (
	PublicDays     = 30 // where nothing else is said
	MostPublicDays = 90
)

// Those that went out, or are on their way, can be made public: what is no more than a draft cannot.
var sentStates = []State{Running, Paused, Finished}

// Publish makes an announcement public until the end of a day, or sets another day.
func (d *Desk) Publish(ctx context.Context, id string, until content.Day) error {
	a, err := d.take(ctx, id, press{people.VerbAnnouncePublish, sentStates, nil}, until.String())
	if err != nil {
		return err
	}
	today := content.DayOf(d.now)
	switch {
	case a.From != nil:
		return dialog.Refuse(textPublicOriginal)
	case until.Before(today) || until.Sub(content.DayOf(a.Created.In(content.Zone))) > MostPublicDays:
		return dialog.Refuse(textPublicUntil)
	}
	a.PublicUntil = until.At(23, 59)
	if a.PublicFrom.IsZero() {
		a.PublicFrom = d.now
	}
	put(d.tx, a)
	d.tx.Add(publicSet, a.ID, a.PublicUntil.UnixMilli())
	return d.forgetPast(ctx)
}

// Unpublish takes an announcement off the page at once. Who got it as a message keeps it.
func (d *Desk) Unpublish(ctx context.Context, id string) error {
	a, err := d.take(ctx, id, press{people.VerbAnnounceUnpublish, []State{Running, Paused, Finished, Cancelled}, nil},
		"")
	if err != nil {
		return err
	}
	a.PublicUntil, a.PublicFrom = time.Time{}, time.Time{}
	put(d.tx, a)
	d.tx.Remove(publicSet, a.ID)
	return nil
}

// forgetPast takes those out of the set whose day is over.
func (d *Desk) forgetPast(ctx context.Context) error {
	past, err := d.tx.List(ctx, publicSet, bot.Range{Max: d.now.UnixMilli(), Limit: 100})
	for _, e := range past {
		d.tx.Remove(publicSet, e.Member)
	}
	return err
}

// Public reports whether an announcement is public at a moment.
func (a *Announcement) Public(now time.Time) bool { return now.Before(a.PublicUntil) }

// MayBePublic reports whether it can be made public: it went out, or is on its way, and corrects nothing.
func (a *Announcement) MayBePublic() bool {
	return a.From == nil && slices.Contains(sentStates, a.State)
}

// Notice is a public announcement as everybody may read it.
type Notice struct {
	ID          string
	Office      string // the slug of the office, of several, whose it is; empty: of all
	Text        string // in our markup; of an edit the present words
	At          time.Time
	Until       time.Time
	Updated     time.Time // of its newest correction, else At
	File        string    // the name of what was attached; empty: nothing
	FileKB      int       // its size in KB; 0: a platform keeps it, and no page can show it
	Edited      bool      // Text is not what was first sent
	Corrections []Correction
}

// Correction is a message that followed an announcement to all who got it.
type Correction struct {
	Text string
	At   time.Time
}

// MostNotices is the most that a page shows.
const MostNotices = 50

// mostPublic bounds how many of all offices are looked through for those of one.
const mostPublic = 2000

// Notices lists the public announcements of a moment, the newest first, each with its corrections: all of them, or with
// the slug of one of several offices its own and those of all.
func Notices(ctx context.Context, r bot.Reader, now time.Time, office string) (out []Notice, err error) {
	most := MostNotices
	if office != "" { // among those of others
		most = mostPublic
	}
	list, err := r.List(ctx, publicSet, bot.Range{Min: now.UnixMilli(), Max: dialog.MaxScore, Limit: most})
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		a, found, err := load(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if !found || !a.Public(now) || office != "" && a.Office != "" && a.Office != office {
			continue
		}
		n := Notice{ID: a.ID, Office: a.Office, Text: a.Text, At: a.Started.In(content.Zone),
			Until: a.PublicUntil.In(content.Zone),
			File:  a.FileName}
		if a.FileRef == "" && a.FileName != "" {
			n.FileKB = (a.FileSize + 1023) / 1024
		}
		if n.At.IsZero() {
			n.At = a.PublicFrom.In(content.Zone)
		}
		n.Updated = n.At
		if err := n.correct(ctx, r, a.ID, mostCorrections); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	slices.SortStableFunc(out, func(a, b Notice) int { return b.At.Compare(a.At) })
	return out[:min(len(out), MostNotices)], nil
}

// NoticeFile is what is attached to a public announcement of a moment; found is false when there is none that a page
// can show.
func NoticeFile(ctx context.Context, r bot.Reader, id string, now time.Time) (f *bot.File, found bool, err error) {
	a, found, err := load(ctx, r, id)
	if err != nil || !found || !a.Public(now) || a.FileRef != "" || a.FileName == "" {
		return nil, false, err
	}
	f, err = a.file(ctx, r)
	if errors.Is(err, errFrozen) { // its bytes went before its day did
		return nil, false, nil
	}
	return f, err == nil, err
}

// mostCorrections bounds the walk: a correction may be corrected in turn.
const mostCorrections = 20

// correct adds what followed an announcement, in the order in which it was made.
func (n *Notice) correct(ctx context.Context, r bot.Reader, id string, left int) error {
	list, err := r.List(ctx, correctionsSet(id), bot.Range{Max: dialog.MaxScore, Limit: left})
	if err != nil {
		return err
	}
	for _, e := range list {
		c, found, err := load(ctx, r, e.Member)
		if err != nil {
			return err
		}
		if left--; !found || left < 0 || !slices.Contains(sentStates, c.State) {
			continue // a draft is nobody's word yet
		}
		at := c.Started.In(content.Zone)
		if c.From != nil && c.From.Edit {
			n.Text, n.Edited = c.Text, true
		} else {
			n.Corrections = append(n.Corrections, Correction{c.Text, at})
		}
		if at.After(n.Updated) {
			n.Updated = at
		}
		if err := n.correct(ctx, r, c.ID, left); err != nil {
			return err
		}
	}
	return nil
}

// newsWords are folded words that stand around a request for news: "xã mình có thông báo gì mới không ạ".
var newsWords = vi.WordSet("moi nhat co gi khong cua gan dai day nao xa phuong uy ban ubnd co quan vua ra cac nhung " +
	"xem tin " +
	"thong bao tuc dao minh ta toi em cho biet hoi a nhe voi hom nai nay dang la va may bua")

// AsksForNews reports whether folded words ask for the public announcements, and for nothing else.
func AsksForNews(folded string) bool {
	words := strings.Fields(folded)
	about := strings.Contains(folded, "thong bao") || strings.Contains(folded, "tin tuc") ||
		slices.Contains(words, "tin") && slices.Contains(words, "moi")
	return about && len(words) > 1 && folded != "thong bao" &&
		!slices.ContainsFunc(words, func(w string) bool { return !newsWords[w] })
}

// newsShown is how many announcements an answer in a chat tells in full.
const newsShown = 3

// news answers "thông báo mới nhất của xã".
func (svc *Service) news(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	all, err := Notices(ctx, t.Tx, t.Now, t.Office)
	if err != nil {
		return nil, err
	}
	var rows [][]bot.Button
	if svc.Subscribers.Reaches(t.Update.Chat) {
		rows = append(rows, []bot.Button{dialog.ActionSubscribe.Button(textNewsSubscribe, struct{}{})})
	}
	if len(all) == 0 {
		text := textNoNews
		if len(rows) > 0 {
			text += " " + textNewsWillCome
		}
		return dialog.Say(text, rows...), nil
	}
	text := textNews
	for _, n := range all[:min(newsShown, len(all))] {
		text += "\n\n*" + n.At.Format("02/01/2006") + "*\n" + n.Text
		for _, c := range n.Corrections {
			text += "\n*" + textNewsCorrected + " " + c.At.Format("02/01/2006") + "*: " + c.Text
		}
	}
	if url := svc.newsPage(t.Office); url != "" && len(all) > newsShown {
		rows = append([][]bot.Button{{{Label: textNewsAll, URL: url}}}, rows...)
	}
	return dialog.Say(text, rows...), nil
}

// newsPage is the address of the page, of one of several offices its own; empty while nobody said where we are reached.
func (svc *Service) newsPage(office string) string {
	switch {
	case svc.PublicURL == "":
		return ""
	case office != "":
		return svc.PublicURL + "/o/" + office + "/thong-bao"
	}
	return svc.PublicURL + "/thong-bao"
}
