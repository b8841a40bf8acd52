package library

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMerge(t *testing.T) {
	const base = "phí: 8.000\nnơi nộp: xã\nhạn: 3 ngày\nhồ sơ: tờ khai\n"
	for _, tc := range []struct{ name, mine, theirs, choice, want string }{
		{"different lines", "phí: 10.000\nnơi nộp: xã\nhạn: 3 ngày\nhồ sơ: tờ khai\n",
			"phí: 8.000\nnơi nộp: xã\nhạn: 2 ngày\nhồ sơ: tờ khai\n", "",
			"phí: 10.000\nnơi nộp: xã\nhạn: 2 ngày\nhồ sơ: tờ khai\n"},
		{"the same change", "phí: 10.000\nnơi nộp: xã\nhạn: 3 ngày\nhồ sơ: tờ khai\n",
			"phí: 10.000\nnơi nộp: xã\nhạn: 3 ngày\nhồ sơ: tờ khai\n", "",
			"phí: 10.000\nnơi nộp: xã\nhạn: 3 ngày\nhồ sơ: tờ khai\n"},
		{"both added at the end", base + "ghi chú A\n", base + "ghi chú B\n", ChooseBoth,
			base + "ghi chú B\nghi chú A\n"},
		{"one took away what the other kept", "phí: 8.000\nhạn: 3 ngày\nhồ sơ: tờ khai\n", base + "thêm\n", "",
			"phí: 8.000\nhạn: 3 ngày\nhồ sơ: tờ khai\nthêm\n"},
		{"the same line, mine", "phí: 10.000\nnơi nộp: xã\nhạn: 3 ngày\nhồ sơ: tờ khai\n",
			"phí: 12.000\nnơi nộp: xã\nhạn: 3 ngày\nhồ sơ: tờ khai\n", ChooseMine,
			"phí: 10.000\nnơi nộp: xã\nhạn: 3 ngày\nhồ sơ: tờ khai\n"},
		{"the same line, theirs", "phí: 10.000\nnơi nộp: xã\nhạn: 3 ngày\nhồ sơ: tờ khai\n",
			"phí: 12.000\nnơi nộp: xã\nhạn: 3 ngày\nhồ sơ: tờ khai\n", ChooseTheirs,
			"phí: 12.000\nnơi nộp: xã\nhạn: 3 ngày\nhồ sơ: tờ khai\n"},
	} {
		hunks := Merge(base, tc.mine, tc.theirs)
		_, whole := Choose(hunks, func(int) string { return "" })
		if whole != (tc.choice == "") {
			t.Errorf("%s: a conflict: %v", tc.name, !whole)
		}
		if got, ok := Choose(hunks, func(int) string { return tc.choice }); !ok || got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

// TestMergeLosesNothing: whoever is chosen everywhere gets each line of his text that the other did not take away, and
// who changed nothing gets the other's text as it is.
func TestMergeLosesNothing(t *testing.T) {
	text := rapid.Custom(func(t *rapid.T) string {
		n := rapid.IntRange(0, 8).Draw(t, "lines")
		var b strings.Builder
		for range n {
			fmt.Fprintf(&b, "dòng %d\n", rapid.IntRange(0, 5).Draw(t, "line"))
		}
		return b.String()
	})
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := text.Draw(t, "base"), text.Draw(t, "mine"), text.Draw(t, "theirs")
		always := func(c string) func(int) string { return func(int) string { return c } }
		if got, ok := Choose(Merge(base, base, theirs), always("")); !ok || got != theirs {
			t.Fatalf("only they changed: %q, %v, want %q", got, ok, theirs)
		}
		if got, ok := Choose(Merge(base, mine, base), always("")); !ok || got != mine {
			t.Fatalf("only I changed: %q, %v, want %q", got, ok, mine)
		}
		if got, ok := Choose(Merge(base, mine, mine), always("")); !ok || got != mine {
			t.Fatalf("both the same: %q, %v, want %q", got, ok, mine)
		}
		if _, ok := Choose(Merge(base, mine, theirs), always(ChooseBoth)); !ok {
			t.Fatal("a choice that is none")
		}
	})
}
