package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

// settings parses flags over an environment as the program does.
func settings(t *testing.T, env map[string]string) (Config, error) {
	t.Helper()
	var environ []string
	for k, v := range env {
		t.Setenv(k, v)
		environ = append(environ, k+"="+v)
	}
	var s struct{ Settings }
	parser, err := kong.New(&s)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(nil); err != nil {
		t.Fatal(err)
	}
	return s.Parse(environ)
}

func TestDefaults(t *testing.T) {
	c, err := settings(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "127.0.0.1:8080" || c.Data != "./data" || c.ChatLimit != 30 || c.Telegram.Rate != 28 ||
		c.Telegram.ChatRate != 1 ||
		c.RemindAt != 8*time.Hour || c.WorkHours != (Hours{7*time.Hour + 30*time.Minute, 17 * time.Hour}) ||
		c.QuietHours != (Hours{21 * time.Hour, 7 * time.Hour}) || c.Approval {
		t.Errorf("defaults: %+v", c)
	}
}

// TestNamesOfOtherCommands: what the backup reads may stand in the service's file of settings.
func TestNamesOfOtherCommands(t *testing.T) {
	if _, err := settings(t, map[string]string{"MOTCUA_BACKUP_PASSPHRASE": "bốn từ ghép lại", "MOTCUA_BACKUP_PASSPHRASE_FILE": "/etc/motcua/cum-mat-khau"}); err != nil {
		t.Error(err)
	}
}

// TestFaults: every fault is listed at once, by its name, with what to do.
func TestFaults(t *testing.T) {
	tests := []struct {
		name string
		env  map[string]string
		want []string
	}{
		{"unknown name with its neighbour", map[string]string{"MOTCUA_ADRR": "x"},
			[]string{"MOTCUA_ADRR", "MOTCUA_ADDR?"}},
		{"webhook without secret", map[string]string{"TELEGRAM_TOKEN": "1:a",
			"TELEGRAM_WEBHOOK_URL": "https://a.vn/telegram/webhook"}, []string{"TELEGRAM_WEBHOOK_SECRET"}},
		{"webhook at another path", map[string]string{"TELEGRAM_TOKEN": "1:a", "TELEGRAM_WEBHOOK_URL": "https://a.vn/x",
			"TELEGRAM_WEBHOOK_SECRET": "s"}, []string{"/telegram/webhook"}},
		{"http off this machine", map[string]string{"TELEGRAM_API_URL": "http://example.com"},
			[]string{"TELEGRAM_API_URL", "https"}},
		{"Zalo without its secrets", map[string]string{"ZALO_APP_ID": "2553928453557884079"},
			[]string{"2 chỗ sai", "ZALO_APP_SECRET", "ZALO_OA_SECRET_KEY"}},
		{"Zalo secrets without the app", map[string]string{"ZALO_APP_SECRET": "a", "ZALO_OA_SECRET_KEY": "b",
			"ZALO_REFRESH_TOKEN": "c"}, []string{"3 chỗ sai", "ZALO_APP_ID"}},
		{"Zalo forms", map[string]string{"ZALO_APP_ID": "abc", "ZALO_APP_SECRET": "a b", "ZALO_OA_SECRET_KEY": "b",
			"ZALO_TEMPLATE_REMINDER": "12;a=b", "ZALO_BUTTONS": "no",
			"ZALO_SIGN_BY": "x", "ZALO_RATE": "-1", "ZALO_API_URL": "http://example.com", "ZALO_OAUTH_URL": "x"},
			[]string{"8 chỗ sai", "ZALO_APP_ID", "ZALO_APP_SECRET", "ZALO_TEMPLATE_REMINDER", "ZALO_BUTTONS",
				"ZALO_SIGN_BY", "ZALO_RATE", "ZALO_API_URL", "ZALO_OAUTH_URL"}},
		{"Zalo Bot", map[string]string{"ZALO_BOT_TOKEN": "x", "ZALO_BOT_WEBHOOK_SECRET": "short",
			"ZALO_BOT_API_URL": "http://example.com", "ZALO_BOT_QUOTA": "many"},
			[]string{"5 chỗ sai", "ZALO_BOT_TOKEN", "8 đến 256", "MOTCUA_PUBLIC_URL", "ZALO_BOT_API_URL",
				"ZALO_BOT_QUOTA"}},
		{"Zalo Bot webhook alone", map[string]string{"ZALO_BOT_WEBHOOK_SECRET": "12345678",
			"MOTCUA_PUBLIC_URL": "https://a.vn"}, []string{"1 chỗ sai", "ZALO_BOT_TOKEN"}},
		{"many at once", map[string]string{"MOTCUA_ADDR": "8080", "MOTCUA_CHAT_LIMIT": "-1", "MOTCUA_ADMINS": "777",
			"MOTCUA_REMIND_AT": "8h", "MOTCUA_WORK_DAYS": "weekdays",
			"MOTCUA_TRUSTED_PROXIES": "proxy", "MOTCUA_WEB_ORIGINS": "a.vn", "MOTCUA_QUIET_HOURS": "21",
			"MOTCUA_APPROVAL": "yes", "MOTCUA_PUBLIC_URL": "ftp://a"},
			[]string{"10 chỗ sai", "MOTCUA_ADDR", "MOTCUA_CHAT_LIMIT", "MOTCUA_ADMINS", "MOTCUA_REMIND_AT",
				"MOTCUA_WORK_DAYS", "MOTCUA_TRUSTED_PROXIES", "MOTCUA_WEB_ORIGINS", "MOTCUA_QUIET_HOURS",
				"MOTCUA_APPROVAL", "MOTCUA_PUBLIC_URL"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := settings(t, tt.env)
			var f Faults
			if !errors.As(err, &f) {
				t.Fatalf("no Faults: %v", err)
			}
			for _, w := range tt.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q is not named in:\n%v", w, err)
				}
			}
		})
	}
}

func TestGoodSettings(t *testing.T) {
	c, err := settings(t, map[string]string{
		"MOTCUA_ADDR": "127.0.0.1:0", "MOTCUA_ADMINS": "telegram:777, zalo:9", "TELEGRAM_TOKEN": "123:TEST",
		"TELEGRAM_API_URL": "http://127.0.0.1:9/",
		"TELEGRAM_RATE":    "0", "TELEGRAM_CHAT_RATE": "0.5", "MOTCUA_WORK_HOURS": "00:00-24:00",
		"MOTCUA_QUIET_HOURS": "off", "MOTCUA_TRUSTED_PROXIES": "127.0.0.1,10.0.0.0/8",
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Admins) != 2 || c.Telegram.APIURL != "http://127.0.0.1:9" || c.Telegram.ChatRate != 0.5 ||
		c.WorkHours.To != 24*time.Hour || len(c.TrustedProxies) != 2 || c.QuietHours != (Hours{}) {
		t.Errorf("%+v", c)
	}
}

// TestSecretsDoNotPrint: whatever way a secret is formatted, it is hidden.
func TestSecretsDoNotPrint(t *testing.T) {
	c := Config{RedisURL: "redis://:pw-geheim@h", Telegram: TelegramConfig{Token: "1:geheim", WebhookSecret: "geheim"}}
	j, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprintf("%v", c), fmt.Sprintf("%+v", c), fmt.Sprintf("%#v", c), string(j)} {
		if strings.Contains(text, "geheim") {
			t.Errorf("a secret shows in %s", text)
		}
	}
}
