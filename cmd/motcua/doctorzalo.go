package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/motcua/motcua/bot/zalo"
	"github.com/motcua/motcua/bot/zalobot"
	"github.com/motcua/motcua/cmd/motcua/config"
	"github.com/motcua/motcua/cmd/motcua/control"
	"github.com/motcua/motcua/content"
)

// grantSilent is how old a pair may be: it is renewed every 20 hours while a bot runs, and the refresh token lives 90
// days.
const (
	grantSilent = 30 * time.Hour
	grantLives  = 90 * 24 * time.Hour
)

// checkZalo looks at the Official Account's grant, servers and webhook. It never renews the grant: a refresh token
// works once, and the running bot needs it.
func checkZalo(ctx context.Context, c config.Config) finding {
	f := finding{what: "Zalo OA"}
	if c.Zalo.AppID == "" {
		f.hint = "chưa đặt ZALO_APP_ID, kênh này tắt"
		return f
	}
	if g, err := storedGrant(ctx, c); err != nil {
		f.err = fmt.Errorf("không đọc được quyền đã cấp: %w", err)
	} else {
		f.hint, f.err = judgeGrant(g, c.Zalo.RefreshToken != "", time.Now())
	}
	if f.err != nil {
		return f
	}
	for name, address := range map[string]string{"ZALO_API_URL": c.Zalo.APIURL, "ZALO_OAUTH_URL": c.Zalo.OAuthURL} {
		if _, _, err := fetch(ctx, address); err != nil {
			f.err = fmt.Errorf("không nối được máy chủ Zalo %s (%s); kiểm tra mạng và tường lửa", address, name)
			return f
		}
	}
	if err := webhookOpen(ctx, c.PublicURL, zalo.WebhookPath); err != nil {
		f.err = fmt.Errorf("Zalo gọi tới bot qua webhook, nhưng %w", err) //nolint:staticcheck // a name
	}
	return f
}

// judgeGrant says what is wrong with a grant, or worth knowing of it.
func judgeGrant(g zalo.GrantStatus, seed bool, now time.Time) (hint string, fault error) {
	age := now.Sub(g.Got)
	switch {
	case !g.Lost.IsZero():
		return "", fmt.Errorf("mất quyền gửi tin từ %s; hãy chạy motcua zalo login",
			g.Lost.In(content.Zone).Format("15:04 02/01/2006"))
	case !g.Granted && seed:
		return "chưa dùng ZALO_REFRESH_TOKEN; bot sẽ dùng khi chạy", nil
	case !g.Granted:
		return "", errors.New("chưa được cấp quyền gửi tin; hãy chạy motcua zalo login")
	case age > grantLives:
		return "",
			fmt.Errorf("quyền gửi tin đã %d ngày không được gia hạn, nên hết hiệu lực; hãy chạy motcua zalo login",
				int(age/(24*time.Hour)))
	case !g.Unclear.IsZero() && now.Sub(g.Unclear) > time.Hour:
		return fmt.Sprintf("lần gia hạn lúc %s chưa rõ kết quả; nếu bot báo mất quyền, hãy chạy motcua zalo login",
			g.Unclear.In(content.Zone).Format("15:04 02/01/2006")), nil
	case age > grantSilent:
		return fmt.Sprintf("quyền gửi tin được gia hạn lần cuối cách đây %d giờ; bot gia hạn mỗi 20 giờ khi đang chạy",
			int(age/time.Hour)), nil
	}
	return "", nil
}

// storedGrant asks the running bot, or opens the state when none runs.
func storedGrant(ctx context.Context, c config.Config) (g zalo.GrantStatus, err error) {
	if c.RedisURL == "" {
		err := control.Call(ctx, c.Data, "/zalo/grant", nil, func(r io.Reader) error {
			return json.NewDecoder(io.LimitReader(r, 1<<16)).Decode(&g)
		})
		if !errors.Is(err, control.ErrNotRunning) {
			return g, err
		}
		if _, err := os.Stat(c.Data); errors.Is(err, os.ErrNotExist) {
			return g, nil
		}
	}
	s, err := stateFlags{Data: c.Data, RedisURL: c.RedisURL}.open(ctx)
	if err != nil {
		return g, err
	}
	defer s.Close()
	return zalo.ReadGrant(ctx, s, c.Zalo.AppID)
}

// webhookOpen looks whether a webhook can be reached from outside. It asks with GET, which a channel refuses with 405:
// an event with a wrong signature would alarm the owners.
func webhookOpen(ctx context.Context, public, path string) error {
	if public == "" {
		return errors.New("chưa đặt MOTCUA_PUBLIC_URL")
	}
	u, err := url.JoinPath(public, path)
	if err != nil {
		return err
	}
	switch _, status, err := fetch(ctx, u); {
	case err != nil:
		return fmt.Errorf("không mở được %s; hãy kiểm tra tên miền, chứng chỉ và máy chủ trung gian "+
			"(khi bot đang chạy)", u)
	case status != http.StatusMethodNotAllowed:
		return fmt.Errorf("%s không dẫn tới bot (mã %d); máy chủ trung gian phải chuyển cả đường dẫn này, và bot "+
			"đang chạy phải bật kênh này", u, status)
	}
	return nil
}

func checkZaloBot(ctx context.Context, c config.Config) finding {
	f := finding{what: "Zalo Bot"}
	if c.ZaloBot.Token == "" {
		f.hint = "chưa đặt ZALO_BOT_TOKEN, kênh này tắt"
		return f
	}
	body, status, err := request(ctx, http.MethodPost, c.ZaloBot.APIURL+"/bot"+string(c.ZaloBot.Token)+"/getMe")
	var me struct {
		OK     bool
		Result struct {
			AccountName string `json:"account_name"`
		}
	}
	switch {
	case err != nil:
		f.err = errors.New("không nối được máy chủ Zalo Bot; kiểm tra mạng và tường lửa")
	case status >= http.StatusInternalServerError:
		f.err = fmt.Errorf("máy chủ Zalo Bot đang lỗi (mã %d); thử lại sau", status)
	case json.Unmarshal([]byte(body), &me) != nil || !me.OK:
		f.err = errors.New("mã bot không đúng; hãy chép lại mã mà Zalo Bot Manager đã gửi")
	case me.Result.AccountName != "":
		f.what = "Zalo Bot: " + me.Result.AccountName
	}
	if f.err == nil && c.ZaloBot.WebhookSecret != "" {
		if err := webhookOpen(ctx, c.PublicURL, zalobot.WebhookPath); err != nil {
			f.err = fmt.Errorf("Zalo gọi tới bot qua webhook, nhưng %w", err) //nolint:staticcheck // a name
		}
	}
	return f
}
