package search

import (
	"slices"
	"sort"
)

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
