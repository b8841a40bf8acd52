package library

import "strings"

// Difference is one line of two texts compared line by line.
type Difference struct {
	Mark string // "-": only in the first, "+": only in the second, " ": in both, "…": lines in both are left out
	Text string
}

// around is how many lines that are the same stand around each difference.
const around = 2

// Diff compares two texts line by line: the longest common subsequence stays, the rest is marked.
func Diff(first, second string) []Difference {
	a, b := strings.Split(first, "\n"), strings.Split(second, "\n")
	common := commonRests(a, b)
	var all []Difference
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			all = append(all, Difference{" ", a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			all = append(all, Difference{"-", a[i]})
			i++
		default:
			all = append(all, Difference{"+", b[j]})
			j++
		}
	}
	return nearChanges(all)
}

// commonRests is how many lines the rests of two texts have in common, from each pair of lines on.
func commonRests(a, b []string) [][]int {
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	return common
}

// nearChanges leaves out what is the same and far from every difference.
func nearChanges(all []Difference) (out []Difference) {
	keep := make([]bool, len(all))
	for i, d := range all {
		if d.Mark != " " {
			for k := max(0, i-around); k <= min(len(all)-1, i+around); k++ {
				keep[k] = true
			}
		}
	}
	for i, d := range all {
		switch {
		case keep[i]:
			out = append(out, d)
		case i > 0 && keep[i-1]:
			out = append(out, Difference{Mark: "…"})
		}
	}
	return out
}
