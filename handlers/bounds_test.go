package handlers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// stranger makes a visitor of the web from an address do something.
func (c *talk) stranger(id, source string, u bot.Update) []bot.Outgoing {
	before := c.chat
	defer func() { c.chat = before }()
	c.chat = bot.ChatID{Channel: "web", ID: id}
	u.Source = source
	return c.does(u)
}

func (c *talk) strangerAsks(id, source, question string) []bot.Outgoing {
	return c.stranger(id, source, bot.Update{Kind: bot.KindText, Text: question})
}

func (c *talk) strangerPasses(id, source, question string) string {
	c.strangerAsks(id, source, question)
	return texts(c.stranger(id, source, bot.Update{Kind: bot.KindAction, Action: "pass"}))
}

// fires runs what is scheduled under a name, when it is due.
func (c *talk) fires(member string) {
	c.t.Helper()
	at, found, err := c.state.Score(context.Background(), bot.ScheduleSet, member)
	if err != nil || !found || at > c.now.UnixMilli() {
		c.t.Fatalf("%s is not due: %v %d %v", member, found, at, err)
	}
	err = c.state.Update(context.Background(), func(tx bot.Tx) error {
		tx.Remove(bot.ScheduleSet, member)
		return c.bot.Due(context.Background(), tx, member, time.UnixMilli(at))
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// TestStrangersCannotFloodOfficials: 100 cases of one address in 1.5 s were 100 messages to each official.
func TestStrangersCannotFloodOfficials(t *testing.T) {
	c := office(t)
	taken := 0
	for i := range 40 {
		reply := c.strangerPasses(fmt.Sprint("visitor", i), "address-1", fmt.Sprintf("thủ tục nuôi cá sấu số %d", i))
		if strings.Contains(reply, "H-") {
			taken++
		} else if !strings.Contains(reply, "gửi lại vào ngày mai") {
			t.Fatalf("refused with %q", reply)
		}
	}
	if taken != bounds.Cases.Address {
		t.Errorf("one address opened %d cases, want %d", taken, bounds.Cases.Address)
	}
	for i := range 200 {
		if strings.Contains(c.strangerPasses(fmt.Sprint("more", i), fmt.Sprint("address-", 2+i/5),
			fmt.Sprintf("thủ tục nuôi hổ số %d", i)), "H-") {
			taken++
		}
	}
	if taken != bounds.Cases.All {
		t.Errorf("all addresses opened %d cases, want %d", taken, bounds.Cases.All)
	}
	if got := len(c.sentTo(owner)); got != bounds.Notices {
		t.Errorf("%d messages to an official at once, want %d", got, bounds.Notices)
	}
	c.now = c.now.Add(15 * time.Minute)
	c.fires("case-group:" + owner.String())
	sent := c.sentTo(owner)
	if len(sent) != bounds.Notices+1 {
		t.Fatalf("%d messages to an official, want %d and one for all the others", len(sent), bounds.Notices)
	}
	last := sent[len(sent)-1].Message.Text
	if want := fmt.Sprintf("Có thêm %d câu hỏi", taken-bounds.Notices); !strings.Contains(last, want) ||
		strings.Count(last, "\n- H-") != 10 {
		t.Errorf("want %q and ten of them:\n%s", want, last)
	}
	// A messenger, which knows who writes, goes on.
	c.as("77", func() {
		c.says("thủ tục nuôi gấu")
		if reply := texts(c.presses("Chuyển câu hỏi tới cán bộ")); !strings.Contains(reply, "H-") {
			t.Errorf("on Telegram: %s", reply)
		}
	})
}

// TestOpenCasesOfAChat: three at a time, and the same question is the same case.
func TestOpenCasesOfAChat(t *testing.T) {
	c := office(t)
	ask := func(question string) string {
		c.says(question)
		return texts(c.does(bot.Update{Kind: bot.KindAction, Action: "pass"}))
	}
	first := dialog.ReferenceIn(ask("thủ tục nuôi cá sấu trên sân thượng"))
	if again := ask("Thu tuc NUOI ca sau tren san thuong"); !strings.Contains(again, first) ||
		!strings.Contains(again, "đã chuyển tới cán bộ rồi") {
		t.Errorf("the same question again: %s", again)
	}
	ask("thủ tục nuôi hổ")
	ask("thủ tục nuôi gấu")
	if refused := ask("thủ tục nuôi voi"); !strings.Contains(refused, "đang có 3 câu hỏi") ||
		!strings.Contains(refused, first) {
		t.Errorf("the fourth: %s", refused)
	}
	c.as("1", func() {
		c.does(bot.Update{Kind: bot.KindText, Text: "Không nuôi được.", ReplyTo: "9", ReplyText: "Câu hỏi " + first})
	})
	if taken := ask("thủ tục nuôi voi"); !strings.Contains(taken, "Mã theo dõi") {
		t.Errorf("after an answer: %s", taken)
	}
}

// TestALowRatingCountsWithoutACase: a survey is not lost because no more cases are taken.
func TestALowRatingCountsWithoutACase(t *testing.T) {
	c := office(t)
	for i := range bounds.Cases.Address {
		c.strangerPasses(fmt.Sprint("visitor", i), "address-1", fmt.Sprintf("thủ tục nuôi cá sấu số %d", i))
	}
	c.strangerAsks("unhappy", "address-1", "lệ phí khai sinh")
	reply := texts(c.stranger("unhappy", "address-1", bot.Update{Kind: bot.KindAction, Action: "sv:1:"}))
	if all := c.satisfaction().All; all[1] != 1 || strings.Contains(reply, "G-") {
		t.Errorf("%v\n%s", all, reply)
	}
}

// TestWebBallots: 60 visits without cookies in 0.9 s moved the gauge; now each needs an answer, few of an address
// count.
func TestWebBallots(t *testing.T) {
	c := office(t)
	if reply := texts(c.stranger("silent", "address-1",
		bot.Update{Kind: bot.KindAction, Action: "sv:5:"})); !strings.Contains(reply, "hỏi một câu") {
		t.Errorf("a survey without a question: %s", reply)
	}
	for i := range bounds.Surveys.Address + 10 {
		id := fmt.Sprint("visitor", i)
		c.strangerAsks(id, "address-1", "lệ phí khai sinh")
		c.stranger(id, "address-1", bot.Update{Kind: bot.KindAction, Action: "sv:5:"})
		c.stranger(id, "address-1", bot.Update{Kind: bot.KindAction, Action: "sv:4:"}) // changes it, and is no other
	}
	c.says("góp ý")
	c.presses("Rất không hài lòng")
	s := c.satisfaction()
	if s.All[4] != bounds.Surveys.Address || s.All[5] != 0 {
		t.Errorf("counted %v, want %d of level 4", s.All, bounds.Surveys.Address)
	}
	if web, telegram := s.Channel["web"].Share(), s.Channel["telegram"].Share(); web.N != bounds.Surveys.Address ||
		telegram.N != 1 || telegram.Hits != 0 {
		t.Errorf("by channel: web %v, telegram %v", web, telegram)
	}
	for i := range bounds.Ratings.Address + 10 {
		id := fmt.Sprint("visitor", i)
		c.strangerAsks(id, "address-2", "lệ phí khai sinh")
		c.stranger(id, "address-2", bot.Update{Kind: bot.KindAction, Action: "rate:up:khai-sinh:fee"})
	}
	if u := c.usage(); u.Helpful != bounds.Ratings.Address || u.ByChannel["web"][0] != bounds.Ratings.Address {
		t.Errorf("ratings: %d, by channel %v, want %d", u.Helpful, u.ByChannel, bounds.Ratings.Address)
	}
}

// TestOfficialsCloseManyCases in one deed with one line of the log, and everybody who waits reads why.
func TestOfficialsCloseManyCases(t *testing.T) {
	c := office(t)
	for i := range 6 {
		c.strangerPasses(fmt.Sprint("visitor", i), "address-1", fmt.Sprintf("thủ tục nuôi cá sấu số %d", i))
	}
	c.says("thủ tục nuôi gấu")
	kept := dialog.ReferenceIn(texts(c.does(bot.Update{Kind: bot.KindAction, Action: "pass"})))
	refs, err := cases.OpenFrom(t.Context(), c.state, "web", c.now.Add(-time.Hour), 100)
	if err != nil || len(refs) != 6 {
		t.Fatalf("open cases of the web: %v, %v", refs, err)
	}
	before, _ := people.AuditLength(t.Context(), c.state)
	closing := func(by people.Actor) (n int, err error) {
		err = c.state.Update(context.Background(), func(tx bot.Tx) (err error) {
			n, err = c.bot.Cases.CloseMany(context.Background(), tx, by, append(refs, kept, "H-234567"),
				"nội dung phá rối")
			return err
		})
		return n, err
	}
	refs = refs[:5]
	if _, err := closing(people.Actor{Chat: owner, Role: people.RoleEditor}); err == nil {
		t.Error("an editor closed many cases")
	}
	if n, err := closing(people.Actor{Chat: owner, Role: people.RoleOwner}); n != 6 || err != nil {
		t.Fatalf("closed %d, %v", n, err)
	}
	if after, _ := people.AuditLength(t.Context(), c.state); after != before+1 {
		t.Errorf("%d lines of the log", after-before)
	}
	if open, _ := c.state.Size(t.Context(), cases.OpenCasesSet); open != 1 {
		t.Errorf("%d cases are open, want the one that was not chosen", open)
	}
	told := 0
	for _, out := range c.state.Queue() {
		if strings.Contains(out.Message.Text, "nội dung phá rối") {
			told++
		}
	}
	if told != 6 {
		t.Errorf("%d people read why", told)
	}
	if _, err := closing(people.Actor{Chat: owner, Role: people.RoleOwner}); err == nil {
		t.Error("nothing open was closed again")
	}
}
