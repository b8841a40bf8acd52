package search

// Some words have several meanings, told apart by their neighbours: "mất" is dead, lost, or what something takes in
// time and money. The lists are in senses.yaml.

// senseReach is how many words before a word its neighbour may stand.
const senseReach = 5

// sensesAt adds the meanings of the word at i that its neighbours tell.
func (rd *reader) sensesAt(q *query, i int) {
	w := &q.words[i]
	for n := range rd.senses {
		s := &rd.senses[n]
		if w.id != s.word.id || w.marked && w.mark >= 0 && w.mark != s.word.mark || i > 0 && s.not[q.words[i-1].id] ||
			i+1 < len(q.words) && (s.unless[q.words[i+1].id] || rd.isNumber(q.words[i+1].id)) {
			continue
		}
		for k := i - 1; k >= max(0, i-senseReach); k-- {
			if s.after[q.words[k].id] {
				rd.addSynonym(q, s.item, i, i+1)
				break
			}
		}
	}
}

// isNumber reports whether a word is written in digits.
func (rd *reader) isNumber(id int32) bool {
	return id >= 0 && rd.voc.words[id][0] >= '0' && rd.voc.words[id][0] <= '9'
}
