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
		4.26,  // cover
		4.10,  // pairs
		2.74,  // title
		0.87,  // titlePairs
		2.98,  // both
		0.36,  // head
		-1.72, // miss
		1.04,  // field
		2.21,  // body
		-1.04, // conflict
		-1.18, // unasked
		1.19,  // asked
		-1.19, // lacking
		0.83,  // action
		-0.63, // noAction
		-0.96, // otherAction
		0.29,  // usual
		0.22,  // commune
		0.20,  // curated
		-0.35, // name
		1.51,  // first
		-1.81, // synonym
		-0.43, // run
		0.15,  // aspect
		-0.88, // otherAspect
		-0.66, // ask
		1.69,  // subject
		1.98,  // line
		2.18,  // lineGain
	},
	First: signals{
		-3.57, // bias
		0.30,  // score
		1.26,  // margin
		-0.09, // margin3
		-1.04, // cover
		1.02,  // pairs
		0.85,  // title
		0.10,  // both
		-0.70, // run
		-0.29, // oov
		-0.24, // guess
		0.20,  // conflict
		0.48,  // content
		0.70,  // long
		-0.14, // soft
		0.17,  // aspect
		0.18,  // lacking
		0.07,  // matched
		-0.36, // vague
		-1.98, // share
		0.09,  // subject
		-0.57, // line
		0.13,  // lineGain
		-0.25, // ask
		-0.49, // unread
	},
	Known: signals{
		-3.47, // bias
		0.51,  // score
		0.09,  // margin
		0.14,  // margin3
		-0.85, // cover
		0.63,  // pairs
		0.75,  // title
		0.13,  // both
		-1.06, // run
		-0.50, // oov
		-0.28, // guess
		0.29,  // conflict
		0.55,  // content
		0.52,  // long
		-0.24, // soft
		0.03,  // aspect
		0.23,  // lacking
		0.36,  // matched
		-0.33, // vague
		-1.74, // share
		-0.29, // subject
		-0.78, // line
		0.21,  // lineGain
		-0.15, // ask
		-0.68, // unread
	},
	Short: passage{
		-5.10, // bias
		-1.06, // cover
		0.22,  // title
		0.53,  // both
		2.96,  // pairs
		-0.71, // rest
		2.12,  // restTitle
		3.90,  // restBoth
		0.90,  // same
		-0.67, // other
		-0.02, // conflict
		1.40,  // say
		0.68,  // missed
		0.30,  // lacking
	},
	Near: 5.00,
}
