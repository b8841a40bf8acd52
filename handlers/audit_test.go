package handlers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/bot/bounds"
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
			if c, err := people.CheckAudit(ctx, state); err != nil || c.Broken != tt.want {
				t.Errorf("broken at %d (%v), want %d", c.Broken, err, tt.want)
			}
		})
	}
}

// TestStrangersDoNotFillTheLog: 599 anonymous erasures in 2.5 s were 599 lines that are kept for good.
func TestStrangersDoNotFillTheLog(t *testing.T) {
	c := office(t)
	for i := range 30 {
		id := fmt.Sprint("visitor", i)
		c.stranger(id, fmt.Sprint("address", i), bot.Update{Kind: bot.KindCommand, Command: "xoadulieu"})
		c.stranger(id, fmt.Sprint("address", i), bot.Update{Kind: bot.KindCommand, Command: "thongbao", Payload: "x"})
	}
	if n, err := people.AuditLength(t.Context(), c.state); n != 0 || err != nil {
		t.Errorf("%d lines, %v", n, err)
	}
	counts, err := people.StrangerDeeds(t.Context(), c.state, c.now)
	if err != nil || counts["privacy.erase"] != 30 || counts["announce.refused"] != 30 {
		t.Errorf("counted %v, %v", counts, err)
	}
	c.joins("5", "Trần Thị Bình", "Văn phòng")
	before, _ := people.AuditLength(t.Context(), c.state)
	c.as("5", func() { c.says("/xoadulieu"); c.says("/thongbao x") })
	if after, _ := people.AuditLength(t.Context(), c.state); after != before+2 {
		t.Errorf("an official's erasure and try: %d lines", after-before)
	}
	refused := ""
	for range bounds.Erasures.Address + 1 {
		refused = texts(c.stranger("again", "one address", bot.Update{Kind: bot.KindCommand, Command: "xoadulieu"}))
	}
	if !strings.Contains(refused, "vào ngày mai") {
		t.Errorf("erasure %d of an address: %s", bounds.Erasures.Address+1, refused)
	}
}

// TestTheLogIsVerifiedFromACheckpoint: opening it reads what came since; the daily walk finds what was changed before.
func TestTheLogIsVerifiedFromACheckpoint(t *testing.T) {
	ctx := context.Background()
	state := memstate.New(nil)
	write := func(n int) {
		t.Helper()
		err := state.Update(ctx, func(tx bot.Tx) error {
			for range n {
				if err := people.Audit(ctx, tx, owner, people.RoleOwner, people.VerbCaseAnswer, "", ""); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	walk := func() (steps int) {
		t.Helper()
		for next := time.Second; next == time.Second; steps++ {
			if err := state.Update(ctx,
				func(tx bot.Tx) (err error) { next, err = people.WalkAudit(ctx, tx); return err }); err != nil {
				t.Fatal(err)
			}
		}
		return steps
	}
	check := func() people.AuditCheck {
		t.Helper()
		c, err := people.CheckAudit(ctx, state)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	write(1200)
	if c := check(); c.Broken != 0 || c.To != 1200 || !c.Whole.IsZero() {
		t.Errorf("before the first walk: %+v", c)
	}
	if steps := walk(); steps != 3 {
		t.Errorf("walked in %d steps, want 3", steps)
	}
	write(1)
	spoil := func(n int64) {
		t.Helper()
		if err := state.Update(ctx, func(tx bot.Tx) error {
			var e people.AuditEntry
			_, err := tx.Get(ctx, people.AuditKey(n), &e)
			e.Note = "khác"
			tx.Put(people.AuditKey(n), e, 0)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if c := check(); c.Broken != 0 || c.To != 1201 || c.Whole.IsZero() {
		t.Errorf("after the walk: %+v", c)
	}
	spoil(1201)
	if c := check(); c.Broken != 1201 {
		t.Errorf("a new line was changed: %+v", c)
	}
	spoil(7)
	if walk(); check().Broken != 7 {
		t.Errorf("an old line was changed: %+v", check())
	}
}
