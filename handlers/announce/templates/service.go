package templates

import (
	"context"
	"fmt"
	"slices"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Service knows the templates, and makes drafts of announcements out of them.
type Service struct {
	Announce *announce.Service
	People   *people.Service
}

const (
	ownSet  = "announce-templates" // the office's own, by when they were made, in ms
	mostOwn = 50
)

func key(id string) bot.Key { return bot.Key{Kind: "announce-template", ID: id} }

// setOf is the set of an office's own templates; all offices have theirs in common.
func setOf(of people.Office) string {
	if of.All() {
		return ownSet
	}
	return ownSet + "@" + of.Slug
}

// All lists an office's own templates, then those that all offices have in common and those that are shipped.
func All(ctx context.Context, r bot.Reader, of people.Office) (out []Template, err error) {
	list, err := r.List(ctx, setOf(of), bot.Range{Max: dialog.MaxScore, Limit: mostOwn})
	if err == nil && !of.All() {
		var common []bot.Entry
		common, err = r.List(ctx, ownSet, bot.Range{Max: dialog.MaxScore, Limit: mostOwn})
		list = append(list, common...)
	}
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		var t Template
		if found, err := r.Get(ctx, key(e.Member), &t); err != nil {
			return nil, err
		} else if found {
			out = append(out, t)
		}
	}
	return append(out, Shipped...), nil
}

// Load finds a template by its id among those that an office can use.
func Load(ctx context.Context, r bot.Reader, of people.Office, id string) (Template, error) {
	all, err := All(ctx, r, of)
	if err != nil {
		return Template{}, err
	}
	i := slices.IndexFunc(all, func(t Template) bool { return t.ID == id })
	if i < 0 {
		return Template{}, dialog.RefuseMissing(textGone)
	}
	return all[i], nil
}

// Save writes one of the office's own templates; without an id it is a new one.
func (svc *Service) Save(ctx context.Context, tx bot.Tx, by people.Actor, t Template) (string, error) {
	if !by.Runs() && by.Role != people.RoleEditor {
		return "", dialog.NotAllowed
	}
	t.Name, t.Text, t.Own = vi.Clean(vi.NFC(t.Name)), vi.NFC(t.Text), true
	t.Office = by.Office.Slug
	if err := t.Check(); err != nil {
		return "", err
	}
	n, err := tx.Size(ctx, setOf(by.Office))
	if err != nil {
		return "", err
	}
	if t.ID == "" {
		if n >= mostOwn {
			return "", dialog.Refuse(fmt.Sprintf(textMostOwn, mostOwn))
		}
		if t.ID, err = svc.People.References.New(ctx, tx, "M-", key); err != nil {
			return "", err
		}
		tx.Add(setOf(by.Office), t.ID, tx.Now().UnixMilli())
	} else if old, err := Load(ctx, tx, by.Office, t.ID); err != nil {
		return "", err
	} else if !old.Of(by) {
		return "", dialog.NotAllowed
	}
	tx.Put(key(t.ID), t, 0)
	return t.ID, by.Audit(ctx, tx, people.VerbTemplateSave, t.ID, "")
}

// Drop takes away one of the office's own templates.
func (svc *Service) Drop(ctx context.Context, tx bot.Tx, by people.Actor, id string) error {
	t, err := Load(ctx, tx, by.Office, id)
	switch {
	case err != nil:
		return err
	case !t.Of(by) || !by.Runs() && by.Role != people.RoleEditor:
		return dialog.NotAllowed
	}
	tx.Delete(key(id))
	tx.Remove(setOf(by.Office), id)
	return by.Audit(ctx, tx, people.VerbTemplateDrop, id, "")
}

// Compose fills a template and makes a draft of it, which is then previewed like any other. typed is by the names of
// the blanks, as it was typed.
func (svc *Service) Compose(ctx context.Context, tx bot.Tx, by people.Actor, id string, typed map[string]string,
	dates vidate.Reader) (*announce.Announcement, error) {
	t, err := Load(ctx, tx, by.Office, id)
	if err != nil {
		return nil, err
	}
	blanks, err := Blanks(t.Text)
	if err != nil {
		return nil, err
	}
	values := make(map[string]string, len(blanks))
	for _, b := range blanks {
		if values[b.Name], err = b.Read(typed[b.Name], dates); err != nil {
			return nil, err
		}
	}
	text, err := t.Fill(values)
	if err != nil {
		return nil, err
	}
	return svc.Announce.Draft(ctx, tx, by, text, t.Urgent)
}
