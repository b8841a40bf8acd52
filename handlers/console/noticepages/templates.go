package noticepages

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/announce/templates"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

const templatePath = "/admin/thong-bao/mau"

// templatesData is the list of templates, or one of them to fill in.
type templatesData struct {
	All     []templates.Template
	Fill    *templates.Template
	Fields  []field
	Problem string
	May     bool   // make an announcement of it
	Office  string // the visitor's, of several; empty: all
	Several bool
}

// field is one blank on the page: a day and an hour have inputs of their own.
type field struct {
	templates.Blank
	Input, Value string // Input is the name of the field
}

func templatesPage(c *console.Console, v *console.Visit) error {
	all, err := templates.All(v.Context(), c.State, v.Office())
	if err != nil {
		return err
	}
	d := templatesData{All: all, May: v.May(console.Admins), Office: v.Office().Slug, Several: !v.Office().All()}
	if id := v.Query("mau"); id != "" {
		return fillPage(c, v, http.StatusOK, id, nil, "")
	}
	return c.Show(v, "templates", "Mẫu thông báo", d)
}

func fillPage(c *console.Console, v *console.Visit, status int, id string, typed map[string]string,
	problem string) error {
	t, err := templates.Load(v.Context(), c.State, v.Office(), id)
	if err != nil {
		return console.OrNotFound(nil)
	}
	blanks, err := templates.Blanks(t.Text)
	if err != nil {
		return err
	}
	d := templatesData{Fill: &t, Problem: problem, May: v.May(console.Admins)}
	for i, b := range blanks {
		d.Fields = append(d.Fields, field{b, fmt.Sprint("o", i), typed[b.Name]})
	}
	return c.ShowAs(v, status, "templates", "Mẫu: "+t.Name, d)
}

// fill makes a draft of a template; what is wrong stands above the form, with what was typed.
func fill(c *console.Console, v *console.Visit) error {
	id, typed, made := v.Form("mau"), map[string]string{}, ""
	var no dialog.Refusal
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		no = dialog.Refusal{}
		t, err := templates.Load(v.Context(), tx, by.Office, id)
		if err != nil {
			return err
		}
		blanks, err := templates.Blanks(t.Text)
		if err != nil {
			return err
		}
		for i, b := range blanks {
			typed[b.Name] = v.Form(fmt.Sprint("o", i))
		}
		know, err := c.Bot.Calendar.Knowledge(v.Context(), tx)
		if err != nil {
			return err
		}
		dates := vidate.Reader{Now: tx.Now().In(content.Zone), Calendar: know.Calendar}
		a, err := c.Bot.Templates.Compose(v.Context(), tx, by, id, typed, dates)
		if errors.As(err, &no) && no.Why == dialog.Invalid {
			return nil // shown beside the form
		}
		if err == nil {
			made = a.ID
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case no.Text != "":
		return fillPage(c, v, http.StatusUnprocessableEntity, id, typed, no.Text)
	}
	return v.Back("/admin/thong-bao/tin?ma="+url.QueryEscape(made), "tb-nhap")
}

// templateForm is the form of one of the office's own.
type templateForm struct {
	templates.Template
	Problem string
}

func editTemplate(c *console.Console, v *console.Visit) error {
	d := templateForm{}
	if id := v.Query("mau"); id != "" { // one that is shipped is the beginning of one's own
		t, err := templates.Load(v.Context(), c.State, v.Office(), id)
		if err != nil {
			return console.OrNotFound(nil)
		}
		if d.Template = t; !t.Own || t.Office != v.Office().Slug {
			d.ID, d.Own = "", true
		}
	}
	return c.Show(v, "template", "Soạn mẫu thông báo", d)
}

func saveTemplate(c *console.Console, v *console.Visit) error {
	t := templates.Template{ID: v.Form("mau"), Name: v.Form("ten"), Urgent: v.Form("khan") == "1",
		Text: strings.TrimSpace(strings.ReplaceAll(v.Raw("noi-dung"), "\r\n", "\n"))}
	var no dialog.Refusal
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		no = dialog.Refusal{}
		_, err := c.Bot.Templates.Save(v.Context(), tx, by, t)
		if errors.As(err, &no) && no.Why == dialog.Invalid {
			return nil
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case no.Text != "":
		return c.ShowAs(v, http.StatusUnprocessableEntity, "template", "Soạn mẫu thông báo",
			templateForm{t, no.Text})
	}
	return v.Back(templatePath, "luu")
}

func dropTemplate(c *console.Console, v *console.Visit) error {
	t, err := templates.Load(v.Context(), c.State, v.Office(), v.Form("mau"))
	if err != nil {
		return console.OrNotFound(nil)
	}
	if ok, err := console.Agreed(c, v, fmt.Sprintf(textSureDrop, t.Name), console.Sure{Back: templatePath,
		Label: "Xóa mẫu", Happens: []string{textDropHappens}}); !ok {
		return err
	}
	if err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		return c.Bot.Templates.Drop(v.Context(), tx, by, t.ID)
	}); err != nil {
		return err
	}
	return v.Back(templatePath, "luu")
}

const (
	textSureDrop    = "Xóa mẫu “%s”?"
	textDropHappens = "Mẫu không dùng được nữa; thông báo đã soạn từ mẫu vẫn giữ nguyên."
)
