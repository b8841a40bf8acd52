package search

import "math"

// Model holds the fitted weights of ranking and decision.
type Model struct {
	Rank  [numFeatures]float64
	First signals // chance that the first hit is meant
	Known signals // chance that one of the first hits is meant
	Short passage // chance that a short answer is wanted
	Near  float64 // hits within this score of the first are choices
}

func (m *Model) rank(f *features) float64 {
	var z float64
	for i := range f {
		z += m.Rank[i] * float64(f[i])
	}
	return z
}

// DefaultModel returns a copy of the built-in model for the national export, or for a curated base.
func DefaultModel(curated bool) *Model {
	m := national
	if curated {
		m = office
	}
	return &m
}

// logistic is a chance by weights and evidence.
func logistic(w, c []float64) float64 {
	var z float64
	for i := range c {
		z += w[i] * c[i]
	}
	return 1 / (1 + math.Exp(-z))
}
