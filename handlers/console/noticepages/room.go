// Package noticepages is the console's pages beside those of single announcements: what is sent again and again.
package noticepages

import (
	"embed"

	"github.com/motcua/motcua/handlers/console"
)

const repeatPath = "/admin/thong-bao/lap"

//go:embed *.html
var pages embed.FS

// Room returns the pages for the console.
func Room() console.Room {
	return console.Room{
		Pages: pages,
		Routes: []console.Route{
			{Method: "GET", Path: repeatPath, Roles: console.Admins, Do: repeats},
			{Method: "POST", Path: repeatPath, Roles: console.Admins, Do: propose},
			{Method: "POST", Path: repeatPath + "/lam", Roles: console.Admins, Do: press},
		},
	}
}
