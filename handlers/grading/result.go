package grading

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/figures"
)

// Result is how right the replies of some weeks were, as far as they were graded.
type Result struct {
	Graded, Drawn int
	Share         float64 // right and complete, of all questions asked, by the weight of their outcomes
	Low, High     float64 // its 95 % interval
	Usable        float64 // right, perhaps not complete
	Verdicts      map[Verdict]int
	Twice, Agree  int              // graded by two, and by both alike
	Missing       []search.Outcome // outcomes of which nothing was graded although there were such questions
}

// Enough reports whether the share rests on enough answers to be shown.
func (r Result) Enough() bool { return r.Graded >= 30 }

// String tells the share with what it rests on.
func (r Result) String() string {
	if !r.Enough() {
		return fmt.Sprintf(textTooFew, r.Graded)
	}
	return fmt.Sprintf(textGraded, figures.Percent(r.Share), r.Graded,
		figures.Percent(r.Low), figures.Percent(r.High))
}

// stratum is one outcome of one week.
type stratum struct {
	asked         float64 // all questions with that outcome
	graded        float64
	right, usable float64 // of the graded
}

// Load reads the result of weeks, "2026-W47".
func Load(ctx context.Context, r bot.Reader, weeks ...string) (Result, error) {
	res := Result{Verdicts: map[Verdict]int{}}
	var strata []stratum
	missing := map[search.Outcome]bool{}
	for _, week := range weeks {
		asked, err := r.Counters(ctx, figures.AskedGroup(week))
		if err != nil {
			return res, err
		}
		samples, err := Drawn(ctx, r, week)
		if err != nil {
			return res, err
		}
		res.Drawn += len(samples)
		for _, outcome := range Outcomes {
			s := stratum{asked: float64(asked[string(outcome)])}
			for _, one := range samples {
				if one.Outcome == outcome {
					res.count(one, &s)
				}
			}
			switch {
			case s.graded > 0:
				s.asked = max(s.asked, s.graded)
				strata = append(strata, s)
			case s.asked > 0:
				missing[outcome] = true
			}
		}
	}
	for _, o := range Outcomes {
		if missing[o] {
			res.Missing = append(res.Missing, o)
		}
	}
	res.estimate(strata)
	return res, nil
}

// count adds one reply. Where two disagree, each counts half.
func (r *Result) count(one Sample, s *stratum) {
	if len(one.Grades) == 0 {
		return
	}
	r.Graded++
	s.graded++
	for _, g := range one.Grades {
		r.Verdicts[g.Verdict]++
		if g.Verdict == Right {
			s.right += 1 / float64(len(one.Grades))
		}
		if g.Verdict == Right || g.Verdict == Partial {
			s.usable += 1 / float64(len(one.Grades))
		}
	}
	if len(one.Grades) == mostGrades {
		r.Twice++
		if one.Grades[0].Verdict == one.Grades[1].Verdict {
			r.Agree++
		}
	}
}

// estimate weighs the strata by how many questions each stands for (W. G. Cochran, Sampling Techniques, 3rd edition,
// 5.3), and takes Wilson's interval for as many simple answers as the sample is worth. The variance of a stratum is
// taken of (x+1)/(n+2), so that a few answers which are all right do not promise that all are.
func (r *Result) estimate(strata []stratum) {
	all := 0.0
	for _, s := range strata {
		all += s.asked
	}
	r.High = 1
	if all == 0 {
		return
	}
	variance, spread := 0.0, 0.0
	for _, s := range strata {
		weight := s.asked / all
		r.Share += weight * s.right / s.graded
		r.Usable += weight * s.usable / s.graded
		p := (s.right + 1) / (s.graded + 2)
		variance += weight * weight * p * (1 - p) / s.graded
		spread += weight * p
	}
	r.Low, r.High = figures.Wilson(r.Share, spread*(1-spread)/variance)
}

// WeeksOf are the weeks that begin in a month in Vietnam, as Load wants them.
func WeeksOf(month time.Time) (out []string) {
	for d := time.Date(month.Year(), month.Month(), 1, 12, 0, 0, 0,
		month.Location()); d.Month() == month.Month(); d = d.AddDate(0, 0, 1) {
		if d.Weekday() == time.Monday {
			out = append(out, figures.Week(d))
		}
	}
	return out
}
