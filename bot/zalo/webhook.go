package zalo

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const (
	signatureHeader = "X-ZEvent-Signature"
	// webhookTime is how long an event may take: Zalo wants its answer within 2 s.
	webhookTime = 1800 * time.Millisecond
	// replayWindow is longer than all of Zalo's retries, which carry the first timestamp.
	replayWindow = 24 * time.Hour
)

// ServeHTTP takes one event from Zalo. Any answer but 200 makes Zalo send it again.
func (c *Channel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !platform.IsPost(w, r) {
		return
	}
	body, ok := platform.ReadBody(w, r)
	if !ok {
		return
	}
	var head struct {
		Timestamp platform.Scalar `json:"timestamp"`
	}
	_ = json.Unmarshal(body, &head) // what cannot be read has no valid signature either
	if !c.genuine(r.Context(), r.Header.Get(signatureHeader), body, string(head.Timestamp)) {
		http.Error(w, "wrong signature", http.StatusForbidden)
		return
	}
	at, ok := eventTime(head.Timestamp)
	if age := c.now().Sub(at); !ok || age > replayWindow || age < -replayWindow {
		c.log.LogAttrs(r.Context(), slog.LevelWarn, "zalo event refused: too old, or our clock is wrong",
			slog.Duration("age", age))
		http.Error(w, "too old", http.StatusForbidden)
		return
	}
	ctx, cancel, deliver, ok := c.intake.Begin(w, r, webhookTime)
	if !ok {
		return
	}
	defer cancel()
	if err := c.take(ctx, deliver, body, at); err != nil {
		c.log.LogAttrs(ctx, slog.LevelWarn, "zalo event not committed", slog.String("retry", r.Header.Get("num_retry")),
			slog.Any("error", err))
		http.Error(w, "not committed", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusOK)
}

// genuine checks the signature in the form that Zalo documents; the form with the account's id counts only where the
// settings say so.
func (c *Channel) genuine(ctx context.Context, header string, body []byte, timestamp string) bool {
	if signed(header, c.cfg.AppID, body, timestamp, c.cfg.SecretKey) {
		return true
	}
	byOA := false
	for _, id := range accountIDs(body) {
		byOA = byOA || signed(header, id, body, timestamp, c.cfg.SecretKey)
	}
	if byOA && c.cfg.SignByOA {
		return true
	}
	n := c.badSignatures.Add(1)
	c.cfg.Refused()
	// Anybody can send such events: a line a minute tells that they come, so_far and the figures how many.
	if now, last := c.now().UnixMilli(), c.badLogged.Load(); now-last >= time.Minute.Milliseconds() &&
		c.badLogged.CompareAndSwap(last, now) {
		c.log.LogAttrs(ctx, slog.LevelWarn, "zalo event refused: wrong signature", slog.Int64("so_far", n),
			slog.Bool("signed_by_account_id", byOA))
	}
	c.alerts.Raise(ctx, "signature", alertSignature)
	return false
}

// accountIDs are the ids in an event that may be the account's.
func accountIDs(body []byte) (ids []string) {
	var e event
	if json.Unmarshal(body, &e) != nil {
		return nil
	}
	for _, id := range []platform.Scalar{e.OA, e.Recipient.ID, e.Sender.ID} {
		if id != "" {
			ids = append(ids, string(id))
		}
	}
	return ids
}

// eventTime reads milliseconds, or seconds where there are few digits.
func eventTime(s platform.Scalar) (time.Time, bool) {
	n, ok := s.Int()
	if !ok || n <= 0 {
		return time.Time{}, false
	}
	if n < 100_000_000_000 {
		return time.Unix(n, 0), true
	}
	return time.UnixMilli(n), true
}

// take handles one genuine event.
func (c *Channel) take(ctx context.Context, deliver bot.Deliver, body []byte, at time.Time) error {
	var e event
	if err := json.Unmarshal(body, &e); err != nil {
		// Sending it again would not make it readable.
		c.log.LogAttrs(ctx, slog.LevelError, "zalo event not readable, skipped", slog.Any("error", err))
		return nil
	}
	u, why := e.update(at)
	if why != "" {
		level := slog.LevelDebug
		if why == whyUnknown {
			level = slog.LevelWarn
		}
		c.log.LogAttrs(ctx, level, "zalo event ignored", slog.String("event", platform.Clip(e.Name, 60)),
			slog.String("why", why))
		return nil
	}
	if handled, err := c.turnPage(ctx, u); handled || err != nil {
		return err
	}
	return deliver(ctx, u)
}
