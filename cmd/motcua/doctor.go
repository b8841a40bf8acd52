package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/motcua/motcua/bot/platform"
	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/cmd/motcua/config"
	"github.com/motcua/motcua/cmd/motcua/control"
	"github.com/motcua/motcua/cmd/motcua/exit"
	"github.com/motcua/motcua/content"
)

// DoctorCmd looks at everything an installation needs and says what to mend.
type DoctorCmd struct {
	config.Settings
}

// Run prints one line a finding and fails when one of them is bad.
func (c *DoctorCmd) Run(ctx context.Context) error {
	settings, err := c.Settings.Parse(os.Environ())
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	bad := 0
	for _, check := range []func(context.Context, config.Config) finding{checkContent, checkState, checkDisk,
		checkClock, checkAddress, checkPublic, checkTelegram, checkZalo, checkZaloBot, checkAdmins} {
		f := check(ctx, settings)
		switch {
		case f.err != nil:
			bad++
			fmt.Printf("LỖI  %s: %v\n", f.what, f.err)
		case f.hint != "":
			fmt.Printf("ổn   %s. Lưu ý: %s\n", f.what, f.hint)
		default:
			fmt.Printf("ổn   %s\n", f.what)
		}
	}
	if bad > 0 {
		return exit.Errorf(1, "có %d chỗ phải sửa", bad)
	}
	return nil
}

// finding is one thing looked at.
type finding struct {
	what string
	err  error  // nil: good
	hint string // worth knowing although it is good
}

func checkContent(_ context.Context, c config.Config) finding {
	f := finding{what: "kho nội dung"}
	know, err := base.Open(c.Content)
	if err != nil {
		f.err = err
		return f
	}
	f.what = fmt.Sprintf("kho nội dung: %d thủ tục, %d hỏi đáp", len(know.Library.Procedures), len(know.Library.FAQs))
	if lost := know.Golden(); len(lost) > 0 {
		f.hint = fmt.Sprintf("%d câu hỏi mẫu chưa được trả lời như mong muốn (motcua content check --diff)", len(lost))
	}
	return f
}

// checkState opens the state unless a running bot holds it, which is as good.
func checkState(ctx context.Context, c config.Config) finding {
	f := finding{what: "nơi lưu dữ liệu (thư mục " + c.Data + ")"}
	if c.RedisURL != "" {
		f.what = "nơi lưu dữ liệu (Redis)"
	} else if control.Running(c.Data) {
		f.hint = "bot đang chạy"
		return f
	} else if _, err := os.Stat(c.Data); errors.Is(err, os.ErrNotExist) {
		f.hint = "thư mục chưa có, sẽ được tạo khi chạy"
		return f
	}
	s, err := stateFlags{Data: c.Data, RedisURL: c.RedisURL}.open(ctx)
	if err != nil {
		f.err = err
		return f
	}
	defer s.Close()
	f.err = s.Ready(ctx)
	return f
}

// checkDisk wants room for the state and its log.
func checkDisk(_ context.Context, c config.Config) finding {
	f := finding{what: "chỗ trống trên đĩa"}
	dir := c.Data
	if _, err := os.Stat(dir); err != nil {
		dir = filepath.Dir(filepath.Clean(dir))
	}
	free, err := freeMB(dir)
	if err != nil {
		f.hint = "không đo được: " + err.Error()
		return f
	}
	f.what = fmt.Sprintf("chỗ trống trên đĩa: %d MB", free)
	if free < 500 {
		f.err = errors.New("còn dưới 500 MB; hãy dọn đĩa, vì đĩa đầy thì bot ngừng nhận câu hỏi")
	}
	return f
}

// checkClock compares with the date that a platform's server tells: reminders come at the clock's hour.
func checkClock(ctx context.Context, c config.Config) finding {
	f := finding{what: "đồng hồ: " + time.Now().In(content.Zone).Format("15:04 02/01/2006 -07:00")}
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, c.Telegram.APIURL, nil)
	if err != nil {
		return f
	}
	client := platform.Client(1)
	client.Timeout = 10 * time.Second
	resp, err := client.Do(req)
	if err != nil {
		f.hint = "không so được với máy chủ bên ngoài"
		return f
	}
	resp.Body.Close()
	if told, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		if off := time.Since(told).Abs(); off > 30*time.Second {
			f.err = fmt.Errorf("lệch %s so với Internet; hãy bật đồng bộ giờ (NTP)", off.Round(time.Second))
		}
	}
	return f
}

func checkAddress(_ context.Context, c config.Config) finding {
	f := finding{what: "địa chỉ nghe " + c.Addr}
	l, err := net.Listen("tcp", c.Addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		f.hint = "đang có chương trình dùng (nếu là bot đang chạy thì đúng)"
		return f
	}
	if err != nil {
		f.err = fmt.Errorf("không nghe được (%w); hãy đổi MOTCUA_ADDR", err)
		return f
	}
	l.Close()
	return f
}

// checkPublic looks whether the public address leads to a Một Cửa that lives.
func checkPublic(ctx context.Context, c config.Config) finding {
	f := finding{what: "địa chỉ công khai"}
	if c.PublicURL == "" {
		f.hint = "chưa đặt MOTCUA_PUBLIC_URL; liên kết, mã QR và khung nhúng cần có"
		return f
	}
	u, err := url.JoinPath(c.PublicURL, "healthz")
	if err != nil {
		f.err = err
		return f
	}
	body, status, err := fetch(ctx, u)
	switch {
	case err != nil:
		f.err = fmt.Errorf("không mở được %s; hãy kiểm tra tên miền, chứng chỉ và máy chủ trung gian "+
			"(khi bot đang chạy)", u)
	case status != http.StatusOK || strings.TrimSpace(body) != "ok":
		f.err = fmt.Errorf("%s không dẫn tới bot (mã %d); hãy kiểm tra máy chủ trung gian", u, status)
	case inTheClear(c):
		f.err = errors.New(inTheClearText)
	case oneAddress(c):
		f.err = errors.New(oneAddressText)
	}
	return f
}

// inTheClear reports whether the public address speaks http and is not this machine's own: what people write can be
// read on the way, and the console opens to nobody from another machine.
func inTheClear(c config.Config) bool {
	u, err := url.Parse(c.PublicURL)
	if err != nil || u.Scheme != "http" {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() != "localhost" && (err != nil || !ip.IsLoopback())
}

const inTheClearText = "địa chỉ công khai dùng http nên lời người dân gửi đi không được mã hóa, và trang quản trị " +
	"không mở " +
	"được từ máy khác; hãy đặt MOTCUA_PUBLIC_URL là địa chỉ https"

// oneAddress reports whether all visitors of the web page look like one: we speak no https ourselves, so that a proxy
// does, and the settings do not name it.
func oneAddress(c config.Config) bool {
	return strings.HasPrefix(c.PublicURL, "https://") && len(c.TrustedProxies) == 0
}

const oneAddressText = "chưa đặt MOTCUA_TRUSTED_PROXIES nên mọi người trên trang web bị coi là một địa chỉ và dùng " +
	"chung một giới hạn; máy chủ trung gian (Caddy, nginx) chạy cùng máy thì đặt 127.0.0.1/32"

func checkTelegram(ctx context.Context, c config.Config) finding {
	f := finding{what: "Telegram"}
	if c.Telegram.Token == "" {
		f.hint = "chưa đặt TELEGRAM_TOKEN, kênh này tắt"
		return f
	}
	body, status, err := fetch(ctx, c.Telegram.APIURL+"/bot"+string(c.Telegram.Token)+"/getMe")
	var me struct {
		Result struct{ Username string }
	}
	switch {
	case err != nil:
		f.err = errors.New("không nối được máy chủ Telegram; kiểm tra mạng (ở Việt Nam Telegram có thể bị chặn)")
	case status == http.StatusUnauthorized || status == http.StatusNotFound:
		f.err = errors.New("mã bot không đúng; hãy chép lại mã mà @BotFather đã gửi")
	case status != http.StatusOK || json.Unmarshal([]byte(body), &me) != nil:
		f.err = fmt.Errorf("máy chủ Telegram trả lời lạ (mã %d); thử lại sau", status)
	default:
		f.what = "Telegram: @" + me.Result.Username
	}
	return f
}

func checkAdmins(_ context.Context, c config.Config) finding {
	f := finding{what: fmt.Sprintf("chủ bot theo cài đặt: %d", len(c.Admins))}
	if len(c.Admins) == 0 {
		f.hint = "chưa đặt MOTCUA_ADMINS; nếu cũng chưa ai nhận làm chủ bot bằng mã ở trang quản trị " +
			"(/admin/chu-bot) " +
			"thì câu hỏi chuyển tới cán bộ sẽ không có ai nhận"
	}
	return f
}

// fetch gets a small page. Its error never names the address, which may hold a token.
func fetch(ctx context.Context, address string) (body string, status int, err error) {
	return request(ctx, http.MethodGet, address)
}

func request(ctx context.Context, method, address string) (body string, status int, err error) {
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return "", 0, errors.New("bad address")
	}
	if method == http.MethodPost {
		req.Body, req.ContentLength = io.NopCloser(strings.NewReader("{}")), 2
		req.Header.Set("Content-Type", "application/json")
	}
	client := http.Client{Timeout: 15 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return "", 0, errors.New("no answer")
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return "", 0, errors.New("answer cut")
	}
	return string(text), resp.StatusCode, nil
}
