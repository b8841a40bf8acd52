// Package config reads the settings of the program from flags and the environment, and says what is wrong with them.
package config

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/calendar"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

// Config is the checked form of Settings. Times of day are offsets from midnight, Asia/Ho_Chi_Minh.
type Config struct {
	Addr, Data, Content, Office, PublicURL, MetricsAddr string
	Offices                                             []string // slugs; "*" is all; empty: one office
	Admins                                              []bot.ChatID
	WebOrigins                                          []string
	TrustedProxies                                      []netip.Prefix
	ChatLimit                                           int
	RemindAt                                            time.Duration
	WorkHours, QuietHours                               Hours
	WorkDays, DueShift                                  string
	Approval, API                                       bool
	LogJSON                                             bool
	LogLevel                                            slog.Level
	Retention                                           time.Duration
	RedisURL                                            Secret
	Telegram                                            TelegramConfig
	Zalo                                                ZaloConfig
	ZaloBot                                             ZaloBotConfig
}

// Hours is a span of the day; From after To runs over midnight. Both zero means none.
type Hours struct{ From, To time.Duration }

// TelegramConfig is the Telegram part of Config; Token is empty when the channel is off.
type TelegramConfig struct {
	Token, WebhookSecret Secret
	APIURL, WebhookURL   string
	Rate, ChatRate       float64
}

// Faults is everything that is wrong with the settings, each in words that say how to mend it.
type Faults []string

func (f *Faults) add(name, format string, args ...any) {
	*f = append(*f, name+": "+fmt.Sprintf(format, args...))
}

// Error lists all Faults, one a line.
func (f Faults) Error() string {
	return "Không khởi động được vì cài đặt có " + strconv.Itoa(len(f)) + " chỗ sai:\n  - " + strings.Join(f, "\n  - ")
}

// unknownNames reports environment names of ours that no setting has, with the nearest that exists.
func unknownNames(environ []string, f *Faults) {
	known := append(SettingNames(), ofOtherCommands...)
	for _, kv := range environ {
		name, _, _ := strings.Cut(kv, "=")
		if strings.HasPrefix(name, "MOTCUA_") && !slices.Contains(known, name) {
			f.add(name, "không có cài đặt nào tên này%s; hãy sửa tên hoặc bỏ đi (xem motcua serve --help)",
				nearest(name, known))
		}
	}
}

// ofOtherCommands are names that stand in the same file as the service's (deploy/env.example) and that other commands
// read: the backup's.
var ofOtherCommands = []string{"MOTCUA_BACKUP_PASSPHRASE", "MOTCUA_BACKUP_PASSPHRASE_FILE"}

// slugs reads the names of offices; whether the base has them is seen when it is opened.
func slugs(list string) []string {
	return strings.FieldsFunc(strings.ToLower(list), func(r rune) bool { return r == ',' || r == ' ' })
}

// SettingNames lists the names of all settings in the environment.
func SettingNames() (names []string) {
	for _, field := range reflect.VisibleFields(reflect.TypeFor[Settings]()) {
		if env := field.Tag.Get("env"); env != "" {
			names = append(names, env)
		}
	}
	return names
}

func nearest(name string, known []string) string {
	best, at := "", 4
	for _, k := range known {
		if d := vi.EditDistance(name, k); d < at {
			best, at = k, d
		}
	}
	if best == "" {
		return ""
	}
	return " (có phải " + best + "?)"
}

// Parse checks the settings and returns every fault of them at once; environ is the environment, to find names that do
// not exist.
func (s Settings) Parse(environ []string) (Config, error) {
	var f Faults
	unknownNames(environ, &f)
	c := Config{
		Addr: s.Addr, Data: s.Data, Content: s.Content, Office: s.Office, MetricsAddr: s.MetricsAddr,
		RedisURL:       s.RedisURL,
		Offices:        slugs(s.Offices),
		Admins:         s.admins(&f),
		PublicURL:      httpURL("MOTCUA_PUBLIC_URL", s.PublicURL, false, &f),
		WebOrigins:     origins(s.WebOrigins, &f),
		TrustedProxies: prefixes(s.TrustedProxies, &f),
		ChatLimit:      int(number("MOTCUA_CHAT_LIMIT", s.ChatLimit, 100000, &f)),
		Retention:      time.Duration(number("MOTCUA_RETENTION_DAYS", s.RetentionDays, 36500, &f)) * 24 * time.Hour,
		RemindAt:       clock("MOTCUA_REMIND_AT", s.RemindAt, &f),
		WorkHours:      hours("MOTCUA_WORK_HOURS", s.WorkHours, &f),
		WorkDays:       choice("MOTCUA_WORK_DAYS", s.WorkDays, &f, "mon-fri", "mon-sat", "all"),
		DueShift:       choice("MOTCUA_DUE_SHIFT", s.DueShift, &f, "before", "after"),
		API:            choice("MOTCUA_API", s.API, &f, "on", "off") == "on",
		Approval:       choice("MOTCUA_APPROVAL", s.Approval, &f, "on", "off") == "on",
		LogJSON:        choice("MOTCUA_LOG_FORMAT", s.LogFormat, &f, "text", "json") == "json",
	}
	if err := c.LogLevel.UnmarshalText([]byte(s.LogLevel)); err != nil {
		f.add("MOTCUA_LOG_LEVEL", "%q không đúng; hãy ghi debug, info, warn hoặc error", s.LogLevel)
	}
	if w := c.WorkHours; w.From < w.To && (c.RemindAt < w.From || c.RemindAt >= w.To) {
		f.add("MOTCUA_REMIND_AT", "%q nằm ngoài giờ làm việc %q (MOTCUA_WORK_HOURS) nên không bao "+
			"giờ nhắc được; hãy sửa một trong hai", s.RemindAt, s.WorkHours)
	}
	if s.QuietHours != "off" {
		c.QuietHours = hours("MOTCUA_QUIET_HOURS", s.QuietHours, &f)
	}
	address("MOTCUA_ADDR", s.Addr, &f)
	if s.MetricsAddr != "" {
		address("MOTCUA_METRICS_ADDR", s.MetricsAddr, &f)
	}
	if s.RedisURL == "" && s.Data == "" {
		f.add("MOTCUA_DATA", "đang trống; hãy ghi một thư mục, hoặc đặt REDIS_URL")
	}
	c.Telegram = s.telegram(&f)
	c.Zalo = s.zalo(&f)
	c.ZaloBot = s.zaloBot(s.PublicURL, &f)
	if len(f) > 0 {
		return Config{}, f
	}
	return c, nil
}

// Working is when officials are reminded.
func (c Config) Working() calendar.Reminding {
	return calendar.Reminding{At: c.RemindAt, From: c.WorkHours.From, To: c.WorkHours.To, Days: c.WorkDays,
		Shift: c.DueShift}
}

func (s Settings) admins(f *Faults) (out []bot.ChatID) {
	for _, part := range list(s.Admins) {
		id, err := bot.ParseChatID(part)
		if err != nil {
			f.add("MOTCUA_ADMINS", "%q không đúng dạng; hãy ghi kênh:mã, ví dụ telegram:777", part)
			continue
		}
		if !slices.Contains([]string{"telegram", "zalo", "zalobot", "web"}, id.Channel) {
			f.add("MOTCUA_ADMINS", "không có kênh %q; các kênh là telegram, zalo, zalobot, web", id.Channel)
			continue
		}
		out = append(out, id)
	}
	return out
}

var (
	tokenForm  = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)
	secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
)

func (s Settings) telegram(f *Faults) TelegramConfig {
	t := TelegramConfig{
		Token: s.TelegramToken, WebhookSecret: s.TelegramWebhookSecret,
		APIURL:     strings.TrimRight(httpURL("TELEGRAM_API_URL", s.TelegramAPIURL, true, f), "/"),
		WebhookURL: httpURL("TELEGRAM_WEBHOOK_URL", s.TelegramWebhookURL, true, f),
		Rate:       number("TELEGRAM_RATE", s.TelegramRate, 100000, f),
		ChatRate:   number("TELEGRAM_CHAT_RATE", s.TelegramChatRate, 1000, f),
	}
	if t.Token != "" && !tokenForm.MatchString(string(t.Token)) {
		f.add("TELEGRAM_TOKEN", "không đúng dạng SỐ:CHỮ; hãy chép lại nguyên mã mà @BotFather đã gửi")
	}
	switch {
	case t.WebhookURL != "" && t.WebhookSecret == "":
		f.add("TELEGRAM_WEBHOOK_URL", "có webhook mà thiếu TELEGRAM_WEBHOOK_SECRET; hãy đặt "+
			"một chuỗi bí mật ngẫu nhiên, hoặc bỏ webhook")
	case t.WebhookURL == "" && t.WebhookSecret != "":
		f.add("TELEGRAM_WEBHOOK_SECRET", "có chuỗi bí mật mà thiếu TELEGRAM_WEBHOOK_URL; hãy "+
			"đặt địa chỉ webhook, hoặc bỏ chuỗi này")
	}
	if t.WebhookSecret != "" && !secretForm.MatchString(string(t.WebhookSecret)) {
		f.add("TELEGRAM_WEBHOOK_SECRET", "chỉ được gồm 1–256 chữ cái không dấu, chữ số, _ và -")
	}
	if t.WebhookURL != "" && t.Token == "" {
		f.add("TELEGRAM_WEBHOOK_URL", "có webhook mà thiếu TELEGRAM_TOKEN; hãy đặt mã của bot")
	}
	if u, err := url.Parse(t.WebhookURL); err == nil && t.WebhookURL != "" && u.Path != "/telegram/webhook" {
		f.add("TELEGRAM_WEBHOOK_URL", "phải kết thúc bằng /telegram/webhook, nơi chương trình nhận cập nhật")
	}
	return t
}

func list(s string) (out []string) {
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func address(name, s string, f *Faults) {
	_, port, err := net.SplitHostPort(s)
	if n, convErr := strconv.Atoi(port); err != nil || convErr != nil || n < 0 || n > 65535 {
		f.add(name, "%q không phải máy:cổng; ví dụ 127.0.0.1:8080", s)
	}
}

// httpURL checks a web address. Plain http is refused off this machine where secure is asked, since tokens travel in
// it.
func httpURL(name, s string, secure bool, f *Faults) string {
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https"):
		f.add(name, "không phải địa chỉ web; ví dụ https://motcua.example.vn")
	case u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		f.add(name, "không được có phần sau dấu ? hoặc #, cũng không được có tên đăng nhập")
	case secure && u.Scheme == "http" && !platform.Loopback(u.Hostname()):
		f.add(name, "http chỉ được dùng với chính máy này (127.0.0.1); hãy dùng https")
	}
	return s
}

func origins(s string, f *Faults) (out []string) {
	for _, o := range list(s) {
		u, err := url.Parse(o)
		if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") ||
			strings.TrimRight(u.Path, "/") != "" || u.RawQuery != "" {
			f.add("MOTCUA_WEB_ORIGINS", "%q không đúng; hãy ghi dạng https://ten-mien, không có đường dẫn", o)
			continue
		}
		out = append(out, u.Scheme+"://"+u.Host)
	}
	return out
}

func prefixes(s string, f *Faults) (out []netip.Prefix) {
	for _, p := range list(s) {
		prefix, err := netip.ParsePrefix(p)
		if addr, addrErr := netip.ParseAddr(p); err != nil && addrErr == nil {
			prefix, err = addr.Prefix(addr.BitLen())
		}
		if err != nil {
			f.add("MOTCUA_TRUSTED_PROXIES", "%q không phải địa chỉ hay dải địa chỉ; ví dụ 10.0.0.0/8", p)
			continue
		}
		out = append(out, prefix)
	}
	return out
}

func number(name, s string, most float64, f *Faults) float64 {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n < 0 || n > most || n != n {
		f.add(name, "%q không đúng; hãy ghi một số từ 0 đến %g", s, most)
		return 0
	}
	return n
}

func choice(name, s string, f *Faults, allowed ...string) string {
	if !slices.Contains(allowed, s) {
		f.add(name, "%q không đúng; hãy ghi %s", s, strings.Join(allowed, ", "))
	}
	return s
}

// clock reads "08:00" as an offset from midnight; 24:00 is the end of the day.
func clock(name, s string, f *Faults) time.Duration {
	var h, m int
	if n, err := fmt.Sscanf(s, "%d:%d", &h, &m); n != 2 || err != nil || h < 0 || m < 0 || m > 59 || h*60+m > 24*60 {
		f.add(name, "%q không phải giờ; ví dụ 08:00", s)
	}
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
}

func hours(name, s string, f *Faults) Hours {
	from, to, ok := strings.Cut(s, "-")
	if !ok {
		f.add(name, "%q không phải khoảng giờ; ví dụ 07:30-17:00", s)
		return Hours{}
	}
	return Hours{From: clock(name, from, f), To: clock(name, to, f)}
}
