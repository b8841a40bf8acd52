package zalo_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/bot/zalo"
)

const (
	csPath   = "/v3.0/oa/message/cs"
	formPath = "/v3.0/oa/message/template"
)

// TestCodes: each code of Zalo's tables, for free text and for templates.
func TestCodes(t *testing.T) {
	kinds := map[bot.SendKind][]int{
		bot.SendFatal:     {-216, -220, -124, -219, -209, -212, -221, -223, -224, -320, -321, -240},
		bot.SendRate:      {-32, -211, -218, -144, -147, -115, -137, -234, -133},
		bot.SendTemporary: {-200, -999},
		bot.SendBlocked:   {-213, -227, -217},
		bot.SendWindow:    {-230, -232, -244, -114, -118, -119, -139, -141},
		bot.SendInvalid:   {-201, -210, -233, -248, -108, -100, -109, -117, -131, -146, -1121, -1122, -126, -127},
	}
	// An operator's trouble with templates stops no ordinary message.
	formKinds := map[int]bot.SendKind{-219: bot.SendWindow, -209: bot.SendWindow, -212: bot.SendWindow,
		-221: bot.SendWindow, -223: bot.SendWindow,
		-224: bot.SendWindow, -320: bot.SendWindow, -321: bot.SendWindow, -240: bot.SendWindow}
	alerting := []int{-216, -220, -124, -219, -209, -212, -221, -223, -224, -320, -321, -240, -211, -144, -147, -115,
		-137,
		-109, -117, -131, -146, -1121, -1122, -126, -127, -999}
	tested := 0
	for kind, codes := range kinds {
		for _, code := range codes {
			tested++
			for _, form := range []bool{false, true} {
				t.Run(fmt.Sprintf("%d, form %t", code, form), func(t *testing.T) {
					w := newWorld(t, zalotest.Options{}, templates)
					path, want := csPath, kind
					w.srv.Follow(lan)
					if form {
						path = formPath
						w.forgotten()
						if k, other := formKinds[code]; other {
							want = k
						}
					}
					w.srv.Inject(zalotest.Fault{Path: path, Code: code})
					_, err := w.ch.Send(w.ctx, lanChat, bot.Message{Text: "Nhắc việc", Form: &bot.Form{Name: "other"}})
					if form {
						_, err = w.ch.Send(w.ctx, lanChat, reminder)
					}
					var got *bot.SendError
					if !errors.As(err, &got) || got.Kind != want || got.Reason == "" || got.Err == nil || got.Unclear {
						t.Fatalf("got %+v, want %s with a reason", got, want)
					}
					if alerted := w.alerted(""); alerted != slices.Contains(alerting, code) {
						t.Errorf("owners alerted: %t", alerted)
					}
					calls := w.srv.Stats().Calls[path]
					if again := slices.Contains([]int{-216, -220, -124}, code); again && calls != 2 || !again &&
						calls != 1 {
						t.Errorf("%d calls; want one, and one more with a new token", calls)
					}
				})
			}
		}
	}
	for _, code := range zalo.Codes() {
		if !slices.ContainsFunc([]bot.SendKind{bot.SendFatal, bot.SendRate, bot.SendTemporary, bot.SendBlocked,
			bot.SendWindow, bot.SendInvalid},
			func(k bot.SendKind) bool { return slices.Contains(kinds[k], code) }) {
			t.Errorf("code %d has no test", code)
		}
	}
	if tested < len(zalo.Codes()) {
		t.Errorf("%d tested, %d codes", tested, len(zalo.Codes()))
	}
}

// TestUnknownCodeOnce: a code that no table has is shown to the owners once, and another once more.
func TestUnknownCodeOnce(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	w.srv.Follow(lan)
	for _, code := range []int{-999, -999, -998} {
		w.srv.Inject(zalotest.Fault{Path: csPath, Code: code, Times: 1})
		if e := w.send(); e == nil || e.Kind != bot.SendTemporary {
			t.Errorf("%d: %+v", code, e)
		} else if !strings.Contains(e.Reason, fmt.Sprint(code)) {
			t.Errorf("%d: %s", code, e.Reason)
		}
		w.clock.advance(24 * time.Hour)
	}
	for _, code := range []string{"-999", "-998"} {
		if !w.alerted("mà bot chưa biết (lỗi " + code) {
			t.Errorf("no alert of %s", code)
		}
	}
	if w.alerted("") {
		t.Error("an alert came twice")
	}
}

func templates(c *zalo.Config) {
	c.Templates = map[string]zalo.Template{
		bot.FormReminder: {ID: "4711", Params: []zalo.Param{{Name: "ten_viec", Field: "task", Limit: 100},
			{Name: "han", Field: "due", Limit: 20}}},
	}
}

var approved = map[string]zalotest.Template{"4711": {Params: map[string]int{"ten_viec": 100, "han": 20}}}

var reminder = bot.Message{Text: "*Nhắc việc:* Nộp báo cáo quý IV", Form: &bot.Form{Name: bot.FormReminder,
	Fields: map[string]string{"task": "Nộp báo cáo\nquý IV", "due": "30/11/2026"}}}

// forgotten makes Lan someone who did something, and then nothing for eight days.
func (w *world) forgotten() {
	w.t.Helper()
	err := w.store.Update(w.ctx, func(tx bot.Tx) error {
		return zalo.Note(w.ctx, tx, bot.Update{Chat: lanChat, Kind: bot.KindText, At: w.clock.now()})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.clock.advance(8 * 24 * time.Hour)
}

func TestFailuresBelowTheAPI(t *testing.T) {
	tests := []struct {
		name    string
		fault   zalotest.Fault
		unclear bool
		reason  string
	}{
		{"server error", zalotest.Fault{Path: csPath, Status: 500}, true, "máy chủ Zalo đang lỗi"},
		{"gateway's page", zalotest.Fault{Path: csPath, Status: 502}, true, "máy chủ Zalo đang lỗi"},
		{"page with 404", zalotest.Fault{Path: csPath, Status: 404}, false, "máy chủ Zalo trả lời bất thường"},
		{"reset", zalotest.Fault{Path: csPath}, true, "không kết nối được tới Zalo"},
		{"reset after acceptance", zalotest.Fault{Path: csPath, After: true}, true, "không kết nối được tới Zalo"},
		{"oauth away", zalotest.Fault{Path: "/v4/oa/access_token", Status: 503}, false,
			"chưa gia hạn được token của OA"},
		{"oauth slow", zalotest.Fault{Path: "/v4/oa/access_token", Code: -32}, false, "chưa gia hạn được token của OA"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, zalotest.Options{}, nil)
			w.srv.Follow(lan)
			w.srv.Inject(tt.fault)
			_, err := w.ch.Send(w.ctx, lanChat, bot.Message{Text: "a"})
			if e := bot.AsSendError(err); e.Kind != bot.SendTemporary || e.Unclear != tt.unclear ||
				e.Reason != tt.reason {
				t.Errorf("%+v", e)
			}
		})
	}
	t.Run("ends with its context", func(t *testing.T) {
		w := newWorld(t, zalotest.Options{}, nil)
		w.srv.Follow(lan)
		w.srv.Inject(zalotest.Fault{Path: csPath, Hang: true})
		ctx, cancel := context.WithCancel(w.ctx)
		done := make(chan error, 1)
		go func() {
			_, err := w.ch.Send(ctx, lanChat, bot.Message{Text: "a"})
			done <- err
		}()
		if err := w.srv.WaitStats(w.ctx, func(s zalotest.Stats) bool { return s.Calls[csPath] == 1 }); err != nil {
			t.Fatal(err)
		}
		cancel()
		if e := bot.AsSendError(<-done); e.Kind != bot.SendTemporary || !errors.Is(e, context.Canceled) {
			t.Errorf("%+v", e)
		}
	})
}

// TestRateHeaders: Zalo's own limit a minute holds the whole channel until the next minute.
func TestRateHeaders(t *testing.T) {
	w := newWorld(t, zalotest.Options{PerMinute: 3}, nil)
	w.srv.Follow(lan)
	w.clock.advance(20 * time.Second)
	var err error
	for range 4 {
		_, err = w.ch.Send(w.ctx, lanChat, bot.Message{Text: "a"})
	}
	if e := bot.AsSendError(err); e.Kind != bot.SendRate || !e.Global || e.After != 40*time.Second {
		t.Errorf("%+v", e)
	}
	if !strings.Contains(w.book.String(), "remaining=0") {
		t.Error("the log does not show what Zalo's header said")
	}
	w.clock.advance(40 * time.Second)
	if _, err := w.ch.Send(w.ctx, lanChat, bot.Message{Text: "a"}); err != nil {
		t.Error(err)
	}
}

// TestQuota: without quota nothing is tried for a while.
func TestQuota(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	w.srv.Follow(lan)
	w.srv.Inject(zalotest.Fault{Path: csPath, Code: -211, Times: 1})
	for range 3 {
		_, err := w.ch.Send(w.ctx, lanChat, bot.Message{Text: "a"})
		if e := bot.AsSendError(err); e.Kind != bot.SendRate || !e.Global {
			t.Fatalf("%+v", e)
		}
	}
	if n := w.srv.Stats().Calls[csPath]; n != 1 {
		t.Errorf("%d calls, want 1", n)
	}
	w.clock.advance(11 * time.Minute)
	if _, err := w.ch.Send(w.ctx, lanChat, bot.Message{Text: "a"}); err != nil {
		t.Error(err)
	}
}

func TestLongText(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	w.srv.Follow(lan)
	paragraph := strings.Repeat("Thủ tục đăng ký khai sinh, trình tự thực hiện. ", 12)
	long := bot.Message{Text: strings.TrimSpace(strings.Repeat(norm.NFD.String(paragraph)+"\n\n", 9)),
		Buttons: [][]bot.Button{{{Label: "Lệ phí", Action: "fee"}}}}
	w.srv.Inject(zalotest.Fault{Path: csPath, Code: -200, Times: 1})
	if _, err := w.ch.Send(w.ctx, lanChat, long); bot.AsSendError(err).Kind != bot.SendTemporary {
		t.Fatal(err)
	}
	receipt, err := w.ch.Send(w.ctx, lanChat, long)
	if err != nil {
		t.Fatal(err)
	}
	parts := w.srv.Messages(lan)
	if len(parts) != 3 || parts[2].ID != receipt.MessageID {
		t.Fatalf("%d parts, receipt %+v; want 3", len(parts), receipt)
	}
	for i, m := range parts {
		body, ok := strings.CutSuffix(m.Text, fmt.Sprintf("\n\n(%d/3)", i+1))
		if !ok || !strings.HasSuffix(body, "thực hiện.") || (len(m.Buttons) == 1) != (i == 2) {
			t.Errorf("part %d ends %q, %d buttons", i+1, body[len(body)-30:], len(m.Buttons))
		}
	}

	t.Run("goes on where it failed", func(t *testing.T) {
		before := len(w.srv.Messages(lan))
		w.srv.Inject(zalotest.Fault{Path: "/v3.0/oa/message/cs", Code: -32, Times: 1})
		other := long
		other.Text = "Khác. " + long.Text
		tries := 1
		for ; ; tries++ {
			if tries == 2 { // the second part fails once
				w.srv.Inject(zalotest.Fault{Path: csPath, Status: 404, Times: 1})
			}
			if _, err := w.ch.Send(w.ctx, lanChat, other); err == nil {
				break
			}
			if tries > 5 {
				t.Fatal("never sent")
			}
		}
		if n := len(w.srv.Messages(lan)) - before; n != 3 {
			t.Errorf("%d messages for 3 parts", n)
		}
	})
}

func TestFiles(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	w.srv.Follow(lan)
	png := []byte("\x89PNG\r\n\x1a\n1234")
	tests := []struct {
		name string
		file bot.File
		want string // "": refused
	}{
		{"picture", bot.File{Name: "thống kê.png", Type: "image/png", Bytes: png}, "image"},
		{"pdf", bot.File{Name: "../Báo cáo.PDF", Type: "application/pdf", Bytes: []byte("%PDF-1.7")}, "file"},
		{"table", bot.File{Name: "so-lieu.csv", Type: "text/csv", Bytes: []byte("a,b")}, "file"},
		{"large picture", bot.File{Name: "a.png", Type: "image/png", Bytes: make([]byte, 1<<20+1)}, ""},
		{"large file", bot.File{Name: "a.pdf", Type: "application/pdf", Bytes: make([]byte, 5<<20+1)}, ""},
		{"program", bot.File{Name: "a.exe", Type: "application/octet-stream", Bytes: []byte("MZ")}, ""},
		{"empty", bot.File{Name: "a.pdf", Type: "application/pdf"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := len(w.srv.Messages(lan))
			_, err := w.ch.Send(w.ctx, lanChat, bot.Message{Text: "*Báo cáo*", File: &tt.file})
			got := w.srv.Messages(lan)[before:]
			if tt.want == "" {
				if bot.AsSendError(err).Kind != bot.SendInvalid || len(got) != 0 {
					t.Errorf("%v, %+v", err, got)
				}
				return
			}
			if err != nil || len(got) != 2 || got[0].File != tt.want || got[1].Text != "Báo cáo" {
				t.Errorf("%v, %+v", err, got)
			}
		})
	}
	t.Run("expired upload", func(t *testing.T) {
		w.srv.Inject(zalotest.Fault{Path: csPath, Code: -100, Times: 1})
		before := w.srv.Stats().Calls["/v2.0/oa/upload/image"]
		if _, err := w.ch.Send(w.ctx, lanChat, bot.Message{File: &bot.File{Name: "a.png", Type: "image/png",
			Bytes: png}}); err != nil {
			t.Error(err)
		}
		if n := w.srv.Stats().Calls["/v2.0/oa/upload/image"] - before; n != 2 {
			t.Errorf("%d uploads, want 2", n)
		}
	})
	t.Run("upload lost", func(t *testing.T) {
		w.srv.Inject(zalotest.Fault{Path: "/v2.0/oa/upload/image", Times: 1})
		_, err := w.ch.Send(w.ctx, lanChat, bot.Message{File: &bot.File{Name: "b.png", Type: "image/png", Bytes: png}})
		if e := bot.AsSendError(err); e.Kind != bot.SendTemporary || e.Unclear {
			t.Errorf("%+v: nobody saw anything", e)
		}
	})
}

// TestUploadedOnce: what goes to many is uploaded once, also over a restart; when Zalo's own memory ends, once more.
func TestUploadedOnce(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	picture := bot.File{Name: "lịch tiêm.png", Type: "image/png", Bytes: []byte("\x89PNG\r\n\x1a\n1234")}
	uploads := func() int { return w.srv.Stats().Calls["/v2.0/oa/upload/image"] }
	sendToAll := func(ch *zalo.Channel) {
		t.Helper()
		var all sync.WaitGroup
		for i := range 8 { // side by side, as the outbox does
			to := fmt.Sprintf("614249400%d", i)
			w.srv.Follow(to)
			all.Go(func() {
				if _, err := ch.Send(w.ctx, bot.ChatID{Channel: zalo.Name, ID: to},
					bot.Message{File: &picture}); err != nil {
					t.Errorf("%s: %v", to, err)
				}
			})
		}
		all.Wait()
	}
	sendToAll(w.ch)
	if n := uploads(); n != 1 {
		t.Errorf("%d uploads for eight people, want 1", n)
	}
	again := w.channel(nil)
	sendToAll(again)
	if n := uploads(); n != 1 {
		t.Errorf("%d uploads after a restart, want 1", n)
	}
	w.srv.ForgetUploads()
	sendToAll(again)
	if n := uploads(); n < 2 || n > 3 { // two at once may be told that it expired
		t.Errorf("%d uploads after Zalo forgot it", n)
	}
	w.clock.advance(6*24*time.Hour + time.Minute)
	before := uploads()
	sendToAll(again)
	if n := uploads() - before; n != 1 {
		t.Errorf("%d uploads before Zalo forgets, want 1", n)
	}
}

func TestInvalidMessages(t *testing.T) {
	w := newWorld(t, zalotest.Options{}, nil)
	w.srv.Follow(lan)
	for name, m := range map[string]bot.Message{
		"empty":               {Text: " \n"},
		"no label":            {Text: "a", Buttons: [][]bot.Button{{{Action: "x"}}}},
		"no action":           {Text: "a", Buttons: [][]bot.Button{{{Label: "x"}}}},
		"action with letters": {Text: "a", Buttons: [][]bot.Button{{{Label: "x", Action: "lệ phí"}}}},
		"both":                {Text: "a", Buttons: [][]bot.Button{{{Label: "x", Action: "b", URL: "https://a.vn"}}}},
	} {
		if _, err := w.ch.Send(w.ctx, lanChat, m); bot.AsSendError(err).Kind != bot.SendInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, to := range []bot.ChatID{{Channel: "telegram", ID: "1"}, {Channel: "zalo"}} {
		if _, err := w.ch.Send(w.ctx, to, bot.Message{Text: "a"}); bot.AsSendError(err).Kind != bot.SendInvalid {
			t.Errorf("%v: %v", to, err)
		}
	}
	if n := w.srv.Stats().Calls[csPath]; n != 0 {
		t.Errorf("%d calls for what can never go", n)
	}
}
