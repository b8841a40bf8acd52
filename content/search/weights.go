package search

// Written by `motcua quality --fit`; do not edit.

// national has the weights for the export of the national portal.
var national = Model{
	Rank: [numFeatures]float64{
		3.75,  // cover
		1.52,  // pairs
		1.89,  // title
		1.80,  // titlePairs
		2.25,  // both
		-0.20, // head
		-1.20, // miss
		1.13,  // field
		1.67,  // body
		-1.21, // conflict
		-1.94, // unasked
		2.12,  // asked
		-2.12, // lacking
		0.89,  // action
		-0.69, // noAction
		-1.63, // otherAction
		0.07,  // usual
		1.46,  // commune
		0.20,  // curated
		-0.69, // name
		0.86,  // first
		-0.25, // synonym
		-1.10, // run
		1.25,  // aspect
		-0.96, // otherAspect
		0.00,  // ask
		1.14,  // subject
		0.57,  // line
		1.26,  // lineGain
		0.37,  // said
		1.32,  // often
		2.25,  // saidPairs
		1.69,  // core
		-0.65, // topMiss
	},
	First: signals{
		-3.52, // bias
		0.41,  // score
		1.15,  // margin
		-0.77, // margin3
		-0.97, // cover
		-0.44, // pairs
		0.81,  // title
		-0.84, // both
		-1.17, // run
		-1.28, // oov
		0.81,  // guess
		0.15,  // conflict
		-1.24, // content
		0.97,  // long
		-1.00, // soft
		0.09,  // aspect
		0.05,  // lacking
		0.07,  // matched
		-2.58, // vague
		-0.30, // share
		-0.93, // subject
		2.11,  // line
		0.18,  // lineGain
		0.00,  // ask
		1.29,  // said
		-2.05, // often
		-2.34, // unread
		0.46,  // saidPairs
		2.17,  // core
		-0.06, // topMiss
		0.90,  // familiar
		-0.28, // elsewhere
	},
	Known: signals{
		-4.40, // bias
		0.66,  // score
		0.29,  // margin
		-0.31, // margin3
		-1.46, // cover
		-0.97, // pairs
		0.34,  // title
		0.76,  // both
		-1.49, // run
		-2.01, // oov
		-0.14, // guess
		-0.21, // conflict
		-0.67, // content
		0.10,  // long
		-1.40, // soft
		-0.48, // aspect
		0.21,  // lacking
		-1.25, // matched
		-0.49, // vague
		1.27,  // share
		-1.46, // subject
		1.22,  // line
		0.27,  // lineGain
		0.00,  // ask
		0.91,  // said
		-1.76, // often
		-1.88, // unread
		0.22,  // saidPairs
		2.85,  // core
		-1.09, // topMiss
		0.48,  // familiar
		-0.40, // elsewhere
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
		4.40,  // cover
		3.65,  // pairs
		2.18,  // title
		0.73,  // titlePairs
		2.64,  // both
		0.48,  // head
		-1.57, // miss
		1.15,  // field
		2.84,  // body
		-0.97, // conflict
		-1.09, // unasked
		1.04,  // asked
		-1.04, // lacking
		0.88,  // action
		-0.68, // noAction
		-1.00, // otherAction
		-0.05, // usual
		0.28,  // commune
		0.20,  // curated
		-0.13, // name
		1.97,  // first
		-1.19, // synonym
		-0.77, // run
		0.47,  // aspect
		-0.59, // otherAspect
		-0.77, // ask
		1.68,  // subject
		1.31,  // line
		1.02,  // lineGain
		-0.39, // said
		0.37,  // often
		2.53,  // saidPairs
		1.55,  // core
		-0.25, // topMiss
	},
	First: signals{
		-1.97, // bias
		0.31,  // score
		1.01,  // margin
		-0.60, // margin3
		-0.46, // cover
		-0.40, // pairs
		0.28,  // title
		0.69,  // both
		-1.07, // run
		-0.13, // oov
		-0.09, // guess
		0.32,  // conflict
		0.58,  // content
		0.32,  // long
		0.00,  // soft
		0.27,  // aspect
		0.37,  // lacking
		0.03,  // matched
		-0.70, // vague
		-3.14, // share
		-0.05, // subject
		-0.56, // line
		-0.25, // lineGain
		0.03,  // ask
		-0.81, // said
		-0.21, // often
		-0.94, // unread
		0.62,  // saidPairs
		0.61,  // core
		0.13,  // topMiss
		0.96,  // familiar
		-3.39, // elsewhere
	},
	Known: signals{
		-2.31, // bias
		0.42,  // score
		0.06,  // margin
		-0.19, // margin3
		-0.29, // cover
		-0.43, // pairs
		0.35,  // title
		0.88,  // both
		-1.41, // run
		-0.07, // oov
		-0.30, // guess
		0.50,  // conflict
		-0.23, // content
		0.35,  // long
		0.10,  // soft
		0.24,  // aspect
		0.37,  // lacking
		-0.01, // matched
		-0.71, // vague
		-2.41, // share
		-0.29, // subject
		-0.44, // line
		-0.10, // lineGain
		0.04,  // ask
		-0.65, // said
		0.16,  // often
		-0.92, // unread
		0.75,  // saidPairs
		0.61,  // core
		0.04,  // topMiss
		1.12,  // familiar
		-3.67, // elsewhere
	},
	Short: passage{
		-4.32, // bias
		-0.57, // cover
		0.38,  // title
		0.36,  // both
		2.46,  // pairs
		0.12,  // rest
		2.15,  // restTitle
		2.66,  // restBoth
		0.64,  // same
		-1.08, // other
		-0.14, // conflict
		0.78,  // say
		0.35,  // missed
		0.57,  // lacking
		-1.07, // together
	},
	Near: 5.00,
}
