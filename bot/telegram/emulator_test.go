package telegram_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/nodetest"
	"github.com/motcua/motcua/bot/telegram"
)

// emulator is telegram-test-api in a process of its own: an implementation of the Bot API that we did not write.
type emulator struct {
	url   string
	token string
}

func startEmulator(t *testing.T, ctx context.Context) *emulator {
	t.Helper()
	cmd := exec.CommandContext(ctx, "node", "serve.js")
	cmd.Dir = nodetest.Install(ctx, t, "telegram-emulator", "testdata/emulator", "serve.js")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close() // ends it
		_ = cmd.Wait()
	})
	port, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the emulator did not start: %v", err)
	}
	return &emulator{url: "http://127.0.0.1:" + strings.TrimSpace(port), token: "123456:TEST"}
}

// do calls the emulator's side for people.
func (e *emulator) do(t *testing.T, ctx context.Context, path string, body map[string]any, into any) {
	t.Helper()
	body["botToken"], body["token"] = e.token, e.token
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url+path, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %s %v", path, resp.Status, answer, err)
	}
	if into == nil {
		return
	}
	var envelope struct{ Result json.RawMessage }
	if err := json.Unmarshal(answer, &envelope); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(envelope.Result, into); err != nil {
		t.Fatalf("%v in %s", err, envelope.Result)
	}
}

// seen is what a person's client gets.
type seen struct {
	MessageID int `json:"messageId"`
	Message   struct {
		Text        string `json:"text"`
		ParseMode   string `json:"parse_mode"`
		ReplyMarkup struct {
			Keyboard [][]struct {
				Text string `json:"text"`
				Data string `json:"callback_data"`
				URL  string `json:"url"`
			} `json:"inline_keyboard"`
		} `json:"reply_markup"`
	} `json:"message"`
}

func (e *emulator) shows(t *testing.T, ctx context.Context) seen {
	t.Helper()
	var list []seen
	e.do(t, ctx, "/getUpdates", map[string]any{"chatId": chat}, &list)
	if len(list) != 1 {
		t.Fatalf("%d messages, want 1: %+v", len(list), list)
	}
	return list[0]
}

func person() (from, room map[string]any) {
	return map[string]any{"id": chat, "first_name": "An", "is_bot": false},
		map[string]any{"id": chat, "type": "private"}
}

func TestAgainstIndependentEmulator(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute) // the first run downloads it
	defer cancel()
	e := startEmulator(t, ctx)
	log, book := newLog(t)
	ch, err := telegram.New(telegram.Config{Token: e.token, APIURL: e.url, Log: log,
		Commands: []telegram.Command{{Name: "help", Description: "Trợ giúp"}}})
	if err != nil {
		t.Fatal(err)
	}
	in := newInbox()
	receive(t, ch, in.deliver)
	from, room := person()

	e.do(t, ctx, "/sendCommand", map[string]any{"from": from, "chat": room, "date": 1, "text": "/start moi_1",
		"entities": []any{map[string]any{"type": "bot_command", "offset": 0, "length": 6}}}, nil)
	u := in.next(t, ctx)
	if u.Kind != bot.KindCommand || u.Command != "start" || u.Payload != "moi_1" || u.Chat != chatID || !u.Private {
		t.Errorf("command: %+v", u)
	}
	receipt, err := ch.Send(ctx, chatID, bot.Message{Text: "*Kính chào* ông/bà & gia đình",
		Buttons: [][]bot.Button{{{Label: "Lệ phí", Action: "ans:khai-sinh:fee"}}}})
	if err != nil {
		t.Fatal(err)
	}
	m := e.shows(t, ctx)
	if m.Message.Text != "<b>Kính chào</b> ông/bà &amp; gia đình" || m.Message.ParseMode != "HTML" ||
		fmt.Sprint(m.MessageID) != receipt.MessageID {
		t.Errorf("message: %+v, receipt %+v", m, receipt)
	}
	if now := time.Now(); receipt.At.Before(now.Add(-time.Hour)) || receipt.At.After(now.Add(time.Hour)) {
		t.Errorf("receipt's time %v", receipt.At) // the emulator's dates are milliseconds
	}

	button := m.Message.ReplyMarkup.Keyboard[0][0]
	e.do(t, ctx, "/sendCallback", map[string]any{"from": from, "data": button.Data,
		"message": map[string]any{"message_id": m.MessageID, "chat": room, "date": 1, "text": "…"}}, nil)
	u = in.next(t, ctx)
	if u.Kind != bot.KindAction || u.Action != "ans:khai-sinh:fee" || u.MessageID != receipt.MessageID {
		t.Errorf("press: %+v", u)
	}

	e.do(t, ctx, "/sendMessage", map[string]any{"from": from, "chat": room, "date": 1,
		"text": "lệ phí làm giấy khai sinh?"}, nil)
	if u = in.next(t, ctx); u.Kind != bot.KindText || u.Text != "lệ phí làm giấy khai sinh?" {
		t.Errorf("text: %+v", u)
	}
	edited, err := ch.Send(ctx, chatID, bot.Message{Text: "Miễn phí", Edit: receipt.MessageID})
	if err != nil || edited.MessageID != receipt.MessageID {
		t.Errorf("edit: %+v, %v", edited, err)
	}
	var history []seen
	e.do(t, ctx, "/getUpdatesHistory", map[string]any{}, &history)
	found := false
	for _, h := range history {
		found = found || h.MessageID == m.MessageID && h.Message.Text == "Miễn phí"
	}
	if !found {
		t.Errorf("the edit is not in the history: %+v", history)
	}

	// What the emulator cannot do is answered with 500, which is temporary for us.
	_, err = ch.Send(ctx, chatID, bot.Message{File: &bot.File{Name: "a.pdf", Type: "application/pdf",
		Bytes: []byte("%PDF")}})
	if got := bot.AsSendError(err); got.Kind != bot.SendTemporary {
		t.Errorf("file: %v", err)
	}
	book.wait(t, ctx, "command menu not set")
}
