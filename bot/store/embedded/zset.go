package embedded

import (
	"slices"
	"sort"
)

// chunkMax bounds the pieces of a zset's order: an insertion moves at most so many items.
const chunkMax = 256

type zitem struct {
	score  int64
	member string
}

func (a zitem) less(b zitem) bool {
	return a.score < b.score || a.score == b.score && a.member < b.member
}

// zset is a sorted set: members by name, and all of them in the order (score, member) in chunks.
type zset struct {
	scores map[string]int64
	chunks [][]zitem // none is empty
}

func newZset() *zset { return &zset{scores: make(map[string]int64)} }

// chunkOf returns the chunk that holds, or would hold, it.
func (z *zset) chunkOf(it zitem) int {
	i := sort.Search(len(z.chunks), func(i int) bool { return it.less(z.chunks[i][0]) })
	return max(i-1, 0)
}

func (z *zset) set(member string, score int64) (added bool) {
	old, had := z.scores[member]
	if had && old == score {
		return false
	}
	if had {
		z.cut(zitem{old, member})
	}
	z.scores[member] = score
	it := zitem{score, member}
	if len(z.chunks) == 0 {
		z.chunks = append(z.chunks, []zitem{it})
		return !had
	}
	c := z.chunkOf(it)
	chunk := z.chunks[c]
	i := sort.Search(len(chunk), func(i int) bool { return it.less(chunk[i]) })
	chunk = slices.Insert(chunk, i, it)
	if len(chunk) > chunkMax {
		half := len(chunk) / 2
		if c == len(z.chunks)-1 && i == len(chunk)-1 {
			half = chunkMax // scores that grow with time fill their chunks
		}
		z.chunks = slices.Insert(z.chunks, c+1, slices.Clone(chunk[half:]))
		chunk = chunk[:half]
	}
	z.chunks[c] = chunk
	return !had
}

func (z *zset) remove(member string) bool {
	score, had := z.scores[member]
	if had {
		delete(z.scores, member)
		z.cut(zitem{score, member})
	}
	return had
}

func (z *zset) cut(it zitem) {
	c := z.chunkOf(it)
	chunk := z.chunks[c]
	i := sort.Search(len(chunk), func(i int) bool { return !chunk[i].less(it) })
	chunk = slices.Delete(chunk, i, i+1)
	if len(chunk) == 0 {
		z.chunks = slices.Delete(z.chunks, c, c+1)
		return
	}
	z.chunks[c] = chunk
}

// rankOf counts the items before the first that has at least this score.
func (z *zset) rankOf(score int64) int {
	rank := 0
	for _, chunk := range z.chunks {
		if chunk[len(chunk)-1].score < score {
			rank += len(chunk)
			continue
		}
		return rank + sort.Search(len(chunk), func(i int) bool { return chunk[i].score >= score })
	}
	return rank
}

// slice copies the items of ranks [from, to).
func (z *zset) slice(from, to int) []zitem {
	from, to = max(from, 0), min(to, len(z.scores))
	if from >= to {
		return nil
	}
	out := make([]zitem, 0, to-from)
	pos := 0
	for _, chunk := range z.chunks {
		if pos >= to {
			break
		}
		if pos+len(chunk) > from {
			out = append(out, chunk[max(from-pos, 0):min(to-pos, len(chunk))]...)
		}
		pos += len(chunk)
	}
	return out
}
