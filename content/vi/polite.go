package vi

// Polite reports whether a folded word carries no question: people and particles that stand beside what is asked.
func Polite(word string) bool { return polite[word] }

var polite = WordSet("a oi da vang em anh chi ban bac co chu ong ba cho minh toi nhe nha nhi " +
	"ad admin bot shop cac u uh hi")
