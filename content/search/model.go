package search

// Model holds the fitted weights of ranking and decision.
type Model struct {
	Rank    [numFeatures]float64
	Sure    signals // chance that the first hit is meant
	Known   signals // chance that one of the first hits is meant
	SureAt  float64 // answer outright from here
	KnownAt float64 // below this: unknown
	Near    float64 // hits within this score of the first are choices
}

func (m *Model) rank(f *features) float64 {
	var z float64
	for i := range f {
		z += m.Rank[i] * float64(f[i])
	}
	return z
}

// DefaultModel returns a copy of the built-in model.
func DefaultModel() *Model {
	m := builtin
	return &m
}
