package firstday

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/poster"
)

type stepsData struct {
	Steps     []step
	Left, All int
	Found     []Finding
	Checked   bool
	From, To  string           // the quiet hours
	Sheet     bool             // there is an address for a sheet
	Offices   []offices.Office // several that are served, each with a sheet of its own
	Secrets   []Secret
	Public    string
	Widget    string
	NoSheet   string
	Hidden    bool
	Mute      bool // no messenger is set up
}

// steps shows the list.
func (d *desk) steps(c *console.Console, v *console.Visit) error { return d.show(c, v, nil, false) }

func (d *desk) show(c *console.Console, v *console.Visit, found []Finding, checked bool) error {
	list, t, err := d.list(v.Context(), c)
	if err != nil {
		return err
	}
	data := stepsData{Steps: list, All: len(list), Found: found, Checked: checked, Sheet: d.address(c) != "",
		Secrets: d.Secrets, Public: d.PublicURL, NoSheet: textNoAddress, Hidden: t.Hidden, Mute: console.Mute(c)}
	data.Offices = c.Bot.Offices.Served(c.Bot.Knowledge())
	for _, s := range list {
		if !s.Done {
			data.Left++
		}
	}
	q := c.Bot.Announce.QuietHours()
	data.From, data.To = clock(q.From), clock(q.To)
	if d.PublicURL != "" {
		data.Widget = `<script src="` + strings.TrimSuffix(d.PublicURL, "/") + `/widget.js" async></script>`
	}
	return c.Show(v, "steps", "Bắt đầu", data)
}

func clock(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}

// tick takes somebody's word that a step is done, or that the list is to be shown no more.
func (d *desk) tick(c *console.Console, v *console.Visit) error {
	if err := d.done(c, v, v.Form("buoc"), v.Form("xong") != "khong"); err != nil {
		return err
	}
	return v.Back(stepsPath, "luu")
}

// done notes a step; the key "an" hides the list.
func (d *desk) done(c *console.Console, v *console.Visit, key string, is bool) error {
	return c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		var t ticked
		if _, err := tx.Get(v.Context(), tickedKey, &t); err != nil {
			return err
		}
		switch key {
		case "an":
			t.Hidden = is
		case "kenh", "yen-tinh", "thu", "to-qr":
			if t.Done == nil {
				t.Done = map[string]bool{}
			}
			t.Done[key] = is
		default:
			return console.Refuse(http.StatusBadRequest, "Không có bước này.")
		}
		tx.Put(tickedKey, t, 0)
		return by.Audit(v.Context(), tx, people.VerbSettingStep, key, "")
	})
}

// check tries every channel and shows what it found.
func (d *desk) check(c *console.Console, v *console.Visit) error {
	var found []Finding
	if d.Check != nil {
		found = d.Check(v.Context())
	}
	good, on := true, false // a channel that is switched off is no fault, and none that works is no channel
	for _, f := range found {
		good, on = good && f.Err == "", on || f.Err == "" && f.Hint == ""
	}
	if err := d.done(c, v, "kenh", good && on); err != nil {
		return err
	}
	return d.show(c, v, found, true)
}

// quiet sets the quiet hours.
func (d *desk) quiet(c *console.Console, v *console.Visit) error {
	var q announce.QuietHours
	for _, f := range []struct {
		name string
		to   *time.Duration
	}{{"tu", &q.From}, {"den", &q.To}} {
		at, err := time.Parse("15:04", v.Form(f.name))
		if err != nil {
			return console.Refuse(http.StatusUnprocessableEntity, textQuietForm)
		}
		*f.to = time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	}
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error { return announce.SetQuiet(v.Context(), tx, by, q) })
	if err == nil {
		err = c.Bot.Announce.LoadQuiet(v.Context(), c.State)
	}
	if err == nil {
		err = d.done(c, v, "yen-tinh", true)
	}
	if err != nil {
		return err
	}
	return v.Back(stepsPath, "luu")
}

// address is what citizens open: the web page where it is public, else the chat on Telegram.
func (d *desk) address(c *console.Console) string {
	if d.PublicURL != "" {
		return strings.TrimSuffix(d.PublicURL, "/") + "/"
	}
	if c.Bot.Config.StartLink != nil {
		return c.Bot.Config.StartLink("")
	}
	return ""
}

// addressOf is what the citizens of one of several offices open.
func (d *desk) addressOf(c *console.Console, slug string) string {
	if d.PublicURL != "" {
		return strings.TrimSuffix(d.PublicURL, "/") + "/o/" + slug
	}
	return c.Bot.Config.StartLink("o_" + slug)
}

// sheet draws the sheet for the wall.
func (d *desk) sheet(c *console.Console, v *console.Visit) error {
	address := d.address(c)
	if address == "" {
		return console.Refuse(http.StatusConflict, textNoAddress)
	}
	s := poster.Sheet{Office: c.Bot.Config.Office, Address: address, Lines: sheetLines, Made: c.Now()}
	slug := v.Query("noi")
	if !v.Office().All() {
		slug = v.Office().Slug
	}
	if slug != "" { // of several offices, the sheet of one
		o, ok := c.Bot.Offices.BySlug(c.Bot.Knowledge(), slug)
		if !ok {
			return console.Refuse(http.StatusNotFound, textNoSuchPlace)
		}
		s.Office, s.Address = o.Name, d.addressOf(c, o.Slug)
		address = s.Address
	}
	if u, err := url.Parse(address); err == nil {
		s.Shown = strings.TrimSuffix(u.Host+u.Path, "/")
	}
	if o, ok := onSheet(c.Bot.Knowledge().Library.Offices, s.Office); ok {
		s.Office, s.Foot = o.Name, strings.Join(nonEmpty(o.Address, o.Phone, o.Hours), " · ")
	}
	body, err := s.PDF()
	if err != nil {
		return err
	}
	return v.Download("to-ma-qr.pdf", "application/pdf", body)
}

// onSheet is the verified office of a name; where none is called so, the only one that anybody verified.
func onSheet(all []content.Office, name string) (found content.Office, ok bool) {
	known := slices.DeleteFunc(slices.Clone(all), func(o content.Office) bool { return o.Status != content.Verified })
	i := slices.IndexFunc(known, func(o content.Office) bool { return o.Name == name })
	switch {
	case i >= 0:
		return known[i], true
	case len(known) == 1 && !slices.ContainsFunc(all, func(o content.Office) bool { return o.Name == name }):
		return known[0], true
	}
	return content.Office{}, false
}

func nonEmpty(list ...string) (out []string) {
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// list is the steps as they stand.
func (d *desk) list(ctx context.Context, c *console.Console) (out []step, t ticked, err error) {
	if _, err = c.State.Get(ctx, tickedKey, &t); err != nil {
		return nil, t, err
	}
	known := false
	for _, o := range c.Bot.Knowledge().Library.Offices {
		known = known || o.Status == content.Verified && o.Address != "" && o.Week.Known()
	}
	members, err := people.Members(ctx, c.State)
	if err != nil {
		return nil, t, err
	}
	heads := 0
	for _, m := range members {
		for _, id := range m.Identities {
			if id.Role == people.RoleHead || id.Role == people.RoleAdmin {
				heads++
			}
		}
	}
	plan, err := d.planSettled(ctx, c)
	if err != nil {
		return nil, t, err
	}
	owners, err := c.Bot.People.Owners(ctx, c.State)
	if err != nil {
		return nil, t, err
	}
	out = []step{
		{Key: "co-quan", Title: "Cơ quan: địa chỉ, điện thoại, giờ làm việc", Path: officePath,
			Go:   "Điền thông tin cơ quan",
			More: textOfficeStep, Done: known},
		{Key: "kenh", Title: "Kênh: trang web, Telegram, Zalo", Path: "#kenh", Go: "Bật và thử các kênh",
			More: textChannelsStep,
			Done: t.Done["kenh"]},
		{Key: "chu-bot", Title: "Chủ bot trong trò chuyện", Path: ownersPath, Go: "Nhận làm chủ bot",
			More: textOwnerStep, Done: len(owners) > 0},
		{Key: "can-bo", Title: "Cán bộ và đơn vị", Path: "/admin/can-bo", Go: "Mời cán bộ", Done: heads > 0,
			More: textPeopleStep},
		{Key: "ke-hoach", Title: "Lịch báo cáo và việc theo kế hoạch", Path: plansPath,
			Go:   "Xem lịch",
			More: textPlanStep, Done: plan},
		{Key: "yen-tinh", Title: "Giờ yên tĩnh", Path: "#yen-tinh", Go: "Chọn giờ", Done: t.Done["yen-tinh"],
			More: textQuietStep},
		{Key: "thu", Title: "Gửi thử một thông báo cho chính mình", Path: "/admin/thong-bao/soan",
			Go:   "Soạn thông báo thử",
			More: textTrialStep, Done: t.Done["thu"], Tick: true},
		{Key: "to-qr", Title: "Tờ mã QR dán tại quầy", Path: "#to-qr", Go: "In tờ mã QR", Done: t.Done["to-qr"],
			More: textPosterStep, Tick: true},
	}
	if d.Backup != nil {
		out = append(out, step{Key: "sao-luu", Title: "Sao lưu", Done: d.Backup(ctx),
			More: textBackupStep})
	}
	return out, t, nil
}

// planSettled reports whether every plan's template was taken or refused.
func (d *desk) planSettled(ctx context.Context, c *console.Console) (bool, error) {
	plans, err := c.Bot.Tasks.Plans(ctx, c.State, content.DayOf(c.Now().In(content.Zone)))
	for _, p := range plans {
		if p.Template && !p.Used && !p.Refused {
			return false, err
		}
	}
	return true, err
}
