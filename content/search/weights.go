package search

// builtin is the fitted model; quality.WriteModel wrote it.
var builtin = Model{
	Rank: [numFeatures]float64{
		4.60,  // cover
		2.87,  // pairs
		2.01,  // title
		1.41,  // titlePairs
		2.52,  // both
		0.06,  // head
		-2.01, // miss
		1.28,  // field
		2.94,  // body
		-1.29, // conflict
		-2.20, // unasked
		2.25,  // asked
		-2.25, // lacking
		0.69,  // action
		-0.49, // noAction
		-1.83, // otherAction
		0.16,  // usual
		2.73,  // commune
		0.20,  // curated
		0.00,  // name
		1.71,  // first
		-0.53, // synonym
		-0.78, // run
		1.27,  // aspect
		-0.99, // otherAspect
	},
	Sure: signals{
		-8.76, // bias
		0.30,  // score
		0.55,  // margin
		1.40,  // margin3
		1.48,  // cover
		0.97,  // pairs
		1.69,  // title
		0.32,  // both
		-1.36, // run
		-1.25, // oov
		0.94,  // guess
		-0.64, // conflict
		-0.47, // content
		1.96,  // long
		-0.64, // soft
		0.31,  // aspect
		-0.28, // lacking
		-0.77, // matched
		-1.37, // vague
		0.06,  // share
	},
	Known: signals{
		-9.76, // bias
		0.62,  // score
		-0.06, // margin
		0.69,  // margin3
		0.45,  // cover
		0.53,  // pairs
		1.36,  // title
		2.16,  // both
		-1.02, // run
		-2.37, // oov
		-0.00, // guess
		-0.63, // conflict
		0.17,  // content
		1.53,  // long
		-1.14, // soft
		-0.52, // aspect
		-0.05, // lacking
		-1.98, // matched
		-0.03, // vague
		2.52,  // share
	},
	SureAt:  0.88,
	KnownAt: 0.30,
	Near:    5.00,
}
