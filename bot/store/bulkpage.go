package store

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
)

// A line of a page: chat, and once it has an outcome: TAB outcome (followed by "2" when possibly twice) TAB seconds
// since the start in base 36 TAB message id or code of the reason. A queued line's data is the message to edit.

func pageLine(r bot.BulkRecipient, started time.Time) string {
	return r.Chat.ID + lineTail(r, started)
}

func lineTail(r bot.BulkRecipient, started time.Time) string {
	if r.Outcome == bot.BulkQueued && r.Edit == "" && !r.Twice {
		return ""
	}
	code, data, secs := string(r.Outcome), "", ""
	if r.Twice {
		code += "2"
	}
	switch {
	case r.Outcome == bot.BulkSent:
		data = r.MessageID
	case r.Outcome == bot.BulkQueued:
		data = r.Edit
	case r.Reason != "":
		data = reasonCode(r.Reason)
	}
	if !r.At.IsZero() {
		secs = strconv.FormatInt(max(0, int64(r.At.Sub(started)/time.Second)), 36)
	}
	return "\t" + code + "\t" + secs + "\t" + oneLine(data)
}

// reasonCode stands for a reason in the report; the text is kept once.
func reasonCode(reason string) string {
	return strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte(reason))), 36)
}

func oneLine(s string) string {
	return strings.NewReplacer("\t", " ", "\n", " ", "\x1f", " ").Replace(s)
}

// setTail reads what lineTail wrote. Where the outcome is in flight, or was in flight before another outcome, edit
// stays.
func setTail(r *bot.BulkRecipient, code, secs, data string, base int, started time.Time) {
	code, twice := strings.CutSuffix(code, "2")
	r.Outcome, r.Twice = bot.BulkOutcome(code), r.Twice || twice
	r.MessageID, r.Reason, r.At = "", "", time.Time{}
	if n, err := strconv.ParseInt(secs, base, 64); err == nil {
		r.At = started.Add(time.Duration(n) * time.Second)
	}
	switch r.Outcome {
	case bot.BulkSent:
		r.MessageID = data
	case bot.BulkQueued:
		r.At = time.Time{}
		if data != "" {
			r.Edit = data
		}
	case bot.BulkInFlight:
	default:
		r.Reason = data
	}
}

// parsePage puts a page and its log together.
func parsePage(channel, lines, log string, started time.Time) []bot.BulkRecipient {
	var out []bot.BulkRecipient
	for line := range strings.SplitSeq(lines, "\n") {
		f := strings.SplitN(line, "\t", 4)
		r := bot.BulkRecipient{Chat: bot.ChatID{Channel: channel, ID: f[0]}, Outcome: bot.BulkQueued}
		if len(f) == 4 {
			setTail(&r, f[1], f[2], f[3], 36, started)
		}
		out = append(out, r)
	}
	for line := range strings.SplitSeq(log, "\n") {
		f := strings.SplitN(line, "\t", 4)
		i, err := strconv.Atoi(f[0])
		if len(f) == 4 && err == nil && i >= 0 && i < len(out) {
			setTail(&out[i], f[1], f[2], f[3], 10, started)
		}
	}
	return out
}

// BulkReport returns a part of an announcement's report and where the next begins: "" is the beginning, and the end.
// Parts hold at most 200 recipients of one channel, so that a report of a million is never in memory.
func (s *Store) BulkReport(ctx context.Context, id, at string) (part []bot.BulkRecipient, next string, err error) {
	now := s.ms()
	v, err := s.engine.read(ctx, now, "HGETALL", bulkKey(id))
	if err != nil {
		return nil, "", fmt.Errorf("store: report of %s: %w", id, err)
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
		return nil, "", fmt.Errorf("store: report of %s: no part %q", id, at)
	}
	suffix := channel + ":" + int64s(page)
	lines, err := s.engine.read(ctx, now, "GET", bulkKey(id)+":p:"+suffix)
	if err != nil {
		return nil, "", fmt.Errorf("store: report of %s: %w", id, err)
	}
	log, err := s.engine.read(ctx, now, "GET", bulkKey(id)+":a:"+suffix)
	if err != nil {
		return nil, "", fmt.Errorf("store: report of %s: %w", id, err)
	}
	if lines != nil {
		part = parsePage(channel, text(lines), text(log), fromMillis(h["created"]))
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

// BulkPage leases a page of the oldest running announcement that has one for this channel; nil when there is none.
func (s *Store) BulkPage(ctx context.Context, channel string, lease time.Duration) (*bot.BulkPage, error) {
	if _, ok := s.engine.(*localEngine); ok { // asks without writing the journal
		v, err := s.engine.read(ctx, s.ms(), "ZCARD", prefix+"bulkrun:"+channel)
		if err != nil || number(v) == 0 {
			return nil, err
		}
	}
	token := s.unique() + "."
	v, err := s.run(ctx, bulkPageScript, channel, int64s(lease.Milliseconds()), token)
	if err != nil {
		return nil, err
	}
	res, _ := v.([]any)
	if len(res) != 5 {
		return nil, nil
	}
	p := &bot.BulkPage{ID: text(res[0]), Channel: channel, Number: number(res[1]), Token: token,
		Started: fromMillis(res[4])}
	p.Recipients = parsePage(channel, text(res[2]), text(res[3]), p.Started)
	p.Spec, err = s.cachedSpec(ctx, p.ID)
	return p, err
}

// cachedSpec remembers the last announcement's spec, which may hold a picture.
func (s *Store) cachedSpec(ctx context.Context, id string) (*bot.BulkSpec, error) {
	if spec := s.lastSpec.Load(); spec != nil && spec.ID == id {
		return spec, nil
	}
	spec, err := s.bulkSpec(ctx, id)
	if err == nil {
		s.lastSpec.Store(spec)
	}
	return spec, err
}

// BulkTake asks to send to these recipients of a page now, at most `most` of them.
func (s *Store) BulkTake(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, indexes []int,
	most int) (bot.BulkTaken, error) {
	args := []string{p.Channel, p.ID, int64s(p.Number), p.Token, int64s(r.Lease.Milliseconds()), strconv.Itoa(r.Rate),
		int64s(r.ChatGap.Milliseconds()), early(r.ChatGap, r.ChatBurst), p.Spec.Consent, strconv.Itoa(most)}
	for _, i := range indexes {
		args = append(args, strconv.Itoa(i), p.Recipients[i].Chat.ID)
	}
	v, err := s.run(ctx, bulkTakeScript, args...)
	if err != nil {
		return bot.BulkTaken{}, err
	}
	res, _ := v.([]any)
	if len(res) != 5 {
		return bot.BulkTaken{}, fmt.Errorf("store: bulk take: answer of %d parts", len(res))
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

// BulkNote notes outcomes, and renews the page's lease; false when the lease was lost. hold, if not zero, stops the
// whole channel until then. Asking again, because an answer was lost, counts nothing twice.
func (s *Store) BulkNote(ctx context.Context, r bot.LeaseRequest, p *bot.BulkPage, notes []bot.BulkNote,
	hold time.Time) (kept bool, err error) {
	var log strings.Builder
	var outcomes, holds, reasons []string
	for _, n := range notes {
		secs := strconv.FormatInt(max(0, int64(n.At.Sub(p.Started)/time.Second)), 10)
		tail := strings.SplitN(lineTail(n.BulkRecipient, p.Started), "\t", 4)
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
			code = reasonCode(n.Reason)
			reasons = append(reasons, code, oneLine(n.Reason))
		}
		outcomes = append(outcomes, strconv.Itoa(n.Index), string(n.Outcome), flag(n.Twice), flag(n.Ours), code,
			n.Chat.ID, body, s.unique())
		if n.Outcome == bot.BulkQueued && n.After > 0 && !n.HoldAll {
			holds = append(holds, n.Chat.ID, int64s(n.At.Add(n.After).UnixMilli()+number(early(r.ChatGap,
				r.ChatBurst))))
		}
	}
	if !hold.IsZero() {
		holds = append(holds, "", millis(hold))
	}
	pauseAt := p.Spec.PauseAt
	if pauseAt <= 0 {
		pauseAt = 5
	}
	args := []string{p.Channel, p.ID, int64s(p.Number), p.Token, int64s(r.Lease.Milliseconds()), strconv.Itoa(r.Rate),
		strconv.Itoa(pauseAt), log.String()}
	for _, g := range []struct {
		width int
		list  []string
	}{{8, outcomes}, {2, holds}, {2, reasons}} {
		args = append(append(args, strconv.Itoa(len(g.list)/g.width)), g.list...)
	}
	v, err := s.run(ctx, bulkNoteScript, args...)
	return v == "ok", err
}

// BulkClose gives a page back: done when every recipient in p.Recipients has its outcome, else for another to go on.
func (s *Store) BulkClose(ctx context.Context, p *bot.BulkPage, done bool) error {
	lines := ""
	if done {
		all := make([]string, len(p.Recipients))
		for i, r := range p.Recipients {
			all[i] = pageLine(r, p.Started)
		}
		lines = strings.Join(all, "\n")
	}
	_, err := s.run(ctx, bulkCloseScript, p.Channel, p.ID, int64s(p.Number), p.Token, lines,
		int64s(bulkFor.Milliseconds()))
	return err
}
