package search

// Written by `motcua quality --fit`; do not edit.

// national has the weights for the export of the national portal.
var national = Model{
	Rank: [numFeatures]float64{
		4.54,  // cover
		2.67,  // pairs
		2.60,  // title
		2.00,  // titlePairs
		2.99,  // both
		0.00,  // head
		-1.53, // miss
		1.16,  // field
		2.38,  // body
		-1.26, // conflict
		-2.04, // unasked
		2.10,  // asked
		-2.10, // lacking
		1.04,  // action
		-0.84, // noAction
		-1.65, // otherAction
		0.12,  // usual
		1.92,  // commune
		0.20,  // curated
		-0.64, // name
		1.31,  // first
		-1.09, // synonym
		-1.21, // run
		1.25,  // aspect
		-0.95, // otherAspect
		0.00,  // ask
		1.45,  // subject
		1.22,  // line
		1.96,  // lineGain
	},
	First: signals{
		-4.72, // bias
		0.39,  // score
		1.03,  // margin
		-0.65, // margin3
		-0.76, // cover
		0.35,  // pairs
		1.78,  // title
		-0.72, // both
		-0.58, // run
		-1.21, // oov
		0.85,  // guess
		-0.56, // conflict
		-0.36, // content
		2.44,  // long
		-0.62, // soft
		0.16,  // aspect
		-0.00, // lacking
		0.43,  // matched
		-2.17, // vague
		0.03,  // share
		-0.47, // subject
		2.59,  // line
		-0.02, // lineGain
		0.00,  // ask
		-2.67, // unread
	},
	Known: signals{
		-5.97, // bias
		0.71,  // score
		0.02,  // margin
		-0.20, // margin3
		-0.97, // cover
		-0.84, // pairs
		1.17,  // title
		1.62,  // both
		-1.38, // run
		-2.16, // oov
		-0.17, // guess
		-0.12, // conflict
		-0.19, // content
		1.42,  // long
		-1.25, // soft
		-0.42, // aspect
		0.16,  // lacking
		-0.98, // matched
		-0.36, // vague
		0.98,  // share
		-0.60, // subject
		1.72,  // line
		0.25,  // lineGain
		0.00,  // ask
		-2.38, // unread
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
		4.53,  // cover
		4.38,  // pairs
		2.50,  // title
		1.09,  // titlePairs
		2.96,  // both
		0.42,  // head
		-1.67, // miss
		1.12,  // field
		3.46,  // body
		-1.16, // conflict
		-1.22, // unasked
		0.92,  // asked
		-0.92, // lacking
		0.96,  // action
		-0.76, // noAction
		-0.90, // otherAction
		0.13,  // usual
		0.34,  // commune
		0.20,  // curated
		-0.39, // name
		1.55,  // first
		-1.84, // synonym
		-0.67, // run
		0.16,  // aspect
		-0.64, // otherAspect
		-0.79, // ask
		1.82,  // subject
		1.94,  // line
		1.77,  // lineGain
	},
	First: signals{
		-1.64, // bias
		0.30,  // score
		1.04,  // margin
		-0.50, // margin3
		-0.96, // cover
		0.53,  // pairs
		0.33,  // title
		0.20,  // both
		-0.47, // run
		-0.21, // oov
		0.24,  // guess
		-0.27, // conflict
		1.10,  // content
		0.42,  // long
		0.11,  // soft
		0.33,  // aspect
		0.05,  // lacking
		0.09,  // matched
		-0.43, // vague
		-3.24, // share
		0.00,  // subject
		-0.75, // line
		0.11,  // lineGain
		-0.03, // ask
		-1.14, // unread
	},
	Known: signals{
		-1.98, // bias
		0.55,  // score
		0.18,  // margin
		-0.13, // margin3
		-0.68, // cover
		0.21,  // pairs
		0.10,  // title
		0.03,  // both
		-1.27, // run
		-0.63, // oov
		-0.23, // guess
		0.25,  // conflict
		-0.01, // content
		0.07,  // long
		-0.11, // soft
		0.07,  // aspect
		0.19,  // lacking
		0.23,  // matched
		-0.17, // vague
		-2.23, // share
		-0.52, // subject
		-0.56, // line
		0.02,  // lineGain
		-0.01, // ask
		-0.50, // unread
	},
	Short: passage{
		-3.55, // bias
		-0.94, // cover
		0.50,  // title
		0.44,  // both
		1.90,  // pairs
		-0.58, // rest
		1.78,  // restTitle
		2.53,  // restBoth
		0.49,  // same
		-0.92, // other
		-0.12, // conflict
		0.62,  // say
		0.16,  // missed
		-0.58, // lacking
	},
	Near: 5.00,
}
