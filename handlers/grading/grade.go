package grading

import (
	"context"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

const (
	mostGrades = 2 // of one reply: the second shows whether two people agree
	mostNote   = 500
)

// Of is the reply of an id.
func Of(ctx context.Context, r bot.Reader, id string) (s Sample, err error) {
	if id == "" {
		return s, dialog.RefuseMissing(textNoSample)
	}
	found, err := r.Get(ctx, sampleKey(id), &s)
	if err == nil && !found {
		err = dialog.RefuseMissing(textNoSample)
	}
	return s, err
}

// Put grades a reply, or changes what the same person said of it. Editors and admins may.
func Put(ctx context.Context, tx bot.Tx, by people.Actor, id string, g Grade) (Sample, error) {
	var s Sample
	if by.Role != people.RoleEditor && !by.Runs() || !by.Office.All() {
		return s, dialog.NotAllowed
	}
	if g.Verdict.Words() == "" {
		return s, dialog.Refuse(textNoVerdict)
	}
	s, err := Of(ctx, tx, id)
	if err != nil {
		return s, err
	}
	if g.Who, err = people.Pseudonym(ctx, tx, "audit", by.Chat); err != nil {
		return s, err
	}
	g.Note, g.Source, g.At = vi.Shorten(vi.MaskPersonal(g.Note), mostNote), vi.Shorten(vi.Clean(g.Source), mostNote),
		tx.Now()
	i := slices.IndexFunc(s.Grades, func(o Grade) bool { return o.Who == g.Who })
	switch {
	case i >= 0:
		s.Grades[i] = g
	case len(s.Grades) >= mostGrades:
		return s, dialog.Refuse(textGradedTwice)
	default:
		s.Grades = append(s.Grades, g)
	}
	tx.Put(sampleKey(id), s, keptFor)
	return s, by.Audit(ctx, tx, people.VerbAnswerGrade, s.Entry, g.Verdict.Words())
}

// ByMe reports whether somebody, by his pseudonym, has graded the reply.
func (s Sample) ByMe(who string) bool {
	return slices.ContainsFunc(s.Grades, func(g Grade) bool { return g.Who == who })
}
