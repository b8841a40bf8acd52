package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"html"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/content"
)

var (
	asked   = flag.Int("answers", 4000, "how many questions BenchmarkTelegram asks")
	chats   = flag.Int("chats", 500, "by how many chats BenchmarkTelegram asks: a second question in a chat is read beside the first")
	another = flag.String("program", "", "the program that is measured, such as one of an earlier commit; built when empty")
)

// benchQuestions are what is asked in turn, as people ask: parts, fees, places, terms, with their marks and without.
var benchQuestions = []string{
	"lam giay khai sinh cho con can giay to gi", "lệ phí đăng ký kết hôn bao nhiêu", "cấp lại căn cước bị mất nộp ở đâu",
	"dang ky tam tru mat bao lau", "xác nhận tình trạng hôn nhân để vay ngân hàng", "thủ tục khai tử cho bố em",
	"cap phep xay dung nha o rieng le", "sang tên sổ đỏ thừa kế cần giấy tờ gì", "chứng thực bản sao bao nhiêu tiền",
	"tro cap nguoi cao tuoi 80 tuoi", "đăng ký hộ kinh doanh", "doi giay phep lai xe o dau",
}

// benchQuestion is the one that the i-th message asks.
func benchQuestion(i int) string { return benchQuestions[i%len(benchQuestions)] }

// bareEnv makes the test binary a bot as the libraries' own examples are: "order" answers one update after the other,
// "go" starts a goroutine for each and so keeps no order. Neither keeps anything; the answer comes from a map.
const bareEnv = "BENCH_BARE_BOT"

// bareMain runs the bare bot; see bareEnv.
func bareMain(kind string) error {
	know, err := base.Open("")
	if err != nil {
		return err
	}
	answers := map[string]tgbotapi.MessageConfig{}
	for _, q := range benchQuestions {
		answers[q] = plainMessage(know.Answer(q, content.DayOf(time.Now())).Message)
	}
	api, err := tgbotapi.NewBotAPIWithAPIEndpoint(telegramtest.Token, os.Getenv("TELEGRAM_API_URL")+"/bot%s/%s")
	if err != nil {
		return err
	}
	updates := api.GetUpdatesChan(tgbotapi.UpdateConfig{Timeout: 50, AllowedUpdates: []string{"message"}})
	for u := range updates {
		answer := func() {
			m := answers[u.Message.Text]
			m.ChatID = u.Message.Chat.ID
			if _, err := api.Send(m); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
		if kind == "go" {
			go answer()
		} else {
			answer()
		}
	}
	return nil
}

// plainMessage is the same text and buttons as Một Cửa sends, made once.
func plainMessage(m bot.Message) tgbotapi.MessageConfig {
	var text strings.Builder
	for _, s := range bot.ParseMarkup(m.Text) {
		part := html.EscapeString(s.Text)
		if s.URL != "" {
			part = `<a href="` + html.EscapeString(s.URL) + `">` + part + "</a>"
		}
		if s.Bold {
			part = "<b>" + part + "</b>"
		}
		text.WriteString(part)
	}
	out := tgbotapi.NewMessage(0, text.String())
	out.ParseMode, out.DisableWebPagePreview = tgbotapi.ModeHTML, true
	var rows [][]tgbotapi.InlineKeyboardButton
	for _, row := range m.Buttons {
		var cells []tgbotapi.InlineKeyboardButton
		for _, b := range row {
			if b.URL != "" {
				cells = append(cells, tgbotapi.NewInlineKeyboardButtonURL(b.Label, b.URL))
			} else {
				cells = append(cells, tgbotapi.NewInlineKeyboardButtonData(b.Label, b.Action))
			}
		}
		rows = append(rows, cells)
	}
	out.ReplyMarkup = tgbotapi.NewInlineKeyboardMarkup(rows...)
	return out
}

// benchBot starts a bot on the fake Telegram and waits until it has answered once.
func benchBot(b *testing.B, tg *telegramtest.Server, kind string) *exec.Cmd {
	b.Helper()
	path := *another
	if path == "" {
		var err error
		if path, err = binary(); err != nil {
			b.Fatal(err)
		}
	}
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + b.TempDir(), "TELEGRAM_API_URL=" + tg.URL()}
	if bare, ok := strings.CutPrefix(kind, "bare "); ok {
		path, env = os.Args[0], append(env, bareEnv+"="+bare)
	} else {
		env = append(env, "TELEGRAM_TOKEN="+tg.Token(), "MOTCUA_ADDR=127.0.0.1:0", "MOTCUA_DATA="+b.TempDir(),
			"MOTCUA_CHAT_LIMIT=0", "TELEGRAM_CHAT_RATE=0", "MOTCUA_LOG_LEVEL=error")
		if kind == "redis" {
			env = append(env, "REDIS_URL="+redistest.Start(b).URL())
		}
	}
	cmd := exec.Command(path)
	cmd.Env = env
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	tg.UserSays(1, benchQuestion(0))
	if err := tg.WaitStats(patience(b), func(s telegramtest.Stats) bool { return s.Messages == 1 }); err != nil {
		b.Fatalf("%v\n%s", err, log.String())
	}
	return cmd
}

func patience(b *testing.B) context.Context {
	ctx, cancel := context.WithTimeoutCause(b.Context(), 3*time.Minute, errors.New("the bot is too slow"))
	b.Cleanup(cancel)
	return ctx
}

// BenchmarkTelegram is how many questions a second go the whole way: fetched by HTTP from the strict fake, answered
// from the content base, committed durably, sent by HTTP. The bare bots use the same library and keep nothing. All
// share this machine with the fake, so that without a delay the figure is about processor time; "20 ms away" lets the
// fake take as long for each message as Telegram does at its best.
func BenchmarkTelegram(b *testing.B) {
	for _, delay := range []time.Duration{0, 20 * time.Millisecond} {
		for _, kind := range []string{"bare order", "bare go", "redis", "embedded"} {
			name, n := kind, *asked
			if delay > 0 {
				name += ", 20 ms away"
				if kind == "bare order" {
					n = 250
				}
			}
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					tg := telegramtest.New(b, telegramtest.Options{CountOnly: true})
					child := benchBot(b, tg, kind)
					if delay > 0 {
						tg.Inject(telegramtest.Fault{Method: "sendMessage", Kind: telegramtest.FaultSlow, Delay: delay})
					}
					before := spent(b, child.Process.Pid)
					began := time.Now()
					for i := range n {
						tg.UserSays(int64(10+i%*chats), benchQuestion(i))
					}
					if err := tg.WaitStats(patience(b),
						func(s telegramtest.Stats) bool { return s.Messages == int64(n+1) }); err != nil {
						b.Fatal(err, tg.Stats())
					}
					b.ReportMetric(float64(n)/time.Since(began).Seconds(), "answers/s")
					for who, cpu := range spent(b, child.Process.Pid) {
						b.ReportMetric(float64((cpu-before[who]).Microseconds())/float64(n), who+"-µs")
					}
					_ = child.Process.Kill()
					tg.Close()
				}
			})
		}
	}
}

// BenchmarkTelegramLatency is the time from a person's question to the answer's arrival at the fake, 500 a second.
func BenchmarkTelegramLatency(b *testing.B) {
	const perSecond, lasts = 500, 5 * time.Second
	for _, kind := range []string{"bare order", "bare go", "redis", "embedded"} {
		b.Run(kind, func(b *testing.B) {
			var times []time.Duration
			for b.Loop() {
				var mu sync.Mutex
				said := map[int64]time.Time{}
				tg := telegramtest.New(b,
					telegramtest.Options{CountOnly: true, OnMessage: func(m telegramtest.Message) {
						mu.Lock()
						defer mu.Unlock()
						if at, ok := said[m.Chat]; ok {
							times = append(times, time.Since(at))
						}
					}})
				child := benchBot(b, tg, kind)
				tick := time.NewTicker(2 * time.Millisecond)
				n := 0
				for start := time.Now(); time.Since(start) < lasts; <-tick.C {
					for ; float64(n) < time.Since(start).Seconds()*perSecond; n++ {
						chat := int64(10 + n)
						mu.Lock()
						said[chat] = time.Now()
						mu.Unlock()
						tg.UserSays(chat, benchQuestion(n))
					}
				}
				tick.Stop()
				if err := tg.WaitStats(patience(b),
					func(s telegramtest.Stats) bool { return s.Messages == int64(n+1) }); err != nil {
					b.Fatal(err, tg.Stats())
				}
				_ = child.Process.Kill()
				tg.Close()
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2])/1e6, "p50-ms")
			b.ReportMetric(float64(times[len(times)*99/100])/1e6, "p99-ms")
		})
	}
}

// BenchmarkMemory is what the process holds when 100,000 chats have asked something, with the state in Redis.
func BenchmarkMemory(b *testing.B) {
	const n = 100_000
	for b.Loop() {
		tg := telegramtest.New(b, telegramtest.Options{CountOnly: true})
		child := benchBot(b, tg, "redis")
		began := time.Now()
		for i := range n {
			if i%1000 == 0 { // a backlog of some thousands, as after an outage
				if err := tg.WaitStats(patience(b),
					func(s telegramtest.Stats) bool { return s.Messages > int64(i-5000) }); err != nil {
					b.Fatal(err, tg.Stats())
				}
			}
			tg.UserSays(int64(10+i), benchQuestion(i))
		}
		if err := tg.WaitStats(patience(b), func(s telegramtest.Stats) bool { return s.Messages == n+1 }); err != nil {
			b.Fatal(err, tg.Stats())
		}
		b.ReportMetric(n/time.Since(began).Seconds(), "answers/s")
		b.ReportMetric(residentMB(b, child.Process.Pid, "VmRSS"), "resident-MB")
		b.ReportMetric(residentMB(b, child.Process.Pid, "VmHWM"), "peak-MB")
	}
}

// residentMB reads a line of Linux' /proc/PID/status.
func residentMB(b *testing.B, pid int, name string) float64 {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				b.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	b.Fatal("no " + name)
	return 0
}

// spent is the processor time used so far by the bot, by its Redis, and by this process, which is the fake.
func spent(b *testing.B, pid int) map[string]time.Duration {
	b.Helper()
	out := map[string]time.Duration{"bot": processorTime(b, pid), "fake": processorTime(b, os.Getpid())}
	redis, err := exec.Command("pgrep", "-P", strconv.Itoa(os.Getpid()), "-x", "redis-server").Output()
	for line := range strings.Lines(string(redis)) {
		if child, convErr := strconv.Atoi(strings.TrimSpace(line)); err == nil && convErr == nil {
			out["redis"] += processorTime(b, child)
		}
	}
	return out
}

// processorTime reads Linux' /proc/PID/stat.
func processorTime(b *testing.B, pid int) time.Duration {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:])) // the name may hold anything
	ticks := 0
	for _, f := range fields[11:13] { // utime, stime
		n, err := strconv.Atoi(f)
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond // Linux' USER_HZ is 100 everywhere
}
