package dialog

// Reason is the kind of a Refusal, by which a page chooses its status.
type Reason int

// Why something is refused.
const (
	Invalid   Reason = iota // what was typed or pressed cannot be done
	NotFound                // there is no such thing
	Forbidden               // somebody else may do it
	Conflict                // its state does not allow it any more
)

// Refusal is why something was not done, as a sentence in our markup for who asked. Nothing of it was done. Every door
// shows it: the router answers with it, the console with a page.
type Refusal struct {
	Why  Reason
	Text string
}

func (r Refusal) Error() string { return r.Text }

// Refuse refuses what cannot be done.
func Refuse(text string) Refusal { return Refusal{Invalid, text} }

// RefuseMissing refuses what is about a thing that is not there.
func RefuseMissing(text string) Refusal { return Refusal{NotFound, text} }

// RefuseStranger refuses who may not do it.
func RefuseStranger(text string) Refusal { return Refusal{Forbidden, text} }

// RefuseLate refuses what came too late: the state of the thing is another now.
func RefuseLate(text string) Refusal { return Refusal{Conflict, text} }

// NotAllowed refuses who has no right to it.
var NotAllowed = RefuseStranger(TextNotAllowed)

// OldButton refuses a button whose content is gone.
var OldButton = RefuseLate(TextOldButton)
