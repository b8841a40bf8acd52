package handlers_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// TestRoutes holds the table of everything that can be typed, pressed or scheduled, and the room that answers it;
// go test ./handlers -run TestRoutes -update writes it.
func TestRoutes(t *testing.T) {
	var lines []string
	commands := map[string]bool{}
	for room, r := range handlers.New(handlers.Config{}).Routes() {
		add := func(kind, name string) { lines = append(lines, fmt.Sprintf("%-8s  %-11s  %s", kind, room, name)) }
		for _, c := range r.Commands {
			commands[c.Name] = true
			add("command", "/"+c.Name)
			if len(c.Words) > 0 {
				lines[len(lines)-1] += " = " + strings.Join(c.Words, ", ")
			}
		}
		for _, a := range r.Actions {
			add("button", a.Form)
		}
		for name := range r.Awaited {
			add("words", name)
		}
		for kind := range r.Dues {
			add("schedule", kind)
		}
	}
	slices.Sort(lines)
	got := strings.Join(lines, "\n") + "\n"
	file := filepath.Join("testdata", "routes.txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
	for _, m := range people.MenuOf(people.RoleOwner) { // all of them
		if !commands[m.Name] {
			t.Errorf("/%s stands in a menu and is no command", m.Name)
		}
	}
}

// wire is what buttons of every kind have said since they were first sent. They stay in chats, so a change here is a
// button that no longer works.
var wire = []string{
	"ans:1.001193", "ans:1.001193:fee", "ans:1.001193:dossier:0", "ans:1.001193:dossier:5", "pick:0:1.001193:",
	"pick:1:1.001193:fee", "rate:up:1.001193:", "rate:down:1.001193:fee", "rate:up:H-234567:", "help", "help:0",
	"help:3", "place", "erase", "stat:2026-10", "dead:d1", "pass", "pass:last", "meet", "gopy", "sv:5:",
	"sv:1:mot-cua", "svf:1:", "svf:5:mot-cua", "svf:1::5", "svf:5:mot-cua:1", "svw:", "svw:mot-cua", "svd:",
	"svd:mot-cua", "svc:yes:G-234567", "svc:no:G-234567", "case:answer:H-234567", "case:move:H-234567",
	"case:move:H-234567:mot-cua", "case:draft:H-234567", "case:close:G-234567", "task:show:V-234567",
	"task:ack:V-234567", "task:done:V-234567", "task:open:V-234567", "task:result:V-234567", "task:again:V-234567",
	"task:snooze:V-234567:2026-12-01", "task:snooze:V-234567:ask", "task:snooze:V-234567:due", "task:stuck:V-234567",
	"task:give:V-234567", "task:to:V-234567:P-234567", "task:void:V-234567", "gv:yes:234567", "gv:edit:234567",
	"gv:who:234567:P-234567", "gv:day:234567:2026-12-15", "gv:part:234567:who", "gv:part:234567:when",
	"task:day:V-234567:2026-12-15", "task:due:V-234567:2026-12-15", "task:dueyes:V-234567:2026-12-15",
	"kh:dau-thang:d12", "nv:mine:all:0", "nv:unit:late:2", "nv:all:silent:11",
	"nvx", "nvx:csv", "lich", "lich:new", "lich:close", "lich:unit", "lich:unitnew", "lich:unitclose",
	"mtb:cup-dien", "mtb:M-23456789", "mtb:stop", "tl:end:abcdef:3", "tl:no:abcdef:3", "tl:ok:abcdef:3",
	"kh:dau-thang:5", "kh:dau-thang:own", "kh:dau-thang:no",
	"nn:yes", "nn:edit", "nn:del:2026-12-31", "join:yes:telegram:42", "join:no:zalo:1234567890123456789",
	"cb:show:P-234567", "cb:unit:P-234567", "cb:link:P-234567", "cb:out:P-234567", "cb:outyes:P-234567",
	"cb:cut:telegram:42", "cb:cutyes:telegram:-42", "quyen:who:zalobot:abc", "quyen:none:telegram:42",
	"quyen:admin:telegram:42", "roi:yes", "sub", "flw:1.001193", "flw:off:1.001193", "lk:more", "lk:here", "lk:off",
	"rm:list", "rm:del:N-234567",
	"rm:at:1796000000", "rm:yes:1796000000", "rm:edit", "rm:no", "rm:lawyes:2026-11-19", "rm:more:N-234567:24",
	"rm:law:1.001193", "rm:law:1.001193:0", "rm:law:1.001193:2",
	"tb:send:abcdef:1", "tb:test:abcdef", "tb:aud:abcdef", "tb:list:abcdef:unit", "tb:pick:abcdef:all:",
	"tb:pick:abcdef:unit:mot-cua", "tb:on:abcdef:zalo", "tb:show:abcdef", "tb:time:abcdef",
	"tb:at:abcdef:1796000000", "tb:at:abcdef:1796000000:u", "tb:at:abcdef:1796000000::1796003600",
	"tb:read:abcdef:1796000000", "tb:drop:abcdef", "tb:now:abcdef", "tb:now:abcdef:u",
	"tb:ok:abcdef:3", "tb:no:abcdef:3", "tb:pause:abcdef", "tb:resume:abcdef", "tb:cancel:abcdef",
	"tb:report:abcdef", "tb:csv:abcdef", "tb:xlsx:abcdef", "tb:retry:abcdef", "tb:edit:abcdef", "tb:fix:abcdef",
	"case:read:H-23456789:1", "case:read:G-23456789:0", "saved:visit",
	"xa:tell:binh-my", "xa:pass", "xa:last:binh-luc", "thay:yes", "thay:no", "thay:end:abcdef", "rm:off",
	"group:yes:telegramgroup:-1001234567890", "group:no:telegramgroup:-9", "group:stop:telegramgroup:-9",
}

// TestButtonsOnTheWire: every button that was ever sent is still found, and reads as what it was written from; what is
// too short, too long or no button at all is refused.
func TestButtonsOnTheWire(t *testing.T) {
	b := handlers.New(handlers.Config{})
	actions := map[string]dialog.Action{}
	for _, r := range b.Routes() {
		for _, a := range r.Actions {
			actions[a.Name] = a
		}
	}
	find := func(action string) (dialog.Action, bool) {
		parts := strings.SplitN(action+":", ":", 3)
		if a, ok := actions[parts[0]+":"+parts[1]]; ok {
			return a, true
		}
		a, ok := actions[parts[0]]
		return a, ok
	}
	seen := map[string]bool{}
	for _, action := range append(wire, pressedInConversations(t)...) {
		a, ok := find(action)
		if !ok {
			t.Errorf("%q: nothing answers it", action)
			continue
		}
		seen[a.Name] = true
		if again, ok := a.Copy(action); !ok || again != action {
			t.Errorf("%q: read and written again it is %q (%v)", action, again, ok)
		}
		if _, ok := a.Copy(action + strings.Repeat("9", 64)); ok {
			t.Errorf("%q with 64 more characters was read", action)
		}
		if fields := strings.Count(a.Form, ":") - strings.Count(a.Form, "[") - strings.Count(a.Name, ":"); fields > 0 {
			if _, ok := a.Copy(a.Name); ok {
				t.Errorf("%q was read without what it is about", a.Name)
			}
		}
	}
	for name := range actions {
		if !seen[name] {
			t.Errorf("no button %q in the list of this test", name)
		}
	}
}

// pressedInConversations lists the buttons that are pressed in the golden files.
func pressedInConversations(t *testing.T) (actions []string) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.golden"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^› \[([!-~]+)\]$`).FindAllStringSubmatch(string(text), -1) {
			actions = append(actions, m[1])
		}
	}
	if len(actions) < 100 {
		t.Errorf("only %d buttons are pressed", len(actions))
	}
	return actions
}

// TestBothSpellingsAreRead: we write the tone of "hủy" and "xóa" on the first vowel; people write it on either.
func TestBothSpellingsAreRead(t *testing.T) {
	for _, words := range [][2]string{{"xóa dữ liệu", "xoá dữ liệu"}, {"hủy nhận tin", "huỷ nhận tin"},
		{"thủ tục hòa giải", "thủ tục hoà giải"}} {
		var said [2]string
		for i, text := range words {
			said[i] = texts(newAgency(t).acts(citizen).says(text))
		}
		if said[0] != said[1] || said[0] == "" {
			t.Errorf("%q and %q are answered differently:\n%s\n%s", words[0], words[1], said[0], said[1])
		}
	}
}
