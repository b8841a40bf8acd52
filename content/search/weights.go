package search

// builtin is the fitted model; quality.WriteModel wrote it.
var builtin = Model{
	Rank: [numFeatures]float64{
		4.60,  // cover
		2.87,  // pairs
		2.01,  // title
		1.41,  // titlePairs
		2.53,  // both
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
		0.17,  // usual
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
		-8.62, // bias
		0.31,  // score
		0.54,  // margin
		1.41,  // margin3
		1.53,  // cover
		0.98,  // pairs
		1.66,  // title
		0.34,  // both
		-1.38, // run
		-1.23, // oov
		0.94,  // guess
		-0.64, // conflict
		-0.55, // content
		1.85,  // long
		-0.65, // soft
		0.18,  // aspect
		-0.28, // lacking
		-0.75, // matched
		-1.64, // vague
		0.06,  // share
	},
	Known: signals{
		-9.70, // bias
		0.62,  // score
		-0.06, // margin
		0.70,  // margin3
		0.46,  // cover
		0.53,  // pairs
		1.38,  // title
		2.16,  // both
		-1.04, // run
		-2.39, // oov
		-0.01, // guess
		-0.62, // conflict
		0.10,  // content
		1.55,  // long
		-1.14, // soft
		-0.60, // aspect
		-0.05, // lacking
		-1.96, // matched
		-0.13, // vague
		2.52,  // share
	},
	SureAt:  0.88,
	KnownAt: 0.30,
	Near:    5.00,
}
