// Package editpages is where an office looks after its content: the list of entries, one entry with its history, what
// the law changes soon, questions that nobody could answer, and editing, as YAML or part by part in boxes. Whatever was
// typed goes through one check, which shows what it changes, and is published there.
package editpages

import (
	"embed"

	"github.com/motcua/motcua/handlers/console"
)

//go:embed *.html
var pages embed.FS

// Room returns the pages for the console.
func Room() console.Room {
	return console.Room{Pages: pages, Errands: errands, Uploads: []string{portalPath}, Menu: []console.MenuItem{
		{Path: questionsPath, Label: "Câu chưa trả lời", Roles: console.Readers, After: "/admin"},
		{Path: listPath, Label: "Nội dung", Roles: console.Readers, After: questionsPath},
	}, Routes: []console.Route{
		{Method: "GET", Path: questionsPath, Roles: console.Readers, Do: questionsPage},
		{Method: "POST", Path: questionsPath + "/noi", Roles: console.Editors, Do: attachQuestion},
		{Method: "POST", Path: questionsPath + "/soan", Roles: console.Editors, Do: draftQuestion},
		{Method: "POST", Path: questionsPath + "/bo", Roles: console.Editors, Do: dropQuestions},
		{Method: "POST", Path: questionsPath + "/gop", Roles: console.Editors, Do: mergeQuestions},
		{Method: "POST", Path: questionsPath + "/don", Roles: console.Editors, Do: clearQuestions},
		{Method: "GET", Path: listPath, Roles: console.Readers, Do: contentPage},
		{Method: "GET", Path: lawsPath, Roles: console.Readers, Do: laws},
		{Method: "GET", Path: listPath + "/muc", Roles: console.Readers, Do: showEntry},
		{Method: "GET", Path: listPath + "/ban", Roles: console.Readers, Do: showVersion},
		{Method: "GET", Path: listPath + "/sua", Roles: console.Editors, Do: editEntry},
		{Method: "GET", Path: listPath + "/lui", Roles: console.Editors, Do: bringBack},
		{Method: "POST", Path: listPath + "/kiem", Roles: console.Editors, Do: checkEntry},
		{Method: "GET", Path: portalPath, Roles: console.Editors, Do: portalPage},
		{Method: "POST", Path: portalPath, Roles: console.Editors, Do: findRows},
		{Method: "POST", Path: portalPath + "/lay", Roles: console.Editors, Do: takeRow},
		{Method: "POST", Path: listPath + "/xem", Roles: console.Editors, Do: tryAlone},
		{Method: "POST", Path: listPath + "/hop", Roles: console.Editors, Do: mergeEntry},
		{Method: "POST", Path: listPath + "/dang", Roles: console.Editors, Do: publishEntry},
		{Method: "POST", Path: listPath + "/rut", Roles: console.Editors, Do: withdrawEntry},
		{Method: "POST", Path: listPath + "/bo-nhap", Roles: console.Editors, Do: dropDraft},
		{Method: "GET", Path: partPath, Roles: console.Editors, Do: show},
		{Method: "POST", Path: partPath, Roles: console.Editors, Do: save},
		{Method: "POST", Path: listPath + "/them", Roles: console.Editors, Do: begin},
	}}
}
