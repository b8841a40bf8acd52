package content

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// Office is a place where dossiers are handed in.
type Office struct {
	File    string
	ID      string
	Name    string
	Commune string // id of the commune, empty for offices of a whole province
	// Slug names an office that an installation can serve: in addresses (/o/binh-my), links and settings. Empty for a
	// place where dossiers are handed in and no more.
	Slug    string
	Center  Point  // of the commune, by which a location finds its office; zero when no source says it
	Address string // empty until somebody verified it; the same for the next five
	Phone   string
	Week    Week   // when it is open; zero when nobody said it to the minute
	Hours   string // the same in words; made of Week when the file has no words of its own
	Map     string
	Site    string
	Listed  []Source // the sources of its file; which of them it names stands in Fact
	Fact
}

// Point is a place on the map in degrees (WGS 84), with the sources that say it.
type Point struct {
	Lat, Lon float64
	Sources  []string
}

// Known reports whether it is said.
func (p Point) Known() bool { return p.Lat != 0 || p.Lon != 0 }

// Kilometres is the distance between two points on a sphere; within a province it errs by less than half a percent.
func (p Point) Kilometres(to Point) float64 {
	const radius, degree = 6371.0, math.Pi / 180
	lat, lon := (to.Lat-p.Lat)*degree, (to.Lon-p.Lon)*degree
	h := math.Pow(math.Sin(lat/2), 2) + math.Cos(p.Lat*degree)*math.Cos(to.Lat*degree)*math.Pow(math.Sin(lon/2), 2)
	return 2 * radius * math.Asin(math.Min(1, math.Sqrt(h)))
}

// Week is when an office is open on each weekday, by time.Weekday. Public holidays are not in it.
type Week [7][]Opening

// Opening is one stretch in which an office is open, in minutes after midnight in Vietnam.
type Opening struct{ From, To int }

// Known reports whether anything is said.
func (w Week) Known() bool {
	return slices.ContainsFunc(w[:], func(o []Opening) bool { return len(o) > 0 })
}

// Weekday is a day of the week as files name it, with its word.
type Weekday struct {
	Key, Word string
	Day       time.Weekday
}

// Weekdays are the days of the week, Monday first.
var Weekdays = []Weekday{
	{"t2", "thứ Hai", time.Monday}, {"t3", "thứ Ba", time.Tuesday}, {"t4", "thứ Tư", time.Wednesday},
	{"t5", "thứ Năm", time.Thursday}, {"t6", "thứ Sáu", time.Friday}, {"t7", "thứ Bảy", time.Saturday},
	{"cn", "Chủ nhật", time.Sunday},
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
	for i := 0; i < len(Weekdays); {
		hours := w[Weekdays[i].Day]
		j := i
		for j+1 < len(Weekdays) && slices.Equal(w[Weekdays[j+1].Day], hours) {
			j++
		}
		if len(hours) > 0 {
			days := Weekdays[i].Word
			switch {
			case j == i+1:
				days += ", " + Weekdays[j].Word
			case j > i:
				days += " đến " + Weekdays[j].Word
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
			Slug:    r.text("slug", 40),
			Address: r.text("address", 200),
			Phone:   r.text("phone", 40),
			Hours:   r.text("hours", 200),
			Map:     r.url("map"),
			Site:    r.url("site"),
			Fact:    e.bareFact(r, "offices"),
		}
		if it, ok := r.get("center"); ok {
			o.Center = e.point(it)
		}
		if it, ok := r.get("week"); ok {
			o.Week = b.week(it)
			if o.Hours == "" {
				o.Hours = o.Week.String()
			}
		}
		if o.Status != Verified && (o.Address != "" || o.Phone != "" || o.Hours != "" || o.Map != "") {
			b.fault(o.Line, "chưa xác minh thì không ghi address, phone, hours, week, map; hãy bỏ hoặc thêm nguồn "+
				"rồi bỏ "+
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

// point reads the centre of a commune. Viet Nam lies between 8 and 24 degrees north, 102 and 110 east.
func (e *entry) point(it node) Point {
	r := e.b.reader(it, "\"center\"")
	p := Point{Sources: e.keys(r)}
	for _, c := range []struct {
		key      string
		at       *float64
		from, to float64
	}{{"lat", &p.Lat, 8, 24}, {"lon", &p.Lon, 102, 110}} {
		v, err := strconv.ParseFloat(r.text(c.key, 20), 64)
		if err != nil || v < c.from || v > c.to {
			e.b.fault(r.line(c.key), "%q phải là độ thập phân, ví dụ lat: 20.4931, lon: 105.9212", c.key)
			continue
		}
		*c.at = v
	}
	if len(p.Sources) == 0 {
		e.b.fault(it.line, "tọa độ phải có nguồn; hãy thêm sources hoặc bỏ center")
	}
	r.done()
	return p
}

// week reads the opening hours of an office by weekday.
func (b *book) week(it node) (w Week) {
	r := b.reader(it, "\"week\"")
	for _, k := range Weekdays {
		hours, err := ParseOpenings(r.text(k.Key, 60))
		if err != nil {
			b.fault(r.line(k.Key), "%s: %v", k.Key, err)
		}
		w[k.Day] = hours
	}
	r.done()
	return w
}

// The file of offices as WriteOffices writes it, in the order in which people read.
type (
	officesFile struct {
		Offices []officeRow            `yaml:"offices"`
		Sources map[string]officeProof `yaml:"sources,omitempty"`
	}
	officeRow struct {
		ID      string            `yaml:"id"`
		Name    string            `yaml:"name"`
		Commune string            `yaml:"commune,omitempty"`
		Slug    string            `yaml:"slug,omitempty"`
		Center  *officePoint      `yaml:"center,flow,omitempty"`
		Address string            `yaml:"address,omitempty"`
		Phone   string            `yaml:"phone,omitempty"`
		Week    map[string]string `yaml:"week,omitempty"`
		Hours   string            `yaml:"hours,omitempty"`
		Map     string            `yaml:"map,omitempty"`
		Site    string            `yaml:"site,omitempty"`
		Text    string            `yaml:"text,omitempty"`
		Status  string            `yaml:"status,omitempty"`
		Note    string            `yaml:"note,omitempty"`
		Sources []string          `yaml:"sources,flow,omitempty"`
	}
	officePoint struct {
		Lat     float64  `yaml:"lat"`
		Lon     float64  `yaml:"lon"`
		Sources []string `yaml:"sources,flow"`
	}
	officeProof struct {
		Doc     string `yaml:"doc,omitempty"`
		At      string `yaml:"at,omitempty"`
		Office  string `yaml:"office,omitempty"`
		Press   string `yaml:"press,omitempty"`
		URL     string `yaml:"url,omitempty"`
		Date    string `yaml:"date,omitempty"`
		Checked string `yaml:"checked"`
	}
)

// WriteOffices writes offices as a file of the base, with the sources that they name.
func WriteOffices(list []Office) ([]byte, error) {
	file := officesFile{Sources: map[string]officeProof{}}
	for _, o := range list {
		row := officeRow{ID: o.ID, Name: o.Name, Commune: o.Commune, Slug: o.Slug, Address: o.Address,
			Phone: o.Phone, Map: o.Map,
			Site: o.Site, Text: o.Text, Status: string(o.Status), Note: o.Note, Sources: o.Sources,
			Week: map[string]string{}}
		for _, d := range Weekdays {
			if hours := OpeningsText(o.Week[d.Day]); hours != "" {
				row.Week[d.Key] = strings.ReplaceAll(hours, "–", "-")
			}
		}
		if o.Center.Known() {
			row.Center = &officePoint{o.Center.Lat, o.Center.Lon, o.Center.Sources}
		}
		if o.Hours != o.Week.String() {
			row.Hours = o.Hours
		}
		file.Offices = append(file.Offices, row)
		for _, s := range o.Listed {
			if slices.Contains(o.Sources, s.Key) || slices.Contains(o.Center.Sources, s.Key) {
				file.Sources[s.Key] = proofOf(s)
			}
		}
	}
	body, err := yaml.MarshalWithOptions(file, yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("offices: %w", err)
	}
	return append([]byte("# Nơi tiếp nhận hồ sơ. Trang Cơ quan của trang quản trị ghi tệp này.\n"), body...), nil
}

func proofOf(s Source) officeProof {
	p := officeProof{Checked: s.Checked.String()}
	switch {
	case s.Doc != nil:
		p.Doc, p.At = s.Doc.ID, s.At
	case s.Press:
		p.Press, p.URL, p.Date = s.Title, s.URL, s.Date.String()
	default:
		p.Office = s.Title
	}
	return p
}
