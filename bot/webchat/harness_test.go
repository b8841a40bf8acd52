package webchat_test

import (
	"context"
	"flag"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/bot/webchat"
)

var update = flag.Bool("update", false, "write the golden files anew")

// site is a running web chat: channel, dispatcher, outbox and a clerk who knows a few answers.
type site struct {
	*httptest.Server
	state   *memstate.State
	channel *webchat.Channel
	clerk   *clerk
	refuse  atomic.Bool // the next update is not committed
}

func newSite(t *testing.T, change func(*webchat.Config)) *site {
	t.Helper()
	return newReplica(t, memstate.New(nil), change)
}

// newReplica is newSite on a state that others share.
func newReplica(t *testing.T, state *memstate.State, change func(*webchat.Config)) *site {
	t.Helper()
	cfg := webchat.Config{
		State: state, Office: "UBND phường Bến Thành",
		Examples: []string{
			"Đăng ký khai sinh cần giấy tờ gì?", "Xác nhận tình trạng hôn nhân mất bao lâu?",
			"Lệ phí chứng thực bản sao?", "Đăng ký thường trú nộp ở đâu?",
		},
		Greeting: func() bot.Message {
			return bot.Message{
				Text: "Xin chào ông/bà. Tôi trả lời câu hỏi về thủ tục hành chính.\n\nÔng/bà cứ hỏi bằng lời của " +
					"mình, *có dấu hay không dấu* đều được.",
				Buttons: [][]bot.Button{{{Label: "Trợ giúp", Action: "help"}}},
			}
		},
	}
	if change != nil {
		change(&cfg)
	}
	channel, err := webchat.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{state: state, channel: channel, clerk: &clerk{}}
	s.Server = httptest.NewServer(channel)
	dispatcher := &bot.Dispatcher{State: state, Handler: s.clerk, Log: slog.New(slog.DiscardHandler)}
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		deliver := func(ctx context.Context, updates ...bot.Update) error {
			if s.refuse.Swap(false) {
				return bot.ErrUnavailable
			}
			return dispatcher.Deliver(ctx, updates...)
		}
		if err := channel.Receive(ctx, deliver); err != nil {
			t.Error(err)
		}
	})
	wg.Go(func() {
		state.Pump(ctx, channel, func(o bot.Outgoing, err error) {
			if ctx.Err() == nil {
				t.Errorf("send %s: %v", o.Key, err)
			}
		})
	})
	t.Cleanup(func() {
		stop()
		wg.Wait()
		s.Close()
	})
	channel.AwaitReceiving(t)
	return s
}

// clerk is the handler of the tests; it notes what reached it.
type clerk struct {
	mu  sync.Mutex
	got []bot.Update
	// erase answers /xoadulieu; nil: it is a command like any
	erase func(ctx context.Context, tx bot.Tx, chat string) error
}

func (c *clerk) updates() []bot.Update {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]bot.Update(nil), c.got...)
}

const answer = "*Đăng ký khai sinh* cần các giấy tờ sau:\n\n" +
	"1. Tờ khai theo mẫu\n2. Giấy chứng sinh (bản chính)\n3. Giấy tờ tùy thân của người đi khai sinh (xuất trình)\n\n" +
	"Không phải nộp lệ phí nếu đăng ký đúng hạn 60 ngày.\n\n" +
	"Nguồn: [Cổng Dịch vụ công quốc gia](https://dichvucong.gov.vn/p/home/dvc-tthc.html), kiểm tra ngày 02/03/2026. " +
	"Hỏi thêm: [1022](tel:1022)."

func (c *clerk) Handle(ctx context.Context, tx bot.Tx, u bot.Update) ([]bot.Message, error) {
	c.mu.Lock()
	// A repetition is handled again, but not committed.
	if !slices.ContainsFunc(c.got, func(g bot.Update) bool { return g.ID == u.ID }) {
		c.got = append(c.got, u)
	}
	c.mu.Unlock()
	switch {
	case u.Command == "xoadulieu" && c.erase != nil:
		return []bot.Message{{Text: "*Biên nhận xóa dữ liệu*, lúc 14:05"}}, c.erase(ctx, tx, u.Chat.ID)
	case strings.HasPrefix(u.Action, "rate:"):
		return []bot.Message{{Text: "Cảm ơn ông/bà (" + u.Action + ").", Under: u.MessageID,
			Buttons: [][]bot.Button{{{Label: "Chưa rõ", Action: "rate:why", Role: bot.RoleAside}}}}}, nil
	case u.Text == "thẻ":
		return []bot.Message{{Text: "thẻ", Card: birthCard(), Buttons: [][]bot.Button{
			{{Label: "Thời hạn", Action: "ans:khai-sinh:time", Role: bot.RoleSection}},
			{{Label: "👍", Action: "rate:up", Role: bot.RoleUp}, {Label: "👎", Action: "rate:down", Role: bot.RoleDown}},
		}}}, nil
	case u.Text == "khai sinh dài":
		return []bot.Message{{Text: strings.Repeat(answer+"\n\n", 3), Buttons: [][]bot.Button{
			{{Label: "Thời hạn", Action: "ans:khai-sinh:time"}}}}}, nil
	case u.Kind == bot.KindAction:
		return []bot.Message{{Text: "Thời hạn giải quyết: *trong ngày làm việc* (" + u.Action + ")."}}, nil
	case strings.Contains(strings.ToLower(u.Text), "khai sinh"):
		return []bot.Message{{Text: answer, Buttons: [][]bot.Button{
			{{Label: "Thời hạn", Action: "ans:khai-sinh:time"}, {Label: "Lệ phí", Action: "ans:khai-sinh:fee"},
				{Label: "Nơi nộp", Action: "ans:khai-sinh:where"}},
			{{Label: "Nộp trực tuyến", URL: "https://dichvucong.gov.vn/"}},
		}}}, nil
	}
	return []bot.Message{{Text: "Ông/bà hỏi: " + bot.Escape(u.Text) + u.Command}}, nil
}

func birthCard() *bot.Card {
	return &bot.Card{Title: "Đăng ký khai sinh", Path: "thu-tuc/khai-sinh",
		Facts: []bot.CardPart{{Title: "Nơi nộp",
			Lines: []bot.CardLine{{Text: "*UBND cấp xã* nơi cư trú của cha hoặc mẹ"}}},
			{Title: "Thời hạn", Lines: []bot.CardLine{{Text: "*Trong ngày*"},
				{When: "Phải xác minh", Text: "*3 ngày làm việc*"}}},
			{Title: "Lệ phí", Lines: []bot.CardLine{{When: "Đúng hạn 60 ngày", Text: "*Miễn lệ phí*"}}}},
		Parts: []bot.CardPart{{Title: "Mang theo", Lines: []bot.CardLine{{Text: "*Giấy chứng sinh*, bản chính"},
			{Text: "*Tờ khai* theo mẫu"}}}},
		Actions: []bot.Button{{Label: "Nộp trực tuyến", URL: "https://dichvucong.gov.vn/"}},
		Checked: "22/11/2026", Sources: []bot.CardLink{{Label: "Luật Hộ tịch 2014", URL: "https://vbpl.vn/x"}}}
}

func itoa(n int) string { return strconv.Itoa(n) }
