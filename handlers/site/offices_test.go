package site_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/offices/local"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/site"
)

// TestPageOfAnOffice: of several offices each has its page and code; where one is served there is none.
func TestPageOfAnOffice(t *testing.T) {
	several := newOffice(t, func(c *site.Config) {
		c.Offices = &offices.Service{Slugs: []string{"binh-my", "binh-an"}}
		c.StartLink = func(payload string) string { return "https://t.me/motcua_bot?start=" + payload }
	})
	one := newOffice(t, func(c *site.Config) { c.Offices = &offices.Service{} })
	for _, tc := range []struct {
		o      *office
		path   string
		status int
		says   []string
	}{
		{several, "/o/binh-my", http.StatusOK, []string{"Trung tâm Phục vụ hành chính công xã Bình Mỹ", "start=o_binh-my", `href="../chat?o=binh-my"`, `href="binh-my/thu-tuc"`, `data-office=&#34;binh-my&#34;`}},
		{several, "/o/binh-my/qr.png", http.StatusOK, []string{"PNG"}},
		{several, "/o/binh-son", http.StatusNotFound, nil}, // in the base, not served
		{several, "/o/khong-co/qr.png", http.StatusNotFound, nil},
		{several, "/o/binh-my/thu-tuc", http.StatusOK, []string{`href="../../web/site.css`, `href="../../chat?o=binh-my"`, `href="thu-tuc/khai-sinh"`}},
		{several, "/o/binh-my/gap-can-bo", http.StatusOK, []string{"Trung tâm Phục vụ hành chính công xã Bình Mỹ"}},
		{several, "/o/binh-my/thong-bao", http.StatusOK, []string{"Thông báo của xã Bình Mỹ"}},
		{several, "/o/binh-my/o/binh-an", http.StatusNotFound, nil},
		{several, "/o/binh-my/khong-co", http.StatusNotFound, nil},
		{several, "/o/binh-son/thu-tuc", http.StatusNotFound, nil},
		{one, "/o/binh-my/thu-tuc", http.StatusNotFound, nil},
		{one, "/o/binh-my", http.StatusNotFound, nil},
	} {
		status, page, _ := tc.o.get(tc.path)
		for _, words := range tc.says {
			if !strings.Contains(page, words) {
				t.Errorf("%s lacks %q", tc.path, words)
			}
		}
		if status != tc.status {
			t.Errorf("%s: %d, want %d", tc.path, status, tc.status)
		}
	}
}

// TestFactsOfAnOfficeOnPages: what an office lays over an entry stands on the entry's page below the office's address,
// and for who told the web chat that he lives there; with its source and day. Nobody else reads it.
func TestFactsOfAnOfficeOnPages(t *testing.T) {
	from := bot.ChatID{}
	o := newOffice(t, func(c *site.Config) {
		c.Offices = &offices.Service{Slugs: []string{"binh-my", "binh-an"}}
		c.Visitor = func(*http.Request) (bot.ChatID, bool) { return from, !from.IsZero() }
	})
	at, elsewhere := bot.ChatID{Channel: "web", ID: "my"}, bot.ChatID{Channel: "web", ID: "an"}
	err := o.state.Update(context.Background(), func(tx bot.Tx) error {
		tx.Put(offices.HomeKey(at), offices.Home{Commune: "xa-binh-my"}, 0)
		tx.Put(offices.HomeKey(elsewhere), offices.Home{Commune: "xa-binh-an"}, 0)
		by := people.Actor{Chat: at, Role: people.RoleEditor}
		return local.Lay(context.Background(), tx, by, o.know.Load(), people.Office{Slug: "binh-my"}, "khai-sinh",
			local.Facts{Room: "Quầy <3>", Fee: "Miễn", Source: "Quyết định 12/QĐ-UBND",
				On: content.NewDay(2026, 11, 20)})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		path  string
		from  bot.ChatID
		reads bool
	}{
		{"/o/binh-my/thu-tuc/khai-sinh", bot.ChatID{}, true},
		{"/o/binh-my/thu-tuc/khai-sinh", elsewhere, true}, // the address says which
		{"/o/binh-an/thu-tuc/khai-sinh", at, false},
		{"/thu-tuc/khai-sinh", bot.ChatID{}, false},
		{"/thu-tuc/khai-sinh", at, true},
		{"/thu-tuc/khai-sinh", elsewhere, false},
	} {
		from = tc.from
		_, page, _ := o.get(tc.path)
		for _, words := range []string{"Riêng ở xã Bình Mỹ", "Quầy &lt;3&gt;",
			"Quyết định 12/QĐ-UBND, kiểm tra 20/11/2026"} {
			if strings.Contains(page, words) != tc.reads {
				t.Errorf("%s from %v: says %q: %t", tc.path, tc.from, words, !tc.reads)
			}
		}
		if strings.Contains(page, `href="../../chat?o=`) || strings.HasPrefix(tc.path, "/thu-tuc") && strings.Contains(page, "?o=") {
			t.Errorf("%s: links go astray", tc.path)
		}
	}
}

// TestFeedOfAnOffice: an office's feed is its own, with addresses of its own pages.
func TestFeedOfAnOffice(t *testing.T) {
	o := newOffice(t, func(c *site.Config) { c.Offices = &offices.Service{Slugs: []string{"binh-my", "binh-an"}} })
	for path, want := range map[string]string{
		"/o/binh-my/thong-bao.atom": `/o/binh-my/thong-bao"`, "/thong-bao.atom": `/thong-bao"`,
	} {
		_, feed, _ := o.get(path)
		if !strings.Contains(feed, want) || strings.Contains(feed, "/o/binh-my") != strings.HasPrefix(path, "/o/") ||
			strings.Contains(feed, "xã Bình Mỹ") != strings.HasPrefix(path, "/o/") {
			t.Errorf("%s:\n%s", path, feed)
		}
	}
}
