package site_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/motcua/motcua/handlers/offices"
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
		{several, "/o/binh-my", http.StatusOK, []string{"Trung tâm Phục vụ hành chính công xã Bình Mỹ", "start=o_binh-my", "Tôi ở xã Bình Mỹ"}},
		{several, "/o/binh-my/qr.png", http.StatusOK, []string{"PNG"}},
		{several, "/o/binh-son", http.StatusNotFound, nil}, // in the base, not served
		{several, "/o/khong-co/qr.png", http.StatusNotFound, nil},
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
