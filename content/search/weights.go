package search

// Written by `motcua quality --fit`; do not edit.

// national has the weights for the export of the national portal.
var national = Model{
	Rank: [numFeatures]float64{
		3.86,  // cover
		1.54,  // pairs
		2.33,  // title
		1.99,  // titlePairs
		2.60,  // both
		-0.04, // head
		-1.44, // miss
		1.16,  // field
		1.76,  // body
		-1.22, // conflict
		-1.99, // unasked
		2.27,  // asked
		-2.27, // lacking
		0.86,  // action
		-0.65, // noAction
		-1.61, // otherAction
		0.23,  // usual
		1.58,  // commune
		0.20,  // curated
		-0.82, // name
		0.92,  // first
		-0.33, // synonym
		-1.02, // run
		1.28,  // aspect
		-0.98, // otherAspect
		0.00,  // ask
		1.23,  // subject
		0.57,  // line
		1.32,  // lineGain
		0.43,  // said
		1.50,  // often
		2.35,  // saidPairs
	},
	First: signals{
		-4.47, // bias
		0.48,  // score
		1.05,  // margin
		-0.39, // margin3
		-1.10, // cover
		-0.44, // pairs
		1.56,  // title
		-0.43, // both
		-0.98, // run
		-1.39, // oov
		0.88,  // guess
		0.12,  // conflict
		-0.85, // content
		1.96,  // long
		-0.86, // soft
		0.06,  // aspect
		0.26,  // lacking
		0.20,  // matched
		-2.38, // vague
		0.14,  // share
		-0.69, // subject
		2.39,  // line
		0.11,  // lineGain
		0.00,  // ask
		1.26,  // said
		-2.39, // often
		-2.68, // unread
	},
	Known: signals{
		-5.57, // bias
		0.67,  // score
		0.31,  // margin
		-0.45, // margin3
		-1.08, // cover
		-1.17, // pairs
		1.33,  // title
		1.82,  // both
		-1.56, // run
		-2.12, // oov
		-0.18, // guess
		-0.23, // conflict
		-0.43, // content
		1.20,  // long
		-1.21, // soft
		-0.44, // aspect
		0.39,  // lacking
		-1.15, // matched
		-0.44, // vague
		1.35,  // share
		-0.41, // subject
		1.47,  // line
		0.36,  // lineGain
		0.00,  // ask
		1.05,  // said
		-1.73, // often
		-2.26, // unread
	},
	Short: passage{
		-4.00, // bias
		0.00,  // cover
		0.00,  // title
		0.00,  // both
		1.00,  // pairs
		2.00,  // rest
		2.00,  // restTitle
		2.00,  // restBoth
		0.50,  // same
		-0.50, // other
		0.00,  // conflict
		0.00,  // say
		0.00,  // missed
		0.00,  // lacking
		0.00,  // together
	},
	Near: 5.00,
}

// office has the weights for a base that an office wrote.
var office = Model{
	Rank: [numFeatures]float64{
		4.30,  // cover
		3.69,  // pairs
		2.33,  // title
		1.03,  // titlePairs
		2.69,  // both
		0.49,  // head
		-1.65, // miss
		1.15,  // field
		3.00,  // body
		-0.98, // conflict
		-1.16, // unasked
		0.85,  // asked
		-0.85, // lacking
		0.94,  // action
		-0.74, // noAction
		-0.91, // otherAction
		0.04,  // usual
		0.32,  // commune
		0.20,  // curated
		-0.31, // name
		1.83,  // first
		-1.36, // synonym
		-0.71, // run
		0.39,  // aspect
		-0.82, // otherAspect
		-0.93, // ask
		1.84,  // subject
		1.33,  // line
		1.04,  // lineGain
		-0.29, // said
		0.57,  // often
		2.66,  // saidPairs
	},
	First: signals{
		-1.34, // bias
		0.36,  // score
		1.01,  // margin
		-0.06, // margin3
		-0.61, // cover
		-0.11, // pairs
		0.06,  // title
		0.24,  // both
		-0.78, // run
		-0.23, // oov
		-0.10, // guess
		0.33,  // conflict
		0.84,  // content
		0.11,  // long
		0.11,  // soft
		0.30,  // aspect
		0.31,  // lacking
		0.29,  // matched
		-0.52, // vague
		-3.36, // share
		-0.06, // subject
		-0.63, // line
		-0.34, // lineGain
		-0.14, // ask
		-1.05, // said
		-0.59, // often
		-0.51, // unread
	},
	Known: signals{
		-1.46, // bias
		0.48,  // score
		0.02,  // margin
		0.16,  // margin3
		-0.33, // cover
		0.02,  // pairs
		0.16,  // title
		0.35,  // both
		-1.15, // run
		-0.43, // oov
		-0.53, // guess
		0.41,  // conflict
		0.18,  // content
		0.10,  // long
		0.03,  // soft
		0.20,  // aspect
		0.21,  // lacking
		0.61,  // matched
		-0.29, // vague
		-2.60, // share
		-0.30, // subject
		-0.25, // line
		-0.14, // lineGain
		-0.22, // ask
		-0.61, // said
		-0.41, // often
		-0.48, // unread
	},
	Short: passage{
		-4.11, // bias
		-0.62, // cover
		0.51,  // title
		0.39,  // both
		2.21,  // pairs
		-0.09, // rest
		1.99,  // restTitle
		2.72,  // restBoth
		0.65,  // same
		-0.97, // other
		-0.16, // conflict
		0.69,  // say
		0.21,  // missed
		0.43,  // lacking
		-0.88, // together
	},
	Near: 5.00,
}
