// Package zalobot carries talk between a bot of the Zalo Bot Platform and package bot, by long polling or by webhook.
// The platform's free plan serves 50 people and 3,000 messages a month: enough for an office's own staff.
//
// What can be lost: getUpdates returns each message once, and there is no offset to confirm it by. A message is
// delivered as soon as it is in our hands, and while the State is away it is kept and tried again; but when the process
// dies between the platform's answer and the commit, that one message is gone. What people write while no process polls
// may be lost too: the platform does not say that it keeps anything. By webhook we answer 200 only after the commit;
// whether the platform then sends an event again is not documented. Whoever needs more uses another channel.
//
// The platform has no buttons: choices are numbered, and a typed number counts as the choice while choices are open.
//
// A refused token does not end Receive, since the platform's codes are not documented well enough to be sure: it is
// logged, the owners are alerted, and it is tried again. The token is part of every address, so no error holds an
// address.
package zalobot

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
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

var tokenForm = regexp.MustCompile(`^[0-9]{1,30}:[A-Za-z0-9_-]{1,200}$`)

// New checks the configuration and returns a Channel; it calls nobody. The error joins all faults and holds no secret.
func New(cfg Config) (*Channel, error) {
	api, errAPI := platform.BaseURL("zalo bot API address", cmp.Or(cfg.APIURL, DefaultAPIURL), DefaultAPIURL)
	hook, errHook := "", error(nil)
	if cfg.WebhookURL != "" {
		hook, errHook = platform.BaseURL("zalo bot webhook address", cfg.WebhookURL, DefaultAPIURL)
		if u, err := url.Parse(hook); err == nil && u.Path == "" {
			hook += WebhookPath
		}
	}
	faults := []error{errAPI, errHook}
	if !tokenForm.MatchString(cfg.Token) {
		faults = append(faults, errors.New("zalo bot token: want the form 123456789:letters-and-digits, as Zalo Bot "+
			"Manager gave it"))
	}
	if n := len(cfg.WebhookSecret); hook != "" && (n < 8 || n > 256) {
		faults = append(faults, errors.New("zalo bot webhook secret: want 8 to 256 characters"))
	}
	if cfg.State == nil {
		faults = append(faults, errors.New("zalo bot: a State is needed"))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	cfg.Quota = cmp.Or(cfg.Quota, MonthlyQuota)
	c := &Channel{cfg: cfg, api: api, webhook: hook, client: cfg.HTTPClient, log: cfg.Log, now: cfg.Now,
		wait: platform.Sleep}
	if c.cfg.Observe == nil {
		c.cfg.Observe = func(string, int) {}
	}
	if c.client == nil {
		c.client = platform.Client(32)
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.cfg.Normalize == nil {
		c.cfg.Normalize = func(s string) string { return s }
	}
	c.alerts = platform.Alerts{Platform: label, Send: cfg.Alert, Log: c.log, Now: c.now}
	return c, nil
}

// Name returns "zalobot".
func (c *Channel) Name() string { return Name }

// Limits returns what one message can carry. Pictures go by address only, so we send none.
func (c *Channel) Limits() bot.Limits {
	return bot.Limits{TextRunes: textLimit, Proactive: true, ActionBytes: 64}
}

// Receive hands what comes in to deliver until ctx ends.
func (c *Channel) Receive(ctx context.Context, deliver bot.Deliver) error {
	if !c.persist(ctx, "getMe", nil) {
		return nil
	}
	c.log.LogAttrs(ctx, slog.LevelInfo, "zalo bot identified")
	if c.webhook != "" {
		c.receiveWebhook(ctx, deliver)
	} else {
		c.receivePolling(ctx, deliver)
	}
	return nil
}

// persist makes a call until it succeeds; false: ctx ended first.
func (c *Channel) persist(ctx context.Context, method string, body any) bool {
	for try := 0; ; try++ {
		err := c.call(ctx, method, body, nil)
		if err == nil {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		c.trouble(ctx, method, err)
		if c.wait(ctx, platform.Backoff(try)) != nil {
			return false
		}
	}
}

// trouble logs a failure, and alerts the owners when only they can act.
func (c *Channel) trouble(ctx context.Context, what string, err error) {
	c.log.LogAttrs(ctx, slog.LevelWarn, "zalo bot call failed", slog.String("call", what), slog.Any("error", err))
	switch f := platform.AsFailure(err); {
	case !f.Spoken:
	case f.Code == http.StatusUnauthorized, f.Code == http.StatusForbidden, f.Code == http.StatusNotFound:
		c.alerts.Raise(ctx, "token", alertToken)
	}
}

// Alerts to the owners.
const (
	alertToken = "Zalo Bot: nền tảng Zalo không nhận mã của bot. Cần làm: mở Zalo Bot Manager, xem lại hoặc tạo lại " +
		"mã, ghi vào ZALO_BOT_TOKEN rồi chạy lại bot."
	alertQuota = "Zalo Bot: đã gửi %d trên %d tin của tháng này. Hết hạn mức thì bot không gửi được trên Zalo Bot " +
		"cho đến đầu tháng sau; cán bộ nên liên kết thêm kênh khác."
)
