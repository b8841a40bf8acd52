package zalobot

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

// Name is the channel's name in a bot.ChatID.
const Name = "zalobot"

// DefaultAPIURL is the platform's own server.
const DefaultAPIURL = "https://bot-api.zaloplatforms.com"

// WebhookPath is where the HTTP server should mount the Channel, and what New adds to a WebhookURL without a path.
const WebhookPath = "/zalobot/webhook"

// MonthlyQuota is what the free plan sends in a month.
const MonthlyQuota = 3000

// Config is what the operator and the program set.
type Config struct {
	Token  string
	APIURL string // empty: DefaultAPIURL; plain http on loopback only
	// WebhookURL, when set, makes the platform call us there; otherwise we poll. It needs WebhookSecret.
	WebhookURL    string
	WebhookSecret string // 8–256 characters
	Quota         int    // messages a month; 0: MonthlyQuota
	State         bot.State
	Leader        platform.Leader // nil: this process always polls
	// Alert sends the owners what they must do; nil: only logged.
	Alert func(ctx context.Context, text string)
	// Observe, when set, is called after every call to the platform with the status of its answer; 0: none came, or not
	// the platform's.
	Observe    func(method string, status int)
	Normalize  func(string) string // composes letters with their marks; nil: texts are composed already
	HTTPClient *http.Client        // nil: a client of our own
	Log        *slog.Logger        // nil: silent
	Now        func() time.Time
}

// Channel is the Zalo Bot; it implements bot.Channel, and http.Handler for the webhook.
type Channel struct {
	cfg     Config
	api     string
	webhook string
	client  *http.Client
	log     *slog.Logger
	now     func() time.Time
	wait    func(context.Context, time.Duration) error

	intake platform.Webhook
	resume platform.Resume
	alerts platform.Alerts
}
