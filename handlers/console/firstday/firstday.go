// Package firstday leads an office through its first day: what the office is, its people, its channels, its calendar,
// quiet hours, a test announcement and the sheet for the wall, each done on a page of the console. Nothing of it is
// asked twice: a step is done when the state says so, or when somebody says so who saw it.
package firstday

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/motcua/motcua/handlers/console"
)

//go:embed *.html
var pages embed.FS

// Room returns the pages for the console.
func Room(c Config) console.Room {
	d := &desk{c}
	return console.Room{
		Routes: []console.Route{
			{Method: "GET", Path: stepsPath, Roles: console.Admins, Do: d.steps},
			{Method: "POST", Path: stepsPath, Roles: console.Admins, Do: d.tick},
			{Method: "POST", Path: stepsPath + "/kenh", Roles: console.Admins, Do: d.check},
			{Method: "POST", Path: stepsPath + "/yen-tinh", Roles: console.Admins, Do: d.quiet},
			{Method: "GET", Path: stepsPath + "/to-ma-qr", Roles: console.Admins, Do: d.sheet},
			{Method: "GET", Path: officePath, Roles: console.Admins, Do: d.office},
			{Method: "POST", Path: officePath, Roles: console.Admins, Do: d.saveOffice},
			{Method: "GET", Path: picturePath, Roles: console.Admins, Do: d.picture},
			{Method: "POST", Path: picturePath, Roles: console.Admins, Do: d.savePicture},
		},
		Within: []string{"GET " + officePath, "POST " + officePath, "GET " + picturePath, "POST " + picturePath,
			"GET " + stepsPath + "/to-ma-qr"},
		Pages:   fs.FS(pages),
		Uploads: []string{picturePath},
		Menu: []console.MenuItem{
			{Path: stepsPath, Label: "Bắt đầu", Roles: console.Admins, After: "/admin"},
			{Path: officePath, Label: "Cơ quan", Roles: console.Admins, After: "/admin/can-bo"},
		},
		Errands: d.errands,
		Lead:    d.lead,
	}
}

// stepPages are the pages on which steps are done, by the first part of their addresses; the list itself is none.
var stepPages = []string{officePath, "/admin/can-bo", ownersPath, plansPath, "/admin/thong-bao"}

// lead brings who does a step back to the list, while there is anything left of it.
func (d *desk) lead(c *console.Console, v *console.Visit) (console.Lead, error) {
	here := func(p string) bool { return v.Path() == p || strings.HasPrefix(v.Path(), p+"/") }
	if !v.May(console.Admins) || !slices.ContainsFunc(stepPages, here) {
		return console.Lead{}, nil
	}
	left, hidden, err := d.left(v.Context(), c)
	if err != nil || left == 0 || hidden {
		return console.Lead{}, err
	}
	return console.Lead{Text: fmt.Sprintf(textBackToList, left), Path: stepsPath}, nil
}

// errands puts what is left of the first day on the overview.
func (d *desk) errands(ctx context.Context, c *console.Console) ([]console.Errand, error) {
	left, hidden, err := d.left(ctx, c)
	if err != nil || left == 0 || hidden {
		return nil, err
	}
	return []console.Errand{{Urgency: console.UrgentSoon, Text: leftText(left), More: textFirstDay, Path: stepsPath,
		Roles: console.Admins}}, nil
}

// left is how many steps are still open, and whether the office wants to be reminded of them no more.
func (d *desk) left(ctx context.Context, c *console.Console) (n int, hidden bool, err error) {
	list, t, err := d.list(ctx, c)
	for _, s := range list {
		if !s.Done {
			n++
		}
	}
	return n, t.Hidden, err
}
