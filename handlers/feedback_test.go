package handlers_test

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
)

var owner = bot.ChatID{Channel: "telegram", ID: "1"}

// office is a talk in which an owner and an official of a unit take part.
func office(t *testing.T) *talk {
	c := newTalk(t, handlers.Config{Office: "Bộ phận Một cửa xã Mẫu", Owners: []bot.ChatID{owner},
		Channels: map[string]bot.Limits{"telegram": {Proactive: true}}})
	return c
}

// as makes another chat speak for the length of f.
func (c *talk) as(id string, f func()) {
	before, last := c.chat, c.last
	c.chat, c.last = bot.ChatID{Channel: "telegram", ID: id}, nil
	f()
	c.chat, c.last = before, last
}

// joins makes the chat an official of a unit.
func (c *talk) joins(id, name, unit string) {
	var code string
	c.as("1", func() {
		text := c.says("/moi " + name + "; " + unit)[0].Message.Text
		_, rest, _ := strings.Cut(text, "/lienket ")
		code = rest[:6]
	})
	c.as(id, func() { c.says("/lienket " + code) })
	c.as("1", func() { c.does(bot.Update{Kind: bot.KindAction, Action: "join:yes:telegram:" + id}) })
	c.log.Reset() // the code is drawn by lot
}

// TestFeedbackConversations holds ratings, surveys and questions passed on as golden files.
func TestFeedbackConversations(t *testing.T) {
	tests := []struct {
		name string
		talk func(c *talk)
	}{
		{"rating", func(c *talk) {
			c.says("lệ phí khai sinh")
			c.presses("👎 Chưa giúp ích")
			c.presses("Thiếu giấy tờ")
			c.presses("Chuyển câu hỏi tới cán bộ")
			c.says("lệ phí khai sinh")
			c.presses("👍 Có giúp ích")
			c.says("lệ phí khai sinh")
			c.presses("👍 Có giúp ích")
		}},
		{"survey", func(c *talk) {
			c.says("góp ý")
			c.presses("Hài lòng")
			c.presses("Công chức")
			c.presses("Rất hài lòng")
			c.presses("Xong")
		}},
		{"complaint", func(c *talk) {
			c.says("/start gopy")
			c.presses("Không hài lòng")
			c.presses("Viết một dòng")
			ref := refOf(t, c.says("Tôi chờ hai tiếng, gọi 0912345678 không ai nghe"))
			c.presses("Có, nhắn kết quả cho tôi")
			c.as("1", func() {
				c.does(bot.Update{Kind: bot.KindText, Text: "Chúng tôi xin lỗi ông/bà và đã bố trí thêm một quầy buổi sáng.", ReplyTo: "9", ReplyText: "Ý kiến của người dân " + ref + " (hạn …)"})
			})
			c.says(strings.ToLower(ref))
			said := strings.NewReplacer(ref, "G-234567", strings.ToLower(ref),
				"g-234567").Replace(c.log.String()) // drawn by lot
			c.log.Reset()
			c.log.WriteString(said)
		}},
		{"closed-without-answer", func(c *talk) {
			c.says("thủ đô nước Pháp ở đâu")
			ref := refOf(t, c.presses("Chuyển câu hỏi tới cán bộ"))
			k, found, err := cases.LoadCase(context.Background(), c.state, ref)
			if err != nil || !found {
				t.Fatal(found, err)
			}
			c.as("1", func() {
				for _, act := range []string{"task:void:", "task:done:"} { // neither ends it while the citizen waits
					c.does(bot.Update{Kind: bot.KindAction, Action: act + k.Task})
				}
				c.presses("Đóng, không trả lời")
				c.says("Câu hỏi không thuộc việc của cơ quan.")
				c.does(bot.Update{Kind: bot.KindAction, Action: "task:show:" + k.Task})
			})
			c.says(ref)
			said := strings.NewReplacer(ref, "H-234567", k.Task, "V-234567").Replace(c.log.String()) // drawn by lot
			c.log.Reset()
			c.log.WriteString(said)
		}},
		{"passed-on", func(c *talk) {
			c.joins("5", "Trần Thị Bình", "Tư pháp – Hộ tịch")
			c.says("thủ đô nước Pháp ở đâu")
			c.presses("Chuyển câu hỏi tới cán bộ")
			c.as("1", func() {
				ref := refOf(t, c.sentTo(owner))
				c.does(bot.Update{Kind: bot.KindAction, Action: "case:move:" + ref})
				c.presses("Tư pháp – Hộ tịch")
				c.as("5", func() {
					c.does(bot.Update{Kind: bot.KindAction, Action: "case:answer:" + ref})
					c.says("Thủ đô nước Pháp là Paris. Việc này không thuộc thủ tục của xã.")
					c.presses("Đưa vào kho nội dung (bản nháp)")
				})
				c.as("99", func() { c.does(bot.Update{Kind: bot.KindAction, Action: "case:answer:" + ref}) })
			})
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := office(t)
			tt.talk(c)
			c.golden(tt.name)
		})
	}
}

// sentTo is what waits to be sent to a chat.
func (c *talk) sentTo(chat bot.ChatID) (out []bot.Outgoing) {
	for _, o := range c.state.Queue() {
		if o.To == chat {
			out = append(out, o)
		}
	}
	return out
}

// refOf finds the newest reference in messages.
func refOf(t *testing.T, out []bot.Outgoing) string {
	t.Helper()
	for i := len(out) - 1; i >= 0; i-- {
		for _, w := range strings.FieldsFunc(out[i].Message.Text,
			func(r rune) bool { return strings.ContainsRune(" *\n;,.()", r) }) {
			if dialog.IsReference(w) {
				return w
			}
		}
	}
	t.Fatalf("no reference in %v", out)
	return ""
}

func (c *talk) usage() figures.Usage {
	u, err := figures.LoadUsage(context.Background(), c.state, figures.Week(c.now))
	if err != nil {
		c.t.Fatal(err)
	}
	return u
}

// TestOneVotePerPersonAndAnswer: the last vote of a person counts, on its own answer only.
func TestOneVotePerPersonAndAnswer(t *testing.T) {
	c := office(t)
	c.says("lệ phí khai sinh")
	answer := c.last
	c.presses("👍 Có giúp ích")
	c.last = answer
	c.presses("👎 Chưa giúp ích")
	c.presses("Khó hiểu")
	if u := c.usage(); u.Helpful != 0 || u.Unhelpful != 1 || u.Reasons["h"] != 1 {
		t.Errorf("after a change of mind: %+v", u)
	}
	c.as("78", func() { c.last = answer; c.presses("👍 Có giúp ích") })
	if u := c.usage(); u.Helpful != 1 || u.Unhelpful != 1 {
		t.Errorf("another person's vote: %+v", u)
	}
	for _, forged := range []string{"rate:up:khong-co:fee", "rate:up:1.001193:xx", "rate:zz:1.001193:fee", "rate:up",
		"rate:up:H-AAAAAA:fee"} {
		c.does(bot.Update{Kind: bot.KindAction, Action: forged})
	}
	if u := c.usage(); u.Helpful+u.Unhelpful != 2 {
		t.Errorf("forged votes were counted: %+v", u)
	}
}

// TestVotesNameNobody: what is kept of ratings and surveys does not hold the chat's id.
func TestVotesNameNobody(t *testing.T) {
	c := office(t)
	c.chat.ID = "7700770077"
	c.says("lệ phí khai sinh")
	c.presses("👎 Chưa giúp ích")
	c.says("/gopy")
	c.presses("Rất không hài lòng")
	c.presses("Viết một dòng")
	c.says("Chờ lâu quá")
	for _, kind := range []string{"vote", "survey", "case"} {
		for _, id := range c.state.Keys(kind) {
			var v json.RawMessage
			if _, err := c.state.Get(context.Background(), bot.Key{Kind: kind, ID: id}, &v); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(id+string(v), c.chat.ID) {
				t.Errorf("%s %s names the person: %s", kind, id, v)
			}
		}
		if len(c.state.Keys(kind)) == 0 {
			t.Errorf("no %s was kept", kind)
		}
	}
}

// TestAbandonedLowRating reaches the unit without a line after a while, as a task that ends with the answer.
func TestAbandonedLowRating(t *testing.T) {
	c := office(t)
	c.says("/gopy")
	c.presses("Rất không hài lòng")
	if n := len(c.sentTo(owner)); n != 0 {
		t.Fatalf("the owner heard at once: %d messages", n)
	}
	h := c.bot
	fire := func() (fired int) {
		due, err := c.state.List(context.Background(), bot.ScheduleSet, bot.Range{Max: c.now.UnixMilli()})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range due {
			err := c.state.Update(context.Background(), func(tx bot.Tx) error {
				tx.Remove(bot.ScheduleSet, e.Member)
				return h.Due(context.Background(), tx, e.Member, time.UnixMilli(e.Score))
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		return len(due)
	}
	c.now = c.now.Add(11 * time.Minute)
	fire()
	told := c.sentTo(owner)
	if len(told) != 1 {
		t.Fatalf("after ten minutes %d messages, want 1", len(told))
	}
	ref := refOf(t, told)
	board := func() (titles []string) {
		tasks, err := c.bot.Tasks.Board(context.Background(), c.state, "", "", today, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range tasks {
			titles = append(titles, k.Title+", hạn "+k.Due.VN())
		}
		return titles
	}
	if got, want := strings.Join(board(), "; "),
		"Xử lý ý kiến "+ref+": Rất không hài lòng, hạn 01/12/2026"; got != want {
		t.Errorf("tasks %q, want %q", got, want)
	}
	c.as("1", func() {
		c.does(bot.Update{Kind: bot.KindAction, Action: "case:answer:" + ref})
		c.says("Đã xử lý xong.")
	})
	if got := board(); len(got) != 0 {
		t.Errorf("the answered case is still a task: %q", got)
	}
}

// TestWilson holds the interval against published values (Newcombe, Statistics in Medicine 17, 1998, table I: 81 of
// 263, 15 of 148, 0 of 20, 1 of 29).
func TestWilson(t *testing.T) {
	tests := []struct {
		hits, n   int
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
		{20, 20, 1 - 0.1611, 1},
		{0, 0, 0, 1},
	}
	for _, tt := range tests {
		s := figures.NewShare(tt.hits, tt.n)
		if math.Abs(s.Low-tt.low) > 0.00006 || math.Abs(s.High-tt.high) > 0.00006 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", tt.hits, tt.n, s.Low, s.High, tt.low, tt.high)
		}
	}
}

func planned(t *testing.T, compare string) *answers.Knowledge {
	t.Helper()
	lib, found := content.Load(fstest.MapFS{"plan/2024/plan.yaml": {Data: []byte(`id: "2024"
review: 2027-02-15
title: Kế hoạch cải cách hành chính năm 2024
year: 2024
issuer: UBND xã Mẫu
caution: Kế hoạch mẫu.
checked: 2026-11-20
valid: {from: 2024-01-01, to: 2024-12-31}
indicators:
  - id: m1
    text: Sự hài lòng của người dân đạt trên 90%
    compare: "` + compare + `"
    value: 90
    unit: "%"
    names: [chỉ tiêu hài lòng, mục tiêu hài lòng, hài lòng bao nhiêu phần trăm]
    sources: [kh]
sources:
  kh: {title: "Kế hoạch 01/KH-UBND", checked: 2026-11-20}
`)}})
	if errs := found.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	return answers.NewKnowledge(lib, words())
}

// TestTarget lays shares beside the plan's "trên 90%": exactly 90 does not reach it.
func TestTarget(t *testing.T) {
	target, ok := figures.SatisfactionTarget(planned(t, ">").Library)
	if !ok || target.String() != "trên 90%" {
		t.Fatalf("target %v, %q", ok, target)
	}
	tests := []struct {
		hits, n int
		want    string
	}{
		{29, 29, "chưa đủ dữ liệu"},
		{1000, 1000, "đạt"},
		{30, 30, "đạt theo số đo, nhưng khoảng tin cậy còn chạm chỉ tiêu"},
		{90, 100, "chưa đạt theo số đo, nhưng khoảng tin cậy còn chạm chỉ tiêu"},
		{50, 100, "chưa đạt"},
	}
	for _, tt := range tests {
		if got := target.Verdict(figures.NewShare(tt.hits, tt.n)); got != tt.want {
			t.Errorf("%d of %d: %q, want %q", tt.hits, tt.n, got, tt.want)
		}
	}
	if got := figures.NewShare(3, 3).String(); strings.Contains(got, "%") {
		t.Errorf("a share of three answers is told: %s", got)
	}
	if got, want := figures.NewShare(92, 100).String(),
		"92,0% (92/100 phiếu; khoảng tin cậy 95%: 85,0–95,9%)"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
