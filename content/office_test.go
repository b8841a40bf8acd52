package content

import (
	"strings"
	"testing"
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
