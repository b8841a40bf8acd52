package redis

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
)

// BulkReport implements engine.Engine.
func (e *Engine) BulkReport(ctx context.Context, id, at string) (part []bot.BulkRecipient, next string, err error) {
	v, err := e.read(ctx, "HGETALL", bulkKey(id))
	if err != nil {
		return nil, "", err
	}
	h := texts(v)
	channels := strings.Fields(h["chans"])
	slices.Sort(channels)
	if len(channels) == 0 {
		return nil, "", nil
	}
	channel, page := channels[0], int64(1)
	if at != "" {
		name, n, _ := strings.Cut(at, ":")
		channel, page = name, number(n)
	}
	i := slices.Index(channels, channel)
	if i < 0 || page < 1 {
		return nil, "", fmt.Errorf("report of %s: no part %q", id, at)
	}
	suffix := channel + ":" + int64s(page)
	lines, err := e.read(ctx, "GET", bulkKey(id)+":p:"+suffix)
	if err != nil {
		return nil, "", err
	}
	log, err := e.read(ctx, "GET", bulkKey(id)+":a:"+suffix)
	if err != nil {
		return nil, "", err
	}
	if lines != nil {
		part = engine.ParsePage(channel, text(lines), text(log), fromMillis(h["created"]))
	}
	for j := range part {
		if r := &part[j]; r.Reason != "" {
			r.Reason = h["w:"+r.Reason]
		}
	}
	switch {
	case page < number(h["pages:"+channel]):
		next = channel + ":" + int64s(page+1)
	case i+1 < len(channels):
		next = channels[i+1] + ":1"
	}
	return part, next, nil
}

// BulkPage implements engine.Engine.
func (e *Engine) BulkPage(ctx context.Context, channel string, lease time.Duration, token string) (*bot.BulkPage,
	error) {
	v, err := e.run(ctx, bulkPageScript, channel, int64s(lease.Milliseconds()), token)
	if err != nil {
		return nil, err
	}
	res, _ := v.([]any)
	if len(res) != 5 {
		return nil, nil
	}
	p := &bot.BulkPage{ID: text(res[0]), Channel: channel, Number: number(res[1]), Token: token,
		Started: fromMillis(res[4])}
	p.Recipients = engine.ParsePage(channel, text(res[2]), text(res[3]), p.Started)
	return p, e.reasons(ctx, p)
}

// BulkTake implements engine.Engine.
func (e *Engine) BulkTake(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, indexes []int,
	most int) (bot.BulkTaken, error) {
	args := []string{p.Channel, p.ID, int64s(p.Number), p.Token, int64s(r.Lease.Milliseconds()), strconv.Itoa(r.Rate),
		int64s(r.ChatGap.Milliseconds()), early(r), p.Spec.Consent, strconv.Itoa(most)}
	for _, i := range indexes {
		args = append(args, strconv.Itoa(i), p.Recipients[i].Chat.ID)
	}
	v, err := e.run(ctx, bulkTakeScript, args...)
	if err != nil {
		return bot.BulkTaken{}, err
	}
	res, _ := v.([]any)
	if len(res) != 5 {
		return bot.BulkTaken{}, fmt.Errorf("bulk take: answer of %d parts", len(res))
	}
	t := bot.BulkTaken{State: bot.BulkState(text(res[0])), Next: fromMillis(res[1]), ByRate: text(res[2]) == "1",
		Refused: make(map[int]bot.BulkOutcome)}
	granted, _ := res[3].([]any)
	for _, i := range granted {
		t.Granted = append(t.Granted, int(number(i)))
	}
	refused, _ := res[4].([]any)
	for i := 0; i+1 < len(refused); i += 2 {
		t.Refused[int(number(refused[i]))] = bot.BulkOutcome(text(refused[i+1]))
	}
	return t, nil
}

// BulkNote implements engine.Engine.
func (e *Engine) BulkNote(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, notes []bot.BulkNote,
	hold time.Time, revs []string) (kept bool, err error) {
	var log strings.Builder
	var outcomes, holds, reasons []string
	for i, n := range notes {
		secs := strconv.FormatInt(max(0, int64(n.At.Sub(p.Started)/time.Second)), 10)
		tail := strings.SplitN(engine.LineTail(n.BulkRecipient, p.Started), "\t", 4)
		if len(tail) < 4 { // given back
			tail = []string{"", string(bot.BulkQueued), "", ""}
		}
		log.WriteString(strconv.Itoa(n.Index) + "\t" + tail[1] + "\t" + secs + "\t" + tail[3] + "\n")
		body, code := "", ""
		if n.Outcome == bot.BulkBlocked {
			document, err := json.Marshal(bot.Blocked{At: n.At, Reason: n.Reason})
			if err != nil {
				return false, err
			}
			body = string(document)
		}
		if n.Reason != "" {
			code = engine.ReasonCode(n.Reason)
			reasons = append(reasons, code, engine.OneLine(n.Reason))
		}
		outcomes = append(outcomes, strconv.Itoa(n.Index), string(n.Outcome), flag(n.Twice), flag(n.Ours), code,
			n.Chat.ID, body, revs[i])
		if n.Outcome == bot.BulkQueued && n.After > 0 && !n.HoldAll {
			holds = append(holds, n.Chat.ID, int64s(n.At.Add(n.After).UnixMilli()+engine.Early(r).Milliseconds()))
		}
	}
	if !hold.IsZero() {
		holds = append(holds, "", millis(hold))
	}
	args := []string{p.Channel, p.ID, int64s(p.Number), p.Token, int64s(r.Lease.Milliseconds()), strconv.Itoa(r.Rate),
		strconv.Itoa(engine.PauseAt(p.Spec)), log.String()}
	for _, g := range []struct {
		width int
		list  []string
	}{{8, outcomes}, {2, holds}, {2, reasons}} {
		args = append(append(args, strconv.Itoa(len(g.list)/g.width)), g.list...)
	}
	v, err := e.run(ctx, bulkNoteScript, args...)
	return v == "ok", err
}

// BulkClose implements engine.Engine.
func (e *Engine) BulkClose(ctx context.Context, p *bot.BulkPage, done bool) error {
	lines := ""
	if done {
		all := make([]string, len(p.Recipients))
		for i, r := range p.Recipients {
			all[i] = engine.PageLine(r, p.Started)
		}
		lines = strings.Join(all, "\n")
	}
	_, err := e.run(ctx, bulkCloseScript, p.Channel, p.ID, int64s(p.Number), p.Token, lines,
		int64s(engine.BulkFor.Milliseconds()))
	return err
}

// reasons puts texts in the place of their codes.
func (e *Engine) reasons(ctx context.Context, p *bot.BulkPage) error {
	var known map[string]string
	for i := range p.Recipients {
		r := &p.Recipients[i]
		if r.Reason == "" {
			continue
		}
		if known == nil {
			v, err := e.read(ctx, "HGETALL", bulkKey(p.ID))
			if err != nil {
				return err
			}
			known = texts(v)
		}
		r.Reason = known["w:"+r.Reason]
	}
	return nil
}
