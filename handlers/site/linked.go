package site

import "github.com/motcua/motcua/content"

// What search engines read of a page: JSON-LD with the types of schema.org. Nothing stands there that does not stand on
// the page. html/template writes it as JSON and escapes what could end the script.

// thing is a node of the graph.
type thing map[string]any

func graph(things ...thing) thing {
	var nodes []any
	for _, t := range things {
		if t != nil {
			nodes = append(nodes, t)
		}
	}
	return thing{"@context": "https://schema.org", "@graph": nodes}
}

func (v *visit) officeThing() thing {
	o := thing{"@type": "GovernmentOrganization", "name": v.cfg.Office}
	if v.cfg.PublicURL != "" {
		o["url"] = v.at("/")
	}
	return o
}

// at is the whole address of a path, or the bare path while the public address is not known.
func (v *visit) at(path string) string {
	p := page{PublicURL: v.cfg.PublicURL, files: v.Site.files}
	if a := p.Absolute(path); a != "" {
		return a
	}
	return path
}

func (v *visit) siteLinked() any {
	return graph(thing{"@type": "WebSite", "name": v.cfg.Office, "inLanguage": "vi", "url": v.at("/"),
		"publisher": v.officeThing()})
}

func (v *visit) crumbsThing(crumbs ...link) thing {
	var list []any
	for i, c := range append([]link{{v.cfg.Office, "/", ""}}, crumbs...) {
		list = append(list, thing{"@type": "ListItem", "position": i + 1, "name": c.Name, "item": v.at(c.To)})
	}
	return thing{"@type": "BreadcrumbList", "itemListElement": list}
}

func (v *visit) procedureLinked(p *content.Procedure, online string, sections []section, shorts []short) any {
	service := thing{"@type": "GovernmentService", "name": p.Title, "url": v.at(procedurePath(p)),
		"serviceType": p.Field, "provider": v.officeThing()}
	if p.Field == "" {
		delete(service, "serviceType")
	}
	if p.Summary != "" {
		service["description"] = p.Summary
	}
	if len(p.Codes) > 0 {
		service["identifier"] = p.Codes[0]
	}
	if area := v.know.Library.Province; area != "" {
		service["areaServed"] = thing{"@type": "AdministrativeArea", "name": area}
	}
	if online != "" {
		service["availableChannel"] = thing{"@type": "ServiceChannel", "serviceUrl": online}
	}
	crumbs := []link{{"Tất cả thủ tục", "/thu-tuc", ""}}
	if p.Field != "" {
		crumbs = append(crumbs, link{p.Field, "/chu-de/" + slug(p.Field), ""})
	}
	return graph(service, howTo(p, sections), faqThing(shorts),
		v.crumbsThing(append(crumbs, link{p.Title, procedurePath(p), ""})...))
}

// howTo are the steps of a procedure; nil when there are not at least two.
func howTo(p *content.Procedure, sections []section) thing {
	for _, s := range sections {
		if s.ID != "steps" || len(s.Items) < 2 {
			continue
		}
		var steps []any
		for i, it := range s.Items {
			steps = append(steps, thing{"@type": "HowToStep", "position": i + 1, "name": it.Text, "text": it.Text})
		}
		return thing{"@type": "HowTo", "name": p.Title, "step": steps}
	}
	return nil
}

// faqThing are questions with their answers; nil without any.
func faqThing(shorts []short) thing {
	var list []any
	for _, s := range shorts {
		list = append(list, thing{"@type": "Question", "name": s.Ask,
			"acceptedAnswer": thing{"@type": "Answer", "text": s.Text}})
	}
	if len(list) == 0 {
		return nil
	}
	return thing{"@type": "FAQPage", "mainEntity": list}
}

func (v *visit) questionLinked(f *content.FAQ, parts []item, shorts []short) any {
	text := ""
	for _, it := range parts {
		text += it.Text + "\n"
	}
	all := append([]short{{f.Question, item{Text: text}}}, shorts...)
	return graph(faqThing(all), v.crumbsThing(link{f.Question, questionPath(f), ""}))
}

func (v *visit) eventLinked(e *content.Event, todo []link) any {
	var steps []any
	for i, s := range todo {
		steps = append(steps, thing{"@type": "HowToStep", "position": i + 1, "name": s.Name, "text": s.Name,
			"url": v.at(s.To)})
	}
	return graph(thing{"@type": "HowTo", "name": e.Title, "step": steps},
		v.crumbsThing(link{e.Title, eventPath(e), ""}))
}
