// Package figures counts what the office wants to know of its service, by month and week: questions by how they ended,
// satisfaction out of the surveys against the plan's target, each share with its interval. It counts, and names nobody.
package figures

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

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
	Period  string // "2026-W47", "2026-11"
	All     Tally
	Channel map[string]Tally // by channel: on the web a visitor is known by an address alone
	Factor  [len(FactorNames)]Tally
	Unit    map[string]Tally // by UnitID; "" for the office as a whole
	Entry   map[string]Tally // by entry
}

// web is the channel on which nobody knows who is who: a ballot there is one of a browser, not of a person.
const web = "web"

// Known are the ballots of people whom a messenger knows: what is compared with a target. Those of the web page stand
// apart, in Channel.
func (s Satisfaction) Known() (known Tally) {
	for level, n := range s.All {
		known[level] = max(0, n-s.Channel[web][level])
	}
	return known
}

// Apart is how many ballots came from the web page.
func (s Satisfaction) Apart() int { return s.Channel[web].Share().N }

// Week names the ISO week of a moment in Vietnam, "2026-W47"; Month names its month, "2026-11".
func Week(at time.Time) string {
	year, week := at.In(content.Zone).ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// WeekWords says an ISO week as people do, with its Monday and its Sunday: "48/2026 (23/11–29/11)". What names no week
// is returned as it is.
func WeekWords(week string) string {
	var year, n int
	if _, err := fmt.Sscanf(week, "%4d-W%2d", &year, &n); err != nil {
		return week
	}
	first := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // always in week 1 (ISO 8601)
	monday := first.AddDate(0, 0, 7*(n-1)-(int(first.Weekday())+6)%7)
	return fmt.Sprintf("%d/%d (%s–%s)", n, year, monday.Format("02/01"), monday.AddDate(0, 0, 6).Format("02/01"))
}

// Month names the month of a moment in Vietnam, "2026-11".
func Month(at time.Time) string { return at.In(content.Zone).Format("2006-01") }

// figuresTTL is how long counted figures are kept: they hold nobody's data, and a yearly report looks back.
const figuresTTL = 3 * 366 * 24 * time.Hour

// SurveyGroup names the counters of the surveys of a week or month.
func SurveyGroup(period string) string { return "survey:" + period }

// LoadSatisfaction reads the counted surveys of a week or month.
func LoadSatisfaction(ctx context.Context, r bot.Reader, period string) (Satisfaction, error) {
	s := Satisfaction{Period: period, Channel: map[string]Tally{}, Unit: map[string]Tally{}, Entry: map[string]Tally{}}
	counts, err := r.Counters(ctx, SurveyGroup(period))
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
			if i, err := strconv.Atoi(of); err == nil && i >= 0 && i < len(FactorNames) {
				s.Factor[i][level] += int(n)
			}
		case "c":
			addTally(s.Channel, of, level, int(n))
		case "u":
			addTally(s.Unit, of, level, int(n))
		case "p":
			addTally(s.Entry, of, level, int(n))
		}
	}
	return s, nil
}

// Merge counts for each unit what was counted for it under earlier ids; now says what an earlier id is today.
func (s *Satisfaction) Merge(now func(id string) string) {
	units := make(map[string]Tally, len(s.Unit))
	for id, t := range s.Unit {
		sum := units[now(id)]
		for level, n := range t {
			sum[level] += n
		}
		units[now(id)] = sum
	}
	s.Unit = units
}

func addTally(m map[string]Tally, key string, level, n int) {
	t := m[key]
	t[level] += n
	m[key] = t
}

// Weeks reads the satisfaction of the last n weeks, the present one last; of an office, by its slug, or of all.
func Weeks(ctx context.Context, r bot.Reader, now time.Time, n int, office string) (out []Satisfaction, err error) {
	for i := n - 1; i >= 0; i-- {
		week := Week(now.AddDate(0, 0, -7*i))
		s, err := LoadSatisfaction(ctx, r, In(week, office))
		if err != nil {
			return nil, err
		}
		s.Period = week
		out = append(out, s)
	}
	return out, nil
}

// Count adds to the week's and the month's figures of the moment at, and to those of the office, by its slug, where
// several are served; empty: of none.
func Count(tx bot.Tx, group func(period string) string, at time.Time, office, field string, delta int64) {
	for _, period := range []string{Week(at), Month(at)} {
		tx.Count(group(period), field, delta, figuresTTL)
		if office != "" {
			tx.Count(group(In(period, office)), field, delta, figuresTTL)
		}
	}
}

// In names the figures of an office in a period, by its slug; of all offices where that is empty.
func In(period, office string) string {
	if office == "" {
		return period
	}
	return period + "@" + office
}

// Factors lists what the survey asks about, in its order.
func Factors() []string { return FactorNames[:] }

// LevelName is the word for a level of the survey, empty for none.
func LevelName(level int) string {
	if level < 1 || level >= len(Levels) {
		return ""
	}
	return Levels[level]
}
