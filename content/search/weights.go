package search

// Written by `motcua quality --fit`; do not edit.

// national has the weights for the export of the national portal.
var national = Model{
	Rank: [numFeatures]float64{
		4.57,  // cover
		2.64,  // pairs
		2.58,  // title
		2.05,  // titlePairs
		3.07,  // both
		0.02,  // head
		-1.48, // miss
		1.14,  // field
		2.56,  // body
		-1.24, // conflict
		-2.05, // unasked
		2.25,  // asked
		-2.25, // lacking
		1.03,  // action
		-0.83, // noAction
		-1.76, // otherAction
		0.19,  // usual
		1.86,  // commune
		0.20,  // curated
		-0.57, // name
		1.33,  // first
		-1.00, // synonym
		-1.23, // run
		1.26,  // aspect
		-0.96, // otherAspect
		0.00,  // ask
		1.45,  // subject
		1.03,  // line
		1.54,  // lineGain
	},
	First: signals{
		-4.28, // bias
		0.39,  // score
		1.04,  // margin
		-0.59, // margin3
		-0.94, // cover
		0.37,  // pairs
		1.73,  // title
		-0.72, // both
		-1.03, // run
		-1.70, // oov
		0.69,  // guess
		-0.31, // conflict
		-0.62, // content
		2.43,  // long
		-1.01, // soft
		0.07,  // aspect
		0.01,  // lacking
		0.56,  // matched
		-2.27, // vague
		-0.05, // share
		-0.16, // subject
		2.56,  // line
		0.18,  // lineGain
		0.00,  // ask
		-2.90, // unread
	},
	Known: signals{
		-5.73, // bias
		0.71,  // score
		0.07,  // margin
		-0.42, // margin3
		-0.73, // cover
		-0.84, // pairs
		1.01,  // title
		1.58,  // both
		-1.50, // run
		-2.35, // oov
		-0.10, // guess
		-0.23, // conflict
		-0.17, // content
		1.48,  // long
		-1.45, // soft
		-0.47, // aspect
		0.24,  // lacking
		-0.81, // matched
		-0.44, // vague
		0.96,  // share
		-0.53, // subject
		1.69,  // line
		0.34,  // lineGain
		0.00,  // ask
		-2.43, // unread
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
	},
	Near: 5.00,
}

// office has the weights for a base that an office wrote.
var office = Model{
	Rank: [numFeatures]float64{
		4.67,  // cover
		4.49,  // pairs
		2.45,  // title
		1.02,  // titlePairs
		3.07,  // both
		0.48,  // head
		-1.68, // miss
		1.15,  // field
		3.47,  // body
		-1.05, // conflict
		-1.18, // unasked
		0.83,  // asked
		-0.83, // lacking
		0.98,  // action
		-0.78, // noAction
		-0.89, // otherAction
		0.09,  // usual
		0.28,  // commune
		0.20,  // curated
		-0.27, // name
		2.02,  // first
		-1.69, // synonym
		-0.83, // run
		0.32,  // aspect
		-0.84, // otherAspect
		-0.80, // ask
		1.77,  // subject
		1.67,  // line
		1.46,  // lineGain
	},
	First: signals{
		-1.61, // bias
		0.29,  // score
		0.99,  // margin
		-0.16, // margin3
		-0.96, // cover
		0.51,  // pairs
		0.40,  // title
		0.32,  // both
		-0.81, // run
		-0.30, // oov
		-0.12, // guess
		0.22,  // conflict
		0.91,  // content
		0.42,  // long
		-0.01, // soft
		0.23,  // aspect
		0.13,  // lacking
		0.26,  // matched
		-0.49, // vague
		-3.45, // share
		-0.09, // subject
		-0.71, // line
		-0.41, // lineGain
		-0.13, // ask
		-0.71, // unread
	},
	Known: signals{
		-1.79, // bias
		0.46,  // score
		0.07,  // margin
		0.16,  // margin3
		-0.59, // cover
		0.33,  // pairs
		0.20,  // title
		0.34,  // both
		-1.34, // run
		-0.62, // oov
		-0.48, // guess
		0.56,  // conflict
		0.12,  // content
		0.20,  // long
		-0.27, // soft
		0.09,  // aspect
		0.11,  // lacking
		0.55,  // matched
		-0.29, // vague
		-2.57, // share
		-0.34, // subject
		-0.31, // line
		-0.29, // lineGain
		-0.16, // ask
		-0.40, // unread
	},
	Short: passage{
		-3.79, // bias
		-1.09, // cover
		0.48,  // title
		0.49,  // both
		2.22,  // pairs
		-0.81, // rest
		1.84,  // restTitle
		2.82,  // restBoth
		0.49,  // same
		-0.98, // other
		-0.22, // conflict
		0.55,  // say
		0.21,  // missed
		-0.11, // lacking
	},
	Near: 5.00,
}
