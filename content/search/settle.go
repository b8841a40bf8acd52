package search

import "math/bits"

// settle adds the features that depend on the document alone.
func (k *ranker) settle(s *comparison, d *doc, f *features) {
	q, m := s.q, &s.match
	var rest, field, body, content, subject float32
	for i := range q.words {
		w := &q.words[i]
		if w.factor < weakFactor {
			continue
		}
		content += w.weight
		if m.covered[i] || w.id >= 0 && contains(d.subject, w.id) {
			subject += w.weight
		}
		if m.got[i] > 0 || m.covered[i] || w.id < 0 {
			continue
		}
		rest += w.weight
		if contains(d.field, w.id) {
			field += w.weight
		} else if contains(d.body, w.id) {
			body += w.weight
		}
	}
	if rest > 0 {
		f[fField], f[fBody] = field/q.total, body/q.total
	}
	if content > 0 {
		f[fSubject] = subject / content
	}
	unasked := d.qualifiers &^ q.quals
	for b := unasked; b != 0; b &= b - 1 {
		f[fUnasked] += k.qualWeight[bits.TrailingZeros64(b)]
	}
	f[fUnasked] = min(f[fUnasked], 2)
	if q.quals != 0 {
		f[fAsked] = float32(bits.OnesCount64(q.quals&d.qualifiers)) / float32(bits.OnesCount64(q.quals))
		f[fLacking] = 1 - f[fAsked]
	}
	special := q.actions &^ k.usual
	if special != 0 {
		there := bits.OnesCount64(special & d.actions)
		near := 0
		for b := special &^ d.actions; b != 0; b &= b - 1 {
			if k.like[bits.TrailingZeros64(b)]&d.actions != 0 {
				near++
			}
		}
		n := float32(bits.OnesCount64(special))
		f[fAction] = (float32(there) + 0.5*float32(near)) / n
		f[fNoAction] = 1 - f[fAction]
	} else if d.actions&k.usual != 0 {
		f[fUsual] = 1
	}
	if d.actions&k.usual == 0 || special != 0 {
		f[fOtherAct] = min(1, 0.5*float32(bits.OnesCount64(d.actions&^k.usual&^q.actions)))
	}
	if k.communeFirst {
		f[fCommune] = d.level
	}
	f[fCurated] = d.curated
	if d.faq != 0 && d.aspects != 0 && q.aspects != 0 {
		if d.aspects&q.aspects != 0 {
			f[fAspect] = 1
		} else {
			f[fOtherAspect] = 1
		}
	}
}
