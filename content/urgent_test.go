package content

import (
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/unicode/norm"
)

// urgentBase loads the embedded base's urgent folder alone: the rest takes its time.
func urgentBase(t testing.TB) *Library {
	t.Helper()
	files := fstest.MapFS{}
	documents, _ := fs.Glob(embedded, "documents/*.yaml")
	for _, name := range append(documents, "urgent/tra-loi.yaml",
		"urgent/nhan-biet.yaml", "urgent/dau-hieu.yaml", "questions-urgent.yaml") {
		body, err := embedded.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: body}
	}
	l, faults := Load(files)
	for _, f := range faults.Errors() {
		if !strings.HasPrefix(f.File, "questions") { // some lead to entries that are not loaded here
			t.Error(f)
		}
	}
	return l
}

// plainLetters leaves diacritics out.
func plainLetters(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case r == 'đ':
			r = 'd'
		case r == 'Đ':
			r = 'D'
		case r >= 0x300 && r <= 0x36F:
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// telex writes the keys of an input method that is switched off.
func telex(s string) string {
	keys := map[rune]string{'\u0301': "s", '\u0300': "f", '\u0309': "r", '\u0303': "x",
		'\u0323': "j", '\u0306': "w", '\u031b': "w"}
	var b strings.Builder
	for _, word := range strings.SplitAfter(s, " ") {
		tone, base := "", rune(0)
		end := strings.TrimRight(word, " ,.?!")
		for _, r := range norm.NFD.String(end) {
			switch {
			case r == 'đ' || r == 'Đ':
				b.WriteString("dd")
			case r == '\u0302':
				b.WriteRune(base)
			case strings.ContainsRune("\u0301\u0300\u0309\u0303\u0323", r):
				tone = keys[r]
			case keys[r] != "":
				b.WriteString(keys[r])
			default:
				b.WriteRune(r)
				base = r
			}
		}
		b.WriteString(tone + word[len(end):])
	}
	return b.String()
}

// typo makes one typing error in a word of four letters or more.
func typo(s string, rnd *rand.Rand) string {
	words := strings.Fields(s)
	for range 20 {
		i := rnd.IntN(len(words))
		r := []rune(words[i])
		if len(r) < 4 {
			continue
		}
		at := rnd.IntN(len(r) - 1)
		switch rnd.IntN(3) {
		case 0:
			r[at], r[at+1] = r[at+1], r[at]
		case 1:
			r = append(r[:at+1], r[at:]...)
		default:
			r = append(r[:at], r[at+1:]...)
		}
		words[i] = string(r)
		break
	}
	return strings.Join(words, " ")
}

// TestUrgentSpellings: danger is recognised, and nothing else is, however it is typed. What is written without
// diacritics can mean two things; there a few are lost rather than raise a false alarm.
func TestUrgentSpellings(t *testing.T) {
	l := urgentBase(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	ways := []struct {
		name        string
		write       func(string) string
		found, calm float64 // least share
	}{
		{"as typed", func(s string) string { return s }, 1, 1},
		{"NFD", norm.NFD.String, 1, 1},
		{"capitals", strings.ToUpper, 1, 1},
		{"no diacritics", plainLetters, 0.96, 0.985},
		{"telex", telex, 0.99, 0.99},
		{"one error", func(s string) string { return typo(s, rnd) }, 0.91, 0.975},
		{"one error, no diacritics", func(s string) string { return typo(plainLetters(s), rnd) }, 0.86, 0.97},
	}
	for _, way := range ways {
		var danger, found, misses, calm int
		var lost, alarms []string
		for _, q := range l.Questions {
			text := way.write(q.Q)
			kind, ok := l.Urgent.Find(text)
			if !strings.HasPrefix(q.Want, UrgentEntry("")) {
				misses++
				if !ok {
					calm++
				} else {
					alarms = append(alarms, kind.ID+": "+text)
				}
				continue
			}
			danger++
			if ok {
				found++
			} else {
				lost = append(lost, text)
			}
		}
		f, c := float64(found)/float64(danger), float64(calm)/float64(misses)
		t.Logf("%s: %d of %d found, %d of %d left alone", way.name, found, danger, calm, misses)
		if f < way.found {
			t.Errorf("%s: only %.3f found:\n%s", way.name, f, strings.Join(lost, "\n"))
		}
		if c < way.calm {
			t.Errorf("%s: only %.3f left alone:\n%s", way.name, c, strings.Join(alarms, "\n"))
		}
	}
}

// TestUrgentKinds: the golden questions get the reply of their kind.
func TestUrgentKinds(t *testing.T) {
	l := urgentBase(t)
	for _, q := range l.Questions {
		got := WantCalm
		if kind, ok := l.Urgent.Find(q.Q); ok {
			got = UrgentEntry(kind.ID)
		}
		want := q.Want
		if !strings.HasPrefix(want, UrgentEntry("")) {
			want = WantCalm
		}
		if got != want {
			t.Errorf("%s:%d: %q: %s, want %s", q.File, q.Line, q.Q, got, want)
		}
	}
}

func TestUrgentFaults(t *testing.T) {
	replies := "checked: 2026-11-30\nreview: 2027-03-01\nnumbers:\n  - {number: \"114\", name: cứu hỏa, sources: [a]}\n" +
		"kinds:\n  - {id: chay, title: Cháy, call: [\"114\"], wait: [{text: Ra ngoài ngay.}]}\n" +
		"sources:\n  a: {title: Nguồn, url: \"https://a.gov.vn\", checked: 2026-11-30}\n"
	rules := "cues:\n  past: [năm ngoái]\nsigns:\n  - {kind: chay, says: [cháy nhà]}\n"
	tests := []struct{ name, replies, rules, want string }{
		{"good", replies, rules, ""},
		{"a number without source", strings.Replace(replies, ", sources: [a]}", "}", 1), rules, "chưa có nguồn"},
		{"letters in a number", strings.Replace(replies, "\"114\", name", "\"11a\", name", 1), rules,
			"chỉ viết chữ số"},
		{"an unknown number", strings.Replace(replies,
			"call: [\"114\"]", "call: [\"119\"]", 1), rules, "không có trong \"numbers\""},
		{"no call", strings.Replace(replies, "call: [\"114\"], ", "", 1), rules, "thiếu \"call\""},
		{"too much to read", strings.Replace(replies,
			"Ra ngoài ngay.", strings.Repeat("Ra ngoài ngay. ", 40), 1), rules, "người đang hoảng"},
		{"a sign without reply", replies, strings.Replace(rules, "kind: chay", "kind: lut", 1), "không có câu trả lời"},
		{"an unknown set", replies, strings.Replace(rules, "cháy nhà", "cháy <gì đó>", 1), "không có nhóm từ"},
		{"a gap at the end", replies, strings.Replace(rules, "cháy nhà", "cháy …", 1), "không được bắt đầu"},
		{"an unknown cue", replies, strings.Replace(rules, "past:", "passt:", 1), "không có loại"},
		{"an unknown key", replies, rules + "sing: []\n", "không có khóa"},
		{"no says", replies, strings.Replace(rules, ", says: [cháy nhà]", "", 1), "thiếu \"says\""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, faults := Load(fstest.MapFS{"urgent/a.yaml": {Data: []byte(tt.replies)},
				"urgent/b.yaml": {Data: []byte(tt.rules)}})
			var all []string
			for _, f := range faults.Errors() {
				all = append(all, f.String())
			}
			if got := strings.Join(all, "\n"); tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("faults:\n%s\nwant %q", got, tt.want)
			}
		})
	}
}

func BenchmarkUrgent(b *testing.B) {
	l := urgentBase(b)
	story := strings.Repeat("Tôi ở thôn 3 xã Bình Lục, nhà có hai cháu nhỏ, chồng tôi đi làm xa nên tôi hỏi hộ. ", 10)
	for _, bb := range []struct{ name, text string }{
		{"danger", "chồng em say rượu đánh em chảy máu đang nhốt trong nhà cứu em với"},
		{"question", "làm giấy khai sinh cho con cần những giấy tờ gì, nộp ở đâu, có mất tiền không"},
		{"story", story},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				l.Urgent.Find(bb.text)
			}
		})
	}
}
