package zalo

import (
	"context"
	"log/slog"
	"net/http"
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

	intake  platform.Webhook
	resume  platform.Resume
	holds   holds
	alerts  platform.Alerts
	uploads platform.Uploads

	badSignatures atomic.Int64
	badLogged     atomic.Int64 // when the log last told of one, ms
}

// idleConns are kept open: the outbox sends to many chats at once.
const idleConns = 128

// Name returns "zalo".
func (c *Channel) Name() string { return Name }
