package site_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"net/http"
	"regexp"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/photo"
)

// TestOfficePhoto: the picture of an office stands beside its address, at an address that changes with it.
func TestOfficePhoto(t *testing.T) {
	o := newOffice(t, nil)
	lib := *embedded().Library
	lib.Offices = []content.Office{{ID: "mau", Name: "Trung tâm xã Mẫu", Address: "Thôn 3",
		Fact: content.Fact{Status: content.Verified}}}
	o.know.Store(answers.NewKnowledge(&lib, lex()))
	img := regexp.MustCompile(`<img src="([^"]*anh/co-quan/mau\.jpg\?v=[0-9a-f]+)" width="(\d+)"`)
	if img.MatchString(o.page("/gap-can-bo")) {
		t.Fatal("a picture that nobody put there")
	}
	if status, _, _ := o.get("/anh/co-quan/mau.jpg"); status != http.StatusNotFound {
		t.Errorf("no picture: %d", status)
	}
	put := func(width int) string {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, 400)), nil); err != nil {
			t.Fatal(err)
		}
		p, err := photo.Read(b.Bytes())
		if err == nil {
			err = o.state.Update(context.Background(), func(tx bot.Tx) error {
				by, _, err := o.bot.People.ActorAt(context.Background(), tx, owner, people.NewToken())
				if err != nil {
					return err
				}
				return photo.Put(context.Background(), tx, by, "mau", p)
			})
		}
		if err != nil {
			t.Fatal(err)
		}
		m := img.FindStringSubmatch(o.page("/gap-can-bo"))
		if m == nil {
			t.Fatal("no picture on the page")
		}
		return m[1]
	}
	first, second := put(500), put(600)
	if first == second {
		t.Errorf("a new picture has the old address %s", first)
	}
	status, body, h := o.get("/" + regexp.MustCompile(`^[./]*`).ReplaceAllString(second, ""))
	if size, _, err := image.DecodeConfig(bytes.NewReader([]byte(body))); status != http.StatusOK || err != nil ||
		size.Width != 600 ||
		h.Get("Content-Type") != "image/jpeg" {
		t.Errorf("%d %v: %v", status, h, err)
	}
}
