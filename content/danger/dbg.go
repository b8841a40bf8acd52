package danger

import "fmt"

// Dbg prints.
func (m *Matcher) Dbg(text string) {
	var t reading
	m.read(&t, text)
	m.readOver(&t)
	for i := range t.tokens {
		n := "?"
		if t.tokens[i].id >= 0 {
			n = m.voc.names[t.tokens[i].id]
		}
		fmt.Printf("%s(m%v g%v h%v c%d) ", n, t.tokens[i].marked, t.tokens[i].guessed, t.tokens[i].hidden, t.tokens[i].clause)
	}
	fmt.Println(t.strict, m.cuesOf(&t, nil))
	for i := range t.tokens {
		m.signs.each(&t, i, func(p *pattern, end int) {
			fmt.Println("sign", m.all[p.what].Kind, m.all[p.what].Strength, i, end, m.denied(&t, i))
		})
	}
}
