package console

import (
	"errors"
	"net/http"
	"strings"

	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"

	"github.com/motcua/motcua/bot"
)

type composeData struct {
	ID, Nonce, Text, Expires string
	Rev                      int
	Everybody                bool
	Picked, On               map[string]bool // groups as "kind:id", channels by name
	Kinds                    []announce.AudienceKind
	Channels                 [][2]string
	Office                   string // within which the audience lies, of several
	To                       string // whom it goes to, when that is given: a correction or another try
	FileName                 string // what is attached
	Problem                  string
	FileLost                 bool // a file was chosen, and must be chosen again
	Most                     int
	Engine                   bool
	Mute                     bool // no channel is set up on which announcements go out
}

// composeAnnouncement is the form of a new announcement, or of a draft.
func composeAnnouncement(c *Console, v *Visit) error {
	d := composeData{Nonce: people.NewToken(), Everybody: true, Picked: map[string]bool{}, On: map[string]bool{}}
	for _, ch := range c.Bot.Announce.ChannelChoices() {
		d.On[ch[0]] = true
	}
	if id := v.r.URL.Query().Get("ma"); id != "" {
		a, found, err := announce.LoadFor(v.ctx, c.State, v.office, id)
		if err != nil || !found {
			return OrNotFound(err)
		}
		d.from(a)
	}
	return composePage(c, v, http.StatusOK, d)
}

// from fills the form with a draft.
func (d *composeData) from(a *announce.Announcement) {
	d.ID, d.Rev, d.Text, d.FileName, d.Expires = a.ID, a.Rev, a.Text, a.FileName, formTime(a.Expires)
	d.Everybody = false
	for _, g := range a.Audience {
		if g.Kind == subscribers.GroupAll {
			d.Everybody = true
		} else {
			d.Picked[g.Kind+":"+g.ID] = true
		}
	}
	if len(a.Channels) > 0 {
		clear(d.On)
		for _, name := range a.Channels {
			d.On[name] = true
		}
	}
}

func composePage(c *Console, v *Visit, status int, d composeData) (err error) {
	in := v.office
	d.Most, d.Engine, d.Channels = maxUpload, c.Bot.Announce.Engine != nil, c.Bot.Announce.ChannelChoices()
	d.Mute = len(d.Channels) == 0
	title := "Soạn thông báo"
	if d.ID != "" {
		a, found, err := announce.LoadFor(v.ctx, c.State, v.office, d.ID)
		if err != nil || !found {
			return OrNotFound(err)
		}
		title, d.FileName, in = "Sửa bản nháp", a.FileName, c.Bot.People.OfficeBySlug(a.Office)
		if a.From != nil {
			view, err := c.Bot.Announce.View(v.ctx, c.State, a)
			if err != nil {
				return err
			}
			d.To = view.To
		}
	}
	d.Office = in.Name
	if d.Kinds, err = c.Bot.Announce.AudienceKinds(v.ctx, c.State, in); err == nil {
		c.write(v, status, "announcecompose", title, d)
	}
	return err
}

// typed is the form as it was sent.
func (v *Visit) typed() composeData {
	d := composeData{ID: v.Form("ma"), Nonce: v.Form("lan"), Rev: int(atoi(v.Form("ban"))),
		Text:      unix(v.r.PostFormValue("noi-dung")),
		Everybody: v.Form("ai") == "tat-ca", Expires: v.Form("han"), FileLost: v.file != nil, Picked: map[string]bool{},
		On: map[string]bool{}}
	for _, g := range v.r.PostForm["nhom"] {
		d.Picked[g] = true
	}
	for _, name := range v.r.PostForm["kenh"] {
		d.On[name] = true
	}
	return d
}

// announceForm is what is to be done with it.
func (v *Visit) announceForm() (f announce.Form, err error) {
	f = announce.Form{Text: unix(v.r.PostFormValue("noi-dung")), Everybody: v.Form("ai") == "tat-ca",
		Channels: v.r.PostForm["kenh"], DropFile: v.Form("bo-tep") == "1"}
	for _, s := range v.r.PostForm["nhom"] {
		kind, id, _ := strings.Cut(s, ":")
		f.Groups = append(f.Groups, subscribers.Group{Kind: kind, ID: id})
	}
	if f.Expires, err = readTime(v.Form("han")); err == nil && v.file != nil {
		f.File, err = v.file.file()
	}
	return f, err
}

// saveAnnouncement makes or changes a draft and shows it: the preview, and how many get it. Nothing is sent.
func saveAnnouncement(c *Console, v *Visit) error {
	f, err := v.announceForm()
	id, saved := v.Form("ma"), ""
	if err == nil {
		err = atAnnouncements(c, v, v.Form("lan"), func(desk *announce.Desk) (err error) {
			var a *announce.Announcement
			if id == "" {
				a, err = desk.Compose(v.ctx, f)
			} else {
				a, err = desk.Change(v.ctx, id, int(atoi(v.Form("ban"))), f)
			}
			if err == nil {
				saved = a.ID
			}
			return err
		})
	}
	var no dialog.Refusal
	var bad refusal
	d := v.typed()
	switch {
	case errors.As(err, &no):
		d.Problem = no.Text
	case errors.As(err, &bad):
		d.Problem = bot.Escape(bad.text)
	case err != nil:
		return err
	default:
		return v.Back(announcementPath(saved), "tb-nhap")
	}
	return composePage(c, v, http.StatusUnprocessableEntity, d)
}
