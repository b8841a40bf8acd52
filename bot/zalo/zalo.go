// Package zalo carries talk between a Zalo Official Account (OpenAPI v3) and package bot.
//
// Coming in, Zalo calls our webhook and wants 200 within 2 seconds. An event is answered with 200 only after deliver
// returned nil; anything else makes Zalo send it again, up to five times in about 1 h 50 min, and a repeated event is
// recognised by its message id. Zalo disables a webhook whose events stay unanswered. An event whose signature is wrong
// gets 403: when it is our own key that is wrong, Zalo's retries leave time to correct it.
//
// Going out, free text reaches a person only within 7 days of what he last did; later only forms that Zalo has approved
// (templates). What the rules forbid is refused before Zalo is asked, with SendWindow. Zalo answers errors with HTTP
// 200 and a code: codes.go says what each means. A message whose answer was lost may have arrived (Unclear).
//
// The right to act for the account is a pair of tokens that changes at every refresh, and each refresh token works
// once. The pair is a document of the State: it is renewed under a lock that all replicas share, and stored before it
// is used. A process that dies between Zalo's answer and the store loses the pair: this cannot be prevented, is noticed
// hours before the old access token ends, and the owners are alerted, who grant the right again (motcua zalo login).
package zalo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

// Name is the channel's name in a bot.ChatID.
const Name = "zalo"

// Zalo's own servers.
const (
	DefaultAPIURL   = "https://openapi.zalo.me"
	DefaultOAuthURL = "https://oauth.zaloapp.com"
)

// WebhookPath is where the HTTP server should mount the Channel.
const WebhookPath = "/zalo/webhook"

// Locks grants named locks to one owner among all processes. fence grows with every change of owner.
type Locks interface {
	Lock(ctx context.Context, name, owner string, ttl time.Duration) (fence int64, ok bool, err error)
	Unlock(ctx context.Context, name, owner string) error
}

// Config is what the operator and the program set.
type Config struct {
	AppID     string
	AppSecret string
	// SecretKey signs the webhook's events: the "OA Secret Key" of the app's settings, not the app's secret.
	SecretKey string
	// RefreshToken is the first grant, when it was not made with Login. It is used only while no pair is stored or the
	// stored one was lost.
	RefreshToken string
	APIURL       string // empty: DefaultAPIURL; plain http on loopback only
	OAuthURL     string // empty: DefaultOAuthURL

	// SignByOA also accepts signatures that begin with the account's id in place of the app's: sources disagree.
	SignByOA bool
	// ButtonTemplate is sent as template_type with buttons when set: sources disagree whether Zalo wants it.
	ButtonTemplate string
	// ShowPress makes a pressed button appear as a message of the person (oa.query.show). It shows our code words, so
	// it is only for the case that hidden presses do not arrive.
	ShowPress bool
	// Templates are the approved forms by name (bot.FormReminder, bot.FormAnnouncement).
	Templates map[string]Template

	State bot.State
	Locks Locks
	// Alert sends the owners what they must do; it may be called again for the same trouble. nil: only logged.
	Alert func(ctx context.Context, text string)
	// Normalize composes letters with their marks (NFC), in which Zalo counts. nil: texts are composed already.
	Normalize func(string) string
	// Observe, when set, is called after every call to Zalo with its answer as an HTTP status, since Zalo answers
	// nearly everything with 200 and a code: 200, 400 (this message or person), 401 (the grant, or an operator must
	// act), 429 (rate or quota), 503 (later); 0: no answer, or not Zalo's.
	Observe func(path string, status int)
	// Refused, when set, is called for every event whose signature is wrong.
	Refused    func()
	HTTPClient *http.Client // nil: a client of our own
	Log        *slog.Logger // nil: silent
	Now        func() time.Time
}

// Channel is the Zalo Official Account; it implements bot.Channel, and http.Handler for the webhook.
type Channel struct {
	cfg    Config
	api    string
	client *http.Client
	log    *slog.Logger
	now    func() time.Time
	grant  *grant

	intake platform.Webhook
	resume platform.Resume
	holds  holds
	alerts platform.Alerts

	badSignatures atomic.Int64
}

// idleConns are kept open: the outbox sends to many chats at once.
const idleConns = 128

var appForm = regexp.MustCompile(`^[0-9]{5,25}$`)

// New checks the configuration and returns a Channel; it calls nobody. The error joins all faults and holds no secret.
func New(cfg Config) (*Channel, error) {
	api, errAPI := platform.BaseURL("zalo API address", cmp.Or(cfg.APIURL, DefaultAPIURL), DefaultAPIURL)
	oauth, errOAuth := platform.BaseURL("zalo OAuth address", cmp.Or(cfg.OAuthURL, DefaultOAuthURL), DefaultOAuthURL)
	faults := []error{errAPI, errOAuth}
	if !appForm.MatchString(cfg.AppID) {
		faults = append(faults, errors.New("zalo app id: want digits, as the developer page shows it"))
	}
	for name, secret := range map[string]string{"app secret": cfg.AppSecret, "OA secret key": cfg.SecretKey} {
		if secret == "" || strings.ContainsAny(secret, " \t\r\n") {
			faults = append(faults, fmt.Errorf("zalo %s: want the text of the developer page, without blanks", name))
		}
	}
	if cfg.State == nil || cfg.Locks == nil {
		faults = append(faults, errors.New("zalo: a State and Locks are needed"))
	}
	for name, t := range cfg.Templates {
		if err := t.check(); err != nil {
			faults = append(faults, fmt.Errorf("zalo template %s: %w", name, err))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	if cfg.Observe == nil {
		cfg.Observe = func(string, int) {}
	}
	if cfg.Refused == nil {
		cfg.Refused = func() {}
	}
	c := &Channel{cfg: cfg, api: api, client: cfg.HTTPClient, log: cfg.Log, now: cfg.Now}
	if c.client == nil {
		c.client = platform.Client(idleConns)
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
	c.alerts = platform.Alerts{Platform: Name, Send: cfg.Alert, Log: c.log, Now: c.now}
	c.grant = &grant{
		appID: cfg.AppID, state: cfg.State, locks: cfg.Locks, seed: cfg.RefreshToken, log: c.log, now: c.now,
		wait: platform.Sleep,
		exchange: c.observed(oauthClient{url: oauth, appID: cfg.AppID, secret: cfg.AppSecret, client: c.client,
			now: c.now}.exchange),
		alert: c.alerts.Raise, step: func(string) {},
	}
	return c, nil
}

// Name returns "zalo".
func (c *Channel) Name() string { return Name }

// Limits returns what one Zalo message can carry. Proactive has its limits: see Reachable.
func (c *Channel) Limits() bot.Limits {
	return bot.Limits{TextRunes: textLimit, Buttons: buttonLimit, Files: true, PictureBytes: imageLimit,
		FileBytes: fileLimit, Proactive: true, ActionBytes: actionLimit}
}

// Receive opens the webhook and keeps the tokens fresh until ctx ends. A missing or lost grant does not end it: events
// are taken, and answers wait.
func (c *Channel) Receive(ctx context.Context, deliver bot.Deliver) error {
	var own sync.WaitGroup
	defer own.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	own.Go(func() { c.grant.keep(ctx) })
	own.Go(func() { c.introduce(ctx) })
	defer c.intake.Open(ctx, deliver)()
	c.log.LogAttrs(ctx, slog.LevelInfo, "zalo webhook open", slog.String("path", WebhookPath))
	<-ctx.Done()
	return nil
}

// introduce logs for which account we act, so that a wrong grant is seen at once.
func (c *Channel) introduce(ctx context.Context) {
	var oa struct {
		Name     string          `json:"name"`
		Verified platform.Scalar `json:"is_verified"`
		Package  string          `json:"package_name"`
	}
	if err := c.ask(ctx, apiRequest{method: http.MethodGet, path: "/v2.0/oa/getoa"}, &oa); err != nil {
		if ctx.Err() == nil {
			c.log.LogAttrs(ctx, slog.LevelWarn, "zalo account not reached", slog.Any("error", err))
		}
		return
	}
	c.log.LogAttrs(ctx, slog.LevelInfo, "zalo account", slog.String("name", oa.Name),
		slog.String("verified", string(oa.Verified)), slog.String("package", oa.Package))
}

// holds are the times until which something is not tried, since Zalo said so.
type holds struct {
	mu    sync.Mutex
	until map[string]time.Time
}

func (h *holds) set(what string, until time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.until == nil {
		h.until = make(map[string]time.Time)
	}
	h.until[what] = until
}

func (h *holds) left(what string, now time.Time) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.until[what].Sub(now)
}
