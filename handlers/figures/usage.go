package figures

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
)

// Reason is why an answer did not help: the letter in the button's action, and its words.
type Reason struct{ Key, Label string }

// Reasons lists why an answer did not help, in the order of the buttons.
var Reasons = []Reason{{"w", "Chưa đúng"}, {"h", "Khó hiểu"}, {"d", "Thiếu giấy tờ"}, {"o", "Thông tin cũ"}}

// ReasonName is the word for a reason as counted in Usage.Reasons.
func ReasonName(key string) string {
	for _, r := range Reasons {
		if r.Key == key {
			return r.Label
		}
	}
	return key
}

// Usage counts what happened to questions and answers in a period.
type Usage struct {
	Answered, Chosen, Unknown int   // questions: answered in full, offered choices, not answered
	Likely                    int   // of the answered: by the best guess, with the others beside it
	Helpful, Unhelpful        int   // ratings of answers
	Passed                    int   // questions handed to officials
	Saved                     Saved // calls and visits that answers made needless
	Reasons                   map[string]int
	ByEntry                   map[string][2]int // ratings by entry: helpful, not
	ByChannel                 map[string][2]int // the same by channel
}

// Asked is the number of questions.
func (u Usage) Asked() int { return u.Answered + u.Chosen + u.Unknown }

// RightFirst is the share of rated answers that were found helpful.
func (u Usage) RightFirst() Share { return NewShare(u.Helpful, u.Helpful+u.Unhelpful) }

// AskedGroup names the counters of the questions of a week or month.
func AskedGroup(period string) string { return "asked:" + period }

// RatedGroup names the counters of the ratings of a week or month.
func RatedGroup(period string) string { return "rated:" + period }

// LoadUsage reads the counted questions and ratings of a week or month.
func LoadUsage(ctx context.Context, r bot.Reader, period string) (Usage, error) {
	u := Usage{Reasons: map[string]int{}, ByEntry: map[string][2]int{}, ByChannel: map[string][2]int{}}
	asked, err := r.Counters(ctx, AskedGroup(period))
	if err != nil {
		return u, err
	}
	u.Likely, u.Chosen, u.Unknown, u.Passed = int(asked["likely"]), int(asked["choose"]), int(asked["unknown"]),
		int(asked["passed"])
	u.Answered = int(asked["answer"]) + u.Likely
	rated, err := r.Counters(ctx, RatedGroup(period))
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
		case "up-on":
			u.ByChannel[of] = [2]int{u.ByChannel[of][0] + int(n), u.ByChannel[of][1]}
		case "down-on":
			u.ByChannel[of] = [2]int{u.ByChannel[of][0], u.ByChannel[of][1] + int(n)}
		case "why":
			u.Reasons[of] += int(n)
		}
	}
	saved, err := r.Counters(ctx, SavedGroup(period))
	u.Saved = Saved{Call: int(saved["call"]), Visit: int(saved["visit"]), Both: int(saved["both"]),
		None: int(saved["none"])}
	return u, err
}

// Saved counts what people say that an answer made needless; one in ten of those who found one helpful is asked.
type Saved struct{ Call, Visit, Both, None int }

// SavedGroup names the counters of Saved of a week or month: call, visit, both, none.
func SavedGroup(period string) string { return "saved:" + period }

// Asked is how many said something.
func (s Saved) Asked() int { return s.Call + s.Visit + s.Both + s.None }

// Calls is how many were spared a call.
func (s Saved) Calls() int { return s.Call + s.Both }

// Visits is how many were spared a way to the office.
func (s Saved) Visits() int { return s.Visit + s.Both }

// String tells it with what it rests on.
func (s Saved) String() string {
	return fmt.Sprintf(textSaved, s.Calls(), s.Visits(),
		s.Asked())
}
