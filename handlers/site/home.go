package site

import (
	"fmt"
	"net/http"

	"github.com/motcua/motcua/handlers/answers/office"
)

type homeData struct {
	Open   office.Opening
	Tiles  []tile
	Asked  []link
	Events []link
	Count  int // procedures
}

// showHome asks what the visitor needs. An address with a question opens its answer.
func showHome(v *visit) error {
	if q := v.r.URL.Query().Get("q"); q != "" {
		v.w.Header().Set("Location", "tim?"+v.r.URL.RawQuery)
		v.w.WriteHeader(http.StatusSeeOther)
		return nil
	}
	return v.show("home", v.homePage())
}

func (v *visit) homePage() page {
	d := homeData{Open: v.opening(), Tiles: v.tiles(), Count: len(v.know.Library.Procedures)}
	for _, a := range v.know.Library.Asked {
		if l, ok := v.entryLink(a.Entry); ok {
			d.Asked = append(d.Asked, link{a.Say, l.To, ""})
		}
	}
	for _, e := range v.know.Library.Events {
		d.Events = append(d.Events, link{e.Title, eventPath(e), fmt.Sprintf("%d việc", len(e.Steps))})
	}
	return page{Path: "/", Big: true, Data: d, Linked: v.siteLinked()}
}

// opening says whether the office is open now, as far as anybody verified its hours.
func (v *visit) opening() office.Opening {
	return office.Book{Library: v.know.Library, Calendar: v.know.Calendar}.Opening(v.cfg.Office, v.now)
}
