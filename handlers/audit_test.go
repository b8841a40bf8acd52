package handlers_test

import (
	"context"
	"testing"

	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
)

// TestAuditChain: whatever is done to the kept log shows.
func TestAuditChain(t *testing.T) {
	ctx := context.Background()
	change := func(n int64, f func(*people.AuditEntry)) func(bot.Tx) error {
		return func(tx bot.Tx) error {
			var e people.AuditEntry
			if found, err := tx.Get(ctx, people.AuditKey(n), &e); err != nil || !found {
				t.Fatalf("line %d: %v, %v", n, found, err)
			}
			f(&e)
			tx.Put(people.AuditKey(n), e, 0)
			return nil
		}
	}
	tests := []struct {
		name   string
		tamper func(bot.Tx) error
		want   int64
	}{
		{"untouched", func(bot.Tx) error { return nil }, 0},
		{"who was changed", change(2, func(e *people.AuditEntry) { e.Who = "0" }), 2},
		{"note was changed", change(3, func(e *people.AuditEntry) { e.Note = "" }), 3},
		{"changed with a new hash of its own", change(2, func(e *people.AuditEntry) { e.Note, e.Hash = "x", "00" }), 2},
		{"a line was taken out", func(tx bot.Tx) error { tx.Delete(people.AuditKey(2)); return nil }, 2},
		{"the last line was taken out", func(tx bot.Tx) error { tx.Delete(people.AuditKey(4)); return nil }, 4},
		{"a line was put beside", func(tx bot.Tx) error { tx.Add(people.AuditSet, "x", 9); return nil }, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			state := memstate.New(nil)
			for _, what := range []people.Verb{"content.publish", "case.answer", "content.withdraw", "login"} {
				err := state.Update(ctx, func(tx bot.Tx) error {
					return people.Audit(ctx, tx, owner, people.RoleOwner, what, "faq/x.md", "vì sao")
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := state.Update(ctx, tt.tamper); err != nil {
				t.Fatal(err)
			}
			if broken, err := people.VerifyAudit(ctx, state); err != nil || broken != tt.want {
				t.Errorf("broken at %d (%v), want %d", broken, err, tt.want)
			}
		})
	}
}
