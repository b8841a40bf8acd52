// Weights fitted on evaluation sets; see content/search/quality.

package search

// fitted returns the built-in model.
func fitted() *Model {
	return &Model{
		Rank: [numFeatures]float64{
			5.62,  // cover
			3.05,  // pairs
			1.25,  // title
			1.85,  // titlePairs
			3.22,  // both
			0.26,  // head
			-2.53, // miss
			2.97,  // field
			4.75,  // body
			-2.40, // conflict
			-2.18, // unasked
			3.05,  // asked
			-2.55, // lacking
			0.60,  // action
			-0.28, // noAction
			-1.81, // otherAction
			0.12,  // usual
			3.06,  // commune
			0.20,  // curated
			0.00,  // name
			1.71,  // first
			-0.71, // synonym
			-1.84, // run
			2.15,  // aspect
			-1.10, // otherAspect
		},
		Sure: signals{
			-7.16, // bias
			0.25,  // score
			0.47,  // margin
			0.87,  // margin3
			1.34,  // cover
			1.29,  // pairs
			1.97,  // title
			0.30,  // both
			-1.12, // run
			-1.38, // oov
			1.06,  // guess
			-0.73, // conflict
			-0.39, // content
			2.01,  // long
			-0.67, // soft
			-0.11, // aspect
			-0.36, // lacking
			-1.01, // matched
			-1.70, // vague
			-0.05, // share
		},
		Known: signals{
			-9.92, // bias
			0.49,  // score
			-0.04, // margin
			0.87,  // margin3
			0.47,  // cover
			0.89,  // pairs
			1.75,  // title
			2.32,  // both
			-0.60, // run
			-2.10, // oov
			-0.09, // guess
			-0.49, // conflict
			0.37,  // content
			1.42,  // long
			-1.15, // soft
			-0.52, // aspect
			-0.17, // lacking
			-2.08, // matched
			0.07,  // vague
			2.61,  // share
		},
		SureAt:  0.86,
		KnownAt: 0.30,
		Near:    1.50,
	}
}
