package figures

import (
	"strconv"
	"strings"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

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
	return strings.TrimSpace(compareWords[t.Compare] + " " + strings.Replace(strconv.FormatFloat(t.Value, 'f', -1, 64),
		".", ",", 1) + t.Unit)
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
		return textReachedMaybe
	}
	return textMissedMaybe
}
