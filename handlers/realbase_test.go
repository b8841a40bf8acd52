package handlers_test

import (
	"context"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
)

// TestFollowUpsOnTheRealBase talks with the base that is shipped: a follow-up stays with its subject however many other
// entries its words could belong to, and a new subject is a new subject.
func TestFollowUpsOnTheRealBase(t *testing.T) {
	talkOver(t, shippedBase(), []turn{
		{"lam giay khai sinh cho con can gi", "Đăng ký khai sinh – Hồ sơ"},
		{"còn nếu cha mẹ chưa kết hôn?", "Cha mẹ chưa đăng ký kết hôn"},
		{"thế lệ phí bao nhiêu?", "Đăng ký khai sinh – Lệ phí"},
		{"mất bao lâu", "Đăng ký khai sinh – Thời hạn"},
		{"nop o dau", "Đăng ký khai sinh – Nơi nộp"},
		{"đăng ký tạm trú thì sao", "Đăng ký tạm trú"},
		{"online duoc ko", "Đăng ký tạm trú – Nộp trực tuyến"},
		{"con le phi", "Đăng ký tạm trú – Lệ phí"},
		{"nộp hôm nay thì bao giờ có", "Ngày hẹn trả"},
		{"thế đăng ký khai tử thì sao", "Đăng ký khai tử"},
		{"căn cứ vào luật nào", "Đăng ký khai tử – Căn cứ"},
	})
}

// TestDialogues: what goes on about the matter just talked of, in a few conversations with the base that is shipped.
func TestDialogues(t *testing.T) {
	know := shippedBase()
	for n, turns := range [][]turn{
		{{"xin giấy xác nhận độc thân cần gì", "Cấp Giấy xác nhận tình trạng hôn nhân"},
			{"nhờ mẹ đi xin hộ được không", "Ủy quyền được: cho"},
			{"mất bao lâu", "Thời hạn"}, {"có giá trị mấy tháng", "06 tháng"},
			{"không, tôi hỏi đăng ký kết hôn", "Đăng ký kết hôn"},
			{"thế nếu chồng là người nước ngoài", "Đăng ký kết hôn có yếu tố nước ngoài"},
			{"nộp ở đâu", "nước ngoài – Nơi nộp"}},
		{{"bố em mới mất", "chia buồn"}, {"khai tử cần gì", "Đăng ký khai tử"}, {"mất ở nhà thì sao", "Mất tại nhà"},
			{"nộp hôm nay bao giờ có", "Ngày hẹn trả"}, {"tiền mai táng thì sao", "mai táng"}},
		{{"xây nhà có phải xin phép không", "Dưới 7 tầng"},
			{"cần giấy tờ gì", "Cấp giấy phép xây dựng nhà ở riêng lẻ – Hồ sơ"},
			{"lệ phí bao nhiêu", "nhà ở riêng lẻ – Lệ phí"}, {"nhà 2 tầng thì sao", "7 tầng"}},
		{{"lam can cuoc cho con 8 tuoi", "dưới 14 tuổi"}, {"can mang gi", "dưới 14 tuổi – Hồ sơ"},
			{"co mat tien khong", "dưới 14 tuổi – Lệ phí"},
			{"bao lau co", "dưới 14 tuổi – Thời hạn"}, {"lam o dau", "dưới 14 tuổi – Nơi nộp"}},
		{{"đăng ký tạm trú", "Đăng ký tạm trú"}, {"chủ nhà không ký thì sao", "Đăng ký tạm trú"},
			{"nop qua mang duoc khong", "Nộp được trên Cổng"},
			{"phi bao nhieu", "15.000 đồng"}, {"gặp cán bộ", "cán bộ"}},
		{{"sang tên sổ đỏ bố cho con", "tặng cho, thừa kế"}, {"cần những giấy gì", "tặng cho, thừa kế – Hồ sơ"},
			{"làm ở đâu", "tặng cho, thừa kế – Nơi nộp"},
			{"không phải, tôi hỏi tách thửa", "Tách thửa"}, {"lệ phí", "Tách thửa, hợp thửa đất – Lệ phí"}},
		{{"trợ cấp người già", "Trợ cấp hưu trí xã hội"}, {"75 tuổi được bao nhiêu", "540.000"},
			{"cần giấy gì", "hưu trí xã hội – Hồ sơ"},
			{"nộp ở đâu", "hưu trí xã hội – Nơi nộp"}, {"nói lại đi", "nói lại"}},
		{{"mất bằng lái xe", "Cấp lại giấy phép lái xe bị mất"}, {"làm lại cần gì", "lái xe bị mất – Hồ sơ"},
			{"bao nhiêu tiền", "115.000 đồng"},
			{"làm ở đâu", "lái xe bị mất – Nơi nộp"}, {"thôi khỏi", "Vâng"}},
		{{"khai sinh cho con", "Đăng ký khai sinh"}, {"chưa cưới thì sao", "Cha mẹ chưa đăng ký kết hôn"},
			{"con sinh 05/10/2026", "04/12/2026"},
			{"lấy họ mẹ được không", "Con mang họ của cha hoặc của mẹ"}, {"không hiểu", "nói lại"}},
	} {
		t.Run(strconv.Itoa(n), func(t *testing.T) { talkOver(t, know, turns) })
	}
}

// TestGoldenDialogues has the conversations of testdata/dialogues.txt.
func TestGoldenDialogues(t *testing.T) {
	file, err := os.ReadFile("testdata/dialogues.txt")
	if err != nil {
		t.Fatal(err)
	}
	know, n := shippedBase(), 0
	for part := range strings.SplitSeq(string(file), "\n\n# ") {
		name, lines, _ := strings.Cut(part, "\n")
		var turns []turn
		for line := range strings.Lines(lines) {
			switch said, ok := strings.CutPrefix(strings.TrimSpace(line), "> "); {
			case ok:
				turns = append(turns, turn{says: said})
			case strings.HasPrefix(line, "= ") && len(turns) > 0:
				turns[len(turns)-1].reads = strings.TrimSpace(line[2:])
				n++
			}
		}
		t.Run(name, func(t *testing.T) { talkFrom(t, know, turns, goldenAfternoon) })
	}
	if n < 100 {
		t.Errorf("%d turns say what stands in the reply", n)
	}
}

// goldenAfternoon is when the conversations of testdata/dialogues.txt are had.
var goldenAfternoon = time.Date(2026, 11, 30, 15, 0, 0, 0, content.Zone)

// turn is what a person says and what must stand in the reply: its text, or the choices below it.
type turn struct{ says, reads string }

// talkOver has one conversation in the morning of the tests.
func talkOver(t *testing.T, know *answers.Knowledge, turns []turn) {
	t.Helper()
	talkFrom(t, know, turns, morning)
}

// talkFrom has one conversation from a moment on, twenty seconds a turn.
func talkFrom(t *testing.T, know *answers.Knowledge, turns []turn, now time.Time) {
	t.Helper()
	state := memstate.New(func() time.Time { return now })
	h := handlers.New(handlers.Config{Knowledge: func() *answers.Knowledge { return know },
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)})
	d := &bot.Dispatcher{State: state, Handler: h, Apology: handlers.Apology, Log: slog.New(slog.DiscardHandler)}
	seen := 0
	for i, turn := range turns {
		now = now.Add(20 * time.Second)
		u := bot.Update{ID: strconv.Itoa(i), Kind: bot.KindText, Chat: bot.ChatID{Channel: "web", ID: "1"},
			Private: true,
			Text:    turn.says, At: now}
		if err := d.Deliver(context.Background(), u); err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, o := range state.Queue()[seen:] {
			text.WriteString(bot.Plain(o.Message.Text) + "\n")
			for _, row := range o.Message.Buttons {
				for _, b := range row {
					text.WriteString("[" + b.Label + "]\n")
				}
			}
		}
		seen = len(state.Queue())
		if !strings.Contains(text.String(), turn.reads) {
			t.Errorf("%q: want %q in:\n%s", turn.says, turn.reads, text.String())
		}
	}
}
