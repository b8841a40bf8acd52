package offices

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
)

// Said takes words by which somebody says where he lives or moves: "tôi chuyển về xã Bình Mỹ", "nha em o xa La Son cu".
// ok is false for all others, and where one office is served.
func (svc *Service) Said(ctx context.Context, t *dialog.Turn) (m []bot.Message, ok bool, err error) {
	if !t.Update.Private || svc.Served(t.Know) == nil || len(strings.Fields(t.Text)) > 16 {
		return nil, false, nil
	}
	s := read(t.Know.Library, t.Text)
	if !s.lives {
		return nil, false, nil
	}
	if s.home.Commune == "" {
		if s.trap == "" {
			return nil, false, nil
		}
		t.Await(await, justSaid)
		return dialog.Say(bot.Escape(s.trap), svc.question(t.Know, "", justSaid, false)[0].Buttons...), true, nil
	}
	m, err = svc.settle(ctx, t, s.home, justSaid)
	return m, true, err
}

// farthest is how many kilometres from the centre of a commune somebody may be and still be taken for its own.
const farthest = 15

// Located takes a location that somebody sent: the office whose commune's centre is nearest. The location itself is not
// kept. ok is false where one office is served, or the channel does not say where it is.
func (svc *Service) Located(ctx context.Context, t *dialog.Turn) (m []bot.Message, ok bool, err error) {
	at, served := t.Update.Location, svc.Served(t.Know)
	if at == nil || served == nil || !t.Update.Private {
		return nil, false, nil
	}
	served = slices.DeleteFunc(slices.Clone(served), func(o Office) bool { return !o.Center.Known() })
	if len(served) == 0 {
		return svc.question(t.Know, textNoCenters, justSaid, false), true, nil
	}
	here := content.Point{Lat: at.Lat, Lon: at.Lon}
	nearest := slices.MinFunc(served, func(a, b Office) int {
		if a.Center.Kilometres(here) < b.Center.Kilometres(here) {
			return -1
		}
		return 1
	})
	then := justSaid
	if t.Dialog.Await == await && t.Fresh() {
		then = t.Dialog.Data
	}
	if nearest.Center.Kilometres(here) > farthest {
		t.Await(await, then)
		return svc.question(t.Know, textFarAway, then, false), true, nil
	}
	m, err = svc.settle(ctx, t, Home{Commune: nearest.Commune}, then)
	if len(m) > 0 && err == nil {
		m[0].Text = fmt.Sprintf(textNearest, bot.Escape(nearest.In.Name)) + "\n" + m[0].Text
	}
	return m, true, err
}
