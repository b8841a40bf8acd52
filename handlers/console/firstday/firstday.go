// Package firstday leads an office through its first day: what the office is, its people, its channels, its calendar,
// quiet hours, a test announcement and the sheet for the wall, each done on a page of the console. Nothing of it is
// asked twice: a step is done when the state says so, or when somebody says so who saw it.
package firstday

import (
	"context"
	"embed"
	"io/fs"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/people"
)

// Config is what the first day needs to know about the program; its functions may be nil.
type Config struct {
	PublicURL string                                // where citizens find the web page; may be empty
	Check     func(ctx context.Context) []Finding   // tries every channel that is set up, live
	Backup    func(ctx context.Context) (made bool) // whether a backup was ever made
	Secrets   []Secret                              // what stays outside the console, and whether it is set
}

// Finding is what a live test of one channel found. Err is empty when all is well.
type Finding struct{ What, Err, Hint string }

// Secret is a setting that is never shown.
type Secret struct {
	Name, Means string
	Set         bool
}

// The pages.
const (
	stepsPath  = "/admin/bat-dau"
	officePath = "/admin/co-quan"
)

//go:embed *.html
var pages embed.FS

// Room returns the pages for the console.
func Room(c Config) console.Room {
	d := &desk{c}
	return console.Room{
		Routes: []console.Route{
			{Method: "GET", Path: stepsPath, Roles: console.Admins, Do: d.steps},
			{Method: "POST", Path: stepsPath, Roles: console.Admins, Do: d.tick},
			{Method: "POST", Path: stepsPath + "/kenh", Roles: console.Admins, Do: d.check},
			{Method: "POST", Path: stepsPath + "/yen-tinh", Roles: console.Admins, Do: d.quiet},
			{Method: "GET", Path: stepsPath + "/to-ma-qr", Roles: console.Admins, Do: d.sheet},
			{Method: "GET", Path: officePath, Roles: console.Admins, Do: d.office},
			{Method: "POST", Path: officePath, Roles: console.Admins, Do: d.saveOffice},
		},
		Pages: fs.FS(pages),
		Menu: []console.MenuItem{
			{Path: officePath, Label: "Cơ quan", Roles: console.Admins, After: "/admin/can-bo"},
		},
		Errands: d.errands,
	}
}

// desk serves the pages.
type desk struct{ Config }

// ticked are the steps that somebody said are done, by the step's key.
type ticked struct {
	Done   map[string]bool `json:"done"`
	Hidden bool            `json:"hidden"` // the office wants to see the list no more
}

var tickedKey = bot.Key{Kind: "setting", ID: "first-day"}

// step is one line of the list.
type step struct {
	Key, Title, More string
	Path, Go         string // the page on which it is done, and the words of the link
	Done             bool
	Tick             bool // somebody says that it is done; the state cannot tell
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
	out = []step{
		{Key: "co-quan", Title: "Cơ quan: địa chỉ, điện thoại, giờ làm việc", Path: officePath,
			Go:   "Điền thông tin cơ quan",
			More: "Người dân hỏi “ở đâu”, “mấy giờ mở cửa” thì bot trả lời theo đây.", Done: known},
		{Key: "can-bo", Title: "Cán bộ và đơn vị", Path: "/admin/can-bo", Go: "Mời cán bộ", Done: heads > 0,
			More: "Ít nhất một người nhận câu hỏi người dân chuyển, và trưởng từng đơn vị."},
		{Key: "kenh", Title: "Kênh: trang web, Telegram, Zalo", Path: "#kenh", Go: "Thử các kênh",
			More: "Thử kết nối thật với từng kênh đã cấu hình.", Done: t.Done["kenh"]},
		{Key: "ke-hoach", Title: "Lịch báo cáo và việc theo kế hoạch", Path: "/admin/cong-viec/ke-hoach",
			Go:   "Xem lịch",
			More: "Chọn dùng hay không dùng lịch mẫu để bot tự nhắc việc.", Done: plan},
		{Key: "yen-tinh", Title: "Giờ yên tĩnh", Path: "#yen-tinh", Go: "Chọn giờ", Done: t.Done["yen-tinh"],
			More: "Trong giờ này bot không bắt đầu gửi thông báo."},
		{Key: "thu", Title: "Gửi thử một thông báo cho chính mình", Path: "/admin/thong-bao/soan",
			Go:   "Soạn thông báo thử",
			More: "Soạn vài chữ, bấm “Gửi thử cho tôi”; chưa ai khác nhận được.", Done: t.Done["thu"], Tick: true},
		{Key: "to-qr", Title: "Tờ mã QR dán tại quầy", Path: "#to-qr", Go: "In tờ mã QR", Done: t.Done["to-qr"],
			More: "Một trang A4 có tên cơ quan, người dân quét là hỏi được.", Tick: true},
	}
	if d.Backup != nil {
		out = append(out, step{Key: "sao-luu", Title: "Sao lưu", Done: d.Backup(ctx),
			More: "Trên máy chủ, chạy: motcua backup THƯ-MỤC/ và đặt lịch hằng ngày (xem docs/van-hanh.md)."})
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

// errands puts what is left of the first day on the overview.
func (d *desk) errands(ctx context.Context, c *console.Console) ([]console.Errand, error) {
	list, t, err := d.list(ctx, c)
	left := 0
	for _, s := range list {
		if !s.Done {
			left++
		}
	}
	if err != nil || left == 0 || t.Hidden {
		return nil, err
	}
	return []console.Errand{{Urgency: console.UrgentSoon, Text: leftText(left), More: textFirstDay, Path: stepsPath,
		Roles: console.Admins}}, nil
}
