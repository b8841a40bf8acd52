package bot_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

type (
	word struct{ Word string }
	all  struct {
		word
		N    int
		Day  content.Day
		Unix int64
		Chat bot.ChatID
	}
	maybe struct {
		word
		Aspect content.Aspect `action:"optional"`
		N      int            `action:"optional"`
	}
)

var (
	plain    = bot.NewAction[struct{}]("erase")
	one      = bot.NewAction[word]("sv:w")
	example  = bot.NewAction[struct{ N *int }]("help")
	several  = bot.NewAction[all]("all")
	optional = bot.NewAction[maybe]("ans")
)

func TestActionsOnTheWire(t *testing.T) {
	day := content.NewDay(2026, time.November, 30)
	for _, c := range []struct{ got, want string }{
		{plain.String(struct{}{}), "erase"},
		{one.String(word{}), "sv:w:"},
		{one.String(word{"mot-cua"}), "sv:w:mot-cua"},
		{several.String(all{word{"x"}, -3, day, 1 << 40, bot.ChatID{Channel: "zalo", ID: "9"}}),
			"all:x:-3:2026-11-30:1099511627776:zalo:9"},
		{optional.String(maybe{Aspect: "fee", word: word{"1.001193"}}), "ans:1.001193:fee"},
		{optional.String(maybe{word: word{"1.001193"}}), "ans:1.001193"},
		{optional.String(maybe{word: word{"x"}, N: 2}), "ans:x::2"},
		{bot.Values(maybe{word: word{"x"}, N: 2}), "x::2"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	for want := range 3 {
		s := example.String(struct{ N *int }{&want})
		if v, ok := example.Read(s); !ok || s != fmt.Sprintf("help:%d", want) || *v.N != want {
			t.Errorf("%q: %v %v", s, v, ok)
		}
	}
	if form := optional.Form(); form != "ans:Word[:Aspect][:N]" {
		t.Errorf("form %s", form)
	}
	if v, ok := example.Read("help"); !ok || v.N != nil || example.String(v) != "help" {
		t.Errorf("help: %v %v", v, ok)
	}
	got, ok := several.Read("all:x:-3:2026-11-30:1099511627776:zalo:9:8")
	if want := (all{word{"x"}, -3, day, 1 << 40, bot.ChatID{Channel: "zalo", ID: "9:8"}}); !ok || got != want {
		t.Errorf("%+v %v, want %+v", got, ok, want)
	}
	if b := one.Button("Xong", word{"a"}); b != (bot.Button{Label: "Xong", Action: "sv:w:a"}) {
		t.Errorf("%+v", b)
	}
}

func TestForgedActionsAreRefused(t *testing.T) {
	for _, forged := range []string{"", "all", "all:", "all:x", "all:x:drei:2026-11-30:1:zalo:9",
		"all:x:3:2026-13-30:1:zalo:9", "all:x:3::1:zalo:9",
		"all:x:3:2026-11-30:1:zalo", "all:x:3:2026-11-30:99999999999999999999:zalo:9", "allx:3",
		"other:x:3:2026-11-30:1:zalo:9",
		"all:\x00:3:2026-11-30:1:zalo:9", "all:ấ:3:2026-11-30:1:zalo:9",
		"all:x:3:2026-11-30:1:zalo:9999999999999999999999999999999999999999999999999999999999999999999999"} {
		if v, ok := several.Read(forged); ok || v != (all{}) {
			t.Errorf("%q was read as %+v", forged, v)
		}
	}
	for _, forged := range []string{"erase:", "erase:all", "erased"} {
		if _, ok := plain.Read(forged); ok {
			t.Errorf("%q was read", forged)
		}
	}
	if _, ok := optional.Read("ans"); ok {
		t.Error("an answer to nothing was read")
	}
	if v, ok := optional.Read("ans:x:"); !ok || v != (maybe{word: word{"x"}}) {
		t.Errorf("an empty optional field: %+v %v", v, ok)
	}
}

func TestUselessActionsPanic(t *testing.T) {
	for name, make := range map[string]func(){
		"a float": func() { bot.NewAction[struct{ F float64 }]("x") },
		"required after optional": func() {
			bot.NewAction[struct {
				A string `action:"optional"`
				B string
			}]("x")
		},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s was taken", name)
				}
			}()
			make()
		}()
	}
}

// FuzzActionRead: whatever comes, what is read is written back as a button that says the same.
func FuzzActionRead(f *testing.F) {
	for _, s := range []string{"all:x:-3:2026-11-30:1099511627776:zalo:9", "ans:x:fee:2", "ans:x::", "ans:", "erase",
		"all:::::", "ans:x:fee:+2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if v, ok := several.Read(s); ok {
			if again, ok := several.Read(several.String(v)); !ok || again != v {
				t.Errorf("%q: %+v, then %+v", s, v, again)
			}
		}
		if v, ok := optional.Read(s); ok {
			if again, ok := optional.Read(optional.String(v)); !ok || again != v {
				t.Errorf("%q: %+v, then %+v", s, v, again)
			}
		}
	})
}
