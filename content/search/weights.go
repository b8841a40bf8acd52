package search

// Written by `motcua quality --fit`; do not edit.

// national has the weights for the export of the national portal.
var national = Model{
	Rank: [numFeatures]float64{
		4.33,  // cover
		2.81,  // pairs
		1.92,  // title
		1.44,  // titlePairs
		2.47,  // both
		0.07,  // head
		-2.00, // miss
		1.28,  // field
		2.94,  // body
		-1.25, // conflict
		-2.20, // unasked
		2.23,  // asked
		-2.22, // lacking
		0.68,  // action
		-0.48, // noAction
		-1.88, // otherAction
		0.19,  // usual
		2.75,  // commune
		0.20,  // curated
		0.00,  // name
		1.66,  // first
		-0.70, // synonym
		-0.76, // run
		1.26,  // aspect
		-0.99, // otherAspect
		0.00,  // ask
		0.49,  // subject
		0.50,  // line
		1.00,  // lineGain
	},
	First: signals{
		-7.57, // bias
		0.31,  // score
		0.55,  // margin
		1.50,  // margin3
		0.33,  // cover
		0.74,  // pairs
		1.99,  // title
		-0.34, // both
		-1.12, // run
		-0.94, // oov
		0.99,  // guess
		-0.57, // conflict
		-0.38, // content
		2.65,  // long
		-0.69, // soft
		0.30,  // aspect
		-0.29, // lacking
		-0.07, // matched
		-1.23, // vague
		-0.19, // share
		-0.76, // subject
		0.00,  // line
		0.00,  // lineGain
		0.00,  // ask
		-2.49, // unread
	},
	Known: signals{
		-8.27, // bias
		0.60,  // score
		-0.08, // margin
		0.72,  // margin3
		-0.88, // cover
		0.61,  // pairs
		2.02,  // title
		0.89,  // both
		-0.77, // run
		-2.22, // oov
		0.01,  // guess
		-1.09, // conflict
		0.49,  // content
		2.31,  // long
		-1.13, // soft
		-0.63, // aspect
		-0.06, // lacking
		-1.27, // matched
		0.20,  // vague
		2.30,  // share
		-0.78, // subject
		0.00,  // line
		0.00,  // lineGain
		0.00,  // ask
		-2.75, // unread
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
		4.16,  // cover
		3.62,  // pairs
		2.46,  // title
		0.80,  // titlePairs
		2.80,  // both
		0.28,  // head
		-1.60, // miss
		1.05,  // field
		2.46,  // body
		-1.16, // conflict
		-1.42, // unasked
		1.40,  // asked
		-1.40, // lacking
		0.84,  // action
		-0.64, // noAction
		-1.03, // otherAction
		0.34,  // usual
		0.35,  // commune
		0.20,  // curated
		-0.46, // name
		1.31,  // first
		-1.72, // synonym
		-0.37, // run
		0.06,  // aspect
		-0.96, // otherAspect
		-0.76, // ask
		1.91,  // subject
		2.15,  // line
		2.32,  // lineGain
	},
	First: signals{
		-5.07, // bias
		0.44,  // score
		1.07,  // margin
		-0.11, // margin3
		-0.94, // cover
		0.54,  // pairs
		0.31,  // title
		0.16,  // both
		-0.76, // run
		-0.81, // oov
		0.70,  // guess
		-0.12, // conflict
		0.55,  // content
		1.75,  // long
		-0.07, // soft
		0.31,  // aspect
		0.16,  // lacking
		-0.19, // matched
		-0.22, // vague
		-1.64, // share
		-0.19, // subject
		-1.10, // line
		0.17,  // lineGain
		-0.36, // ask
		-0.70, // unread
	},
	Known: signals{
		-4.53, // bias
		0.63,  // score
		0.07,  // margin
		0.24,  // margin3
		-1.33, // cover
		0.14,  // pairs
		0.16,  // title
		-0.02, // both
		-0.95, // run
		-1.12, // oov
		0.95,  // guess
		0.03,  // conflict
		0.44,  // content
		1.75,  // long
		-0.16, // soft
		-0.09, // aspect
		0.12,  // lacking
		0.36,  // matched
		-0.42, // vague
		-1.63, // share
		-0.62, // subject
		-1.70, // line
		0.24,  // lineGain
		-0.20, // ask
		-0.91, // unread
	},
	Short: passage{
		-2.75, // bias
		0.57,  // cover
		1.48,  // title
		-0.66, // both
		0.33,  // pairs
		0.33,  // rest
		0.52,  // restTitle
		2.60,  // restBoth
		0.54,  // same
		-0.49, // other
		0.33,  // conflict
		0.30,  // say
		1.14,  // missed
		-2.01, // lacking
	},
	Near: 5.00,
}
