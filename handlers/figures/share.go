package figures

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Share is a share of counted answers with its uncertainty.
type Share struct {
	N, Hits   int
	Low, High float64 // 95 % interval of Wilson, from 0 to 1
}

// enough is how many answers a share must rest on to be shown.
const enough = 30

// NewShare is the share of hits among n with its interval.
func NewShare(hits, n int) Share {
	s := Share{N: n, Hits: hits, High: 1}
	if n > 0 {
		s.Low, s.High = Wilson(float64(hits)/float64(n), float64(n))
	}
	return s
}

// Wilson computes the 95 % interval of a share p that rests on n answers, by Wilson's score method (Journal of the
// American Statistical Association 22, 1927), which keeps its promise for few answers and for shares near 0 and 1. Of a
// sample that is not a simple one, n is the number of simple answers that it is worth.
func Wilson(p, n float64) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	const z = 1.959963984540054
	center := p + z*z/(2*n)
	spread := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, (center-spread)/(1+z*z/n)), min(1, (center+spread)/(1+z*z/n))
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
		return fmt.Sprintf(textTooFew, s.N, enough)
	}
	return fmt.Sprintf(textShare, Percent(s.Value()), s.Hits, s.N,
		strings.TrimSuffix(Percent(s.Low), "%"), Percent(s.High))
}

// WeeksShown is how many weeks the charts go back, the present one included: in the chat as in the console.
const WeeksShown = 8

// Percent writes 0.923 as "92,3%".
func Percent(v float64) string {
	return strings.Replace(strconv.FormatFloat(100*v, 'f', 1, 64), ".", ",", 1) + "%"
}
