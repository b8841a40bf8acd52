package telegram_test

import (
	"testing"
	"time"

	"github.com/motcua/motcua/bot/telegram"
)

// TestStandingsAreBounded: a crowd that types the commands of those who run a group holds up nobody else: for one group
// Telegram is asked six times a minute who somebody is.
func TestStandingsAreBounded(t *testing.T) {
	var s telegram.Standings
	at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	asked := func(chat int64, now time.Time) (n int) {
		for range 100 {
			if s.May(chat, now) {
				n++
			}
		}
		return n
	}
	for _, tt := range []struct {
		name string
		chat int64
		now  time.Time
		want int
	}{{"a group", -1, at, 6}, {"another", -2, at.Add(time.Second), 6}, {"the first again", -1, at.Add(59 * time.Second), 0}, {"a minute later", -1, at.Add(time.Minute), 6}} {
		if got := asked(tt.chat, tt.now); got != tt.want {
			t.Errorf("%s: asked %d times, want %d", tt.name, got, tt.want)
		}
	}
}
