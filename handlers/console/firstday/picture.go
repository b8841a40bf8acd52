package firstday

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/photo"
)

// picturePath is where the picture of an office is shown to the clerk, put and taken away.
const picturePath = officePath + "/anh"

// officeOf is the office that a form or an address names.
func (d *desk) officeOf(c *console.Console, v *console.Visit, id string) (content.Office, error) {
	o, ok := d.chosen(c, v, id)
	if !ok || id == "" {
		return o, console.Refuse(http.StatusNotFound, textNoSuchPlace)
	}
	return o, nil
}

// picture shows the office's picture.
func (d *desk) picture(c *console.Console, v *console.Visit) error {
	o, err := d.officeOf(c, v, v.Query("ma"))
	if err != nil {
		return err
	}
	p, found, err := photo.Load(v.Context(), c.State, o.ID)
	if err != nil {
		return err
	}
	if !found {
		return console.ErrNotFound
	}
	return v.Picture("image/jpeg", p.JPEG)
}

// savePicture puts a picture there, or takes it away.
func (d *desk) savePicture(c *console.Console, v *console.Visit) error {
	o, err := d.officeOf(c, v, v.Form("ma"))
	if err != nil {
		return err
	}
	back := officePath + "?ma=" + url.QueryEscape(o.ID)
	if v.Form("viec") == "bo" {
		ok, err := console.Agreed(c, v, fmt.Sprintf(textDropPicture, o.Name), console.Sure{Back: back,
			Label: textDropPictureLabel, Happens: []string{textDropPictureWhat}})
		if !ok {
			return err
		}
		if err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
			return photo.Drop(v.Context(), tx, by, o.ID)
		}); err != nil {
			return err
		}
		return v.Back(back, "luu")
	}
	_, body, large := v.File()
	if len(body) == 0 && !large {
		return console.Refuse(http.StatusUnprocessableEntity, textNoPicture)
	}
	if large {
		body = make([]byte, photo.MostBytes+1) // it was not kept: refused like any that is too large
	}
	p, err := photo.Read(body)
	if err != nil {
		return err
	}
	err = c.Deed(v, func(tx bot.Tx, by people.Actor) error { return photo.Put(v.Context(), tx, by, o.ID, p) })
	if err != nil {
		return err
	}
	return v.Back(back, "luu")
}
