package handlers

import (
	"sync"

	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/people"
)

// rightsOf keeps how the rights of officials know the offices that are served, until those change.
type rightsOf struct {
	mu     sync.Mutex
	served []offices.Office
	list   []people.Office
}

func (r *rightsOf) of(served []offices.Office) []people.Office {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(served) != len(r.served) || len(served) > 0 && &served[0] != &r.served[0] {
		r.served, r.list = served, nil
		for _, o := range served {
			of := people.NewOffice(o.Slug, o.In.Name, o.Name)
			of.Commune = o.Commune
			r.list = append(r.list, of)
		}
	}
	return r.list
}
