package search

import (
	"slices"
	"sort"
)

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

// pairKey is a key for two numbers.
func pairKey(a, b int32) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

// lists turns sorted (key, value) pairs into one array per key.
func lists(kv []uint64, keys int) (start, list []int32) {
	start = make([]int32, keys+1)
	if len(kv) == 0 {
		return start, nil
	}
	// Counting sort by key, then each list sorted and made unique.
	for _, x := range kv {
		start[x>>32+1]++
	}
	for i := 1; i <= keys; i++ {
		start[i] += start[i-1]
	}
	fill := slices.Clone(start)
	all := make([]int32, len(kv))
	for _, x := range kv {
		k := x >> 32
		all[fill[k]] = int32(uint32(x))
		fill[k]++
	}
	list = make([]int32, 0, len(kv))
	for k := range keys {
		l := all[start[k]:start[k+1]]
		if !sort.SliceIsSorted(l, func(i, j int) bool { return l[i] < l[j] }) {
			slices.Sort(l)
		}
		l = slices.Compact(l)
		start[k] = int32(len(list))
		list = append(list, l...)
	}
	start[keys] = int32(len(list))
	return start, slices.Clip(list)
}

func posting(start, list []int32, id int32) []int32 { return list[start[id]:start[id+1]] }

func contains(sorted []int32, id int32) bool {
	lo, hi := 0, len(sorted)
	for lo < hi {
		mid := (lo + hi) / 2
		if sorted[mid] < id {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo < len(sorted) && sorted[lo] == id
}
