package search

// Costs is what each error costs, and what it costs to make people press a button once more. A right answer costs
// nothing; a question that is answered "I do not know" though the base has an entry costs Missed.
type Costs struct {
	WrongAnswer float64 `yaml:"wrong_answer"` // said as if it were sure
	WrongLikely float64 `yaml:"wrong_likely"` // said with what was understood above it
	WrongChoice float64 `yaml:"wrong_choice"` // offered choices, none of them right
	Missed      float64 `yaml:"missed"`       // said not to know, and there is an entry
	Likely      float64 `yaml:"likely"`       // a right answer with the line of what was understood
	Choice      float64 `yaml:"choice"`       // one more press
}

// CostTable has the costs for a base that an office wrote and for the national export.
type CostTable struct {
	Office   Costs `yaml:"office"`
	National Costs `yaml:"national"`
}

// orDefault is c, or the costs of a base without a table.
func (c Costs) orDefault() Costs {
	if c == (Costs{}) {
		return Costs{WrongAnswer: 6, WrongLikely: 1.2, WrongChoice: 1, Missed: 1, Likely: 0.15, Choice: 0.4}
	}
	return c
}

// cheapest is the outcome whose expected cost is least. first is the chance that the first hit is meant, known that one
// of those offered is.
func (c Costs) cheapest(first, known float64, choices int) Outcome {
	outcome, least := Unknown, known*c.Missed
	try := func(o Outcome, cost float64) {
		if cost < least {
			outcome, least = o, cost
		}
	}
	if choices > 1 {
		try(Choose, c.Choice+(1-known)*c.WrongChoice)
	}
	try(Likely, c.Likely+(1-first)*c.WrongLikely)
	try(Answer, (1-first)*c.WrongAnswer)
	return outcome
}
