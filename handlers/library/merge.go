package library

import "strings"

// Hunk is a part of a text that two people changed from one base: either all agree, or the two must be chosen between.
type Hunk struct {
	Lines        []string // what stands there, where there is nothing to choose
	Mine, Theirs []string // of a conflict
	Conflict     bool
}

// Merge puts two texts that come from one base together: where only one of them was changed, that change is taken;
// where both changed the same lines into different ones, it is a conflict.
func Merge(base, mine, theirs string) (out []Hunk) {
	b, m, t := strings.Split(base, "\n"), strings.Split(mine, "\n"), strings.Split(theirs, "\n")
	inMine, inTheirs := matches(b, m), matches(b, t)
	bi, mi, ti := 0, 0, 0
	for {
		// The next line of the base that both kept ends the part before it.
		k := bi
		for k < len(b) && (inMine[k] < 0 || inTheirs[k] < 0) {
			k++
		}
		endMine, endTheirs := len(m), len(t)
		if k < len(b) {
			endMine, endTheirs = inMine[k], inTheirs[k]
		}
		if h, some := hunk(b[bi:k], m[mi:endMine], t[ti:endTheirs]); some {
			out = append(out, h)
		}
		if k == len(b) {
			return out
		}
		if n := len(out); n > 0 && !out[n-1].Conflict {
			out[n-1].Lines = append(out[n-1].Lines, b[k])
		} else {
			out = append(out, Hunk{Lines: []string{b[k]}})
		}
		bi, mi, ti = k+1, endMine+1, endTheirs+1
	}
}

// hunk decides a part between two lines that all have.
func hunk(base, mine, theirs []string) (h Hunk, some bool) {
	same := func(x, y []string) bool { return strings.Join(x, "\n") == strings.Join(y, "\n") && len(x) == len(y) }
	switch {
	case same(mine, theirs), same(base, theirs):
		return Hunk{Lines: append([]string(nil), mine...)}, len(mine) > 0
	case same(base, mine):
		return Hunk{Lines: append([]string(nil), theirs...)}, len(theirs) > 0
	}
	return Hunk{Mine: mine, Theirs: theirs, Conflict: true}, true
}

// matches says for each line of a where it stands in b, by the longest common part of both; -1 for none.
func matches(a, b []string) []int {
	common := commonRests(a, b)
	out := make([]int, len(a))
	for i := range out {
		out[i] = -1
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			out[i] = j
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			i++
		default:
			j++
		}
	}
	return out
}

// Choices of a conflict.
const (
	ChooseMine   = "toi"
	ChooseTheirs = "kia"
	ChooseBoth   = "ca-hai"
)

// Choose makes the text of hunks; choice says for each conflict, by its number from 0, which of the two stays. ok is
// false while one is not chosen.
func Choose(hunks []Hunk, choice func(n int) string) (text string, ok bool) {
	var lines []string
	n := 0
	for _, h := range hunks {
		if !h.Conflict {
			lines = append(lines, h.Lines...)
			continue
		}
		switch choice(n) {
		case ChooseMine:
			lines = append(lines, h.Mine...)
		case ChooseTheirs:
			lines = append(lines, h.Theirs...)
		case ChooseBoth:
			lines = append(append(lines, h.Theirs...), h.Mine...)
		default:
			return "", false
		}
		n++
	}
	return strings.Join(lines, "\n"), true
}
