package console_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/announce"
)

// broken is an engine whose report breaks off after some pages.
type broken struct {
	announce.Engine
	after int
}

func (e *broken) BulkReport(ctx context.Context, id, at string) ([]bot.BulkRecipient, string, error) {
	if e.after--; e.after < 0 {
		return nil, "", errors.New("the state is away")
	}
	return e.Engine.BulkReport(ctx, id, at)
}

// TestAnnounceReport: every recipient has a line, whatever their number; nothing is a formula; a report that breaks off
// is no whole file.
func TestAnnounceReport(t *testing.T) {
	o := newOffice(t)
	const n = 21_000 // more than a chat carries
	o.subscribe(n)
	b := o.signedIn(owner)
	id := b.draft(nil, nil)
	if status, page := b.post("/admin/thong-bao/xuat",
		url.Values{"ma": {id}, "dang": {"csv"}}); status != http.StatusConflict {
		t.Errorf("a draft's report: %d\n%s", status, words(page))
	}
	b.presses(id, "send")
	o.looks()
	o.sent(id, 20_000, bot.BulkSent, "")
	o.sent(id, 1000, bot.BulkFailed, "=HYPERLINK(\"http://x\")")
	o.looks()
	status, csv := b.post("/admin/thong-bao/xuat", url.Values{"ma": {id}, "dang": {"csv"}})
	if lines := strings.Count(csv, "\n"); status != http.StatusOK || lines != n+1 || strings.Contains(csv, ",=") ||
		strings.Contains(csv, ",\"=") {
		t.Errorf("csv: %d, %d lines, or with a formula:\n%.300s", status, lines, csv)
	}
	status, body := b.post("/admin/thong-bao/xuat", url.Values{"ma": {id}, "dang": {"xlsx"}})
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if status != http.StatusOK || err != nil {
		t.Fatalf("xlsx: %d, %v", status, err)
	}
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	cells, err := io.ReadAll(f)
	if rows := bytes.Count(cells, []byte("<row>")); err != nil || rows != n+1 || bytes.Contains(cells, []byte("<f>")) {
		t.Errorf("xlsx of %d rows: %v", rows, err)
	}
	o.bot.Announce.Engine = &broken{o.sends, 300}
	req, err := http.NewRequest(http.MethodPost, o.URL+"/admin/thong-bao/xuat",
		strings.NewReader(url.Values{"csrf": {b.csrf}, "ma": {id}, "dang": {"csv"}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", o.URL)
	resp, err := b.Do(req)
	if err == nil {
		_, err = io.ReadAll(resp.Body)
		resp.Body.Close()
	}
	if err == nil {
		t.Error("a report that broke off looks whole")
	}
	o.bot.Announce.Engine = o.sends
	_, page := b.get("/admin/nhat-ky")
	wants(t, "log", words(page), "Xuất báo cáo thông báo (CSV)", "Xuất báo cáo thông báo (XLSX)")
}
