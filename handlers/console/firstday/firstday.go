// Package firstday leads an office through its first day: what the office is, its people, its channels, its calendar,
// quiet hours, a test announcement and the sheet for the wall, each done on a page of the console. Nothing of it is
// asked twice: a step is done when the state says so, or when somebody says so who saw it.
package firstday

import (
	"context"
	"embed"
	"io/fs"

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
		Within:  []string{"GET " + officePath, "POST " + officePath, "GET " + picturePath, "POST " + picturePath,
			"GET " + stepsPath + "/to-ma-qr"},
		Pages:   fs.FS(pages),
		Uploads: []string{picturePath},
		Menu: []console.MenuItem{
			{Path: officePath, Label: "Cơ quan", Roles: console.Admins, After: "/admin/can-bo"},
		},
		Errands: d.errands,
	}
}

// errands puts what is left of the first day on the overview.
func (d *desk) errands(ctx context.Context, c *console.Console) ([]console.Errand, error) {
	list, t, err := d.list(ctx, c)
	left := 0
	for _, s := range list {
		if !s.Done {
			left++
		}
	}
	if err != nil || left == 0 || t.Hidden {
		return nil, err
	}
	return []console.Errand{{Urgency: console.UrgentSoon, Text: leftText(left), More: textFirstDay, Path: stepsPath,
		Roles: console.Admins}}, nil
}
