package webchat

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const (
	maxJSON = 8 << 10  // 1,000 runes of four bytes and their envelope
	maxForm = 64 << 10 // a form triples every byte of Vietnamese, and a text that is too long is given back

	deliverTimeout = 15 * time.Second // the work goes on when the person's connection breaks
	formWait       = 2 * time.Second  // how long a browser without JavaScript waits for the answer
)

// post is what a page sends: typed text, or a button's action and the message that holds it. Nonce, made by the page,
// names the attempt: the same nonce twice is one question.
type post struct {
	Text    string `json:"text"`
	Action  string `json:"action"`
	Message string `json:"message"`
	Nonce   string `json:"nonce"`
	Frame   bool   `json:"frame"`
	At      string `json:"o"` // the slug of the office whose page it is
	secret  string // from a form of the widget
	refresh bool   // from a form of the widget: only show what is new
}

// refusal is why a post is not taken: a status, what the person reads, and how long to wait.
type refusal struct {
	status int
	text   string
	wait   time.Duration
}

func (r *refusal) Error() string { return r.text }

// serveSend takes a question as JSON (answered in JSON) or as a form (answered with a page).
func (c *Channel) serveSend(w http.ResponseWriter, r *http.Request) {
	p, asJSON, err := readPost(w, r)
	s := c.session(r, p.Frame, p.secret)
	var seq int64
	if err == nil {
		seq, err = c.accept(r, s, &p)
	}
	var no *refusal
	if err != nil && !errors.As(err, &no) {
		c.cfg.Log.LogAttrs(r.Context(), slog.LevelWarn, "question refused", slog.String("chat", s.chat),
			slog.Any("error", err))
		no = &refusal{status: http.StatusServiceUnavailable, text: textBusy, wait: 5 * time.Second}
	}
	w.Header().Set("Cache-Control", "no-store")
	if no != nil && no.wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(seconds(no.wait)))
	}
	if no == nil || no.status != http.StatusForbidden {
		c.remember(w, r, s)
	}
	switch {
	case asJSON:
		answerJSON(w, p.Nonce, seq, no)
	case no != nil:
		c.writePage(w, r, s, no.status, page{Notice: no.text, Draft: p.Text, Nonce: p.Nonce, Root: belowChat,
			At: c.at(p.At)})
	default:
		if !p.refresh {
			c.awaitAnswer(r, s.chat, seq)
		}
		if s.frame { // a redirect would lose the session where browsers keep our cookie from us
			s.fresh = false
			c.writePage(w, r, s, http.StatusOK, page{Root: belowChat, At: c.at(p.At)})
			return
		}
		// Relative, for a proxy that serves us below a path.
		to := belowChat + pageName
		if at := c.at(p.At); at != "" {
			to += "?o=" + at
		}
		w.Header().Set("Location", to+"#u-"+p.Nonce)
		w.WriteHeader(http.StatusSeeOther)
	}
}

func answerJSON(w http.ResponseWriter, nonce string, seq int64, no *refusal) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	answer := map[string]any{"nonce": nonce, "seq": seq}
	status := http.StatusOK
	if no != nil {
		status, answer = no.status, map[string]any{"error": no.text}
		if no.wait > 0 {
			answer["retryAfter"] = seconds(no.wait)
		}
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

// accept checks the post, keeps what was said and delivers it. It returns the number of the person's message.
func (c *Channel) accept(r *http.Request, s session, p *post) (seq int64, err error) {
	if c.guard.CheckOrigin(r) != nil {
		return 0, &refusal{status: http.StatusForbidden, text: textForeign}
	}
	if p.refresh {
		return 0, nil
	}
	address := c.guard.Address(r)
	if no := c.tooMuch(address, s.chat); no != nil {
		return 0, no
	}
	deliver, _ := c.receiving()
	if deliver == nil {
		return 0, &refusal{status: http.StatusServiceUnavailable, text: textBusy, wait: 5 * time.Second}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), deliverTimeout)
	defer cancel()
	fresh := c.empty(ctx, s)
	leave, ok := c.turns.Enter(ctx, address, fresh)
	if !ok {
		return 0, &refusal{status: http.StatusServiceUnavailable, text: textBusy, wait: 5 * time.Second}
	}
	defer leave()
	return c.take(ctx, s, p, address, fresh, deliver)
}

// tooMuch is why nothing is taken now of an address and a chat, before anything is done for them; nil: it may go on.
func (c *Channel) tooMuch(address, chat string) *refusal {
	if c.cfg.Full != nil && c.cfg.Full() {
		return &refusal{status: http.StatusServiceUnavailable, text: textFull, wait: time.Minute}
	}
	wait := max(c.perIP.Wait(address), c.perSession.Wait(chat))
	if wait == 0 {
		wait = c.daily.Wait(address)
	}
	if wait > 0 {
		return &refusal{status: http.StatusTooManyRequests, text: textSlower(wait), wait: wait}
	}
	return nil
}

// take keeps what was said, in a conversation that is fresh or not, and delivers it.
func (c *Channel) take(ctx context.Context, s session, p *post, address string, fresh bool, deliver bot.Deliver) (
	seq int64, err error) {
	u, said, role, err := c.update(ctx, s, p)
	if err != nil {
		return 0, err
	}
	if u.Source, err = c.sources.of(ctx, c.cfg.State, c.cfg.Now(), address); err != nil {
		return 0, err
	}
	if fresh {
		if wait := c.begun.Wait(address); wait > 0 {
			return 0, &refusal{status: http.StatusTooManyRequests, text: textCrowd, wait: wait}
		}
	}
	if role.Quiet() {
		seq, err = c.vote(ctx, s.chat, p.Message, role)
	} else {
		seq, err = c.appendTheirs(ctx, s.chat, p.Nonce, said)
	}
	if err != nil {
		return 0, err
	}
	c.hub.signal(s.chat)
	return seq, deliver(ctx, u)
}

var nonceForm = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// update makes the Update, and the words that stand for it in the transcript; role is that of the button pressed.
func (c *Channel) update(ctx context.Context, s session,
	p *post) (u bot.Update, said string, role bot.Role, err error) {
	if !nonceForm.MatchString(p.Nonce) {
		return u, "", "", &refusal{status: http.StatusBadRequest, text: textBad}
	}
	u = bot.Update{
		ID: s.chat + ":" + p.Nonce, Kind: bot.KindText, Private: true, At: c.cfg.Now(), MessageID: "u-" + p.Nonce,
		Chat: bot.ChatID{Channel: Name, ID: s.chat}, User: bot.User{ID: s.chat}, Office: c.at(p.At),
	}
	if p.Action != "" {
		b, err := c.pressed(ctx, s.chat, p)
		u.Kind, u.Action, u.MessageID = bot.KindAction, p.Action, p.Message
		return u, b.Name(), b.Role, err
	}
	switch {
	case utf8.RuneCountInString(p.Text) > MaxTextRunes:
		return u, "", "", &refusal{status: http.StatusRequestEntityTooLarge, text: textLong}
	case p.Text == "":
		return u, "", "", &refusal{status: http.StatusBadRequest, text: textEmpty}
	}
	u.Text = p.Text
	if name, _, payload, ok := bot.ParseCommand(p.Text); ok {
		u.Kind, u.Command, u.Payload = bot.KindCommand, name, payload
	}
	return u, p.Text, "", nil
}

// pressed finds the pressed button: only what was offered in this chat can be chosen.
func (c *Channel) pressed(ctx context.Context, chat string, p *post) (b bot.Button, err error) {
	if p.Message == greetingID || p.Message == "" {
		if b, ok := findButton(c.greets().Buttons, p.Action); ok {
			return b, nil
		}
	}
	t, err := c.load(ctx, chat)
	if err != nil {
		return b, err
	}
	b, ok := t.button(p.Message, p.Action)
	if !ok {
		return b, &refusal{status: http.StatusConflict, text: textOld}
	}
	return b, nil
}

// readPost reads JSON or a form; what it could read is returned with the error.
func readPost(w http.ResponseWriter, r *http.Request) (p post, asJSON bool, err error) {
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	limit := int64(maxForm)
	if asJSON = mediaType == "application/json"; asJSON {
		limit = maxJSON
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return p, asJSON, &refusal{status: http.StatusRequestEntityTooLarge, text: textLong}
	case err != nil:
		return p, asJSON, &refusal{status: http.StatusBadRequest, text: textBad}
	case asJSON:
		err = json.Unmarshal(body, &p)
	case mediaType == "application/x-www-form-urlencoded":
		err = p.fromForm(string(body))
	default:
		return p, asJSON, &refusal{status: http.StatusUnsupportedMediaType, text: textBad}
	}
	if err != nil {
		return post{Frame: p.Frame}, asJSON, &refusal{status: http.StatusBadRequest, text: textBad}
	}
	p.Text = platform.Clean(p.Text)
	if p.Nonce == "" {
		p.Nonce = newID()
	}
	return p, asJSON, nil
}

func (p *post) fromForm(body string) error {
	form, err := url.ParseQuery(body)
	*p = post{
		Text: form.Get("text"), Action: form.Get("action"), Message: form.Get("message"), Nonce: form.Get("nonce"),
		Frame: form.Get("frame") != "", secret: form.Get("session"), refresh: form.Get("refresh") != "",
		At: form.Get("o"),
	}
	return err
}

// awaitAnswer waits a short time until something was said after seq: by this process or by another.
func (c *Channel) awaitAnswer(r *http.Request, chat string, seq int64) {
	changed, leave, ok := c.hub.watch(chat, c.guard.Address(r))
	if !ok {
		return
	}
	defer leave()
	ctx, cancel := context.WithTimeout(r.Context(), formWait)
	defer cancel()
	tick := time.NewTicker(pollQuick)
	defer tick.Stop()
	for {
		if last, err := c.lastSeq(ctx, chat); err == nil && last > seq {
			if t, err := c.load(ctx, chat); err == nil && t.answered(seq) {
				return
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-tick.C:
		}
	}
}

// serveEnd deletes the conversation and begins a new session: for people at a computer that others use too.
func (c *Channel) serveEnd(w http.ResponseWriter, r *http.Request) {
	p, _, err := readPost(w, r)
	s := c.session(r, p.Frame, p.secret)
	switch {
	case err != nil:
		c.writePage(w, r, s, http.StatusBadRequest, page{Notice: textBad, Root: belowChat})
		return
	case c.guard.CheckOrigin(r) != nil:
		c.writePage(w, r, s, http.StatusForbidden, page{Notice: textForeign, Root: belowChat})
		return
	}
	if wait := c.ended.Wait(c.guard.Address(r)); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(seconds(wait)))
		c.writePage(w, r, s, http.StatusTooManyRequests, page{Notice: textSlower(wait), Root: belowChat})
		return
	}
	if err := c.forget(r.Context(), s); err != nil {
		c.cfg.Log.LogAttrs(r.Context(), slog.LevelWarn, "web chat not deleted", slog.String("chat", s.chat),
			slog.Any("error", err))
		c.writePage(w, r, s, http.StatusServiceUnavailable, page{Notice: textBusy, Root: belowChat})
		return
	}
	secret := newID()
	next := session{secret: secret, chat: chatID(secret), frame: s.frame, fresh: true}
	c.remember(w, r, next)
	if next.frame {
		c.writePage(w, r, next, http.StatusOK, page{Root: belowChat})
		return
	}
	w.Header().Set("Location", belowChat+pageName)
	w.WriteHeader(http.StatusSeeOther)
}
