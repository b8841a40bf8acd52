// Weights fitted on evaluation sets; see content/search/quality.

package search

// fitted returns the built-in model.
func fitted() *Model {
	return &Model{
		Rank: [numFeatures]float64{
			4.79,  // cover
			4.08,  // pairs
			1.66,  // title
			1.68,  // titlePairs
			3.13,  // both
			0.27,  // head
			-2.57, // miss
			2.41,  // field
			3.91,  // body
			-2.21, // conflict
			-1.72, // unasked
			2.52,  // asked
			-2.02, // lacking
			0.82,  // action
			-0.50, // noAction
			-1.96, // otherAction
			-0.25, // usual
			3.19,  // commune
			0.20,  // curated
			0.00,  // name
			2.06,  // first
			-1.89, // synonym
			-2.18, // run
			1.70,  // aspect
			-1.03, // otherAspect
		},
		Sure: signals{
			-5.20, // bias
			0.16,  // score
			0.44,  // margin
			0.49,  // margin3
			1.61,  // cover
			1.30,  // pairs
			2.16,  // title
			0.50,  // both
			-1.67, // run
			-1.61, // oov
			1.04,  // guess
			-0.72, // conflict
			-0.09, // content
			1.43,  // long
			-0.56, // soft
			0.11,  // aspect
			-0.49, // lacking
			-0.95, // matched
			-1.15, // vague
			-0.78, // share
		},
		Known: signals{
			-7.92, // bias
			0.40,  // score
			-0.20, // margin
			0.92,  // margin3
			1.29,  // cover
			0.34,  // pairs
			1.73,  // title
			2.64,  // both
			-0.77, // run
			-2.19, // oov
			0.07,  // guess
			-0.55, // conflict
			-0.04, // content
			1.29,  // long
			-1.04, // soft
			-0.49, // aspect
			-0.29, // lacking
			-1.91, // matched
			0.69,  // vague
			1.63,  // share
		},
		SureAt:  0.85,
		KnownAt: 0.30,
		Near:    1.50,
	}
}
