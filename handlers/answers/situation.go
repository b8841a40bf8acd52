package answers

import (
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
	return 0
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
		if share := n / float64(max(1, len(asked))); n >= least && share > best {
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
