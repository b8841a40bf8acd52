package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/bottest/telegramtest"
	"github.com/motcua/motcua/content"
)

const benchQuestion = "lam giay khai sinh cho con can giay to gi"

// bareEnv makes the test binary a bot as the libraries' own examples are: "order" answers one update after the other,
// "go" starts a goroutine for each and so keeps no order. Neither keeps anything; the answer comes from a map.
const bareEnv = "BENCH_BARE_BOT"

// bareMain runs the bare bot; see bareEnv.
func bareMain(kind string) error {
	know, err := openKnowledge("")
	if err != nil {
		return err
	}
	answers := map[string]string{benchQuestion: know.Answer(benchQuestion, content.DayOf(time.Now())).Message.Text}
	api, err := tgbotapi.NewBotAPIWithAPIEndpoint(telegramtest.Token, os.Getenv("TELEGRAM_API_URL")+"/bot%s/%s")
	if err != nil {
		return err
	}
	updates := api.GetUpdatesChan(tgbotapi.UpdateConfig{Timeout: 50, AllowedUpdates: []string{"message"}})
	for u := range updates {
		answer := func() {
			if _, err := api.Send(tgbotapi.NewMessage(u.Message.Chat.ID, answers[u.Message.Text])); err != nil {
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

// benchBot starts a bot on the fake Telegram and waits until it has answered once.
func benchBot(b *testing.B, tg *telegramtest.Server, kind string) *exec.Cmd {
	b.Helper()
	path, err := binary()
	if err != nil {
		b.Fatal(err)
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
	tg.UserSays(1, benchQuestion)
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

// BenchmarkTelegram is how many questions a second go the whole way: fetched by HTTP from the strict fake, answered from
// the content base, committed durably, sent by HTTP. The bare bots use the same library and keep nothing. All share this
// machine with the fake, so that without a delay the figure is about processor time; "20 ms away" lets the fake take
// as long for each message as Telegram does at its best.
func BenchmarkTelegram(b *testing.B) {
	for _, delay := range []time.Duration{0, 20 * time.Millisecond} {
		for _, kind := range []string{"bare order", "bare go", "redis", "embedded"} {
			name, n := kind, 4000
			if delay > 0 {
				name += ", 20 ms away"
				if kind == "bare order" {
					n = 250
				}
			}
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					tg := telegramtest.New(b, telegramtest.Options{CountOnly: true})
					bot := benchBot(b, tg, kind)
					if delay > 0 {
						tg.Inject(telegramtest.Fault{Method: "sendMessage", Kind: telegramtest.FaultSlow, Delay: delay})
					}
					began := time.Now()
					for i := range n {
						tg.UserSays(int64(10+i%500), benchQuestion)
					}
					if err := tg.WaitStats(patience(b), func(s telegramtest.Stats) bool { return s.Messages == int64(n+1) }); err != nil {
						b.Fatal(err, tg.Stats())
					}
					b.ReportMetric(float64(n)/time.Since(began).Seconds(), "answers/s")
					_ = bot.Process.Kill()
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
				tg := telegramtest.New(b, telegramtest.Options{CountOnly: true, OnMessage: func(m telegramtest.Message) {
					mu.Lock()
					defer mu.Unlock()
					if at, ok := said[m.Chat]; ok {
						times = append(times, time.Since(at))
					}
				}})
				bot := benchBot(b, tg, kind)
				tick := time.NewTicker(2 * time.Millisecond)
				n := 0
				for start := time.Now(); time.Since(start) < lasts; <-tick.C {
					for ; float64(n) < time.Since(start).Seconds()*perSecond; n++ {
						chat := int64(10 + n)
						mu.Lock()
						said[chat] = time.Now()
						mu.Unlock()
						tg.UserSays(chat, benchQuestion)
					}
				}
				tick.Stop()
				if err := tg.WaitStats(patience(b), func(s telegramtest.Stats) bool { return s.Messages == int64(n+1) }); err != nil {
					b.Fatal(err, tg.Stats())
				}
				_ = bot.Process.Kill()
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
		bot := benchBot(b, tg, "redis")
		began := time.Now()
		for i := range n {
			if i%1000 == 0 { // a backlog of some thousands, as after an outage
				if err := tg.WaitStats(patience(b), func(s telegramtest.Stats) bool { return s.Messages > int64(i-5000) }); err != nil {
					b.Fatal(err, tg.Stats())
				}
			}
			tg.UserSays(int64(10+i), benchQuestion)
		}
		if err := tg.WaitStats(patience(b), func(s telegramtest.Stats) bool { return s.Messages == n+1 }); err != nil {
			b.Fatal(err, tg.Stats())
		}
		b.ReportMetric(n/time.Since(began).Seconds(), "answers/s")
		b.ReportMetric(residentMB(b, bot.Process.Pid, "VmRSS"), "resident-MB")
		b.ReportMetric(residentMB(b, bot.Process.Pid, "VmHWM"), "peak-MB")
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
