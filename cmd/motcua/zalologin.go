package main

import (
	"bufio"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"

	"github.com/motcua/motcua/bot/zalo"
	"github.com/motcua/motcua/cmd/motcua/config"
	"github.com/motcua/motcua/cmd/motcua/control"
)

// ZaloCmd holds the commands for the Zalo Official Account.
type ZaloCmd struct {
	Login ZaloLoginCmd `cmd:"" help:"Cấp quyền cho bot gửi tin bằng Official Account (làm một lần, hoặc khi bot báo mất quyền)."`
}

// ZaloLoginCmd guides through the first grant.
type ZaloLoginCmd struct {
	stateFlags
	AppID     string        `env:"ZALO_APP_ID" required:"" placeholder:"SỐ" help:"Mã ứng dụng Zalo."`
	AppSecret config.Secret `env:"ZALO_APP_SECRET" required:"" placeholder:"CHỮ" help:"Khóa bí mật của ứng dụng Zalo."`
	OAuthURL  string        `name:"oauth-url" env:"ZALO_OAUTH_URL" default:"https://oauth.zaloapp.com" placeholder:"URL" help:"Máy chủ cấp quyền của Zalo."`
	Redirect  string        `placeholder:"URL" help:"Địa chỉ chuyển về (Official Account Callback Url) đã khai trên trang ứng dụng."`
	Verifier  string        `env:"ZALO_CODE_VERIFIER" placeholder:"CHỮ" help:"Code verifier cố định, nếu Code challenge đã khai trên trang ứng dụng từ trước."`
}

var verifierForm = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)

// Run talks on standard input and output.
func (c *ZaloLoginCmd) Run(ctx context.Context) error {
	return c.guide(ctx, os.Stdin, os.Stdout)
}

func (c *ZaloLoginCmd) guide(ctx context.Context, in io.Reader, out io.Writer) error {
	if !config.ZaloAppID.MatchString(c.AppID) {
		return errors.New("ZALO_APP_ID phải là dãy số; hãy chép lại “ID ứng dụng” trên trang developers.zalo.me")
	}
	login := zalo.Login{AppID: c.AppID, AppSecret: string(c.AppSecret), OAuthURL: c.OAuthURL,
		Verifier: cmp.Or(c.Verifier, newVerifier())}
	if !verifierForm.MatchString(login.Verifier) {
		return errors.New("ZALO_CODE_VERIFIER phải có 43–128 chữ cái không dấu, chữ số hoặc các dấu . _ ~ -")
	}
	lines := bufio.NewScanner(in)
	redirect := strings.TrimSpace(c.Redirect)
	for redirect == "" {
		fmt.Fprint(out, textLoginRedirect)
		if !lines.Scan() {
			return errors.New("chưa nhập địa chỉ chuyển về; chưa có gì thay đổi")
		}
		redirect = strings.TrimSpace(lines.Text())
	}
	fmt.Fprintf(out, textLoginSteps, redirect, zalo.Challenge(login.Verifier),
		login.ConsentURL(redirect, rand.Text()[:12]))
	for {
		fmt.Fprint(out, "Dán địa chỉ đó (hoặc phần code=…) vào đây rồi bấm Enter: ")
		if !lines.Scan() {
			return errors.New("chưa nhận được mã; chưa có gì thay đổi")
		}
		code, oa, err := zalo.CodeFrom(lines.Text())
		if err != nil {
			fmt.Fprintln(out, "Không thấy mã trong dòng vừa dán. Địa chỉ đúng có phần ?code=… hoặc &code=…")
			continue
		}
		if err := c.store(ctx, login, code); err != nil {
			return fmt.Errorf("%w\nMã chỉ dùng được một lần trong 10 phút; hãy chạy lại lệnh này để làm lại từ đầu",
				err)
		}
		fmt.Fprintf(out, "Xong. Bot đã có quyền gửi tin bằng Official Account%s. Quyền được tự gia hạn; bot báo cho "+
			"chủ bot khi cần làm lại.\n", named(oa))
		return nil
	}
}

func named(oa string) string {
	if oa == "" {
		return ""
	}
	return " " + oa
}

// store has the running bot exchange the code, or does it on the state when none runs.
func (c *ZaloLoginCmd) store(ctx context.Context, login zalo.Login, code string) error {
	if c.RedisURL == "" {
		err := control.Call(ctx, c.Data, "/zalo/login",
			url.Values{"app": {login.AppID}, "code": {code}, "verifier": {login.Verifier}}, nil)
		if !errors.Is(err, control.ErrNotRunning) {
			return err
		}
	}
	s, err := c.open(ctx)
	if err != nil {
		return err
	}
	if err := login.Store(ctx, s, code); err != nil {
		return errors.Join(fmt.Errorf("Zalo không đổi mã lấy quyền: %w", err), s.Close())
	}
	return s.Close()
}

// controlLogin exchanges a code for the running process, which alone can write its state.
func (p *process) controlLogin(w http.ResponseWriter, r *http.Request) {
	if r.PostFormValue("app") != p.config.Zalo.AppID {
		http.Error(w, "bot đang chạy với ZALO_APP_ID khác; hãy dùng cùng một mã ứng dụng", http.StatusConflict)
		return
	}
	login := zalo.Login{AppID: p.config.Zalo.AppID, AppSecret: string(p.config.Zalo.AppSecret),
		OAuthURL: p.config.Zalo.OAuthURL, Verifier: r.PostFormValue("verifier")}
	if err := login.Store(r.Context(), p.store, r.PostFormValue("code")); err != nil {
		http.Error(w, "Zalo không đổi mã lấy quyền: "+err.Error(), http.StatusBadGateway)
		return
	}
	p.log.Info("zalo granted anew")
}

// newVerifier draws a code verifier of 43 characters.
func newVerifier() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

const (
	textLoginRedirect = "Địa chỉ chuyển về (Official Account Callback Url) trên trang ứng dụng Zalo, ví dụ " +
		"https://motcua.example.vn/ : "

	textLoginSteps = `
Làm lần lượt, bằng tài khoản Zalo là quản trị viên của Official Account:

 1. Mở https://developers.zalo.me → ứng dụng → Official Account → Thiết lập chung.
    - Official Account Callback Url: %s
    - Code challenge:                %s
    Bấm Lưu (Cập nhật).
 2. Ngay trên trang đó, chọn các quyền cần cấp (gửi tin, quản lý tin nhắn) rồi mở đường dẫn xin cấp quyền
    mà trang hiện ra. Nếu trang không hiện đường dẫn nào, mở:
    %s
 3. Bấm Đồng ý (Cho phép). Trình duyệt chuyển về địa chỉ ở bước 1, có thêm ?code=… ở cuối. Trang báo lỗi hay
    trang trắng cũng không sao: chỉ cần chép địa chỉ trên thanh địa chỉ. Mã có hiệu lực 10 phút.

`
)
