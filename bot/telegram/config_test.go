package telegram

import (
	"strings"
	"testing"
)

func TestNew(t *testing.T) {
	const token = "123456:AbC-dEf_1"
	tests := []struct {
		name string
		cfg  Config
		want string // part of the error; "": accepted
	}{
		{"token alone", Config{Token: token}, ""},
		{"own server", Config{Token: token, APIURL: "https://tg.example.vn/x/"}, ""},
		{"loopback", Config{Token: token, APIURL: "http://127.0.0.1:8081"}, ""},
		{"loopback 6", Config{Token: token, APIURL: "http://[::1]:8081"}, ""},
		{"localhost", Config{Token: token, APIURL: "http://localhost:8081"}, ""},
		{"http elsewhere", Config{Token: token, APIURL: "http://10.0.0.1"}, "want https"},
		{"a name that begins like loopback", Config{Token: token, APIURL: "http://127.0.0.1.example.vn"}, "want https"},
		{"query", Config{Token: token, APIURL: "https://a.vn/?x=1"}, "no user, query"},
		{"no address", Config{Token: token, APIURL: "api.telegram.org"}, "something like"},
		{"no token", Config{}, "token"},
		{"token with a space", Config{Token: token + " "}, "token"},
		{"token with a path", Config{Token: "1:a/../b"}, "token"},
		{"webhook", Config{Token: token, WebhookURL: "https://bot.example.vn", WebhookSecret: "s"}, ""},
		{"webhook without secret", Config{Token: token, WebhookURL: "https://bot.example.vn"}, "secret"},
		{"webhook with a bad secret", Config{Token: token, WebhookURL: "https://bot.example.vn", WebhookSecret: "a b"},
			"secret"},
		{"webhook by http", Config{Token: token, WebhookURL: "http://bot.example.vn", WebhookSecret: "s"},
			"want https"},
		{"webhook on a port that is not called",
			Config{Token: token, WebhookURL: "https://bot.example.vn:8080", WebhookSecret: "s"}, "443"},
		{"command in capitals", Config{Token: token, Commands: []Command{{"Help", "Trợ giúp"}}}, "command"},
		{"command without words", Config{Token: token, Commands: []Command{{"help", ""}}}, "command"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(tt.cfg)
			switch {
			case tt.want == "" && err != nil:
				t.Error(err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %v, want %q", err, tt.want)
			case err != nil && tt.cfg.Token != "" && strings.Contains(err.Error(), tt.cfg.Token):
				t.Errorf("the error holds the token: %v", err)
			}
		})
	}
}

func TestWebhookPath(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.vn":         "https://a.vn/telegram/webhook",
		"https://a.vn/":        "https://a.vn/telegram/webhook",
		"https://a.vn:8443/tg": "https://a.vn:8443/tg",
	} {
		if got, err := webhookURL(in); got != want || err != nil {
			t.Errorf("%s: %s, %v", in, got, err)
		}
	}
}
