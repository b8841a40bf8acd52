package dialog

// Refusal is why something was not done, as a sentence for who asked. Nothing of it was done.
type Refusal string

func (r Refusal) Error() string { return string(r) }
