package answers

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
)

// Situation picks the dossier that the question names ("cha mẹ chưa kết hôn"), or the ordinary one.
func (k *Knowledge) Situation(id, question string) int {
	p, ok := k.Library.Procedure(id)
	if !ok {
		return 0
	}
	if i, found := k.matchSituation(p, question); found {
		return i
	}
	if years, ok := ageIn(question); ok {
		return caseOfAge(p, years)
	}
	return 0
}

// An age said by the way picks the case, or the neighbour of an entry, whose title sets a bound that it lies within.
var (
	ageSaid    = regexp.MustCompile(`\b(\d{1,3}) ?(tuoi|t|thang|tuan)\b`)
	ageFrom    = regexp.MustCompile(`\btu (?:du )?(\d+)(?: tuoi)?\b|\btren (\d+) tuoi\b`)
	ageBelow   = regexp.MustCompile(`\bduoi (\d+) tuoi\b`)
	lateBeyond = regexp.MustCompile(`\bmuon qua (\d+) ngay\b`)
	ageAside   = regexp.MustCompile(`\b(trong|mat|may|bao nhieu|sau|qua|truoc|het han) (\d{1,3}) ?(thang|tuan)`)
)

// ageIn reads somebody's age in years: "bé 8 tháng tuổi rồi", "cháu 6t".
func ageIn(text string) (years float64, ok bool) {
	folded := vi.Fold(text)
	m := ageSaid.FindStringSubmatch(folded)
	if m == nil || ageAside.MatchString(folded) {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	years = float64(n)
	switch m[2] {
	case "thang":
		years /= 12
	case "tuan":
		years /= 52
	}
	if m[2] != "tuoi" && m[2] != "t" && !hasWords(folded, "tuoi") && !hasWords(folded, "be") {
		return 0, false
	}
	return years, err == nil && years <= 120
}

// boundsOf reads the ages that a folded title is for; ok is false where it sets no bound.
func boundsOf(title string) (from, below float64, ok bool) {
	below = 200
	if !strings.Contains(title, "tuoi") {
		return 0, 0, false
	}
	if m := ageFrom.FindStringSubmatch(title); m != nil {
		from, _ = strconv.ParseFloat(m[1]+m[2], 64)
		ok = true
	}
	if m := ageBelow.FindStringSubmatch(title); m != nil {
		below, _ = strconv.ParseFloat(m[1], 64)
		ok = true
	}
	return from, below, ok
}

// grown is the age from which nobody speaks of a child.
const grown = 18

// caseOfAge is the dossier of a procedure for an age; 0 when none is for it alone.
func caseOfAge(p *content.Procedure, years float64) int {
	for i, s := range p.Dossier {
		title := vi.Fold(s.Title)
		if m := lateBeyond.FindStringSubmatch(title); m != nil {
			if days, _ := strconv.Atoi(m[1]); years < grown && years*365 > float64(days) {
				return i
			}
		}
		if from, below, ok := boundsOf(title); ok && years >= from && years < below {
			return i
		}
	}
	return 0
}

// SaysCase reports whether words say how things are with somebody, so that what is asked next is asked of that case.
func SaysCase(text string) bool {
	_, aged := ageIn(text)
	return aged || circumstance(text)
}

// matchSituation finds the dossier whose words stand in the text; the longest words win.
func (k *Knowledge) matchSituation(p *content.Procedure, text string) (at int, found bool) {
	folded := " " + vi.Fold(text) + " "
	longest := 0
	for i, s := range p.Dossier {
		for _, words := range append([]string{s.Title}, s.Also...) {
			w := k.Fold(words)
			if len(w) > longest && strings.Contains(folded, " "+w+" ") {
				at, found, longest = i, true, len(w)
			}
		}
	}
	return at, found
}

// nearSituation picks the dossier that holds nearly all the words of a question's rest, of which there must be so
// many: "cha mẹ chưa kết hôn" is "Cha mẹ chưa đăng ký kết hôn".
func nearSituation(p *content.Procedure, rest string, least float64) (at int, found bool) {
	var asked []string
	for w := range strings.FieldsSeq(leaningOff(rest)) {
		if !vi.Polite(w) && !situationSmall[w] {
			asked = append(asked, w)
		}
	}
	best := 0.0
	for i, s := range p.Dossier {
		have := vi.WordSet(vi.Fold(s.Title + " " + strings.Join(s.Also, " ")))
		n := 0.0
		for _, w := range asked {
			if have[w] {
				n++
			}
		}
		if share := n / float64(max(1, len(asked))); (n >= least || n >= fewCaseWords && share == 1) && share > best {
			at, best = i, share
		}
	}
	return at, best >= 0.8
}

// leaningOff leaves out of folded words those that only stand for whom the case is about, or say that it is so by now.
func leaningOff(folded string) string {
	words := strings.Fields(folded)
	out := make([]string, 0, len(words))
	for i := 0; i < len(words); i++ {
		switch {
		case i+1 < len(words) && spokenOf[words[i]+" "+words[i+1]]:
			i++
		case words[i] != "tung" && words[i] != "roi":
			out = append(out, words[i])
		}
	}
	return strings.Join(out, " ")
}

// spokenOf are folded words that stand for somebody.
var spokenOf = map[string]bool{"co ay": true, "anh ay": true, "chi ay": true, "ong ay": true, "ba ay": true,
	"em ay": true, "ban ay": true, "nguoi ay": true, "ban gai": true, "ban trai": true, "nguoi yeu": true}

// fewCaseWords is how many words of a question must stand in a case.
const fewCaseWords = 2.0

// situationSmall are words of a question about a case that say nothing of it.
var situationSmall = vi.WordSet("thi sao neu ma la co phai can gi nhung giay to the nao lam truong hop")

// names reports whether words name an entry of their own.
func names(r search.Result) bool { return r.Outcome == search.Answer || r.Outcome == search.Likely }
