// Package telegram carries talk between Telegram's Bot API and package bot, by long polling or by webhook.
//
// Coming in, an update is confirmed to Telegram (polling offset, or 200 to the webhook) only after deliver returned
// nil, so a crash at any point makes Telegram deliver again; Telegram keeps messages for 24 hours and button presses
// for 150 seconds, and what waits longer than that is lost. Telegram being away never stops the program: every call at
// the start and every poll is tried again with growing pauses. Only a token that Telegram refuses, and a webhook
// address that it refuses, end Receive with an error.
//
// Going out, every failure is classified into a bot.SendError. A message whose answer was lost may have arrived: the
// error says so (Unclear), and sending again may repeat it; Telegram has no key that would prevent it. A message too
// long for one goes out in numbered parts; when a later part fails, Send fails, and the next Send of the same message
// to the same chat within the hour goes on with the part that failed. Another process does not know that and starts at
// part 1.
//
// The token is part of every request's address, so no error or log line is built from an address.
package telegram

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

// Name is the channel's name in a bot.ChatID.
const Name = "telegram"

// DefaultAPIURL is Telegram's own server.
const DefaultAPIURL = "https://api.telegram.org"

// WebhookPath is where the HTTP server should mount the Channel, and what New adds to a WebhookURL without a path.
const WebhookPath = "/telegram/webhook"

// Command is one line of the command menu.
type Command struct {
	Name        string // 1–32 of a-z 0-9 _
	Description string // shown to people: 1–256 characters
}

// Config is what the operator and the program set.
type Config struct {
	Token string
	// APIURL is the base to which /bot<token>/<method> is appended; empty means DefaultAPIURL. Plain http is allowed
	// on loopback only: the token is in the address.
	APIURL string
	// WebhookURL, when set, makes Telegram call us there; otherwise we poll. It needs WebhookSecret.
	WebhookURL    string
	WebhookSecret string // 1–256 of A-Z a-z 0-9 _ -
	Commands      []Command
	// GroupMenu and GroupAdminMenu are the command menus of all groups, and of who runs one; empty: as everybody's.
	GroupMenu, GroupAdminMenu []Command
	// GroupCommands are the names of commands that are for us in a group also where they do not name us.
	GroupCommands []string
	// AdminCommands are the names of commands for whose sender Telegram is asked whether he runs the group.
	AdminCommands []string
	Leader        platform.Leader // nil: this process always polls
	State         bot.State       // remembers which files Telegram has; nil: this process alone
	HTTPClient    *http.Client    // nil: a client of our own; deadlines are set for each call in any case
	Log           *slog.Logger    // nil: silent
	Now           func() time.Time
	// Observe, when set, is called after every call to the Bot API with the HTTP status of its answer; 0: none came, or
	// none of the Bot API's.
	Observe func(method string, status int)
}

// uploadKept is how long a file's name is used before it is uploaded again; Telegram names no end.
const uploadKept = 30 * 24 * time.Hour

// answerQueue bounds the callback queries that wait for their answer.
const answerQueue = 1024

// Channel is the Telegram channel; it implements bot.Channel, and http.Handler for the webhook.
type Channel struct {
	token      string
	endpoint   string // format with two %s, as the library wants it
	webhook    string
	secret     string
	commands   []Command
	groupMenus [2][]Command // the menus of groups: everybody's there, and of who runs one
	inGroups   []string     // GroupCommands
	ofAdmins   []string     // AdminCommands
	leader     platform.Leader
	client     *http.Client
	log        *slog.Logger
	now        func() time.Time
	wait       func(context.Context, time.Duration) error
	observe    func(method string, status int)

	standings standings

	self    atomic.Pointer[tgbotapi.User] // who we are; nil until Telegram answered
	intake  platform.Webhook
	answers chan string // callback query ids to answer
	resume  platform.Resume
	limits  limitWatch
	uploads platform.Uploads
}

var (
	tokenForm  = regexp.MustCompile(`^[0-9]{1,20}:[A-Za-z0-9_-]{1,200}$`)
	secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
	nameForm   = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
)

// New checks the configuration and returns a Channel; it calls nobody. The error joins all faults and holds no secret.
func New(cfg Config) (*Channel, error) {
	base, errAPI := platform.BaseURL("telegram API address", cmp.Or(cfg.APIURL, DefaultAPIURL), DefaultAPIURL)
	hook, errHook := webhookURL(cfg.WebhookURL)
	faults := []error{errAPI, errHook}
	if !tokenForm.MatchString(cfg.Token) {
		faults = append(faults, errors.New("telegram token: want the form 123456:letters-and-digits, as BotFather "+
			"gave it"))
	}
	if hook != "" && !secretForm.MatchString(cfg.WebhookSecret) {
		faults = append(faults, errors.New("telegram webhook secret: want 1 to 256 of A-Z a-z 0-9 _ -"))
	}
	for _, cmd := range cfg.Commands {
		if !nameForm.MatchString(cmd.Name) || cmd.Description == "" || len([]rune(cmd.Description)) > 256 {
			faults = append(faults, fmt.Errorf("telegram command %q: want a name of 1 to 32 a-z 0-9 _ and a "+
				"description of 1 to 256 characters", cmd.Name))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	c := &Channel{
		token: cfg.Token, endpoint: strings.ReplaceAll(base, "%", "%%") + "/bot%s/%s",
		webhook: hook, secret: cfg.WebhookSecret, commands: cfg.Commands,
		groupMenus: [2][]Command{cfg.GroupMenu, cfg.GroupAdminMenu},
		inGroups:   cfg.GroupCommands, ofAdmins: cfg.AdminCommands,
		leader: cfg.Leader, client: cfg.HTTPClient, log: cfg.Log, now: cfg.Now, wait: platform.Sleep,
		answers: make(chan string, answerQueue), observe: cfg.Observe,
	}
	if c.observe == nil {
		c.observe = func(string, int) {}
	}
	if c.client == nil {
		c.client = platform.Client(256) // the outbox sends to many chats at once
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.now == nil {
		c.now = time.Now
	}
	c.uploads = platform.Uploads{State: cfg.State, Name: Name, Keeps: uploadKept, Now: c.now}
	return c, nil
}

// webhookURL also refuses the ports that Telegram does not call.
func webhookURL(raw string) (string, error) {
	if raw == "" {
		return "", nil
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Host == "":
		return "", errors.New("telegram webhook address: want something like https://bot.example.vn" + WebhookPath)
	case platform.Loopback(u.Hostname()) && (u.Scheme == "http" || u.Scheme == "https"):
	case u.Scheme != "https":
		return "", fmt.Errorf("telegram webhook address %s: want https", u.Redacted())
	case !slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port()):
		return "", fmt.Errorf("telegram webhook address %s: Telegram calls only the ports 443, 80, 88 and 8443",
			u.Redacted())
	}
	if u.Path == "" || u.Path == "/" {
		u.Path = WebhookPath
	}
	return u.String(), nil
}

// Name returns "telegram".
func (c *Channel) Name() string { return Name }

// Username is the bot's name on Telegram without the @, "" until Telegram answered.
func (c *Channel) Username() string {
	if self := c.self.Load(); self != nil {
		return self.UserName
	}
	return ""
}
