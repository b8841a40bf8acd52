package console

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

type announcementRow struct {
	*announce.Announcement
	StateName, By string
	Progress      *announce.Progress
}

// announcementsPage is how many announcements a page of the list has.
const announcementsPage = 30

// announcements lists them, the newest first.
func announcements(c *Console, v *Visit) error {
	from := max(0, atoi(v.r.URL.Query().Get("tu")))
	list, err := c.State.List(v.ctx, announce.SetOf(v.office),
		bot.Range{Max: 1 << 52, Reverse: true, Offset: int(min(from, 1<<30)),
			Limit: announcementsPage + 1})
	if err != nil {
		return err
	}
	older := int64(0)
	if len(list) > announcementsPage {
		older, list = from+announcementsPage, list[:announcementsPage]
	}
	var rows []announcementRow
	for _, e := range list {
		a, found, err := announce.LoadFor(v.ctx, c.State, v.office, e.Member)
		if err != nil {
			return err
		}
		if !found { // its time is over
			continue
		}
		row := announcementRow{Announcement: a, StateName: announce.StateNames[a.State]}
		if row.By, err = whoIs(c, v, a.By); err != nil {
			return err
		}
		if row.Progress, err = c.Bot.Announce.ProgressOf(v.ctx, a); err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return c.Show(v, "announcements", "Thông báo", map[string]any{"Rows": rows, "Older": older,
		"Engine": c.Bot.Announce.Engine != nil})
}

type announcementData struct {
	announce.View
	StateName, By, Decided string
	Problem                string // why what was asked for was not done
	Own                    bool   // composed by the visitor
	QuietNow, HasPicture   bool
	At, ExpiresAt          string // for the form
	Public                 bool   // stands on the office's page now
	MayPublish             bool
	PublicUntil            string // for the form: a day
	Typed                  string // what was typed for a correction that was refused
	Nonce                  string
	now                    time.Time
	alone                  bool // nobody else could say yes to an urgent announcement
}

// Live reports whether the figures still move.
func (d announcementData) Live() bool {
	return d.Progress != nil && d.State != announce.Finished && d.State != announce.Cancelled
}

// press is one button of the page.
type press struct{ CSRF, ID, Verb, Arg, Label, Class string }

// Presses are the buttons that the state allows, the first of them the one that people look for.
func (d announcementData) Presses(csrf string) (out []press) {
	rev := fmt.Sprint(d.Rev)
	now, urgent, resume := "Gửi ngay", "", "Tiếp tục"
	if d.QuietNow {
		now, urgent, resume = "Gửi ngay (khẩn)", "u", "Gửi tiếp ngay (khẩn)"
	}
	mark := "Đặt là tin khẩn (bão, lũ)"
	if d.Urgent {
		mark = "Bỏ khẩn"
	}
	at := "0"
	if d.Urgent && d.State == announce.Draft && d.Announcement.At.After(d.now) {
		at = fmt.Sprint(d.Announcement.At.Unix())
	}
	all := []press{
		{Verb: "send", Arg: rev, Label: "Gửi", Class: "main"}, {Verb: "test", Label: "Thử cho tôi"},
		{Verb: "ok", Arg: rev, Label: "Duyệt", Class: "main"}, {Verb: "no", Arg: rev, Label: "Từ chối…"},
		{Verb: "now", Arg: urgent, Label: now, Class: "main"}, {Verb: "drop", Label: "Hủy…", Class: "danger"},
		{Verb: "alone", Arg: at, Label: "Gửi khẩn một mình…", Class: "danger"},
		{Verb: "urgent", Label: mark},
		{Verb: "pause", Label: "Tạm dừng"}, {Verb: "resume", Label: resume, Class: "main"},
		{Verb: "cancel", Label: "Hủy…", Class: "danger"},
	}
	for _, p := range all {
		if (p.Verb == "ok" || p.Verb == "no") && d.Own || d.Wish == "cancel" || d.Wish == p.Verb {
			continue
		}
		if p.Verb == "alone" && !(d.alone && (d.Urgent || d.QuietNow)) {
			continue
		}
		if d.May[p.Verb] {
			p.CSRF, p.ID = csrf, d.ID
			out = append(out, p)
		}
	}
	return out
}

// attached is what the page shows of a file.
type attached struct {
	ID, Name, Size string
	Rev            int
	Picture, Here  bool
}

// FileShown is the announcement's file as people on a channel get it, or not.
func (d announcementData) FileShown(here bool) attached {
	f := attached{ID: d.ID, Rev: d.Rev, Name: d.FileName, Picture: here && d.HasPicture, Here: here}
	switch {
	case d.FileSize >= 1<<20:
		f.Size = strings.Replace(fmt.Sprintf("%.1f MB", float64(d.FileSize)/(1<<20)), ".", ",", 1)
	case d.FileSize > 0:
		f.Size = fmt.Sprintf("%d KB", (d.FileSize+1023)>>10)
	}
	return f
}

// announcement is the page of one: what it says and to whom, how far it is, and what can be done with it.
func announcement(c *Console, v *Visit) error {
	return announcementPage(c, v, v.r.URL.Query().Get("ma"), http.StatusOK, "", "")
}

func announcementPage(c *Console, v *Visit, id string, status int, problem, typed string) error {
	d, err := loadAnnouncement(c, v, id)
	if err != nil {
		return err
	}
	d.Problem, d.Typed = problem, typed
	c.write(v, status, "announcement", "Thông báo: "+d.FirstLine(), d)
	return nil
}

func loadAnnouncement(c *Console, v *Visit, id string) (d announcementData, err error) {
	a, found, err := announce.LoadFor(v.ctx, c.State, v.office, id)
	if err != nil || !found {
		return d, OrNotFound(err)
	}
	if d.View, err = c.Bot.Announce.View(v.ctx, c.State, a); err != nil {
		return d, err
	}
	d.StateName, d.QuietNow, d.Own, d.Nonce = announce.StateNames[a.State], c.Bot.Announce.QuietNow(), a.By == v.s.Chat,
		people.NewToken()
	if d.now = c.Now(); a.Urgent || d.QuietNow && a.State == announce.Scheduled {
		if d.alone, err = c.Bot.Announce.Alone(v.ctx, c.State, v.s.Chat, a); err != nil {
			return d, err
		}
	}
	d.HasPicture = a.Picture() && a.FileRef == ""
	d.At, d.ExpiresAt = formTime(a.At), formTime(a.Expires)
	d.Public, d.MayPublish = a.Public(c.Now()), a.MayBePublic()
	until := c.Now().In(content.Zone).AddDate(0, 0, announce.PublicDays)
	if d.Public {
		until = a.PublicUntil.In(content.Zone)
	}
	d.PublicUntil = until.Format(time.DateOnly)
	if d.By, err = whoIs(c, v, a.By); err == nil && !a.Decided.IsZero() {
		d.Decided, err = whoIs(c, v, a.Decided)
	}
	return d, err
}

// whoIs names who composed or decided: owners have no name with us.
func whoIs(c *Console, v *Visit, chat bot.ChatID) (string, error) {
	role, name, _, err := c.whoHas(v.ctx, chat)
	return orElse(name, people.RoleNames[role]), err
}

// announceProgress is the part of the page that is fetched anew every few seconds.
func announceProgress(c *Console, v *Visit) error {
	d, err := loadAnnouncement(c, v, v.r.URL.Query().Get("ma"))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := c.pages["announcement"].ExecuteTemplate(&out, "progress", d); err != nil {
		return fmt.Errorf("progress: %w", err)
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = v.w.Write(out.Bytes())
	return nil
}

// announcementPicture shows what is attached; documents are only named.
func announcementPicture(c *Console, v *Visit) error {
	a, found, err := announce.LoadFor(v.ctx, c.State, v.office, v.r.URL.Query().Get("ma"))
	if err != nil || !found {
		return OrNotFound(err)
	}
	f, err := announce.LoadFile(v.ctx, c.State, a)
	if err != nil {
		return err
	}
	if f == nil || f.Type != "image/png" && f.Type != "image/jpeg" {
		return ErrNotFound
	}
	v.w.Header().Set("Content-Type", f.Type)
	_, _ = v.w.Write(f.Bytes)
	return nil
}

// announcePresses are what the page says after a button was pressed.
var announcePresses = map[string]string{
	"send": "tb-gui", "test": "tb-thu", "drop": "tb-bo", "now": "tb-gui", "ok": "tb-duyet", "no": "tb-tu-choi",
	"urgent": "tb-khan", "alone": "tb-gui", "pause": "tb-dung", "resume": "tb-tiep", "cancel": "tb-huy",
}

// atAnnouncements does something with announcements as the visitor, in one transaction; see people.Actor for seed.
func atAnnouncements(c *Console, v *Visit, seed string, do func(*announce.Desk) error) error {
	return announce.AtPage(v.ctx, c.State, func(tx bot.Tx) error {
		d, err := c.Bot.Announce.DeskOf(v.ctx, tx, v.s.Chat, seed)
		if err != nil {
			return err
		}
		return do(d)
	})
}

// sureOf are the questions before what cannot be taken back.
var sureOf = map[string]struct{ title, label, happens string }{
	"alone":  {textSureAlone, "Gửi khẩn một mình", textAloneHappens},
	"cancel": {textSureCancel, "Hủy hẳn", textCancelHappens},
	"drop":   {textSureDrop, "Hủy thông báo", textDropHappens},
	"no":     {textSureRefuse, "Từ chối", textRefuseHappens},
}

// pressAnnouncement does what the button of the same name does in a chat.
func pressAnnouncement(c *Console, v *Visit) error {
	id, verb := v.Form("ma"), v.Form("viec")
	if q, asks := sureOf[verb]; asks {
		if ok, err := Agreed(c, v, q.title, Sure{Back: announcementPath(id), Label: q.label,
			Happens: []string{q.happens}}); !ok {
			return err
		}
	}
	err := atAnnouncements(c, v, people.NewToken(), func(d *announce.Desk) error {
		err := d.Press(v.ctx, id, verb, v.Form("ban"))
		if why := v.Form("ly-do"); err == nil && verb == "no" && why != "" {
			err = d.SayWhy(v.ctx, id, why)
		}
		return err
	})
	return pressed(c, v, id, announcePresses[verb], "", err)
}

// pressed goes back to the announcement's page, or shows there why nothing was done.
func pressed(c *Console, v *Visit, id, notice, typed string, err error) error {
	var no dialog.Refusal
	if errors.As(err, &no) {
		return announcementPage(c, v, id, http.StatusConflict, no.Text, typed)
	}
	if err != nil {
		return err
	}
	return v.Back(announcementPath(id), notice)
}

// scheduleAnnouncement sets the hour.
func scheduleAnnouncement(c *Console, v *Visit) error {
	id := v.Form("ma")
	at, err := readTime(v.Form("luc"))
	if err == nil && at.IsZero() {
		err = dialog.Refuse(textNoSendTime)
	}
	var expires time.Time
	if err == nil {
		expires, err = readTime(v.Form("han"))
	}
	if err == nil {
		err = atAnnouncements(c, v, id, func(d *announce.Desk) error {
			return d.Schedule(v.ctx, id, int(atoi(v.Form("ban"))), at, expires, v.Form("khan") == "1")
		})
	}
	return pressed(c, v, id, "tb-hen", "", err)
}

// correctAnnouncement makes the draft of another try, an edit or a correction.
func correctAnnouncement(c *Console, v *Visit) error {
	id, kind, text := v.Form("ma"), v.Form("kieu"), unix(v.Form("noi-dung"))
	var draft *announce.Announcement
	err := atAnnouncements(c, v, kind+":"+id+":"+v.Form("lan"), func(d *announce.Desk) (err error) {
		if kind == "retry" {
			draft, err = d.Retry(v.ctx, id)
		} else {
			draft, err = d.Correct(v.ctx, id, text, kind == "edit")
		}
		return err
	})
	if err == nil {
		id = draft.ID
	}
	return pressed(c, v, id, "tb-nhap", text, err)
}

// publishAnnouncement puts an announcement on the office's page until a day, or takes it off.
func publishAnnouncement(c *Console, v *Visit) error {
	id, notice := v.Form("ma"), "tb-trang"
	if v.Form("viec") == "go" {
		if ok, err := Agreed(c, v, textSureUnpublish, Sure{Back: announcementPath(id), Label: textUnpublishLabel,
			Happens: []string{textUnpublishHappens, textUnpublishAgain}}); !ok {
			return err
		}
	}
	err := atAnnouncements(c, v, people.NewToken(), func(d *announce.Desk) error {
		if v.Form("viec") == "go" {
			notice = "tb-go"
			return d.Unpublish(v.ctx, id)
		}
		until, err := content.ParseDay(v.Form("den"))
		if err != nil {
			return dialog.Refuse(textNoPublicDay)
		}
		return d.Publish(v.ctx, id, until)
	})
	return pressed(c, v, id, notice, "", err)
}

// exportAnnouncement streams the report: what was sent to whom, however many they are. When it breaks off, so does the
// connection, so that no browser takes a part for the whole.
func exportAnnouncement(c *Console, v *Visit) error {
	id, format := v.Form("ma"), v.Form("dang")
	err := atAnnouncements(c, v, id, func(d *announce.Desk) error { return d.MayExport(v.ctx, id, format) })
	if err != nil {
		return pressed(c, v, id, "", "", err)
	}
	mediaType := announce.ReportTypes[format]
	v.w.Header().Set("Content-Type", mediaType)
	v.w.Header().Set("Content-Disposition", `attachment; filename="thong-bao-`+id+"."+format+`"`)
	if err := c.Bot.Announce.Export(v.ctx, id, format, v.w); err != nil {
		c.Log.LogAttrs(v.ctx, slog.LevelWarn, "report broke off", slog.String("announcement", id),
			slog.Any("error", err))
		panic(http.ErrAbortHandler)
	}
	return nil
}
