package config

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
	"github.com/motcua/motcua/bot/zalo"
)

// ZaloSettings are the settings of both Zalo channels: the Official Account (OA) and the Zalo Bot.
type ZaloSettings struct {
	ZaloAppID            string `name:"zalo-app-id" env:"ZALO_APP_ID" placeholder:"SỐ" help:"Mã ứng dụng Zalo đã liên kết với Official Account."`
	ZaloAppSecret        Secret `name:"zalo-app-secret" env:"ZALO_APP_SECRET" placeholder:"CHỮ" help:"Khóa bí mật của ứng dụng Zalo."`
	ZaloSecretKey        Secret `name:"zalo-oa-secret-key" env:"ZALO_OA_SECRET_KEY" placeholder:"CHỮ" help:"Khóa bí mật của OA (OA Secret Key), dùng kiểm tra chữ ký webhook."`
	ZaloRefreshToken     Secret `name:"zalo-refresh-token" env:"ZALO_REFRESH_TOKEN" placeholder:"CHỮ" help:"Refresh token đầu tiên, chỉ dùng khi chưa chạy motcua zalo login."`
	ZaloAPIURL           string `name:"zalo-api-url" env:"ZALO_API_URL" default:"https://openapi.zalo.me" placeholder:"URL" help:"Máy chủ OpenAPI của Zalo."`
	ZaloOAuthURL         string `name:"zalo-oauth-url" env:"ZALO_OAUTH_URL" default:"https://oauth.zaloapp.com" placeholder:"URL" help:"Máy chủ cấp quyền của Zalo."`
	ZaloRate             string `env:"ZALO_RATE" default:"20" placeholder:"SỐ" help:"Số tin nhắc việc và thông báo qua OA mỗi giây; 0 là không giới hạn."`
	ZaloSignBy           string `env:"ZALO_SIGN_BY" default:"app" placeholder:"app|oa" help:"oa: nhận cả chữ ký webhook tính bằng mã OA; chỉ bật khi nhật ký báo signed_by_account_id=true."`
	ZaloButtonTemplate   string `env:"ZALO_BUTTON_TEMPLATE" placeholder:"CHỮ" help:"Giá trị template_type gửi kèm nút bấm, nếu Zalo đòi; thường bỏ trống."`
	ZaloButtons          string `env:"ZALO_BUTTONS" default:"hide" placeholder:"hide|show" help:"show: nút bấm hiện mã lệnh trong khung chat; chỉ dùng khi bấm nút mà bot không nhận được."`
	ZaloGroups           string `env:"ZALO_GROUPS" default:"off" placeholder:"off|on" help:"on: gửi thông báo vào các nhóm chat của OA (GMF), nếu OA đã mua nhóm."`
	ZaloTemplateReminder string `env:"ZALO_TEMPLATE_REMINDER" placeholder:"MẪU" help:"Mẫu tin đã duyệt để nhắc việc sau 7 ngày, ví dụ 12345;ten_viec=task/100;han=due/20."`
	ZaloTemplateAnnounce string `name:"zalo-template-announcement" env:"ZALO_TEMPLATE_ANNOUNCEMENT" placeholder:"MẪU" help:"Mẫu tin đã duyệt để thông báo sau 7 ngày, ví dụ 12346;tieu_de=title/100."`

	ZaloBotToken         Secret `env:"ZALO_BOT_TOKEN" placeholder:"MÃ" help:"Mã của Zalo Bot do Zalo Bot Manager cấp."`
	ZaloBotAPIURL        string `name:"zalo-bot-api-url" env:"ZALO_BOT_API_URL" default:"https://bot-api.zaloplatforms.com" placeholder:"URL" help:"Máy chủ Zalo Bot; http chỉ được dùng trên chính máy này."`
	ZaloBotWebhookSecret Secret `env:"ZALO_BOT_WEBHOOK_SECRET" placeholder:"CHỮ" help:"Chuỗi bí mật 8–256 ký tự; có thì Zalo gọi tới MOTCUA_PUBLIC_URL, bỏ trống thì bot tự hỏi Zalo."`
	ZaloBotQuota         string `env:"ZALO_BOT_QUOTA" default:"3000" placeholder:"SỐ" help:"Số tin mỗi tháng theo gói Zalo Bot; bot báo chủ bot khi dùng 80% và 100%."`
}

// ZaloBotConfig is the Zalo Bot's part of Config; Token is empty when the channel is off.
type ZaloBotConfig struct {
	Token, WebhookSecret Secret
	APIURL               string
	Quota                int
}

func (s ZaloSettings) zaloBot(public string, f *Faults) ZaloBotConfig {
	z := ZaloBotConfig{
		Token: s.ZaloBotToken, WebhookSecret: s.ZaloBotWebhookSecret,
		APIURL: strings.TrimRight(httpURL("ZALO_BOT_API_URL", s.ZaloBotAPIURL, true, f), "/"),
		Quota:  int(number("ZALO_BOT_QUOTA", s.ZaloBotQuota, 1e9, f)),
	}
	if z.Token != "" && !tokenForm.MatchString(string(z.Token)) {
		f.add("ZALO_BOT_TOKEN", "không đúng dạng SỐ:CHỮ; hãy chép lại nguyên mã mà Zalo Bot Manager đã gửi")
	}
	if n := len(z.WebhookSecret); n > 0 {
		switch {
		case z.Token == "":
			f.add("ZALO_BOT_WEBHOOK_SECRET", "có chuỗi bí mật mà thiếu ZALO_BOT_TOKEN; hãy đặt "+
				"mã của bot, hoặc bỏ chuỗi này")
		case n < 8 || n > 256:
			f.add("ZALO_BOT_WEBHOOK_SECRET", "phải có từ 8 đến 256 ký tự")
		}
		if !publicHTTPS(public) {
			f.add("ZALO_BOT_WEBHOOK_SECRET", "webhook của Zalo Bot cần MOTCUA_PUBLIC_URL là địa chỉ https; hãy đặt "+
				"địa chỉ đó, hoặc bỏ chuỗi này để bot tự hỏi Zalo")
		}
	}
	return z
}

// ZaloConfig is the Official Account's part of Config; AppID is empty when the channel is off.
type ZaloConfig struct {
	AppID                              string
	AppSecret, SecretKey, RefreshToken Secret
	APIURL, OAuthURL, ButtonTemplate   string
	Rate                               float64
	SignByOA, ShowPress, Groups        bool
	Templates                          map[string]zalo.Template
}

// ZaloAppID is the form of an application's id at Zalo.
var ZaloAppID = regexp.MustCompile(`^[0-9]{5,25}$`)

func (s ZaloSettings) zalo(f *Faults) ZaloConfig {
	z := ZaloConfig{
		AppID: s.ZaloAppID, AppSecret: s.ZaloAppSecret, SecretKey: s.ZaloSecretKey, RefreshToken: s.ZaloRefreshToken,
		APIURL:         strings.TrimRight(httpURL("ZALO_API_URL", s.ZaloAPIURL, true, f), "/"),
		OAuthURL:       strings.TrimRight(httpURL("ZALO_OAUTH_URL", s.ZaloOAuthURL, true, f), "/"),
		ButtonTemplate: s.ZaloButtonTemplate,
		Rate:           number("ZALO_RATE", s.ZaloRate, 1000, f),
		SignByOA:       choice("ZALO_SIGN_BY", s.ZaloSignBy, f, "app", "oa") == "oa",
		ShowPress:      choice("ZALO_BUTTONS", s.ZaloButtons, f, "hide", "show") == "show",
		Groups:         choice("ZALO_GROUPS", s.ZaloGroups, f, "off", "on") == "on",
		Templates:      s.templates(f),
	}
	switch {
	case z.AppID == "":
		for name, v := range map[string]string{"ZALO_APP_SECRET": string(z.AppSecret),
			"ZALO_OA_SECRET_KEY": string(z.SecretKey), "ZALO_REFRESH_TOKEN": string(z.RefreshToken)} {
			if v != "" {
				f.add(name, "có khóa của Zalo OA mà thiếu ZALO_APP_ID; hãy đặt mã ứng dụng, hoặc bỏ khóa này")
			}
		}
		return z
	case !ZaloAppID.MatchString(z.AppID):
		f.add("ZALO_APP_ID", "phải là dãy số; hãy chép lại “ID ứng dụng” trên trang developers.zalo.me")
	}
	secret := func(name string, v Secret, need bool) {
		switch {
		case need && v == "":
			f.add(name, "đang trống; Zalo OA cần đủ ZALO_APP_ID, ZALO_APP_SECRET và "+
				"ZALO_OA_SECRET_KEY (xem docs/zalo.vi.md)")
		case strings.ContainsAny(string(v), " \t\r\n\"'"):
			f.add(name, "có dấu cách, dấu nháy hoặc xuống dòng; hãy chép lại nguyên khóa")
		}
	}
	secret("ZALO_APP_SECRET", z.AppSecret, true)
	secret("ZALO_OA_SECRET_KEY", z.SecretKey, true)
	secret("ZALO_REFRESH_TOKEN", z.RefreshToken, false)
	return z
}

func (s ZaloSettings) templates(f *Faults) map[string]zalo.Template {
	out := make(map[string]zalo.Template)
	for _, one := range []struct{ setting, form, value string }{
		{"ZALO_TEMPLATE_REMINDER", bot.FormReminder, s.ZaloTemplateReminder},
		{"ZALO_TEMPLATE_ANNOUNCEMENT", bot.FormAnnouncement, s.ZaloTemplateAnnounce},
	} {
		if one.value == "" {
			continue
		}
		t, err := zalo.ParseTemplate(one.value)
		if err != nil {
			f.add(one.setting, "%q không đúng dạng; hãy ghi mã mẫu rồi từng tham số, ví dụ "+
				"12345;ten_viec=task/100;han=due/20 (độ dài từ 1 đến 400)", one.value)
			continue
		}
		out[one.form] = t
	}
	return out
}

// publicHTTPS reports whether a platform can call us at the public address.
func publicHTTPS(public string) bool {
	u, err := url.Parse(public)
	return err == nil && (u.Scheme == "https" || platform.Loopback(u.Hostname())) && u.Host != ""
}
