// Command motcua is the whole product in one binary: the bot (serve, the default), a conversation in the terminal
// (chat), one question (ask), and the tools for the content base (content).
//
// Only this package reads the environment and ends the process. Exit status: 0 done, 1 a fault that is printed, 2 wrong
// usage, 78 wrong settings or data that only a person can mend.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	"github.com/motcua/motcua/cmd/motcua/build"
	"github.com/motcua/motcua/cmd/motcua/config"
	"github.com/motcua/motcua/cmd/motcua/exit"
)

// CLI is the command line. Its help is read by the offices' admins and so is in Vietnamese.
type CLI struct {
	Serve   ServeCmd   `cmd:"" default:"withargs" help:"Chạy bot: trò chuyện trên web, Telegram, Zalo (mặc định)."`
	Chat    ChatCmd    `cmd:"" help:"Trò chuyện ngay trong cửa sổ dòng lệnh."`
	Ask     AskCmd     `cmd:"" help:"Hỏi một câu và in câu trả lời như người dân đọc."`
	Zalo    ZaloCmd    `cmd:"" help:"Cấp quyền cho bot trên Zalo Official Account."`
	Admin   AdminCmd   `cmd:"" help:"Trang quản trị: lấy liên kết đăng nhập."`
	Content ContentCmd `cmd:"" help:"Kiểm tra và nhập kho nội dung."`
	Doctor  DoctorCmd  `cmd:"" help:"Kiểm tra cài đặt, kết nối và máy chủ; nói rõ phải sửa gì."`
	Backup  BackupCmd  `cmd:"" help:"Sao lưu toàn bộ dữ liệu vào một tệp, kể cả khi bot đang chạy."`
	Restore RestoreCmd `cmd:"" help:"Khôi phục dữ liệu từ bản sao lưu vào nơi lưu trống."`
	Version VersionCmd `cmd:"" help:"Cho biết phiên bản, mã nguồn và ngày của chương trình."`
	Quality QualityCmd `cmd:"" hidden:"" help:"Đo chất lượng trả lời."`
}

// VersionCmd tells which program this is.
type VersionCmd struct{}

// Run prints one line.
func (VersionCmd) Run() error {
	_, err := fmt.Println("motcua", build.Read())
	return err
}

// describe is a setting's help with its default and its name in the environment.
func describe(v *kong.Value) string {
	notes := make([]string, 0, 2)
	if v.HasDefault && v.Default != "" && !v.IsBool() {
		notes = append(notes, "mặc định "+v.Default)
	}
	for _, env := range v.Tag.Envs {
		notes = append(notes, "$"+env)
	}
	if len(notes) == 0 {
		return v.Help
	}
	return strings.TrimSuffix(v.Help, ".") + " (" + strings.Join(notes, "; ") + ")."
}

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(60) // less memory on the small machines of an office, for a little of their time
	}
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var cli CLI
	parser, err := kong.New(&cli, kong.Name("motcua"),
		kong.Description("Một Cửa: trợ lý trả lời thủ tục hành chính, nhắc việc và thông báo cho bộ phận một cửa."),
		kong.UsageOnError(), kong.ValueFormatter(describe), kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	command, err := parser.Parse(args)
	if err != nil {
		parser.Errorf("%s", err)
		return 2
	}
	if err := command.Run(); err != nil {
		var e exit.Error
		code := 1
		if errors.As(err, &e) {
			code = e.Code
		}
		var f config.Faults
		if errors.As(err, &f) {
			code = exit.Settings
		}
		if err.Error() != "" {
			fmt.Fprintln(os.Stderr, inWords(err))
		}
		return code
	}
	return 0
}
