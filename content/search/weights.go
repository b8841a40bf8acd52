// Weights fitted on evaluation sets; see content/search/quality.

package search

// fitted returns the built-in model.
func fitted() *Model {
	return &Model{
		Rank: [numFeatures]float64{
			6.03,  // cover
			2.73,  // pairs
			0.96,  // title
			2.09,  // titlePairs
			3.26,  // both
			0.24,  // head
			-2.55, // miss
			3.53,  // field
			5.00,  // body
			-2.57, // conflict
			-2.20, // unasked
			3.24,  // asked
			-2.74, // lacking
			0.64,  // action
			-0.32, // noAction
			-1.92, // otherAction
			0.09,  // usual
			3.01,  // commune
			0.20,  // curated
			0.00,  // name
			1.59,  // first
			-0.58, // synonym
			-1.66, // run
			2.35,  // aspect
			-0.98, // otherAspect
		},
		Sure: signals{
			-7.46, // bias
			0.24,  // score
			0.44,  // margin
			1.09,  // margin3
			1.35,  // cover
			1.31,  // pairs
			2.03,  // title
			0.31,  // both
			-1.11, // run
			-1.37, // oov
			0.99,  // guess
			-0.56, // conflict
			-0.43, // content
			1.74,  // long
			-0.69, // soft
			0.10,  // aspect
			-0.32, // lacking
			-0.91, // matched
			-1.69, // vague
			-0.05, // share
		},
		Known: signals{
			-9.49, // bias
			0.48,  // score
			-0.05, // margin
			0.81,  // margin3
			0.59,  // cover
			0.83,  // pairs
			2.02,  // title
			2.34,  // both
			-0.66, // run
			-2.02, // oov
			-0.01, // guess
			-0.35, // conflict
			0.14,  // content
			1.39,  // long
			-1.15, // soft
			-0.56, // aspect
			-0.15, // lacking
			-2.03, // matched
			-0.11, // vague
			2.49,  // share
		},
		SureAt:  0.86,
		KnownAt: 0.30,
		Near:    1.50,
	}
}
