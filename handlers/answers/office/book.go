package office

import (
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/workday"
)

// contactPart is what is asked of an office.
type contactPart int

// Book is what the base knows of the offices and of the days on which they are closed.
type Book struct {
	Library  *content.Library
	Calendar *workday.Calendar
	Home     *content.Commune // of who asks; counts where the question names none; may be nil
}

const (
	contactPhone contactPart = iota
	contactHours
	contactAddress
)
