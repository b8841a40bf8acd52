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
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

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
		alert: c.alerts.Raise, once: c.alerts.RaiseOnce, step: func(string) {},
	}
	c.uploads = platform.Uploads{State: cfg.State, Name: Name, Keeps: uploadKept, Now: c.now}
	return c, nil
}

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
