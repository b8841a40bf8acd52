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
		4.63,  // cover
		3.09,  // pairs
		2.09,  // title
		-0.25, // titlePairs
		3.21,  // both
		0.38,  // head
		-1.08, // miss
		1.31,  // field
		2.13,  // body
		-1.19, // conflict
		-1.67, // unasked
		1.18,  // asked
		-1.18, // lacking
		1.07,  // action
		-0.87, // noAction
		-0.70, // otherAction
		0.18,  // usual
		0.57,  // commune
		0.20,  // curated
		-0.06, // name
		1.37,  // first
		-1.63, // synonym
		-0.92, // run
		1.44,  // aspect
		-0.09, // otherAspect
		0.00,  // ask
		2.31,  // subject
		2.15,  // line
		1.89,  // lineGain
	},
	First: signals{
		-4.65, // bias
		0.41,  // score
		0.76,  // margin
		0.01,  // margin3
		-0.03, // cover
		-0.07, // pairs
		-0.36, // title
		1.18,  // both
		-0.36, // run
		-1.16, // oov
		-0.09, // guess
		-0.32, // conflict
		1.10,  // content
		-1.31, // long
		-0.14, // soft
		0.45,  // aspect
		-0.20, // lacking
		0.28,  // matched
		-0.56, // vague
		-2.47, // share
		0.28,  // subject
		-0.79, // line
		0.27,  // lineGain
		0.00,  // ask
		-1.15, // unread
	},
	Known: signals{
		-5.20, // bias
		0.48,  // score
		-0.19, // margin
		0.76,  // margin3
		0.02,  // cover
		-0.19, // pairs
		-0.12, // title
		1.11,  // both
		-0.32, // run
		-1.31, // oov
		-0.40, // guess
		-0.18, // conflict
		1.38,  // content
		-2.15, // long
		-0.31, // soft
		0.20,  // aspect
		-0.14, // lacking
		0.61,  // matched
		-0.42, // vague
		-2.11, // share
		-0.13, // subject
		-0.92, // line
		0.07,  // lineGain
		0.00,  // ask
		-1.36, // unread
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
