package bottest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/motcua/motcua/bot"
)

// Remote is the bot's side of a Platform: a channel named "fake".
type Remote struct {
	client *http.Client
	bot    string
}

// NewRemote talks to the Platform on this socket, as the bot of this name; one that is never killed needs none.
func NewRemote(socket, bot string) *Remote {
	return &Remote{bot: bot, client: &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
		MaxIdleConnsPerHost: 256,
	}}}
}

// Name implements bot.Channel.
func (r *Remote) Name() string { return "fake" }

// Limits implements bot.Channel.
func (r *Remote) Limits() bot.Limits { return bot.Limits{Proactive: true} }

// Receive implements bot.Channel: it confirms updates only after they were delivered.
func (r *Remote) Receive(ctx context.Context, deliver bot.Deliver) error {
	offset := int64(0)
	for ctx.Err() == nil {
		batch, err := r.poll(ctx, offset)
		if err == nil && len(batch) > 0 {
			updates := make([]bot.Update, len(batch))
			for i, u := range batch {
				updates[i] = bot.Update{ID: strconv.FormatInt(u.ID, 10), Kind: bot.KindText,
					Chat:    bot.ChatID{Channel: "fake", ID: u.Chat},
					Private: true, Text: u.Text, At: time.Now()}
			}
			if err = deliver(ctx, updates...); err == nil {
				offset = batch[len(batch)-1].ID + 1
			}
		}
		if err != nil {
			t := time.NewTimer(20 * time.Millisecond)
			select {
			case <-t.C:
			case <-ctx.Done():
			}
		}
	}
	return nil
}

func (r *Remote) poll(ctx context.Context, offset int64) (batch []PlatformUpdate, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprint("http://platform/updates?offset=", offset),
		nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Bot", r.bot)
	res, err := r.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	return batch, json.NewDecoder(res.Body).Decode(&batch)
}

// Send implements bot.Channel.
func (r *Remote) Send(ctx context.Context, to bot.ChatID, m bot.Message) (bot.Receipt, error) {
	res, err := r.post(ctx, "send", platformSend{to.ID, m.Text})
	if err != nil {
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendTemporary, Unclear: true, Err: err}
	}
	defer res.Body.Close()
	id, err := io.ReadAll(res.Body)
	switch {
	case err != nil:
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendTemporary, Unclear: true, Err: err}
	case res.StatusCode == http.StatusTooManyRequests:
		ms, _ := strconv.Atoi(res.Header.Get("Retry-After-Ms"))
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendRate, After: time.Duration(ms) * time.Millisecond}
	case res.StatusCode != http.StatusOK:
		return bot.Receipt{}, &bot.SendError{Kind: bot.SendTemporary, Err: fmt.Errorf("status %d", res.StatusCode)}
	}
	return bot.Receipt{MessageID: string(id), At: time.Now()}, nil
}

func (r *Remote) post(ctx context.Context, to string, v any) (*http.Response, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://platform/"+to, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Bot", r.bot)
	return r.client.Do(req)
}

// Noted reports to the Platform that the bot's store has the outcome of these messages, and that another bot has those
// whose chat and text, with a space between, are gone.
func (r *Remote) Noted(ctx context.Context, ids, gone []string) error {
	res, err := r.post(ctx, "noted", platformNotes{ids, gone})
	if err != nil {
		return err
	}
	return res.Body.Close()
}
