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
		4.20,  // cover
		4.37,  // pairs
		2.66,  // title
		1.00,  // titlePairs
		2.79,  // both
		0.32,  // head
		-1.71, // miss
		1.07,  // field
		2.13,  // body
		-1.06, // conflict
		-1.22, // unasked
		1.08,  // asked
		-1.07, // lacking
		0.85,  // action
		-0.65, // noAction
		-0.94, // otherAction
		0.19,  // usual
		0.39,  // commune
		0.20,  // curated
		-0.26, // name
		1.37,  // first
		-2.02, // synonym
		-0.61, // run
		0.03,  // aspect
		-0.81, // otherAspect
		-0.81, // ask
		1.95,  // subject
		2.01,  // line
		2.31,  // lineGain
	},
	First: signals{
		-2.93, // bias
		0.27,  // score
		1.19,  // margin
		-0.08, // margin3
		-1.11, // cover
		1.06,  // pairs
		0.60,  // title
		0.10,  // both
		-0.56, // run
		0.08,  // oov
		-0.13, // guess
		0.14,  // conflict
		0.44,  // content
		0.83,  // long
		0.00,  // soft
		0.23,  // aspect
		0.13,  // lacking
		0.11,  // matched
		-0.33, // vague
		-2.39, // share
		0.15,  // subject
		-0.27, // line
		0.23,  // lineGain
		-0.11, // ask
		-0.44, // unread
	},
	Known: signals{
		-3.43, // bias
		0.48,  // score
		0.21,  // margin
		0.28,  // margin3
		-0.86, // cover
		0.56,  // pairs
		0.41,  // title
		0.15,  // both
		-1.14, // run
		-0.18, // oov
		-0.27, // guess
		0.17,  // conflict
		0.65,  // content
		0.44,  // long
		-0.14, // soft
		-0.01, // aspect
		0.21,  // lacking
		0.56,  // matched
		-0.40, // vague
		-1.61, // share
		-0.40, // subject
		-0.62, // line
		0.13,  // lineGain
		-0.05, // ask
		-0.57, // unread
	},
	Short: passage{
		-3.45, // bias
		-0.95, // cover
		0.46,  // title
		0.10,  // both
		2.13,  // pairs
		-0.46, // rest
		1.73,  // restTitle
		2.44,  // restBoth
		0.40,  // same
		-0.68, // other
		-0.06, // conflict
		0.59,  // say
		-0.00, // missed
		-0.63, // lacking
	},
	Near: 5.00,
}
