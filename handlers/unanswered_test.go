package handlers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/unanswered"
)

// unanswered fills the list with n questions, a minute apart, the last of them now.
func (c *talk) unanswered(n int) {
	c.t.Helper()
	err := c.state.Update(context.Background(), func(tx bot.Tx) error {
		for i := range n {
			id := fmt.Sprintf("q%05d", i)
			at := c.now.Add(time.Duration(i-n) * time.Minute)
			tx.Put(bot.Key{Kind: "unanswered", ID: id},
				unanswered.Question{ID: id, Text: fmt.Sprintf("câu khó %d", i), Times: 1 + i%2, Last: at}, 0)
			tx.Add(unanswered.Set, id, at.UnixMilli())
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *talk) kept() int {
	c.t.Helper()
	n, err := c.state.Size(context.Background(), unanswered.Set)
	if err != nil {
		c.t.Fatal(err)
	}
	return int(n)
}

// TestUnansweredAreBounded: one address wrote 4,117 of them in an hour, each kept for a year.
func TestUnansweredAreBounded(t *testing.T) {
	c := office(t)
	c.unanswered(bounds.Texts)
	c.says("con mèo bay lên mặt trăng bằng gì")
	if n := c.kept(); n != bounds.Texts {
		t.Errorf("%d are kept, want the newest %d", n, bounds.Texts)
	}
	if _, found, _ := unanswered.Load(t.Context(), c.state, "q00000"); found {
		t.Error("the oldest is still there")
	}
	if len(c.holds("con mèo bay")) == 0 {
		t.Error("the newest is not kept")
	}
	for i := range bounds.Unknowns.Address + 20 {
		c.strangerAsks(fmt.Sprint("visitor", i), "address-1", fmt.Sprintf("con chó số %d bay lên sao Hỏa bằng gì", i))
	}
	list, err := c.state.List(t.Context(), unanswered.Set, bot.Range{Min: c.now.UnixMilli(), Max: 1 << 52})
	if err != nil || len(list) != bounds.Unknowns.Address+1 {
		t.Errorf("%d of today (%v), want %d of the address and one", len(list), err, bounds.Unknowns.Address)
	}
}

// TestMergedQuestionsStayOne: they add up, and their words count for the group from then on.
func TestMergedQuestionsStayOne(t *testing.T) {
	c := office(t)
	c.says("con mèo bay lên mặt trăng bằng gì")
	c.says("con mèo bay lên mặt trăng bằng gì")
	c.says("mèo muốn lên cung trăng thì đi đường nào")
	list, err := c.state.List(t.Context(), unanswered.Set, bot.Range{Max: 1 << 52})
	if err != nil || len(list) != 2 {
		t.Fatalf("%d questions, %v", len(list), err)
	}
	merge := func(role people.Role) error {
		return c.state.Update(context.Background(), func(tx bot.Tx) error {
			return unanswered.Merge(context.Background(), tx, people.Actor{Chat: owner, Role: role}, list[0].Member,
				list[1].Member)
		})
	}
	if merge(people.RoleViewer) == nil {
		t.Error("a viewer merged")
	}
	if err := merge(people.RoleEditor); err != nil {
		t.Fatal(err)
	}
	c.says("mèo muốn lên cung trăng thì đi đường nào")
	groups, err := unanswered.Groups(t.Context(), c.state, 100)
	if err != nil || len(groups) != 1 {
		t.Fatalf("%d groups, %v", len(groups), err)
	}
	g := groups[0]
	if g.Times != 4 || g.Lead.Text != "con mèo bay lên mặt trăng bằng gì" || len(g.Lead.Also) != 1 ||
		g.Lead.Also[0] != "mèo muốn lên cung trăng thì đi đường nào" || !g.More() {
		t.Errorf("%+v", g)
	}
	if n, _ := people.AuditLength(t.Context(), c.state); n != 1 {
		t.Errorf("%d lines of the log", n)
	}
	if merge(people.RoleEditor) == nil {
		t.Error("what is one was merged again")
	}
	// A group that was dropped does not come back under its other words' name.
	if err := c.state.Update(t.Context(),
		func(tx bot.Tx) error { unanswered.Drop(tx, g.Lead.ID); return nil }); err != nil {
		t.Fatal(err)
	}
	c.says("mèo muốn lên cung trăng thì đi đường nào")
	if groups, _ = unanswered.Groups(t.Context(), c.state, 100); len(groups) != 1 || groups[0].Times != 1 ||
		!strings.HasPrefix(groups[0].Lead.Text, "mèo muốn") {
		t.Errorf("after dropping: %+v", groups)
	}
}

func TestClearUnanswered(t *testing.T) {
	c := office(t)
	c.unanswered(bounds.Texts) // 3 days and 11 hours, every second of them asked twice
	clearing := func(before time.Time, once bool) (n int, err error) {
		err = c.state.Update(context.Background(), func(tx bot.Tx) (err error) {
			n, err = unanswered.Clear(context.Background(), tx, people.Actor{Chat: owner, Role: people.RoleEditor},
				before, once)
			return err
		})
		return n, err
	}
	if n, err := clearing(c.now.AddDate(0, 0, -7), false); n != 0 || err == nil {
		t.Errorf("nothing is so old: %d, %v", n, err)
	}
	if n, err := clearing(c.now.Add(-1000*time.Minute), true); n != 2001 || err != nil {
		t.Errorf("cleared %d (%v), want the 2,001 asked once", n, err)
	}
	if n, err := clearing(c.now, false); n != bounds.Texts-2001 || err != nil || c.kept() != 0 {
		t.Errorf("cleared %d (%v), %d are left", n, err, c.kept())
	}
}
