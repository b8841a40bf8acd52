package handlers_test

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/handlers/figures"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/answers"
)

// fill has n people say level in the survey.
func (c *talk) fill(from, n, level int) {
	for i := range n {
		c.as(fmt.Sprint(from+i),
			func() { c.does(bot.Update{Kind: bot.KindAction, Action: fmt.Sprintf("sv:%d:", level)}) })
	}
}

// TestStats: figures and chart for those with the right, with what they rest on, and the month as a workbook.
func TestStats(t *testing.T) {
	c := office(t)
	if got := c.says("/thongke")[0].Message.Text; !strings.Contains(got, "chưa có quyền") {
		t.Errorf("a citizen reads figures: %s", got)
	}
	k := planned(t, ">")
	c.bot.Calendar.Base = func() *answers.Knowledge { return k }
	c.now = morning.AddDate(0, 0, -14)
	c.fill(100, 36, 5)
	c.fill(200, 4, 2)
	c.now = morning
	c.fill(300, 12, 4)
	var out []bot.Outgoing
	c.as("1", func() { out = c.says("/thongke") })
	if len(out) != 2 || out[1].Message.File == nil {
		t.Fatalf("%d messages, want the figures and a chart", len(out))
	}
	text := out[0].Message.Text
	for _, want := range []string{"chưa đủ dữ liệu (12 phiếu, cần ít nhất 30)", "Chỉ tiêu: trên 90% (Kế hoạch cải cách hành chính năm 2024): chưa đủ dữ liệu", "tuần 48, từ 23/11 đến 29/11/2026"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	if _, err := png.Decode(bytes.NewReader(out[1].Message.File.Bytes)); err != nil {
		t.Error(err)
	}
	if dir := os.Getenv("MOTCUA_TEST_SHOTS"); dir != "" {
		_ = os.WriteFile(filepath.Join(dir, "thongke.png"), out[1].Message.File.Bytes, 0o644)
	}
	c.as("1", func() { out = c.says("/thongke 11/2026") })
	if text := out[0].Message.Text; !strings.Contains(text, "92,3% (48/52 phiếu; khoảng tin cậy 95%: 81,8–97,0%)") {
		t.Errorf("the month:\n%s", text)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out[0].Message.File.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("Hài lòng")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(rows[2], "|"), "Chung (không tính trang web)|0|4|0|12|36|52|92.3%|81.8%|97.0%|đạt theo số đo, nhưng khoảng tin cậy còn chạm chỉ tiêu"; got != want {
		t.Errorf("row\n%s\nwant\n%s", got, want)
	}
	// A browser is no person: six hundred ballots of the web change neither the share nor what is said of the target.
	if err := c.state.Update(t.Context(), func(tx bot.Tx) error {
		for _, field := range []string{"all:1", "c:web:1"} {
			figures.Count(tx, figures.SurveyGroup, c.now, "", field, 600)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	c.as("1", func() { out = c.says("/thongke 11/2026") })
	for _, want := range []string{"92,3% (48/52 phiếu;", "đạt theo số đo, nhưng", "Phiếu trên trang web kể riêng",
		"- Trang web: 0,0% (0/600 phiếu"} {
		if text := out[0].Message.Text; !strings.Contains(text, want) {
			t.Errorf("with ballots of the web no %q:\n%s", want, text)
		}
	}
	c.as("1", func() { out = c.says("/thongke tháng mười") })
	if !strings.Contains(out[0].Message.Text, "/thongke 10/2026") {
		t.Errorf("a month that is none: %s", out[0].Message.Text)
	}
}

func (c *talk) satisfaction() figures.Satisfaction {
	s, err := figures.LoadSatisfaction(context.Background(), c.state, figures.Week(c.now))
	if err != nil {
		c.t.Fatal(err)
	}
	return s
}

// TestSurveyIsChangeable: a second word on the same day replaces the first.
func TestSurveyIsChangeable(t *testing.T) {
	c := office(t)
	c.fill(77, 1, 1)
	c.fill(77, 1, 4)
	s := c.satisfaction()
	if s.All[1] != 0 || s.All[4] != 1 {
		t.Errorf("levels %v", s.All)
	}
	c.now = c.now.Add(24 * time.Hour)
	c.fill(77, 1, 4)
	if s := c.satisfaction(); s.All[4] != 2 {
		t.Errorf("the next day: %v", s.All)
	}
	for _, forged := range []string{"sv:6:", "sv:0:", "sv:4:ffffffffffff", "sv:44:", "sv", "svf:1:", "svf:9::5",
		"svc:yes:G-AAAAAA", "svd:x", "svw:x"} {
		c.as("404", func() { c.does(bot.Update{Kind: bot.KindAction, Action: forged}) })
	}
	if s := c.satisfaction(); s.All.Share().N != 2 {
		t.Errorf("forged presses were counted: %v", s.All)
	}
}
