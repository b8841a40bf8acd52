// Package console is the web page on which an office runs the bot: figures, questions that nobody could answer, the
// content base, feedback, people, the audit log and settings. It owns no rule: what may be done, and what it means, stands
// in handlers; here are pages, forms and the guard before them.
//
// Every route says which roles may use it, and the guard asks the state for the visitor's role each time. Nothing is done
// on GET. It fails as the state fails: a page then says so with 503 and nothing was changed.
package console

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webguard"
	"github.com/motcua/motcua/handlers"
)

// Config is what a Console needs; Queues and Settings may be nil.
type Config struct {
	State          bot.State
	Bot            *handlers.Bot
	Desk           *handlers.Desk
	Queues         func(ctx context.Context) ([]Queue, error) // what waits to be sent, by channel
	Settings       [][2]string                                // name and value as they may be shown
	PublicURL      string
	TrustedProxies []netip.Prefix
	Now            func() time.Time
	Log            *slog.Logger
}

// Queue is how one channel is doing.
type Queue struct {
	Channel string
	Stats   bot.QueueStats
}

// Console is an http.Handler for everything below /admin.
type Console struct {
	Config
	mux      *http.ServeMux
	pages    map[string]*template.Template
	assets   map[string]asset
	guard    *webguard.Guard
	visitors *webguard.Rate // by address
	sessions *webguard.Rate // by session
	signIns  *webguard.Rate // by address
}

// Limits on what a visitor may send.
const (
	maxBody           = 512 << 10 // the largest file of the base, twice
	perVisitor        = 300       // requests a minute from one address
	perSession        = 180
	signInsPerVisitor = 10
)

//go:embed assets
var files embed.FS

// New makes a Console; an error is a fault of the program's own templates.
func New(cfg Config) (*Console, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	c := &Console{
		Config: cfg, mux: http.NewServeMux(),
		visitors: webguard.NewRate(perVisitor, cfg.Now), sessions: webguard.NewRate(perSession, cfg.Now), signIns: webguard.NewRate(signInsPerVisitor, cfg.Now),
	}
	var err error
	if c.guard, err = webguard.New(cfg.PublicURL, cfg.TrustedProxies); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	if err := c.load(); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	c.mux.HandleFunc("GET /admin/tep/{name}", c.serveAsset)
	c.mux.HandleFunc("GET /admin/vao", c.signInPage)
	c.mux.HandleFunc("POST /admin/vao", c.signIn)
	for _, r := range Routes() {
		c.mux.HandleFunc(r.Method+" "+r.Path, func(w http.ResponseWriter, q *http.Request) { c.guarded(r, w, q) })
	}
	return c, nil
}

// Route is one address of the console and who may use it; owners may use all.
type Route struct {
	Method, Path string
	Roles        []handlers.Role
	do           func(*Console, *visit) error
}

var (
	readers = []handlers.Role{handlers.RoleViewer, handlers.RoleHead, handlers.RoleEditor, handlers.RoleAdmin}
	editors = []handlers.Role{handlers.RoleEditor, handlers.RoleAdmin}
	answer  = []handlers.Role{handlers.RoleHead, handlers.RoleEditor, handlers.RoleAdmin}
	leaders = []handlers.Role{handlers.RoleHead, handlers.RoleAdmin}
	admins  = []handlers.Role{handlers.RoleAdmin}
	owners  = []handlers.Role{}
)

// Routes lists everything behind the sign-in.
func Routes() []Route {
	return []Route{
		{"GET", "/admin", readers, (*Console).overview},
		{"GET", "/admin/{$}", readers, (*Console).overview},
		{"POST", "/admin/ra", readers, (*Console).signOut},
		{"GET", "/admin/cau-hoi", readers, (*Console).questions},
		{"POST", "/admin/cau-hoi/noi", editors, (*Console).attach},
		{"POST", "/admin/cau-hoi/soan", editors, (*Console).draftQuestion},
		{"POST", "/admin/cau-hoi/bo", editors, (*Console).dropQuestions},
		{"GET", "/admin/y-kien", readers, (*Console).cases},
		{"POST", "/admin/y-kien/tra-loi", answer, (*Console).answerCase},
		{"POST", "/admin/y-kien/nhap", editors, (*Console).draftCase},
		{"GET", "/admin/y-kien/xuat", answer, (*Console).exportCases},
		{"GET", "/admin/y-kien/bao-cao", readers, (*Console).report},
		{"GET", "/admin/noi-dung", readers, (*Console).content},
		{"GET", "/admin/noi-dung/muc", readers, (*Console).entry},
		{"GET", "/admin/noi-dung/ban", readers, (*Console).version},
		{"GET", "/admin/noi-dung/sua", editors, (*Console).edit},
		{"POST", "/admin/noi-dung/kiem", editors, (*Console).check},
		{"POST", "/admin/noi-dung/dang", editors, (*Console).publish},
		{"POST", "/admin/noi-dung/rut", editors, (*Console).withdraw},
		{"POST", "/admin/noi-dung/bo-nhap", editors, (*Console).dropDraft},
		{"GET", "/admin/cong-viec", readers, (*Console).tasks},
		{"GET", "/admin/cong-viec/viec", readers, (*Console).task},
		{"POST", "/admin/cong-viec/doc", leaders, (*Console).readTask},
		{"POST", "/admin/cong-viec/giao", leaders, (*Console).putTask},
		{"POST", "/admin/cong-viec/dong", readers, (*Console).closeTask},
		{"POST", "/admin/cong-viec/xuat", leaders, (*Console).exportTasks},
		{"POST", "/admin/cong-viec/lich", readers, (*Console).feed},
		{"GET", "/admin/cong-viec/ke-hoach", admins, (*Console).plans},
		{"POST", "/admin/cong-viec/ke-hoach", admins, (*Console).decidePlan},
		{"GET", announcePath, admins, (*Console).announcements},
		{"GET", announcePath + "/tin", admins, (*Console).announcement},
		{"GET", announcePath + "/tien-do", admins, (*Console).progress},
		{"GET", announcePath + "/tep", admins, (*Console).announcementPicture},
		{"GET", composePath, admins, (*Console).compose},
		{"POST", composePath, admins, (*Console).saveAnnouncement},
		{"POST", announcePath + "/lam", admins, (*Console).pressAnnouncement},
		{"POST", announcePath + "/hen", admins, (*Console).scheduleAnnouncement},
		{"POST", announcePath + "/sua", admins, (*Console).correctAnnouncement},
		{"POST", announcePath + "/xuat", admins, (*Console).exportAnnouncement},
		{"GET", "/admin/nguoi-dang-ky", admins, (*Console).subscribers},
		{"GET", "/admin/can-bo", admins, (*Console).people},
		{"POST", "/admin/can-bo/quyen", owners, (*Console).setRole},
		{"GET", "/admin/nhat-ky", admins, (*Console).audit},
		{"GET", "/admin/nhat-ky/xuat", admins, (*Console).exportAudit},
		{"GET", "/admin/cai-dat", admins, (*Console).settings},
		{"GET", "/admin/cai-dat/ma-qr", admins, (*Console).counterCode},
		{"POST", "/admin/cai-dat/phu-trach", admins, (*Console).setRouting},
		{"POST", "/admin/cai-dat/don-vi", admins, (*Console).addUnit},
		{"POST", "/admin/cai-dat/lich", admins, (*Console).decideDay},
		{"POST", "/admin/cai-dat/phien", owners, (*Console).revoke},
	}
}

// ServeHTTP serves the console.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	webguard.SetHeaders(h, webguard.Policy("", "'none'"))
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cache-Control", "no-store")
	if c.guard.Encrypted(r) {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if wait := c.visitors.Wait(c.guard.Address(r)); wait > 0 {
		c.tooMany(w, wait)
		return
	}
	c.mux.ServeHTTP(w, r)
}

func (c *Console) tooMany(w http.ResponseWriter, wait time.Duration) {
	w.Header().Set("Retry-After", fmt.Sprint(int(wait.Seconds())+1))
	http.Error(w, "Quá nhiều yêu cầu. Vui lòng thử lại sau ít phút.", http.StatusTooManyRequests)
}

// visit is one request of somebody who is signed in and has the right.
type visit struct {
	w    http.ResponseWriter
	r    *http.Request
	ctx  context.Context
	s    Session
	role handlers.Role
	name string
	file *upload // of a page that takes one
}

func (v *visit) form(name string) string { return strings.TrimSpace(v.r.PostFormValue(name)) }

// may reports whether the visitor may use a route, for links that are not to be shown to others.
func (v *visit) may(roles []handlers.Role) bool { return allowed(v.role, roles) }

func allowed(role handlers.Role, roles []handlers.Role) bool {
	if role == handlers.RoleOwner {
		return true
	}
	for _, r := range roles {
		if r == role {
			return true
		}
	}
	return false
}

// refusal is an error that the visitor reads.
type refusal struct {
	status int
	text   string
}

func (r refusal) Error() string { return r.text }

var errNotFound = refusal{http.StatusNotFound, "Không có trang hoặc mục này."}

// guarded lets through who is signed in, has the role, and with a POST comes from a page of ours with its token.
func (c *Console) guarded(route Route, w http.ResponseWriter, r *http.Request) {
	s, found, err := c.session(r)
	if err != nil {
		c.fail(w, r, nil, err)
		return
	}
	if !found {
		c.askSignIn(w, r, http.StatusUnauthorized, "")
		return
	}
	v := &visit{w: w, r: r, ctx: r.Context(), s: s}
	if wait := c.sessions.Wait(s.ID); wait > 0 {
		c.tooMany(w, wait)
		return
	}
	if v.role, v.name, err = c.roleAndName(r.Context(), s); err != nil {
		c.fail(w, r, nil, err)
		return
	}
	if v.role == handlers.RoleNone || v.role == handlers.RoleMember {
		c.askSignIn(w, r, http.StatusUnauthorized, "")
		return
	}
	if !allowed(v.role, route.Roles) {
		c.fail(w, r, v, refusal{http.StatusForbidden, "Vai trò của ông/bà không có quyền làm việc này."})
		return
	}
	if r.Method == http.MethodPost {
		if err := c.readPost(v, route); err != nil {
			c.fail(w, r, v, err)
			return
		}
		if !sameToken(r.PostFormValue("csrf"), s.CSRF) {
			c.fail(w, r, v, refusal{http.StatusForbidden, "Trang đã cũ. Ông/bà tải lại trang rồi làm lại."})
			return
		}
	}
	if err := route.do(c, v); err != nil {
		c.fail(w, r, v, err)
	}
}

// readForm reads a POST of a form within the bounds; another site's is refused.
func (c *Console) readForm(w http.ResponseWriter, r *http.Request) error {
	if err := c.guard.CheckOrigin(r); err != nil {
		return refusal{http.StatusForbidden, "Yêu cầu không đến từ trang quản trị."}
	}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return refusal{http.StatusUnsupportedMediaType, "Dạng dữ liệu không được nhận."}
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return refusal{http.StatusRequestEntityTooLarge, "Nội dung gửi lên quá dài."}
		}
		return refusal{http.StatusBadRequest, "Không đọc được dữ liệu gửi lên."}
	}
	return nil
}

// fail answers with the page of an error.
func (c *Console) fail(w http.ResponseWriter, r *http.Request, v *visit, err error) {
	no := refusal{http.StatusInternalServerError, "Có lỗi trong chương trình. Việc vừa rồi chưa được làm."}
	var known refusal
	var task handlers.TaskRefusal
	switch {
	case errors.As(err, &known):
		no = known
	case errors.As(err, &task):
		no = refusal{taskStatus(task), string(task)}
	case errors.Is(err, bot.ErrUnavailable):
		no = refusal{http.StatusServiceUnavailable, "Nơi lưu dữ liệu tạm thời không trả lời. Việc vừa rồi chưa được làm; vui lòng thử lại."}
	case errors.Is(err, bot.ErrConflict):
		no = refusal{http.StatusConflict, "Có người vừa sửa cùng lúc. Ông/bà tải lại trang rồi làm lại."}
	}
	if no.status >= 500 {
		c.Log.LogAttrs(r.Context(), slog.LevelError, "console", slog.String("path", r.URL.Path), slog.Any("error", err))
	}
	if v == nil {
		v = &visit{w: w, r: r, ctx: r.Context()}
	}
	c.write(v, no.status, "error", "Không làm được", no.text)
}

// back sends the visitor to a page after a POST; notice is one of the words of notices.
func (v *visit) back(path, notice string) error {
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	http.Redirect(v.w, v.r, path+sep+"xong="+notice, http.StatusSeeOther)
	return nil
}

// notices are what a page says after something was done.
var notices = map[string]string{
	"dang": "Đã đăng. Bot trả lời theo bản mới trong vòng 5 giây.", "rut": "Đã rút. Bot ngừng trả lời theo mục này trong vòng 5 giây.",
	"noi": "Đã thêm cách hỏi vào mục và đăng.", "bo": "Đã bỏ khỏi danh sách.", "tra-loi": "Đã gửi câu trả lời.",
	"tb-nhap": "Đã lưu bản nháp. Chưa ai nhận được gì: ông/bà xem lại rồi bấm Gửi.", "tb-thu": "Đã gửi thử cho riêng ông/bà, trong trò chuyện với bot.",
	"tb-gui": "Đã nhận lệnh gửi.", "tb-hen": "Đã nhận giờ gửi.", "tb-bo": "Đã bỏ thông báo. Chưa ai nhận được gì.", "tb-duyet": "Đã duyệt.", "tb-tu-choi": "Đã từ chối; người soạn được báo.",
	"tb-dung": "Đã nhận lệnh tạm dừng.", "tb-tiep": "Đã nhận lệnh gửi tiếp.", "tb-huy": "Đã nhận lệnh huỷ.",
	"nhap": "Đã tạo bản nháp.", "quyen": "Đã đổi vai trò.", "luu": "Đã lưu.", "giao": "Đã ghi việc; người phải biết được báo trong giờ làm việc.", "phien": "Đã thu hồi phiên đăng nhập.",
}
