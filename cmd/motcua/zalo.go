package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/outbox"
	"github.com/motcua/motcua/bot/zalo"
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

// note records what channels must know of each update, in its transaction; it has the form of Dispatcher.Note.
func (p *process) note(ctx context.Context, tx bot.Tx, u bot.Update) error {
	return zalo.Note(ctx, tx, u)
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
