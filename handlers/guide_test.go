package handlers_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers"
)

// TestGuideToReminders follows docs/nhac-viec.md to the letter: everything that its tables say to type or to press is
// typed and pressed, in this order, and answered as they say.
func TestGuideToReminders(t *testing.T) {
	guide, err := os.ReadFile("../docs/nhac-viec.md")
	if err != nil {
		t.Fatal(err)
	}
	o := newAgency(t, func(c *handlers.Config) { c.PublicURL = "https://motcua.example.vn" })
	chats := map[string]bot.ChatID{"Quản trị": boss, "Lan": lan, "Hương": huong, "Người dân": citizen}
	row := regexp.MustCompile("(?m)^\\| (Quản trị|Lan|Hương|Người dân) \\| (?:`(.+)`|\\*\\*(.+)\\*\\*) \\| “(.+)” \\|$")
	steps := row.FindAllStringSubmatch(string(guide), -1)
	if all := regexp.MustCompile(`(?m)^\| (Quản trị|Lan|Hương|Người dân) \|`).FindAllString(string(guide), -1); len(all) != len(steps) || len(steps) < 30 {
		t.Fatalf("the guide has %d steps, %d can be followed", len(all), len(steps))
	}
	code := ""
	for _, s := range steps {
		var out []bot.Outgoing
		o.acts(chats[s[1]])
		if s[3] != "" {
			out = o.presses(s[3])
		} else {
			out = o.says(strings.ReplaceAll(s[2], "/lienket 123456", "/lienket "+code))
		}
		if c := codeIn(texts(out)); c != "" {
			code = c
		}
		if got := texts(to(chats[s[1]], out)); !strings.Contains(got, s[4]) {
			t.Fatalf("%s → %q: want “%s” in\n%s", s[1], s[2]+s[3], s[4], got)
		}
	}
}
