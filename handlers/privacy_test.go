package handlers_test

import (
	"context"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
	"github.com/motcua/motcua/handlers/unanswered"
)

// busy is a chat about which everything is kept that can be.
func busy(c *talk) {
	c.says("/dangky")
	c.says("lệ phí khai sinh")
	c.presses("👎 Chưa giúp ích")
	c.presses("Khó hiểu")
	c.presses("Chuyển câu hỏi tới cán bộ")
	c.says("/gopy")
	c.presses("Không hài lòng")
	c.presses("Viết một dòng")
	c.says("Nhà tôi ở xóm Đình, chờ lâu quá")
	c.presses("Có, nhắn kết quả cho tôi")
	c.says("nhắc tôi ngày 20/12 đi lấy kết quả")
	c.presses("Đúng")
}

// TestPrivacy holds what a person reads about his data and when he erases it.
func TestPrivacy(t *testing.T) {
	c := office(t)
	busy(c)
	c.log.Reset()
	c.says("/quyenriengtu")
	c.presses("Xóa dữ liệu của tôi")
	c.says("/quyenriengtu")
	c.golden("privacy")
}

// TestEraseLeavesNothing: after /xoadulieu no document and no set names the chat or holds its words, what it had coming
// does not come, and other people's data stay.
func TestEraseLeavesNothing(t *testing.T) {
	c := office(t)
	c.chat.ID = "7700770077"
	busy(c)
	c.as("88", func() { busy(c) })
	if left := c.holds("7700770077", "xóm Đình"); len(left) < 5 {
		t.Fatalf("the test has too little to erase: %v", left)
	}
	c.says("xóa dữ liệu của tôi")
	for _, where := range c.holds("7700770077") {
		if !strings.HasPrefix(where, "dialog ") { // this very update's limits
			t.Errorf("still kept: %s", where)
		}
	}
	open, err := c.state.Size(context.Background(), cases.OpenCasesSet)
	if err != nil || open != 2 {
		t.Errorf("%d cases are open (%v), want the other person's two", open, err)
	}
	if audit, err := people.CheckAudit(context.Background(), c.state); err != nil || audit.Broken != 0 {
		t.Errorf("audit broken at %d, %v", audit.Broken, err)
	}
	subs, err := c.state.Size(context.Background(), subscribers.SubscribersSet)
	if err != nil || subs != 1 {
		t.Errorf("%d subscribers (%v), want 1", subs, err)
	}
}

// holds lists the documents and sets of the state in which one of the words stands.
func (c *talk) holds(words ...string) (out []string) {
	for where, text := range c.state.Everything() {
		for _, w := range words {
			if strings.Contains(where+" "+text, w) {
				out = append(out, where)
				break
			}
		}
	}
	return out
}

// TestRetention: free texts older than twelve months are cleared, younger ones stay.
func TestRetention(t *testing.T) {
	c := office(t)
	c.says("con mèo bay lên mặt trăng bằng gì")
	c.presses("Chuyển câu hỏi tới cán bộ")
	c.now = c.now.AddDate(0, 11, 0)
	c.says("con chó bay lên sao Hỏa bằng gì")
	c.presses("Chuyển câu hỏi tới cán bộ")
	c.now = c.now.AddDate(0, 2, 0)
	err := c.state.Update(context.Background(), func(tx bot.Tx) error {
		return c.bot.Due(context.Background(), tx, "retain:daily", c.now)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, where := range c.holds("con mèo bay") {
		t.Errorf("still kept after thirteen months: %s", where)
	}
	if len(c.holds("con chó bay")) == 0 {
		t.Error("a text of two months was cleared")
	}
}

// TestErasingAPageAsksOnce: on the web /xoadulieu says what would go and does it at one press; in a messenger it does
// it.
func TestErasingAPageAsksOnce(t *testing.T) {
	o := newAgency(t, func(c *handlers.Config) { c.Channels["web"] = bot.Limits{Edit: true, Cards: true} })
	o.acts(bot.ChatID{Channel: "web", ID: "AAAAAAAAAAAAAAAAAAAAAA"}).says("thủ tục nuôi cá sấu trên sân thượng")
	o.does(bot.Update{Kind: bot.KindAction, Action: "pass"})
	asks := texts(o.says("/xoadulieu"))
	if !strings.Contains(asks, "Sắp xóa") || !strings.Contains(asks, "1 câu hỏi") ||
		strings.Contains(asks, "Biên nhận") {
		t.Errorf("asked first: %s", asks)
	}
	if done := texts(o.presses("Xóa ngay")); !strings.Contains(done, "Biên nhận xóa dữ liệu") {
		t.Errorf("after the press: %s", done)
	}
	o.acts(citizen)
	if done := texts(o.says("/xoadulieu")); !strings.Contains(done, "Biên nhận xóa dữ liệu") {
		t.Errorf("in a messenger: %s", done)
	}
}

// TestEraseReachesMergedQuestions: words that an editor merged with others' are taken out of the group, the others
// stay.
func TestEraseReachesMergedQuestions(t *testing.T) {
	for _, merged := range []string{"77",
		"88"} { // the words of the one who erases are the group's, or were put into it
		c := office(t)
		ctx := context.Background()
		c.says("nuôi cá sấu nhà ở xóm Đình")
		c.as("88", func() { c.says("nuôi hổ trong bếp được không") })
		if merged == "88" {
			c.says("nuôi cá sấu nhà ở xóm Đình") // twice: it leads
		} else {
			c.as("88", func() { c.says("nuôi hổ trong bếp được không") })
		}
		entries, err := c.state.List(ctx, unanswered.Set, bot.Range{Max: 1 << 60})
		if err != nil || len(entries) != 2 {
			t.Fatal(entries, err)
		}
		err = c.state.Update(ctx, func(tx bot.Tx) error {
			by := people.Actor{Chat: owner, Role: people.RoleOwner}
			return unanswered.Merge(ctx, tx, by, entries[0].Member, entries[1].Member)
		})
		if err != nil {
			t.Fatal(err)
		}
		c.says("/xoadulieu")
		if where := c.holds("xóm Đình"); len(where) > 0 {
			t.Errorf("still kept: %q", where)
		}
		if len(c.holds("nuôi hổ")) == 0 {
			t.Error("the other person's words are gone")
		}
	}
}
