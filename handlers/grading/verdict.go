package grading

// Verdict is what somebody who knows the matter thinks of what the citizen read.
type Verdict string

// The verdicts.
const (
	Right        Verdict = "right"
	Partial      Verdict = "partial"
	Wrong        Verdict = "wrong"
	ShouldRefuse Verdict = "refuse"
	ShouldAnswer Verdict = "answer"
)

// Verdicts are all of them with their words, the best first.
var Verdicts = []struct {
	Verdict Verdict
	Words   string
}{
	{Right, "Đúng và đủ"},
	{Partial, "Đúng nhưng còn thiếu"},
	{Wrong, "Sai"},
	{ShouldRefuse, "Lẽ ra phải từ chối, chuyển cán bộ"},
	{ShouldAnswer, "Lẽ ra phải trả lời được"},
}

// Words are the words of a verdict.
func (v Verdict) Words() string {
	for _, w := range Verdicts {
		if w.Verdict == v {
			return w.Words
		}
	}
	return ""
}

// Good reports whether nothing has to be done about it.
func (v Verdict) Good() bool { return v == Right }
