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

// fitted returns the built-in model.
func fitted() *Model {
	m := &Model{SureAt: 0.85, KnownAt: 0.3, Near: 1.5}
	m.Rank = [numFeatures]float64{
		fCover: 4, fPairs: 3, fTitle: 2, fTitlePairs: 1, fBoth: 2, fHead: 1, fMiss: -1, fField: 0.5, fBody: 0.3,
		fConflict: -1, fUnasked: -1.5, fAsked: 1, fLacking: -0.5, fAction: 1, fNoAction: -0.7, fOtherAct: -0.7,
		fUsual: 0.2, fCommune: 0.4, fCurated: 0.2, fName: 0, fFirst: 1, fAlt: 0, fRun: 0.5,
	}
	m.Sure = signals{cBias: -8, cScore: 0.7, cMargin: 2}
	m.Known = signals{cBias: -4, cScore: 0.6}
	return m
}
