package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
	"github.com/motcua/motcua/cmd/motcua/config"
)

// TestEndInWords: why the program ends is said in Vietnamese, with what to do, by real errors where they can be had.
func TestEndInWords(t *testing.T) {
	dir := t.TempDir()
	_, missing := os.Open(filepath.Join(dir, "không có"))
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"said before": {fmt.Errorf("đang có bot khác dùng. Chi tiết: %w", fs.ErrPermission),
			"đang có bot khác dùng. Chi tiết: permission denied"},
		"no such file": {fmt.Errorf("không mở được bản sao lưu: %w", missing), "không có tệp"},
		"full disk":    {fmt.Errorf("%w: %w", bot.ErrUnavailable, syscall.ENOSPC), "đĩa đã đầy"},
		"Redis away": {fmt.Errorf("không mở được nơi lưu dữ liệu: %w: dial tcp", bot.ErrUnavailable),
			"Redis không trả lời"},
		"no right": {&os.PathError{Op: "mkdir", Path: "/data", Err: syscall.EACCES}, "không có quyền"},
		"token": {fmt.Errorf("telegram getMe: %w", &platform.Failure{Code: 401, Spoken: true}),
			"mã đã đổi hoặc chép sai"},
		"anything else": {errors.New("kho nội dung có 2 lỗi"), "kho nội dung có 2 lỗi"},
	} {
		if c.err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if got := inWords(c.err); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestInTheClear: a public address without encryption is named, this machine's own is not.
func TestInTheClear(t *testing.T) {
	for address, want := range map[string]bool{"http://xa.example.vn": true, "http://10.0.0.5:8080": true,
		"https://xa.example.vn": false,
		"http://127.0.0.1:8080": false, "http://localhost": false, "http://[::1]:80": false, "": false} {
		if got := inTheClear(config.Config{PublicURL: address}); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}
