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
		p.control.HandleFunc("POST /zalo/login", func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "bot đang chạy chưa bật Zalo; hãy đặt ZALO_APP_ID, ZALO_APP_SECRET, ZALO_OA_SECRET_KEY cho bot rồi chạy lại bot", http.StatusConflict)
		})
		return nil
	}
	ch, err := zalo.New(zalo.Config{
		AppID: z.AppID, AppSecret: string(z.AppSecret), SecretKey: string(z.SecretKey), RefreshToken: string(z.RefreshToken),
		APIURL: z.APIURL, OAuthURL: z.OAuthURL, SignByOA: z.SignByOA, ButtonTemplate: z.ButtonTemplate, ShowPress: z.ShowPress,
		Templates: z.Templates, State: p.store, Locks: p.store, Alert: p.alertOwners, Normalize: vi.NFC, Log: p.log,
	})
	if err != nil {
		return fmt.Errorf("zalo: %w", err)
	}
	p.mux.Handle(zalo.WebhookPath, ch)
	p.control.HandleFunc("POST /zalo/login", p.controlLogin)
	p.add(outbox.Lane{Channel: ch, Rate: int(z.Rate)})
	return nil
}

// openZaloBot makes the Zalo Bot's channel, if it is configured.
func (p *process) openZaloBot() error {
	z := p.config.ZaloBot
	if z.Token == "" {
		return nil
	}
	config := zalobot.Config{Token: string(z.Token), APIURL: z.APIURL, Quota: z.Quota, State: p.store, Leader: &leader{locks: p.store},
		Alert: p.alertOwners, Normalize: vi.NFC, Log: p.log}
	if z.WebhookSecret != "" {
		config.WebhookURL, config.WebhookSecret = strings.TrimRight(p.config.PublicURL, "/")+zalobot.WebhookPath, string(z.WebhookSecret)
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
		for _, owner := range p.config.Admins {
			tx.Send(bot.Outgoing{Key: key + ":" + owner.String(), To: owner, Priority: bot.PriorityReminder, Message: bot.Message{Text: bot.Escape(text)}})
		}
		return nil
	})
	if err != nil {
		p.log.Error("owners not told", slog.Any("error", err))
	}
}
