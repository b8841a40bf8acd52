// Package noticepages is the console's pages beside those of single announcements: what is sent again and
// again, templates, and messages that could not be sent.
package noticepages

import (
	"embed"

	"github.com/motcua/motcua/handlers/console"
)

//go:embed *.html
var pages embed.FS

// Room returns the pages for the console.
func Room() console.Room {
	return console.Room{
		Pages: pages,
		Within: []string{
			"GET " + repeatPath, "POST " + repeatPath, "POST " + repeatPath + "/lam", "GET " + templatePath,
			"POST " + templatePath, "GET " + templatePath + "/sua", "POST " + templatePath + "/sua",
			"POST " + templatePath + "/xoa",
		},
		Routes: []console.Route{
			{Method: "GET", Path: repeatPath, Roles: console.Admins, Do: repeats},
			{Method: "POST", Path: repeatPath, Roles: console.Admins, Do: propose},
			{Method: "GET", Path: templatePath, Roles: console.Editors, Do: templatesPage},
			{Method: "POST", Path: templatePath, Roles: console.Admins, Do: fill},
			{Method: "GET", Path: templatePath + "/sua", Roles: console.Editors, Do: editTemplate},
			{Method: "POST", Path: templatePath + "/sua", Roles: console.Editors, Do: saveTemplate},
			{Method: "POST", Path: templatePath + "/xoa", Roles: console.Editors, Do: dropTemplate},
			{Method: "GET", Path: deadPath, Roles: console.Admins, Do: deadPage},
			{Method: "POST", Path: deadPath, Roles: console.Admins, Do: resend},
			{Method: "POST", Path: repeatPath + "/lam", Roles: console.Admins, Do: press},
		},
	}
}
