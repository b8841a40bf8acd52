package search

// post builds the posting lists.
func (c *corpus) post() {
	var uni, pairs, body []uint64 // word or pair number << 32 | surface
	c.pairIDs = make(map[uint64]int32, 8*len(c.docs))
	for i := len(c.surf) - 1; i >= 0; i-- {
		s := &c.surf[i]
		for j, w := range s.words {
			uni = append(uni, pairKey(w.id, int32(i)))
			if j == 0 {
				continue
			}
			key := pairKey(s.words[j-1].id, w.id)
			id, ok := c.pairIDs[key]
			if !ok {
				id = int32(len(c.pairIDs))
				c.pairIDs[key] = id
			}
			pairs = append(pairs, pairKey(id, int32(i)))
		}
	}
	for i := range c.docs {
		d := &c.docs[i]
		if d.faq == 0 && d.curated == 0 {
			continue
		}
		for _, id := range d.body {
			body = append(body, pairKey(id, d.firstSurf))
		}
	}
	n := len(c.voc.words)
	c.uniStart, c.uniList = lists(uni, n)
	c.pairStart, c.pairList = lists(pairs, len(c.pairIDs))
	c.bodyStart, c.bodyList = lists(body, n)
}

// pairDF is in how many surfaces two words stand side by side.
func (c *corpus) pairDF(a, b int32) int {
	if a < 0 || b < 0 {
		return 0
	}
	if id, ok := c.pairIDs[pairKey(a, b)]; ok {
		return int(c.pairStart[id+1] - c.pairStart[id])
	}
	return 0
}

func posting(start, list []int32, id int32) []int32 { return list[start[id]:start[id+1]] }
