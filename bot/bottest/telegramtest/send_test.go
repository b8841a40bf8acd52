package telegramtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot/bottest/telegramtest"
)

func TestSendRules(t *testing.T) {
	s := telegramtest.New(t, telegramtest.Options{})
	s.Open(chat)
	tests := []struct {
		name  string
		pairs []string
		want  string // part of the description; "": accepted
	}{
		{"plain", []string{"text", "Chào ông/bà", "entities", "null"}, ""},
		{"unknown chat", []string{"chat_id", "5", "text", "a"}, "chat not found"},
		{"empty", []string{"text", "  "}, "text is empty"},
		{"4096 letters", []string{"text", strings.Repeat("ế", 4096)}, ""},
		{"4097 letters", []string{"text", strings.Repeat("ế", 4097)}, "too long"},
		{"4096 letters with tags", []string{"parse_mode", "HTML", "text", "<b>" + strings.Repeat("ế", 4096) + "</b>"},
			""},
		{"HTML", []string{"parse_mode", "HTML", "text",
			`<b>a <i>b</i></b> <a href="https://a.vn/?x=1&amp;y=2">c</a> &lt; & &nbsp; <span class='tg-spoiler'>d</span>`}, ""},
		{"open tag", []string{"parse_mode", "HTML", "text", "<b>a"},
			`Can't find end tag corresponding to start tag "b"`},
		{"crossed tags", []string{"parse_mode", "HTML", "text", "<b><i>a</b></i>"}, "Unmatched end tag"},
		{"unknown tag", []string{"parse_mode", "HTML", "text", "<br>"}, `Unsupported start tag "br"`},
		{"bare less-than", []string{"parse_mode", "HTML", "text", "5 < 6"}, "Unsupported start tag"},
		{"end without start", []string{"parse_mode", "HTML", "text", "a</b>"}, "Unexpected end tag"},
		{"broken tag", []string{"parse_mode", "HTML", "text", `<a href="x`}, "Unclosed start tag"},
		{"data of 64 bytes", []string{"text", "a", "reply_markup", keyboard("x", strings.Repeat("a", 64))}, ""},
		{"data of 65 bytes", []string{"text", "a", "reply_markup", keyboard("x", strings.Repeat("a", 65))},
			"BUTTON_DATA_INVALID"},
		{"22 letters of 3 bytes", []string{"text", "a", "reply_markup", keyboard("x", strings.Repeat("ế", 22))},
			"BUTTON_DATA_INVALID"},
		{"no label", []string{"text", "a", "reply_markup", keyboard("", "a")}, "must be non-empty"},
		{"no data", []string{"text", "a", "reply_markup", keyboard("x", "")}, "Text buttons are unallowed"},
		{"local address", []string{"text", "a", "reply_markup",
			`{"inline_keyboard":[[{"text":"x","url":"http://localhost:80/"}]]}`}, "Wrong HTTP URL"},
		{"bad keyboard", []string{"text", "a", "reply_markup", "["}, "object expected"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := must(t, s, "sendMessage", append([]string{"chat_id", fmt.Sprint(chat)}, tt.pairs...)...)
			if a.OK != (tt.want == "") || !strings.Contains(a.Description, tt.want) {
				t.Errorf("%+v", a)
			}
		})
	}
	if m := s.Messages(chat)[3]; m.Text != `a b c < & &nbsp; d` {
		t.Errorf("text %q", m.Text)
	}
	must(t, s, "sendMessage", "chat_id", fmt.Sprint(chat), "text", "a", "disable_notificaton", "true")
	if v := s.Violations(); len(v) != 1 || !strings.Contains(v[0], "disable_notificaton") {
		t.Errorf("violations %v", v)
	}
}

func keyboard(label, data string) string {
	b, _ := json.Marshal(map[string]any{"inline_keyboard": [][]map[string]string{{{"text": label,
		"callback_data": data}}}})
	return string(b)
}

func TestEdits(t *testing.T) {
	s := telegramtest.New(t, telegramtest.Options{})
	s.UserSays(chat, "a") // message 1
	must(t, s, "sendMessage", "chat_id", "1001", "text", "hai", "reply_markup", keyboard("x", "y"))
	for _, tt := range []struct{ id, text, markup, want string }{
		{"1", "b", "", "can't be edited"},
		{"99", "b", "", "to edit not found"},
		{"2", "hai", keyboard("x", "y"), "message is not modified"},
		{"2", "hai", "", ""},
		{"2", "ba", "", ""},
	} {
		a := must(t, s, "editMessageText", "chat_id", "1001", "message_id", tt.id, "text", tt.text, "reply_markup",
			tt.markup)
		if a.OK != (tt.want == "") || !strings.Contains(a.Description, tt.want) {
			t.Errorf("%+v: %+v", tt, a)
		}
	}
	if m := s.Messages(chat)[1]; m.Text != "ba" || m.Buttons != nil {
		t.Errorf("%+v", m)
	}
}

func TestCallbackIsAnsweredOnce(t *testing.T) {
	s := telegramtest.New(t, telegramtest.Options{})
	q := s.Press(chat, 0, "a")
	if s.Stats().Unanswered != 1 {
		t.Error("want one to answer")
	}
	if a := must(t, s, "answerCallbackQuery", "callback_query_id", q, "text", strings.Repeat("a", 201)); a.OK {
		t.Error("201 letters were taken")
	}
	if a := must(t, s, "answerCallbackQuery", "callback_query_id", q); !a.OK {
		t.Errorf("%+v", a)
	}
	if a := must(t, s, "answerCallbackQuery", "callback_query_id", q); !strings.Contains(a.Description,
		"query is too old") {
		t.Errorf("%+v", a)
	}
	if st := s.Stats(); st.Unanswered != 0 || st.AnswersTwice != 1 {
		t.Errorf("%+v", st)
	}
}

func TestChatsThatTakeNothing(t *testing.T) {
	s := telegramtest.New(t, telegramtest.Options{})
	s.Open(1, 2, -3)
	s.Block(1)
	s.Delete(2)
	s.Migrate(-3, -1003)
	for id, want := range map[string]string{"1": "blocked by the user", "2": "deactivated",
		"-3": "upgraded to a supergroup"} {
		a := must(t, s, "sendMessage", "chat_id", id, "text", "a")
		if !strings.Contains(a.Description, want) || (a.Parameters.MigrateTo == -1003) != (id == "-3") {
			t.Errorf("%s: %+v", id, a)
		}
	}
	s.Unblock(1)
	if a := must(t, s, "sendMessage", "chat_id", "1", "text", "a"); !a.OK {
		t.Errorf("%+v", a)
	}
	s.Revoke()
	if a := must(t, s, "getMe"); a.Code != 401 {
		t.Errorf("%+v", a)
	}
}

func TestRates(t *testing.T) {
	clock := newClock()
	global, perChat, group := telegramtest.RealRates()
	s := telegramtest.New(t, telegramtest.Options{Now: clock.now, GlobalRate: global, ChatRate: perChat,
		GroupRate: group, Known: func(int64) bool { return true }})
	send := func(id int) answer { return must(t, s, "sendMessage", "chat_id", fmt.Sprint(id), "text", "a") }
	for range 3 {
		if a := send(1); !a.OK {
			t.Fatalf("%+v", a)
		}
	}
	if a := send(1); a.Code != 429 || a.Parameters.RetryAfter != 1 ||
		a.Description != "Too Many Requests: retry after 1" {
		t.Errorf("fourth in a chat: %+v", a)
	}
	for i := range 27 {
		if a := send(100 + i); !a.OK {
			t.Fatalf("%d: %+v", i, a)
		}
	}
	if a := send(200); a.Code != 429 {
		t.Errorf("thirty-first: %+v", a)
	}
	clock.advance(time.Second)
	if a := send(1); !a.OK {
		t.Errorf("a second later: %+v", a)
	}
	if st := s.Stats(); st.Peak != 30 || st.Limited != 2 || st.Messages != 31 || st.Chats != 28 {
		t.Errorf("%+v", st)
	}
}

func TestFaults(t *testing.T) {
	ctx := patience(t)
	s := telegramtest.New(t, telegramtest.Options{})
	s.Open(chat)
	send := func() (answer, error) { return call(ctx, s, "sendMessage", "chat_id", "1001", "text", "a") }
	s.Inject(telegramtest.Fault{Kind: telegramtest.FaultHTML, Times: 1})
	if _, err := send(); err == nil || !strings.Contains(err.Error(), "'<'") {
		t.Errorf("HTML: %v", err)
	}
	s.Inject(telegramtest.Fault{Kind: telegramtest.FaultReset, Times: 1})
	if _, err := send(); err == nil || s.Count(chat) != 0 {
		t.Errorf("reset: %v, %d messages", err, s.Count(chat))
	}
	s.Inject(telegramtest.Fault{Kind: telegramtest.FaultResetAfter, Times: 1})
	if _, err := send(); err == nil || s.Count(chat) != 1 || s.Stats().Lost != 1 {
		t.Errorf("reset after: %v, %d messages", err, s.Count(chat))
	}
	remove := s.Refuse(chat, 400, "Bad Request: no")
	if a, err := send(); err != nil || a.Description != "Bad Request: no" {
		t.Errorf("refused: %+v, %v", a, err)
	}
	remove()
	s.Inject(telegramtest.Fault{Kind: telegramtest.FaultHang, Times: 1})
	hung, cancel := context.WithCancel(ctx)
	go func() {
		_ = s.WaitStats(ctx, func(st telegramtest.Stats) bool { return st.Faults[telegramtest.FaultHang] == 1 })
		cancel()
	}()
	if _, err := call(hung, s, "sendMessage", "chat_id", "1001", "text", "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("hang: %v", err)
	}
	if a, err := send(); err != nil || !a.OK || s.Count(chat) != 2 {
		t.Errorf("afterwards: %+v, %v", a, err)
	}
}

func TestUpload(t *testing.T) {
	s := telegramtest.New(t, telegramtest.Options{})
	s.Open(chat)
	upload := func(method, field, name string, content []byte) answer {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		_ = w.WriteField("chat_id", "1001")
		_ = w.WriteField("caption", "Báo cáo")
		part, _ := w.CreateFormFile(field, name)
		_, _ = part.Write(content)
		_ = w.Close()
		a, err := read(http.Post(s.URL()+"/bot"+s.Token()+"/"+method, w.FormDataContentType(), &body))
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if a := upload("sendDocument", "document", "a.pdf", []byte("%PDF-1.7")); !a.OK {
		t.Errorf("%+v", a)
	}
	if a := upload("sendDocument", "photo", "a.pdf", []byte("%PDF-1.7")); a.OK {
		t.Error("a document in the wrong field was taken")
	}
	if a := upload("sendPhoto", "photo", "a.png", []byte("text")); !strings.Contains(a.Description,
		"IMAGE_PROCESS_FAILED") {
		t.Errorf("%+v", a)
	}
	m := s.Messages(chat)[0]
	if m.File != "a.pdf" || m.Type != "application/pdf" || m.Size != 8 || m.Text != "Báo cáo" {
		t.Errorf("%+v", m)
	}
}
