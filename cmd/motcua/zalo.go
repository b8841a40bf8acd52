package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/motcua/motcua/cmd/motcua/leader"

	"github.com/motcua/motcua/handlers/announce"

	"encoding/json"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/outbox"
	"github.com/motcua/motcua/bot/zalo"
	"github.com/motcua/motcua/bot/zalobot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// openZalo makes the Official Account's channel, if it is configured.
func (p *process) openZalo() error {
	z := p.config.Zalo
	if z.AppID == "" {
		off := func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "bot đang chạy chưa bật Zalo; hãy đặt ZALO_APP_ID, ZALO_APP_SECRET, "+
				"ZALO_OA_SECRET_KEY cho bot rồi chạy lại bot", http.StatusConflict)
		}
		p.control.HandleFunc("POST /zalo/login", off)
		p.control.HandleFunc("POST /zalo/grant", off)
		return nil
	}
	ch, err := zalo.New(zalo.Config{
		AppID: z.AppID, AppSecret: string(z.AppSecret), SecretKey: string(z.SecretKey),
		RefreshToken: string(z.RefreshToken),
		APIURL:       z.APIURL, OAuthURL: z.OAuthURL, SignByOA: z.SignByOA, ButtonTemplate: z.ButtonTemplate,
		ShowPress: z.ShowPress,
		Templates: z.Templates, State: p.store, Locks: p.store, Alert: p.alertOwners, Normalize: vi.NFC, Log: p.log,
		Observe: p.gauges.called(zalo.Name), Refused: p.gauges.refused(zalo.Name),
	})
	if err != nil {
		return fmt.Errorf("zalo: %w", err)
	}
	p.mux.Handle(zalo.WebhookPath, ch)
	p.control.HandleFunc("POST /zalo/login", p.controlLogin)
	p.control.HandleFunc("POST /zalo/grant", p.controlGrant)
	p.add(outbox.Lane{Channel: ch, Rate: int(z.Rate)})
	if z.Groups {
		p.add(outbox.Lane{Channel: ch.Groups(), Rate: zaloGroupRate})
	}
	p.bot.People.Reachable = ch.Reachable
	p.bot.Announce.Reach = map[string]announce.ReachFunc{zalo.Name: func(ctx context.Context,
		audience []bot.Segment) ([]announce.Reach, error) {
		return reachZalo(ctx, p.store, ch.HasForm(bot.FormAnnouncement), audience, time.Now())
	}}
	return nil
}

// zaloGroupRate is how many messages a second groups of the account get: what Zalo takes there is not documented.
const zaloGroupRate = 2

// counter is the part of the state that counts an audience.
type counter interface {
	bot.Reader
	CountAudience(ctx context.Context, segments []bot.Segment) (map[string]int64, error)
}

// reachZalo splits an audience on Zalo into those who get free text, since they wrote within 7 days, and the others.
func reachZalo(ctx context.Context, r counter, form bool, audience []bot.Segment,
	at time.Time) ([]announce.Reach, error) {
	counts, err := r.CountAudience(ctx, audience)
	if err != nil {
		return nil, err
	}
	closed := int64(0)
	err = zalo.Closed(ctx, r, at, func(chat bot.ChatID) error {
		in, err := inAny(ctx, r, audience, chat.String())
		if in {
			closed++
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	out := []announce.Reach{{Count: counts[zalo.Name] - closed, How: "tin thường (đã nhắn cho OA trong 7 ngày)"}}
	switch {
	case closed > 0 && form:
		out = append(out, announce.Reach{Count: closed, How: "tin mẫu đã duyệt (quá 7 ngày chưa nhắn)"})
	case closed > 0:
		out = append(out, announce.Reach{Count: closed, How: "không gửi được: quá 7 ngày chưa " +
			"nhắn cho OA, chưa có tin mẫu", Lost: true})
	}
	return out, nil
}

// inAny reports whether a chat is in one of the segments.
func inAny(ctx context.Context, r bot.Reader, segments []bot.Segment, chat string) (bool, error) {
	for _, seg := range segments {
		in := true
		for i, set := range append(append([]string(nil), seg.All...), seg.None...) {
			_, has, err := r.Score(ctx, set, chat)
			if err != nil {
				return false, err
			}
			in = in && has == (i < len(seg.All))
		}
		if in {
			return true, nil
		}
	}
	return false, nil
}

// openZaloBot makes the Zalo Bot's channel, if it is configured.
func (p *process) openZaloBot() error {
	z := p.config.ZaloBot
	if z.Token == "" {
		return nil
	}
	config := zalobot.Config{Token: string(z.Token), APIURL: z.APIURL, Quota: z.Quota, State: p.store,
		Leader: &leader.Leader{Locks: p.store},
		Alert:  p.alertOwners, Normalize: vi.NFC, Log: p.log, Observe: p.gauges.called(zalobot.Name)}
	if z.WebhookSecret != "" {
		config.WebhookURL, config.WebhookSecret = strings.TrimRight(p.config.PublicURL, "/")+zalobot.WebhookPath,
			string(z.WebhookSecret)
	}
	ch, err := zalobot.New(config)
	if err != nil {
		return fmt.Errorf("zalo bot: %w", err)
	}
	if z.WebhookSecret != "" {
		p.mux.Handle(zalobot.WebhookPath, ch)
	}
	p.add(outbox.Lane{Channel: ch, Rate: zaloBotRate})
	return nil
}

// zaloBotRate is how many reminders and announcements a second the Zalo Bot sends: its limit is not documented.
const zaloBotRate = 5

// note records what channels must know of each update, in its transaction; it has the form of Dispatcher.Note.
func (p *process) note(ctx context.Context, tx bot.Tx, u bot.Update) error {
	if err := zalo.Note(ctx, tx, u); err != nil {
		return err
	}
	return zalobot.Note(ctx, tx, u)
}

// alertOwners tells the owners, once a day for the same words.
func (p *process) alertOwners(ctx context.Context, text string) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	sum := sha256.Sum256([]byte(text))
	key := fmt.Sprintf("alert:%s:%s", hex.EncodeToString(sum[:6]), content.DayOf(time.Now().In(content.Zone)))
	err := p.store.Update(ctx, func(tx bot.Tx) error {
		owners, err := p.bot.People.Owners(ctx, tx)
		if err != nil {
			return err
		}
		for _, owner := range owners {
			tx.Send(bot.Outgoing{Key: key + ":" + owner.String(), To: owner, Priority: bot.PriorityReminder,
				Message: bot.Message{Text: bot.Escape(text)}})
		}
		return nil
	})
	if err != nil {
		p.log.Error("owners not told", slog.Any("error", err))
	}
}

// controlGrant tells how the grant stands, without its tokens.
func (p *process) controlGrant(w http.ResponseWriter, r *http.Request) {
	g, err := zalo.ReadGrant(r.Context(), p.store, p.config.Zalo.AppID)
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	_ = json.NewEncoder(w).Encode(g) // the caller may be gone
}
