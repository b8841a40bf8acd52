package handlers_test

import (
	"context"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/subscribers"
)

// communesBase is the test's base with the counters of three communes. One has an address, two a centre: both made up.
func communesBase() *answers.Knowledge {
	k := *testBase()
	lib := *k.Library
	lib.Offices = []content.Office{
		{ID: "o1", Slug: "binh-luc", Commune: "xa-binh-luc", Name: "Trung tâm Phục vụ hành chính công xã Bình Lục",
			Fact: content.Fact{Status: content.Unverified, Note: "Chưa xác minh địa chỉ."}},
		{ID: "o2", Slug: "binh-my", Commune: "xa-binh-my", Name: "Trung tâm Phục vụ hành chính công xã Bình Mỹ",
			Address: "Số 1 đường Mẫu", Phone: "0226 385 0000", Hours: "thứ Hai đến thứ Sáu: 7:30–11:30, 13:30–17:00",
			Center: content.Point{Lat: 20.50, Lon: 106.00}},
		{ID: "o3", Slug: "binh-an", Commune: "xa-binh-an", Name: "Trung tâm Phục vụ hành chính công xã Bình An",
			Address: "Số 2 đường Mẫu", Center: content.Point{Lat: 20.50, Lon: 106.10}},
	}
	k.Library = &lib
	return &k
}

// several makes an installation serve all the offices of communesBase.
func several(c *handlers.Config) {
	k := communesBase()
	c.Offices, c.Knowledge = []string{"*"}, func() *answers.Knowledge { return k }
}

// TestCommuneOfACitizen holds how the commune is asked for, remembered, changed, told and erased.
func TestCommuneOfACitizen(t *testing.T) {
	c := newAgency(t, several)
	c.acts(citizen)
	c.says("khai sinh nộp ở đâu")
	c.says("đồn xá")
	c.says("khai sinh nộp ở đâu")
	c.says("mấy giờ mở cửa")
	c.says("giờ làm việc của xã Bình An")
	c.says("toi chuyen ve xa binh an roi")
	c.says("số điện thoại của một cửa")
	c.says("/noio")
	c.presses("Xã Bình Lục")
	c.says("nhà em ở Bình Lục ạ")
	c.says("/quyenriengtu")
	c.says("/xoadulieu")
	c.says("/quyenriengtu")
	c.golden("commune")
}

// TestCommuneSaid: which words say where somebody lives, and which only name a place.
func TestCommuneSaid(t *testing.T) {
	for _, tc := range []struct{ says, commune, former string }{
		{"tôi chuyển về xã Bình Mỹ", "xa-binh-my", ""},
		{"toi chuyen ve binh my", "xa-binh-my", ""},
		{"Tôi ở xã Đồn Xá cũ", "xa-binh-my", "xã Đồn Xá"},
		{"toi o xa don xa cu", "xa-binh-my", "xã Đồn Xá"},
		{"nhà em ở thị trấn Bình Mỹ", "xa-binh-my", ""},
		{"em là người Ngọc Lũ ạ", "xa-binh-an", "xã Ngọc Lũ"},
		{"nha chau moi doi sang o la son", "xa-binh-my", "xã La Sơn"},
		{"giờ tôi về sống ở Tràng An rồi", "xa-binh-luc", "xã Tràng An"},
		{"xã Đồn Xá nay là xã nào", "", ""},
		{"tôi muốn chuyển hộ khẩu về xã Bình Mỹ", "", ""},
		{"khai sinh ở xã Bình Mỹ cần gì", "", ""},
		{"tôi ở xã Bình Mỹ thì nộp ở đâu?", "", ""},
		{"tôi về quê", "", ""},
		{"bình mỹ", "", ""}, // a name alone, which nobody asked for
	} {
		c := newAgency(t, several)
		c.acts(citizen).says(tc.says)
		h, _, err := c.h.Offices.HomeOf(context.Background(), c.state, communesBase(), citizen)
		if err != nil || h.Commune != tc.commune || h.Former != tc.former {
			t.Errorf("%q: home %q (%q), want %q (%q): %v", tc.says, h.Commune, h.Former, tc.commune, tc.former, err)
		}
	}
}

// TestCommuneByLocation: a location finds the nearest centre and is not kept; far from all of them it finds none.
func TestCommuneByLocation(t *testing.T) {
	for _, tc := range []struct {
		name     string
		lat, lon float64
		commune  string
		says     string
	}{
		{"near Bình Mỹ", 20.51, 106.03, "xa-binh-my", "nơi gần nhất là xã Bình Mỹ"},
		{"near Bình An", 20.49, 106.07, "xa-binh-an", "nơi gần nhất là xã Bình An"},
		{"Hà Nội", 21.02, 105.83, "", "ở xa các xã"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newAgency(t, several)
			c.acts(citizen)
			said := texts(c.does(bot.Update{Kind: bot.KindAttachment, Attachment: bot.AttachLocation,
				Location: &bot.Location{Lat: tc.lat, Lon: tc.lon}}))
			h, _, err := c.h.Offices.HomeOf(context.Background(), c.state, communesBase(), citizen)
			if err != nil || h.Commune != tc.commune || !strings.Contains(said, tc.says) {
				t.Errorf("%q, said %q: %v", h.Commune, said, err)
			}
			for where, text := range c.state.Everything() {
				if strings.Contains(text, "20.5") || strings.Contains(text, "106.0") {
					t.Errorf("the location is kept in %s: %s", where, text)
				}
			}
		})
	}
}

// TestPeopleOfACommune: a chat stands in the set of the one commune where it belongs now.
func TestPeopleOfACommune(t *testing.T) {
	c := newAgency(t, several)
	c.acts(citizen).says("tôi ở xã Bình Mỹ")
	c.says("tôi chuyển về xã Bình An")
	for commune, want := range map[string]int64{"xa-binh-my": 0, "xa-binh-an": 1} {
		if n, err := c.state.Size(context.Background(), offices.AtSet(commune)); err != nil || n != want {
			t.Errorf("%s: %d people, want %d: %v", commune, n, want, err)
		}
	}
}

// TestOneOfficeNoticesNothing: where one office is served nobody is asked for his commune, and nothing is kept of it.
func TestOneOfficeNoticesNothing(t *testing.T) {
	for name, slugs := range map[string][]string{"by default": nil, "by one slug": {"binh-my"}} {
		t.Run(name, func(t *testing.T) {
			k := communesBase()
			c := newAgency(t, func(c *handlers.Config) {
				c.Offices, c.Knowledge = slugs, func() *answers.Knowledge { return k }
			})
			c.acts(citizen)
			for _, words := range []string{"khai sinh nộp ở đâu", "mấy giờ mở cửa", "tôi chuyển về xã Bình Mỹ",
				"gặp cán bộ"} {
				if said := texts(c.says(words)); strings.Contains(said, "Ông/bà ở xã nào") ||
					strings.Contains(said, "ghi nhớ") {
					t.Errorf("%q: %q", words, said)
				}
			}
			for where := range c.state.Everything() {
				if strings.Contains(where, "home") || strings.HasPrefix(where, "at:") {
					t.Errorf("kept: %s", where)
				}
			}
		})
	}
}

// TestLinkOfAnOffice: the chat that is opened by an office's link knows whose citizen it is; a link of no office, and
// any where one office is served, only greets.
func TestLinkOfAnOffice(t *testing.T) {
	for _, tc := range []struct {
		name, payload, commune, greets string
		change                         []func(*handlers.Config)
	}{
		{"of an office", "o_binh-my", "xa-binh-my", "Bình Mỹ", []func(*handlers.Config){several}},
		{"of none", "o_binh-duong", "", "xã Bình Lục", []func(*handlers.Config){several}},
		{"one office", "o_binh-my", "", "xã Bình Lục", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newAgency(t, tc.change...)
			said := texts(c.acts(citizen).does(bot.Update{Kind: bot.KindCommand, Command: "start",
				Payload: tc.payload}))
			h, _, err := c.h.Offices.HomeOf(context.Background(), c.state, communesBase(), citizen)
			if err != nil || h.Commune != tc.commune || !strings.Contains(said, tc.greets) {
				t.Errorf("%q, said %q: %v", h.Commune, said, err)
			}
		})
	}
}

// TestPeopleOfAnOfficeAreAnnouncedTo: an announcement to a commune reaches who chose it, and who wants everything and
// lives there; nobody who only lives there, nor who wants everything and lives elsewhere.
func TestPeopleOfAnOfficeAreAnnouncedTo(t *testing.T) {
	c := newAgency(t, several)
	for who, says := range map[string][]string{
		"chose it":               {"/dangky xã Bình Mỹ"},
		"everything, lives here": {"/dangky", "Đồn Xá"}, // asked for the commune on the way
		"everything, elsewhere":  {"/dangky", "Ngọc Lũ"},
		"only lives here":        {"tôi ở xã Bình Mỹ"},
	} {
		c.acts(bot.ChatID{Channel: "telegram", ID: who})
		for _, words := range says {
			c.says(words)
		}
	}
	reached := map[string]bool{}
	for _, s := range subscribers.Segments(subscribers.Scope{},
		[]subscribers.Group{{Kind: subscribers.GroupCommune, ID: "xa-binh-my"}}, nil) {
		list, err := c.state.List(context.Background(), s.All[0], bot.Range{Max: 1 << 52})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			in := true
			for _, set := range s.All[1:] {
				_, there, err := c.state.Score(context.Background(), set, e.Member)
				in = in && there && err == nil
			}
			if in {
				reached[e.Member] = true
			}
		}
	}
	if len(reached) != 2 || !reached["telegram:chose it"] || !reached["telegram:everything, lives here"] {
		t.Errorf("reached %v", reached)
	}
}

// TestCameByTheOffice: who writes on an office's page or widget is taken for one of its people, unless he said
// otherwise.
func TestCameByTheOffice(t *testing.T) {
	c := newAgency(t, several)
	web := func(id, text, office string) string {
		c.acts(bot.ChatID{Channel: "web", ID: id})
		return texts(c.does(bot.Update{Kind: bot.KindText, Text: text, Office: office}))
	}
	for _, tc := range []struct {
		id, text, office, says string
	}{
		{"w1", "số điện thoại của một cửa", "binh-my", "0226 385 0000"},
		{"w1", "khai sinh nộp ở đâu", "", "Số 1 đường Mẫu"}, // remembered
		{"w2", "tôi ở xã Bình An", "binh-my", "Bình An"},
		{"w2", "khai sinh nộp ở đâu", "binh-my", "Số 2 đường Mẫu"}, // what he said counts
		{"w3", "khai sinh nộp ở đâu", "khong-co", "Ông/bà ở xã nào"},
	} {
		if said := web(tc.id, tc.text, tc.office); !strings.Contains(said, tc.says) {
			t.Errorf("%s by %q: %q lacks %q", tc.text, tc.office, said, tc.says)
		}
	}
}
