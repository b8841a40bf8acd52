package answers

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
)

// embedded is the base in the program, without a lexicon, which what is tested here does not need. It is read once: who
// changes it works on a copy.
var embedded = sync.OnceValue(func() *Knowledge {
	lib, _ := content.Load(content.Embedded())
	return NewKnowledge(lib, search.Lexicon{})
})

var testDay = content.NewDay(2026, time.November, 30)

// TestEventQuestions: the event is answered when nothing else is asked; one thing that is asked goes to its own entry.
func TestEventQuestions(t *testing.T) {
	k := embedded()
	tests := []struct{ question, want string }{
		{"bố em mới mất thì phải làm gì", "nguoi-than-mat"}, {"bo em moi mat", "nguoi-than-mat"},
		{"ba nội vừa mất hôm qua", "nguoi-than-mat"},
		{"bố mới mất thì khai tử ở đâu", ""}, {"bố mới mất thẻ bảo hiểm", ""}, {"em mới mất căn cước", ""},
		{"bố mới mất xe máy", ""},
		{"vợ sắp sinh", "sap-sinh-con"}, {"vợ sắp sinh thì khai sinh cần gì", ""},
		{"xây nhà cần thủ tục gì", "xay-nha"},
		{"xây nhà có phải xin phép không", ""}, {"xây nhà hết bao nhiêu tiền", ""}, {"sắp cưới", "sap-cuoi"},
		{"sắp cưới người Hàn Quốc", ""},
		{"mất hết giấy tờ", "mat-het-giay-to"}, {"mat het giay to gio lam sao a", "mat-het-giay-to"},
		{"mở quán karaoke", ""},
		{"con đủ 14 tuổi", "con-du-14-tuoi"}, {"con đủ 14 tuổi làm căn cước ở đâu", ""}, {"", ""}, {"làm gì", ""},
		{strings.Repeat("bố mới mất ", 30), ""},
	}
	for _, tt := range tests {
		m, id, ok := k.eventQuestion(tt.question, testDay)
		if id != tt.want || ok != (tt.want != "") {
			t.Errorf("%q: %q, want %q", tt.question, id, tt.want)
		}
		if ok && len([]rune(bot.Plain(m.Text))) > 620 {
			t.Errorf("%q: %d runes", tt.question, len([]rune(bot.Plain(m.Text))))
		}
	}
}

// TestEventMessages: every event fits a phone, its buttons open entries, and its limits are those of the entries.
func TestEventMessages(t *testing.T) {
	k := embedded()
	if n := len(k.Library.Events); n < 10 {
		t.Fatalf("%d events", n)
	}
	for _, e := range k.Library.Events {
		m, ok := k.EventMessage(e.Key, testDay)
		if n := len([]rune(bot.Plain(m.Text))); !ok || n > 620 {
			t.Errorf("%s: %d runes", e.Key, n)
		}
		for i, row := range m.Buttons {
			parts := strings.Split(row[0].Action, ":")
			if len(row[0].Action) > 64 {
				t.Errorf("%s: action %q too long", e.Key, row[0].Action)
			}
			if _, ok := k.Message(parts[1], "", 0, "", testDay); !ok {
				t.Errorf("%s: step %d opens nothing: %s", e.Key, i+1, row[0].Action)
			}
		}
		if k.TitleOf(e.Key) != e.Title {
			t.Errorf("%s is called %q", e.Key, k.TitleOf(e.Key))
		}
	}
	m, _ := k.EventMessage("nguoi-than-mat", testDay)
	if !strings.Contains(m.Text, "chia buồn") || !strings.Contains(m.Text, "hạn 15 ngày kể từ ngày mất") {
		t.Errorf("the list for a death:\n%s", m.Text)
	}
	if _, ok := k.EventMessage("khong-co", testDay); ok {
		t.Error("an unknown event was answered")
	}
}
