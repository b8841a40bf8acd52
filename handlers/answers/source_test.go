package answers

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
)

var (
	linkForm  = regexp.MustCompile(`\]\((https?://[^)\s]+)\)`)
	rawForm   = regexp.MustCompile(`(^|[^(])https?://`)
	editorial = []string{"bản lưu công khai", "bản pháp điển", "Đã tìm nghị quyết", "Cổng ghi", "Cổng chỉ ghi",
		"Áp dụng tại thời điểm", "github.com", "bài của"}
)

// days are today and, of the next changes of the law, the last day of the old rule and the first of the new one.
var (
	days = []content.Day{content.NewDay(2026, 11, 30), content.NewDay(2026, 12, 31), newYear,
		content.NewDay(2027, 2, 28), march}
	newYear = content.NewDay(2027, 1, 1)
	march   = content.NewDay(2027, 3, 1)
)

// everyAnswer renders every part of every entry of the shipped base on a day.
func everyAnswer(t *testing.T, lib *content.Library, day content.Day,
	see func(entry string, part content.Aspect, text string)) {
	t.Helper()
	k := &Knowledge{Library: lib}
	for _, p := range lib.Procedures {
		for _, part := range append(content.Aspects(), "") {
			m, ok := k.Message(p.Key, search.Aspect(part), 0, "", day)
			if !ok {
				t.Fatalf("no answer from %s", p.Key)
			}
			see(p.Key, part, m.Text)
		}
	}
	for _, f := range lib.FAQs {
		for _, part := range []content.Aspect{"", content.Legal} {
			m, _ := k.Message(f.Key, search.Aspect(part), 0, "", day)
			see(f.Key, part, m.Text)
		}
	}
}

// Citizens are sent to hosts of the state only, see no raw address and read no note of an editor.
func TestAnswersCiteOfficially(t *testing.T) {
	lib := embedded().Library
	everyAnswer(t, lib, days[0], func(entry string, part content.Aspect, text string) {
		for _, link := range linkForm.FindAllStringSubmatch(text, -1) {
			if !content.Official(link[1]) {
				t.Errorf("%s %s: links to %s", entry, part, link[1])
			}
		}
		if rawForm.MatchString(text) {
			t.Errorf("%s %s: a raw address in\n%s", entry, part, text)
		}
		for _, note := range editorial {
			if strings.Contains(text, note) {
				t.Errorf("%s %s: %q in\n%s", entry, part, note, text)
			}
		}
		if strings.Count(text, "✓") > 1 || strings.Count(text, "Chỗ ghi “chưa xác minh”") > 1 {
			t.Errorf("%s %s: a foot twice in\n%s", entry, part, text)
		}
	})
}

// cited is the quiet line of sources under an answer.
var cited = regexp.MustCompile(`(?m)^✓ .*$`)

// endedBy names the documents of the base that are out of force on a day.
func endedBy(lib *content.Library, day content.Day) (names []string) {
	for _, d := range lib.Documents {
		if !d.Until.IsZero() && d.Until.Before(day) {
			names = append(names, d.Short)
		}
	}
	return names
}

// On the days on which charges end, no answer tells one that ended, neither a part nor a short answer; and nothing
// names a document that ended as what it rests on.
func TestNoFeeThatEnded(t *testing.T) {
	lib := embedded().Library
	money := regexp.MustCompile(`\d[\d.]* đồng`)
	for _, day := range days {
		over := map[string][]string{} // by entry, the sums that no charge names any more
		for _, p := range lib.Procedures {
			hold, ended, coming := p.FeesAt(day)
			said := ""
			for _, f := range append(hold, coming...) {
				said += f.Text + "\n"
			}
			for _, f := range ended {
				if f.Valid.To.IsZero() && !f.Lapsed(day) {
					t.Errorf("%s: a charge ended for no reason on %s", p.Key, day)
				}
				for _, sum := range money.FindAllString(f.Text, -1) {
					if !strings.Contains(said, sum) {
						over[p.Key] = append(over[p.Key], sum)
					}
				}
			}
			for _, s := range p.Short {
				if s.Valid.Contains(day) &&
					slices.ContainsFunc(over[p.Key], func(sum string) bool { return strings.Contains(s.Say, sum) }) {
					t.Errorf("%s, %s: short answer %q", day, p.Key, s.Say)
				}
			}
		}
		names := endedBy(lib, day)
		everyAnswer(t, lib, day, func(entry string, part content.Aspect, text string) {
			for _, sum := range over[entry] {
				if (part == content.Fee || part == "") && strings.Contains(text, sum) {
					t.Errorf("%s, %s %s tells %s:\n%s", day, entry, part, sum, text)
				}
			}
			foot := cited.FindString(text)
			for _, name := range names {
				if strings.Contains(foot, name) {
					t.Errorf("%s, %s %s rests on %s:\n%s", day, entry, part, name, foot)
				}
			}
		})
		t.Logf("%s: %d entries with sums that ended", day, len(over))
	}
}

// What rests on a law that ended is not stated as if it were in force.
func TestLapsedLaw(t *testing.T) {
	lib := embedded().Library
	k := &Knowledge{Library: lib}
	m, _ := k.Message("khai-sinh", search.Aspect(content.Fee), 0, "", march)
	if strings.Contains(m.Text, "Miễn lệ phí") ||
		!strings.Contains(m.Text, "mức cũ đã hết hiệu lực sau ngày 28/02/2027") {
		t.Errorf("the charge after the law ended:\n%s", m.Text)
	}
	m, _ = k.Message("khai-sinh", search.Aspect(content.Who), 0, "", march)
	if !strings.Contains(m.Text, "quy định trước ngày 01/03/2027") || strings.Contains(m.Text, "✓ Luật Hộ tịch 2014") {
		t.Errorf("who may register after the law ended:\n%s", m.Text)
	}
	m, _ = k.Message("khai-sinh", search.Aspect(content.Where), 0, "", march)
	if !strings.Contains(m.Text, "Bất kỳ UBND cấp xã nào") {
		t.Errorf("where to register under the new law:\n%s", m.Text)
	}

	for _, tc := range []struct {
		entry     string
		part      content.Aspect
		last      content.Day // the last day of the old rule
		old, next string
	}{
		{"ho-chieu", content.Fee, newYear.Add(-1),
			"100.000 đồng (mức gốc", "200.000 đồng nếu việc giảm không được kéo dài"},
		{"doi-can-cuoc", content.Fee, newYear.Add(-1),
			"25.000 đồng (mức gốc", "50.000 đồng nếu việc giảm không được kéo dài"},
		{"cap-lai-can-cuoc", content.Fee, newYear.Add(-1),
			"35.000 đồng (mức gốc", "70.000 đồng nếu việc giảm không được kéo dài"},
		{"van-bang", content.Fee, march.Add(-1), "Được miễn (0 đồng)", "do HĐND cấp tỉnh quy định"},
		{"trich-luc", content.Fee, march.Add(-1), "Miễn đến hết 28/02/2027", "8.000 đồng"},
	} {
		before, _ := k.Message(tc.entry, search.Aspect(tc.part), 0, "", tc.last)
		after, _ := k.Message(tc.entry, search.Aspect(tc.part), 0, "", tc.last.Add(1))
		if !strings.Contains(before.Text, tc.old) || strings.Contains(after.Text, tc.old) ||
			!strings.Contains(after.Text, tc.next) {
			t.Errorf("%s after %s: want %q, then %q; got\n%s\nthen\n%s",
				tc.entry, tc.last, tc.old, tc.next, before.Text, after.Text)
		}
	}
}
