package vidate

import (
	"math/rand/v2"
	"regexp/syntax"
	"strings"
	"testing"
)

// Whatever a pattern matches holds one of the words for which it is looked for at all.
func TestPatternsNeed(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, p := range patterns {
		tree, err := syntax.Parse(p.re.String(), syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		matched := 0
		for range 300 {
			var b strings.Builder
			write(&b, tree.Simplify(), random)
			if s := b.String(); p.re.MatchString(s) {
				matched++
				if !p.mayStand(s) {
					t.Errorf("%q is not looked for with %s", s, p.needs)
				}
			}
		}
		if matched < 30 {
			t.Errorf("only %d of 300 texts match %s", matched, p.re)
		}
	}
}

// write writes a text that an expression without look-around matches in most places.
func write(b *strings.Builder, e *syntax.Regexp, random *rand.Rand) {
	times, from := 1, e.Sub
	switch e.Op {
	case syntax.OpLiteral:
		b.WriteString(string(e.Rune))
		return
	case syntax.OpCharClass:
		pair := 2 * random.IntN(len(e.Rune)/2)
		b.WriteRune(e.Rune[pair] + random.Int32N(min(10, e.Rune[pair+1]-e.Rune[pair]+1)))
		return
	case syntax.OpAlternate:
		from = e.Sub[random.IntN(len(e.Sub)):][:1]
	case syntax.OpStar, syntax.OpQuest:
		times = random.IntN(2)
	}
	for range times {
		for _, sub := range from {
			write(b, sub, random)
		}
	}
}
