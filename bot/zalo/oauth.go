package zalo

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const (
	oauthPath   = "/v4/oa/access_token"
	consentPath = "/v4/oa/permission"
)

// oauthClient exchanges codes and refresh tokens for pairs.
type oauthClient struct {
	url, appID, secret string
	client             *http.Client
	now                func() time.Time
}

// exchange posts one form to Zalo's token address. The error is a *platform.Failure; it holds no token.
func (o oauthClient) exchange(ctx context.Context, fields map[string]string) (pair, error) {
	form := url.Values{"app_id": {o.appID}}
	for k, v := range fields {
		form.Set(k, v)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.url+oauthPath, strings.NewReader(form.Encode()))
	if err != nil {
		return pair{}, &platform.Failure{Platform: Name, Call: oauthPath, Cause: errors.New("request cannot be made")}
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("secret_key", o.secret)
	now := o.now()
	got, err := perform(o.client, req, oauthPath)
	if err != nil {
		return pair{}, err
	}
	var grant struct {
		Access      string          `json:"access_token"`
		Refresh     string          `json:"refresh_token"`
		Expires     platform.Scalar `json:"expires_in"`
		Error       platform.Scalar `json:"error"`
		Name        string          `json:"error_name"`
		Reason      string          `json:"error_reason"`
		Description string          `json:"error_description"`
		Message     string          `json:"message"`
	}
	f := unanswered(oauthPath, got)
	if json.Unmarshal(got.Body, &grant) != nil {
		return pair{}, f
	}
	if grant.Access == "" || grant.Refresh == "" {
		// A refusal may have words without a number, as "Invalid refresh token." has under error_name alone.
		code, _ := grant.Error.Int()
		words := cmp.Or(grant.Description, grant.Reason, grant.Message, grant.Name)
		if words == "" && code == 0 {
			words = string(grant.Error) // a name in the place of the number
		}
		if code != 0 || words != "" && words != "0" {
			f.Spoken, f.Code, f.Description = true, int(code), platform.Clip(withoutTokens(words), 200)
		}
		return pair{}, f
	}
	seconds, ok := grant.Expires.Int()
	if !ok || seconds <= 0 {
		seconds = int64(time.Hour / time.Second) // unknown: renew soon
	}
	return pair{Access: grant.Access, Refresh: grant.Refresh, Got: now.UTC(),
		Expires: now.Add(time.Duration(seconds) * time.Second).UTC()}, nil
}

// tokenLike is what could be a token or a secret: no word of a sentence is as long.
var tokenLike = regexp.MustCompile(`[A-Za-z0-9_\-./+=]{24,}`)

// withoutTokens is a platform's sentence as it may be logged.
func withoutTokens(s string) string { return tokenLike.ReplaceAllString(s, "…") }

// observed wraps exchange so that Config.Observe sees exchanges of tokens, too.
func (c *Channel) observed(exchange func(context.Context, map[string]string) (pair, error)) func(context.Context,
	map[string]string) (pair, error) {
	return func(ctx context.Context, fields map[string]string) (pair, error) {
		p, err := exchange(ctx, fields)
		status := statusOf(err)
		if err != nil && platform.AsFailure(err).Spoken {
			status = http.StatusUnauthorized // these have codes of their own, and all mean that there is no grant
		}
		c.cfg.Observe(oauthPath, status)
		return p, err
	}
}

// Login is the first grant: an admin of the account consents in a browser, and Zalo sends a code to the redirect
// address.
type Login struct {
	AppID, AppSecret string
	OAuthURL         string // empty: DefaultOAuthURL
	Verifier         string // PKCE: 43 to 128 of A-Z a-z 0-9 - . _ ~
	HTTPClient       *http.Client
	Now              func() time.Time
}

// Challenge is the code_challenge of a verifier (S256, without padding), to be entered on the developer page.
func Challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// ConsentURL is the address where the admin consents, for the case that the developer page shows none.
func (l Login) ConsentURL(redirect, state string) string {
	q := url.Values{"app_id": {l.AppID}, "redirect_uri": {redirect}, "code_challenge": {Challenge(l.Verifier)},
		"state": {state}}
	return strings.TrimRight(cmp.Or(l.OAuthURL, DefaultOAuthURL), "/") + consentPath + "?" + q.Encode()
}

// CodeFrom finds the code in what a person pasted: the whole address of the redirect, or the code alone. It also
// returns the account's id when the address has it.
func CodeFrom(pasted string) (code, oa string, err error) {
	pasted = strings.Trim(strings.TrimSpace(pasted), `"'<>`)
	if u, err := url.Parse(pasted); err == nil && u.RawQuery != "" {
		code, oa = u.Query().Get("code"), u.Query().Get("oa_id")
	} else {
		code = pasted
	}
	if len(code) < 8 || len(code) > 2048 || strings.ContainsAny(code, " \t\r\n/?&=#") && code == pasted {
		return "", "", errors.New("no code found")
	}
	return code, oa, nil
}

// Store exchanges the code, which works once and for ten minutes, and stores the pair in the place of any earlier one.
func (l Login) Store(ctx context.Context, state bot.State, code string) error {
	base, err := platform.BaseURL("zalo OAuth address", cmp.Or(l.OAuthURL, DefaultOAuthURL), DefaultOAuthURL)
	if err != nil {
		return err
	}
	client, now := l.HTTPClient, l.Now
	if client == nil {
		client = platform.Client(idleConns)
	}
	if now == nil {
		now = time.Now
	}
	ctx, cancel := context.WithTimeout(ctx, 2*oauthTime)
	defer cancel()
	o := oauthClient{url: base, appID: l.AppID, secret: l.AppSecret, client: client, now: now}
	fields := map[string]string{"grant_type": "authorization_code", "code": code}
	if l.Verifier != "" {
		fields["code_verifier"] = l.Verifier
	}
	next, err := o.exchange(ctx, fields)
	if err != nil {
		return err
	}
	err = state.Update(context.WithoutCancel(ctx), func(tx bot.Tx) error {
		var old pair
		if _, err := tx.Get(ctx, tokenKey(l.AppID), &old); err != nil {
			return err
		}
		p := next
		p.Seed, p.Fence = old.Seed, old.Fence
		if old.Refresh != "" {
			p.Previous = &oldPair{Access: old.Access, Refresh: old.Refresh, Until: now().UTC()}
		}
		tx.Put(tokenKey(l.AppID), p, 0)
		return nil
	})
	if err != nil {
		return fmt.Errorf("tokens not stored: %w", err)
	}
	return nil
}
