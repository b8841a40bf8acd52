package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Office is a place where dossiers are handed in.
type Office struct {
	File    string
	ID      string
	Name    string
	Commune string // id of the commune, empty for offices of a whole province
	Address string // empty until somebody verified it; the same for the next five
	Phone   string
	Week    Week   // when it is open; zero when nobody said it to the minute
	Hours   string // the same in words; made of Week when the file has no words of its own
	Map     string
	Site    string
	Listed  []Source // the sources of its file; which of them it names stands in Fact
	Fact
}

// Week is when an office is open on each weekday, by time.Weekday. Public holidays are not in it.
type Week [7][]Opening

// Opening is one stretch in which an office is open, in minutes after midnight in Vietnam.
type Opening struct{ From, To int }

// Known reports whether anything is said.
func (w Week) Known() bool {
	return slices.ContainsFunc(w[:], func(o []Opening) bool { return len(o) > 0 })
}

// weekKeys name the weekdays in files, Monday first, as Vietnamese writes them in short.
var weekKeys = []struct {
	Key, Word string
	Day       time.Weekday
}{
	{"t2", "thứ Hai", time.Monday}, {"t3", "thứ Ba", time.Tuesday}, {"t4", "thứ Tư", time.Wednesday},
	{"t5", "thứ Năm", time.Thursday}, {"t6", "thứ Sáu", time.Friday}, {"t7", "thứ Bảy", time.Saturday},
	{"cn", "Chủ nhật", time.Sunday},
}

// WeekKeys are the weekdays as files name them, Monday first, each with its word and weekday.
func WeekKeys(yield func(key, word string, day time.Weekday) bool) {
	for _, k := range weekKeys {
		if !yield(k.Key, k.Word, k.Day) {
			return
		}
	}
}

// ParseOpenings reads "7:30-11:30, 13:30-17:00", also with "h", "h30" and a long dash. Stretches follow one another and
// do not touch. The empty text is a day on which the office is closed.
func ParseOpenings(s string) (out []Opening, err error) {
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' }) {
		from, to, ok := strings.Cut(strings.NewReplacer("–", "-", "—", "-", "đến", "-").Replace(part), "-")
		var o Opening
		if ok {
			o.From, ok = minuteOf(from)
		}
		if ok {
			o.To, ok = minuteOf(to)
		}
		if !ok || o.From >= o.To || len(out) > 0 && out[len(out)-1].To >= o.From {
			return nil, fmt.Errorf("giờ %q không đúng; hãy viết như 7:30-11:30, 13:30-17:00", strings.TrimSpace(part))
		}
		out = append(out, o)
	}
	return out, nil
}

// minuteOf reads "7:30", "7h30", "7h", "07.30" as minutes after midnight; 24:00 is the end of the day.
func minuteOf(s string) (int, bool) {
	s = strings.TrimSpace(s)
	cut := strings.IndexAny(s, ":hH.")
	hours, minutes := s, "0"
	if cut >= 0 {
		hours, minutes = s[:cut], s[cut+1:]
		if minutes == "" {
			minutes = "0"
		}
	}
	h, errH := strconv.Atoi(hours)
	m, errM := strconv.Atoi(minutes)
	if errH != nil || errM != nil || h < 0 || m < 0 || m > 59 || h*60+m > 24*60 {
		return 0, false
	}
	return h*60 + m, true
}

// OpeningsText writes stretches as people read them: "7:30–11:30, 13:30–17:00".
func OpeningsText(list []Opening) string {
	var out []string
	for _, o := range list {
		out = append(out, fmt.Sprintf("%d:%02d–%d:%02d", o.From/60, o.From%60, o.To/60, o.To%60))
	}
	return strings.Join(out, ", ")
}

// String writes the week as people read it: "thứ Hai đến thứ Sáu: 7:30–11:30, 13:30–17:00; thứ Bảy: 7:30–11:30".
func (w Week) String() string {
	var out []string
	for i := 0; i < len(weekKeys); {
		hours := w[weekKeys[i].Day]
		j := i
		for j+1 < len(weekKeys) && slices.Equal(w[weekKeys[j+1].Day], hours) {
			j++
		}
		if len(hours) > 0 {
			days := weekKeys[i].Word
			switch {
			case j == i+1:
				days += ", " + weekKeys[j].Word
			case j > i:
				days += " đến " + weekKeys[j].Word
			}
			out = append(out, days+": "+OpeningsText(hours))
		}
		i = j + 1
	}
	return strings.Join(out, "; ")
}

// parseOffices reads offices/*.yaml.
func parseOffices(b *book, src string) (out []Office) {
	tree := readTree(b, src, 0)
	if tree.kind == empty {
		return nil
	}
	e := b.entry(tree)
	for _, it := range e.r.list("offices") {
		r := b.reader(it, "mục của \"offices\"")
		o := Office{
			File:    b.file,
			Listed:  e.sources,
			ID:      r.need("id", "id, ví dụ id: trung-tam-xa-binh-luc", 80),
			Name:    r.need("name", "tên nơi tiếp nhận", maxTitle),
			Commune: r.text("commune", 60),
			Address: r.text("address", 200),
			Phone:   r.text("phone", 40),
			Hours:   r.text("hours", 200),
			Map:     r.url("map"),
			Site:    r.url("site"),
			Fact:    e.bareFact(r, "offices"),
		}
		if it, ok := r.get("week"); ok {
			o.Week = b.week(it)
			if o.Hours == "" {
				o.Hours = o.Week.String()
			}
		}
		if o.Status != Verified && (o.Address != "" || o.Phone != "" || o.Hours != "" || o.Map != "") {
			b.fault(o.Line, "chưa xác minh thì không ghi address, phone, hours, week, map; hãy bỏ hoặc thêm nguồn rồi bỏ "+
				"status")
		}
		if o.Status == Verified && o.Address == "" && o.Phone == "" {
			b.fault(o.Line, "nơi tiếp nhận đã xác minh phải có address hoặc phone; nếu chưa có, hãy ghi status: "+
				"unverified và note")
		}
		r.done()
		out = append(out, o)
	}
	e.r.done()
	e.unusedSources()
	return out
}

// week reads the opening hours of an office by weekday.
func (b *book) week(it node) (w Week) {
	r := b.reader(it, "\"week\"")
	for _, k := range weekKeys {
		hours, err := ParseOpenings(r.text(k.Key, 60))
		if err != nil {
			b.fault(r.line(k.Key), "%s: %v", k.Key, err)
		}
		w[k.Day] = hours
	}
	r.done()
	return w
}
