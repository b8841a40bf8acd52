package handlers

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// Share is a share of counted answers with its uncertainty.
type Share struct {
	N, Hits   int
	Low, High float64 // 95 % interval of Wilson, from 0 to 1
}

// enough is how many answers a share must rest on to be told.
const enough = 30

// NewShare computes the interval by Wilson's score method (Journal of the American Statistical Association 22, 1927),
// which keeps its promise for few answers and for shares near 0 and 1.
func NewShare(hits, n int) Share {
	s := Share{N: n, Hits: hits, High: 1}
	if n <= 0 {
		return s
	}
	const z = 1.959963984540054
	count, p := float64(n), float64(hits)/float64(n)
	center := p + z*z/(2*count)
	spread := z * math.Sqrt(p*(1-p)/count+z*z/(4*count*count))
	s.Low = max(0, (center-spread)/(1+z*z/count))
	s.High = min(1, (center+spread)/(1+z*z/count))
	return s
}

// Value is the share itself, from 0 to 1; 0 without answers.
func (s Share) Value() float64 {
	if s.N == 0 {
		return 0
	}
	return float64(s.Hits) / float64(s.N)
}

// Enough reports whether there are answers enough to tell the share.
func (s Share) Enough() bool { return s.N >= enough }

// String tells the share with what it rests on: never a bare percentage, and none at all from too few answers.
func (s Share) String() string {
	if !s.Enough() {
		return fmt.Sprintf("chưa đủ dữ liệu (%d phiếu, cần ít nhất %d)", s.N, enough)
	}
	return fmt.Sprintf("%s (%d/%d phiếu; khoảng tin cậy 95%%: %s–%s)", percent(s.Value()), s.Hits, s.N, strings.TrimSuffix(percent(s.Low), "%"), percent(s.High))
}

// percent writes 0.923 as "92,3%".
func percent(v float64) string {
	return strings.Replace(strconv.FormatFloat(100*v, 'f', 1, 64), ".", ",", 1) + "%"
}

// Target is the plan's indicator of satisfaction.
type Target struct {
	content.Indicator
	Plan string // its title
}

// SatisfactionTarget finds the indicator of satisfaction, in percent, of the newest plan that has one.
func SatisfactionTarget(lib *content.Library) (target Target, ok bool) {
	newest := 0
	for _, p := range lib.Plans {
		if p.Template || ok && p.Year < newest {
			continue
		}
		for _, i := range p.Indicators {
			if i.Unit == "%" && strings.Contains(vi.Fold(i.Text), "hai long") {
				target, ok, newest = Target{i, p.Title}, true, p.Year
				break
			}
		}
	}
	return target, ok
}

var compareWords = map[string]string{">": "trên", ">=": "từ", "<": "dưới", "<=": "không quá", "=": "bằng"}

// String writes the target as the plan has it: "trên 90%".
func (t Target) String() string {
	return strings.TrimSpace(compareWords[t.Compare] + " " + strings.Replace(strconv.FormatFloat(t.Value, 'f', -1, 64), ".", ",", 1) + t.Unit)
}

// Verdict lays a share beside the target: reached or not only when the whole interval says so.
func (t Target) Verdict(s Share) string {
	switch {
	case !s.Enough():
		return "chưa đủ dữ liệu"
	case t.Met(100*s.Low) && t.Met(100*s.High):
		return "đạt"
	case !t.Met(100*s.Low) && !t.Met(100*s.High):
		return "chưa đạt"
	case t.Met(100 * s.Value()):
		return "đạt theo số đo, nhưng khoảng tin cậy còn chạm chỉ tiêu"
	}
	return "chưa đạt theo số đo, nhưng khoảng tin cậy còn chạm chỉ tiêu"
}

// Tally counts survey answers by level, 1 (very dissatisfied) to 5 (very satisfied).
type Tally [6]int

// Share is the share of levels 4 and 5.
func (t Tally) Share() Share {
	n := 0
	for _, c := range t[1:] {
		n += max(0, c)
	}
	return NewShare(max(0, t[4])+max(0, t[5]), n)
}

// Satisfaction is what the surveys of a period say, in all and by what they were about.
type Satisfaction struct {
	Period string // "2026-W47", "2026-11"
	All    Tally
	Factor [len(factors)]Tally
	Unit   map[string]Tally // by UnitID; "" for the office as a whole
	Entry  map[string]Tally // by entry
}

// Week names the ISO week of a moment in Vietnam, "2026-W47"; Month names its month, "2026-11".
func Week(at time.Time) string {
	year, week := at.In(content.Zone).ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// Month names the month of a moment in Vietnam, "2026-11".
func Month(at time.Time) string { return at.In(content.Zone).Format("2006-01") }

// figuresTTL is how long counted figures are kept: they hold nobody's data, and a yearly report looks back.
const figuresTTL = 3 * 366 * 24 * time.Hour

func surveyGroup(period string) string { return "survey:" + period }

// LoadSatisfaction reads the counted surveys of a week or month.
func LoadSatisfaction(ctx context.Context, r bot.Reader, period string) (Satisfaction, error) {
	s := Satisfaction{Period: period, Unit: map[string]Tally{}, Entry: map[string]Tally{}}
	counts, err := r.Counters(ctx, surveyGroup(period))
	if err != nil {
		return s, err
	}
	for field, n := range counts {
		cut := strings.LastIndexByte(field, ':')
		level, convErr := strconv.Atoi(field[cut+1:])
		if cut < 0 || convErr != nil || level < 1 || level > 5 {
			continue
		}
		kind, of, _ := strings.Cut(field[:cut], ":")
		switch kind {
		case "all":
			s.All[level] += int(n)
		case "f":
			if i, err := strconv.Atoi(of); err == nil && i >= 0 && i < len(factors) {
				s.Factor[i][level] += int(n)
			}
		case "u":
			addTally(s.Unit, of, level, int(n))
		case "p":
			addTally(s.Entry, of, level, int(n))
		}
	}
	return s, nil
}

func addTally(m map[string]Tally, key string, level, n int) {
	t := m[key]
	t[level] += n
	m[key] = t
}

// Weeks reads the satisfaction of the last n weeks, the present one last.
func Weeks(ctx context.Context, r bot.Reader, now time.Time, n int) (out []Satisfaction, err error) {
	for i := n - 1; i >= 0; i-- {
		s, err := LoadSatisfaction(ctx, r, Week(now.AddDate(0, 0, -7*i)))
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// Usage counts what happened to questions and answers in a period.
type Usage struct {
	Answered, Chosen, Unknown int // questions: answered outright, offered choices, not answered
	Helpful, Unhelpful        int // ratings of answers
	Passed                    int // questions handed to officials
	Reasons                   map[string]int
	ByEntry                   map[string][2]int // ratings by entry: helpful, not
}

// Asked is the number of questions.
func (u Usage) Asked() int { return u.Answered + u.Chosen + u.Unknown }

// RightFirst is the share of rated answers that were found helpful.
func (u Usage) RightFirst() Share { return NewShare(u.Helpful, u.Helpful+u.Unhelpful) }

func askedGroup(period string) string { return "asked:" + period }
func ratedGroup(period string) string { return "rated:" + period }

// LoadUsage reads the counted questions and ratings of a week or month.
func LoadUsage(ctx context.Context, r bot.Reader, period string) (Usage, error) {
	u := Usage{Reasons: map[string]int{}, ByEntry: map[string][2]int{}}
	asked, err := r.Counters(ctx, askedGroup(period))
	if err != nil {
		return u, err
	}
	u.Answered, u.Chosen, u.Unknown, u.Passed = int(asked["answer"]), int(asked["choose"]), int(asked["unknown"]), int(asked["passed"])
	rated, err := r.Counters(ctx, ratedGroup(period))
	if err != nil {
		return u, err
	}
	for field, n := range rated {
		switch kind, of, _ := strings.Cut(field, ":"); kind {
		case "up":
			u.Helpful += int(n)
			u.ByEntry[of] = [2]int{u.ByEntry[of][0] + int(n), u.ByEntry[of][1]}
		case "down":
			u.Unhelpful += int(n)
			u.ByEntry[of] = [2]int{u.ByEntry[of][0], u.ByEntry[of][1] + int(n)}
		case "why":
			u.Reasons[of] += int(n)
		}
	}
	return u, nil
}

// counted adds to the week's and the month's figures of the moment at.
func counted(tx bot.Tx, group func(period string) string, at time.Time, field string, delta int64) {
	tx.Count(group(Week(at)), field, delta, figuresTTL)
	tx.Count(group(Month(at)), field, delta, figuresTTL)
}
