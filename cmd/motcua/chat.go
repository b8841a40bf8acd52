package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/outbox"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/bot/terminal"
	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
)

// ChatCmd is a conversation in the terminal, with a state of its own: in a temporary folder that goes when it ends, or
// in
// --data.
type ChatCmd struct {
	Data    string `placeholder:"THƯ-MỤC" help:"Nơi lưu cuộc trò chuyện; bỏ trống thì không lưu lại."`
	Content string `env:"MOTCUA_CONTENT" placeholder:"THƯ-MỤC" help:"Kho nội dung dùng thay cho kho có sẵn."`
	Office  string `env:"MOTCUA_OFFICE" default:"Bộ phận Một cửa" placeholder:"TÊN" help:"Tên cơ quan hiện trong lời chào."`
}

const textChatHint = "Gõ “thoát” hoặc bấm Ctrl-D để kết thúc; phím ↑ gọi lại câu trước."

// Run converses until the input ends.
func (c *ChatCmd) Run(ctx context.Context) error {
	know, err := base.Open(c.Content)
	if err != nil {
		return err
	}
	dir := c.Data
	if dir == "" {
		if dir, err = os.MkdirTemp("", "motcua-chat-"); err != nil {
			return fmt.Errorf("không tạo được thư mục tạm: %w", err)
		}
		defer os.RemoveAll(dir)
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	state, err := store.Open(ctx, store.Options{Dir: dir, Log: log})
	if err != nil {
		return notOpened(err, dir)
	}
	defer state.Close()
	settings := terminal.Config{In: os.Stdin, Out: os.Stdout}
	screen, seated, err := terminal.OpenScreen(os.Stdin, os.Stdout, "Ông/bà: ")
	if err != nil {
		return err
	}
	if seated {
		defer screen.Close()
		settings.Out, settings.Lines, settings.Width = screen, screen.ReadLine, screen.Width
		settings.Style = os.Getenv("NO_COLOR") == "" // https://no-color.org
	}
	channel := terminal.New(settings)
	if seated {
		channel.Say(handlers.Greeting(c.Office, content.DayOf(time.Now())).Text + "\n" + textChatHint)
	}
	h := handlers.New(handlers.Config{
		Office: c.Office, Channels: map[string]bot.Limits{terminal.Name: channel.Limits()},
		Knowledge: func() *answers.Knowledge { return know }, Now: time.Now, Log: log,
	})
	dispatcher := &bot.Dispatcher{State: state, Handler: channel.Watch(h), Apology: handlers.Apology, Log: log}
	sender := &outbox.Outbox{Store: state, Lanes: []outbox.Lane{{Channel: channel}}, Log: log}
	sending, stop := context.WithCancel(ctx)
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		sender.Run(sending)
	}()
	err = channel.Receive(ctx, dispatcher.Deliver)
	stop()
	<-sent
	return err
}
