package poster_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/handlers/poster"
)

func sheet() poster.Sheet {
	return poster.Sheet{Office: "Trung tâm Phục vụ hành chính công xã Bình Lục, tỉnh Ninh Bình", Address: "https://motcua.example.vn/",
		Shown: "motcua.example.vn", Lines: []string{"Cần giấy tờ gì, nộp ở đâu, bao nhiêu tiền, mấy ngày xong",
			"Gửi câu hỏi cho cán bộ", "Góp ý về việc phục vụ"}, Foot: "Thứ Hai đến thứ Sáu: 7:30–11:30, 13:30–17:00",
		Made: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)}
}

func TestSheet(t *testing.T) {
	a, err := sheet().PDF()
	if err != nil {
		t.Fatal(err)
	}
	b, err := sheet().PDF()
	if err != nil || !bytes.Equal(a, b) {
		t.Errorf("the same sheet gives other bytes: %v", err)
	}
	if !bytes.HasPrefix(a, []byte("%PDF-1.")) || len(a) > 200<<10 || bytes.Count(a, []byte("/Type /Page\n")) != 1 {
		t.Errorf("%d bytes, %d pages", len(a), bytes.Count(a, []byte("/Type /Page\n")))
	}
	if _, err := (poster.Sheet{Office: "x", Address: strings.Repeat("x", 5000)}).PDF(); err == nil {
		t.Error("an address that no code holds was drawn")
	}
	if dir := os.Getenv("MOTCUA_TEST_SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "to-qr.pdf"), a, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := exec.LookPath("pdftotext"); err == nil {
		cmd := exec.Command("pdftotext", "-", "-")
		cmd.Stdin = bytes.NewReader(a)
		text, err := cmd.Output()
		if err != nil || !strings.Contains(string(text), "Hỏi thủ tục? Quét mã này") {
			t.Errorf("%v: %q", err, text)
		}
	}
}
