package webguard_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/motcua/motcua/bot/webguard"
)

// TestTurns: who is let in, and in which order.
func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := webguard.NewTurns(4, 100)
		var order []string
		leaves := make(chan func(), 100)
		enter := func(name, address string, stranger bool) {
			go func() {
				leave, ok := turns.Enter(t.Context(), address, stranger)
				if !ok {
					t.Errorf("%s is not let in", name)
					return
				}
				order = append(order, name)
				leaves <- leave
			}()
			synctest.Wait()
		}
		next := func() {
			(<-leaves)()
			synctest.Wait()
		}
		for i := range 6 { // strangers get half of the turns, though the others are free
			enter(fmt.Sprint("lạ ", i), "2001:db8::/64", true)
		}
		if want := []string{"lạ 0", "lạ 1"}; !slices.Equal(order, want) {
			t.Fatalf("let in: %q, want %q", order, want)
		}
		enter("bà Lan", "203.0.113.1", false) // and whoever is known enters at once
		enter("ông Tư", "203.0.113.2", false)
		for i := range 3 {
			enter(fmt.Sprint("dồn dập ", i), "203.0.113.3", false)
		}
		enter("cô Ba", "203.0.113.4", false)
		enter("lạ khác", "203.0.113.5", true)
		for range 12 {
			next()
		}
		want := []string{"lạ 0", "lạ 1", "bà Lan", "ông Tư", "dồn dập 0", "cô Ba", "dồn dập 1", "lạ 2", "dồn dập 2",
			"lạ khác",
			"lạ 3", "lạ 4"}
		if !slices.Equal(order[:12], want) {
			t.Errorf("the order is\n%q, want\n%q", order, want)
		}
	})
}

// TestNobodyHoldsAllTurns: one address, however many it sends and whether it is known or not, leaves half to others.
func TestNobodyHoldsAllTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := webguard.NewTurns(4, 100)
		ctx, giveUp := context.WithCancel(t.Context())
		held := 0
		for i := range 20 {
			go func() {
				if _, ok := turns.Enter(ctx, "203.0.113.3", i%4 == 0); ok {
					held++
				}
			}()
			synctest.Wait()
		}
		if held != 2 {
			t.Errorf("one address holds %d of 4 turns, want 2", held)
		}
		for _, address := range []string{"203.0.113.4", "203.0.113.5"} {
			if _, ok := turns.Enter(t.Context(), address, false); !ok {
				t.Errorf("%s is not let in", address)
			}
		}
		giveUp()
	})
}

// TestTurnsEnd: who gives up leaves no gap, too many are not kept waiting, and nothing stays taken.
func TestTurnsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := webguard.NewTurns(2, 3)
		a, _ := turns.Enter(t.Context(), "a", false)
		b, _ := turns.Enter(t.Context(), "b", false)
		ctx, giveUp := context.WithCancel(t.Context())
		for range 3 {
			go func() {
				if _, ok := turns.Enter(ctx, "c", false); ok {
					t.Error("let in though both turns are taken")
				}
			}()
		}
		synctest.Wait()
		if _, ok := turns.Enter(t.Context(), "d", false); ok {
			t.Error("a fourth waits")
		}
		go turns.Enter(ctx, "lạ", true) // strangers have a line of their own
		giveUp()
		synctest.Wait()
		a()
		a() // ending twice ends one
		b()
		for _, address := range []string{"c", "d"} {
			if _, ok := turns.Enter(t.Context(), address, false); !ok {
				t.Errorf("%s is not let in", address)
			}
		}
		ctx, giveUp = context.WithCancel(t.Context())
		giveUp()
		if _, ok := turns.Enter(ctx, "e", false); ok {
			t.Error("a third is let in")
		}
	})
}
