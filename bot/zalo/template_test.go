package zalo_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/zalotest"
	"github.com/motcua/motcua/bot/zalo"
)

func TestParseTemplate(t *testing.T) {
	tests := []struct{ name, in, want string }{ // want: part of the error; "": accepted
		{"good", "4711;ten_viec=task/100;han=due/20", ""},
		{"blanks", " 4711 ; ten_viec=task/100", ""},
		{"no parameters", "4711", "no parameters"},
		{"id", "mau-1;a=b/3", "want digits"},
		{"no length", "4711;a=task", "name=field/length"},
		{"zero length", "4711;a=task/0", "1 to 400"},
		{"name twice", "4711;a=task/9;a=due/9", "each name once"},
		{"name with a mark", "4711;tên=task/9", "each name once"},
		{"no field", "4711;a=/9", "no field"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := zalo.ParseTemplate(tt.in)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// TestTemplateLengths: words are shortened, dates never.
func TestTemplateLengths(t *testing.T) {
	w := newWorld(t, zalotest.Options{Templates: approved}, templates)
	w.srv.Follow(lan)
	w.forgotten()
	send := func(task, due string) error {
		m := reminder
		m.Form = &bot.Form{Name: bot.FormReminder, Fields: map[string]string{"task": task, "due": due}}
		_, err := w.ch.Send(w.ctx, lanChat, m)
		return err
	}
	if err := send(strings.Repeat("rà soát thủ tục hành chính ", 10), "30/11/2026"); err != nil {
		t.Fatal(err)
	}
	if got := w.srv.Messages(lan)[0].Data["ten_viec"]; !strings.HasSuffix(got, "hành…") &&
		!strings.HasSuffix(got, "tục…") && !strings.HasSuffix(got, "soát…") || len([]rune(got)) > 100 {
		t.Errorf("shortened to %q", got)
	}
	for name, due := range map[string]string{"too long": "trước ngày 30 tháng 11 năm 2026", "empty": " "} {
		if e := bot.AsSendError(send("việc", due)); e.Kind != bot.SendInvalid {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if n := w.srv.Stats().Calls[formPath]; n != 1 {
		t.Errorf("%d calls, want 1", n)
	}
}
