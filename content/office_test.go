package content

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

func TestOfficeWeek(t *testing.T) {
	const head = "offices:\n  - id: o\n    name: Trung tâm\n    address: Thôn 1\n    sources: [c]\n"
	const foot = "sources:\n  c: {office: Văn phòng UBND xã xác nhận, checked: 2026-11-30}\n"
	for _, tc := range []struct{ name, week, hours, fault string }{
		{"one pattern", "{t2: \"7:30-11:30, 13:30-17:00\", t3: \"7h30 - 11h30; 13h30–17h\", t4: \"07.30-11.30,13.30-17.00\"}",
			"thứ Hai đến thứ Tư: 7:30–11:30, 13:30–17:00", ""},
		{"two days", "{t6: \"8:00-12:00\", t7: \"8:00-12:00\"}", "thứ Sáu, thứ Bảy: 8:00–12:00", ""},
		{"days apart", "{t2: \"8:00-12:00\", t4: \"8:00-12:00\", cn: \"9h đến 10h\"}",
			"thứ Hai: 8:00–12:00; thứ Tư: 8:00–12:00; Chủ nhật: 9:00–10:00", ""},
		{"backwards", "{t2: \"11:30-7:30\"}", "", "không đúng"},
		{"overlap", "{t2: \"7:30-12:00, 11:30-17:00\"}", "", "không đúng"},
		{"no hours", "{t2: \"cả ngày\"}", "", "không đúng"},
		{"past midnight", "{t2: \"20:00-25:00\"}", "", "không đúng"},
		{"unknown day", "{t8: \"8:00-12:00\"}", "", "t8"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			src := head + "    week: " + tc.week + "\n" + foot
			b := &book{file: "offices/o.yaml"}
			out := parseOffices(b, src)
			var faults string
			for _, f := range b.faults {
				faults += f.String() + "\n"
			}
			if tc.fault != "" {
				if !strings.Contains(faults, tc.fault) {
					t.Errorf("faults %q, want %q", faults, tc.fault)
				}
				return
			}
			if faults != "" || out[0].Hours != tc.hours || !out[0].Week.Known() {
				t.Errorf("%q, faults %q", out[0].Hours, faults)
			}
		})
	}
}

// FuzzOpenings: whatever is read is written and read again as the same.
func FuzzOpenings(f *testing.F) {
	for _, s := range []string{"7:30-11:30, 13:30-17:00", "7h–11h30", "0:00-24:00", "đến", "-", "7:3-8"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list, err := ParseOpenings(s)
		if err != nil || len(list) == 0 {
			return
		}
		again, err := ParseOpenings(OpeningsText(list))
		if err != nil || len(again) != len(list) {
			t.Fatalf("%q: %v, %v", s, list, err)
		}
		for i := range list {
			if list[i] != again[i] {
				t.Fatalf("%q: %v became %v", s, list, again)
			}
		}
	})
}

// TestServedOffices: an office that can be served has a commune, a slug and, where a source says it, a centre.
func TestServedOffices(t *testing.T) {
	const places = "id: p\ntitle: Xã\nformer: huyện A\nprovince: tỉnh B\nsince: 2025-07-01\nchecked: 2025-11-22\nreview: 2035-05-22\n" +
		"communes:\n  - {id: xa-binh-my, name: xã Bình Mỹ, sources: [c], former: [{name: Đồn Xá, kind: xã, sources: [c]}]}\n" +
		"  - {id: xa-binh-an, name: xã Bình An, sources: [c], former: [{name: Ngọc Lũ, kind: xã, sources: [c]}]}\n" +
		"sources:\n  c: {office: Sở Nội vụ, checked: 2025-11-22}\n"
	office := func(rest string) string {
		return "  - {name: Trung tâm, status: unverified, note: Chưa rõ., " + rest + "}\n"
	}
	const foot = "sources:\n  m: {office: Sở Nông nghiệp và Môi trường, checked: 2025-11-22}\n"
	for _, tc := range []struct{ name, offices, fault string }{
		{"two", office("id: a, slug: binh-my, commune: xa-binh-my, center: {lat: 20.5, lon: 105.9, sources: [m]}") +
			office("id: b, slug: binh-an, commune: xa-binh-an"), ""},
		{"one slug", office("id: a, slug: binh-my, commune: xa-binh-my, sources: [m]") +
			office("id: b, slug: binh-my, commune: xa-binh-an"), "không trùng"},
		{"one commune", office("id: a, slug: binh-my, commune: xa-binh-my, sources: [m]") +
			office("id: b, slug: binh-an, commune: xa-binh-my"), "mỗi xã chỉ một nơi"},
		{"capitals", office("id: a, slug: Bình Mỹ, commune: xa-binh-my, sources: [m]"), "chữ thường"},
		{"no commune", office("id: a, slug: binh-my, sources: [m]"), "phải có commune"},
		{"abroad", office("id: a, center: {lat: 48.8, lon: 2.3, sources: [m]}"), "độ thập phân"},
		{"swapped", office("id: a, center: {lat: 105.9, lon: 20.5, sources: [m]}"), "độ thập phân"},
		{"no source", office("id: a, center: {lat: 20.5, lon: 105.9}, sources: [m]"), "phải có nguồn"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			lib, found := Load(fstest.MapFS{"places/p.yaml": {Data: []byte(places)},
				"offices/o.yaml": {Data: []byte("offices:\n" + tc.offices + foot)}})
			faults := fmt.Sprint(found.Errors())
			if tc.fault == "" && len(found.Errors()) > 0 || !strings.Contains(faults, tc.fault) {
				t.Fatalf("faults %s, want %q", faults, tc.fault)
			}
			if tc.fault != "" {
				return
			}
			if all, unknown := lib.Served([]string{"*"}); len(all) != 2 || unknown != nil {
				t.Errorf("%d offices, unknown %q", len(all), unknown)
			}
			if one, unknown := lib.Served([]string{"binh-an", "binh-duong"}); len(one) != 1 || one[0].ID != "b" ||
				len(unknown) != 1 {
				t.Errorf("%v, unknown %q", one, unknown)
			}
			text, err := WriteOffices(lib.Offices)
			again, found := Load(fstest.MapFS{"places/p.yaml": {Data: []byte(places)}, "offices/o.yaml": {Data: text}})
			if err != nil || len(found.Errors()) > 0 || again.Offices[0].Slug != "binh-my" ||
				again.Offices[0].Center.Lat != 20.5 {
				t.Errorf("written as %s\n%v %v", text, err, found)
			}
		})
	}
}

func TestKilometres(t *testing.T) {
	hanoi, ninhBinh := Point{Lat: 21.0278, Lon: 105.8342}, Point{Lat: 20.2506, Lon: 105.9745}
	if d := hanoi.Kilometres(ninhBinh); d < 86 || d > 89 {
		t.Errorf("%.1f km", d) // 87.6 by the great circle
	}
	if d := hanoi.Kilometres(hanoi); d != 0 {
		t.Errorf("%.1f km to itself", d)
	}
}

// TestShippedOffices: the five communes that came out of Bình Lục can be served, and none says what nobody verified.
func TestShippedOffices(t *testing.T) {
	lib, _ := Load(Embedded())
	offices, _ := lib.Served([]string{"*"})
	var slugs []string
	for _, o := range offices {
		slugs = append(slugs, o.Slug)
		if o.Status != Verified && (o.Phone != "" || o.Address != "" || o.Note == "") {
			t.Errorf("%s: %+v", o.Slug, o)
		}
	}
	if got := strings.Join(slugs, " "); got != "binh-luc binh-my binh-an binh-giang binh-son" {
		t.Error(got)
	}
}
