package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/offices/local"
	"github.com/motcua/motcua/handlers/photo"
)

// asksWhere notes what an answer is about, and whether it is about where to go, which differs from commune to commune.
func asksWhere(t *dialog.Turn, entry string, aspect search.Aspect) {
	t.Shown, t.Part = entry, aspect
	if entry == answers.OfficeEntry || aspect == search.AspectWhere && t.Know.AtCommune(entry) {
		t.Where = entry
	}
}

// homeOf is the commune of who asks; nil where it is not known or one office is served.
func (b *Assistant) homeOf(ctx context.Context, t *dialog.Turn) (*content.Commune, error) {
	o, found, err := b.Offices.OfficeOf(ctx, t.Tx, t.Know, t.Update.Chat)
	if err != nil || !found {
		return nil, err
	}
	return o.In, nil
}

// atHome completes an answer about where to go with the office of the person's own commune, or asks for the commune.
// Words that name one are answered already.
func (b *Assistant) atHome(ctx context.Context, t *dialog.Turn, m []bot.Message) ([]bot.Message, error) {
	laid, found, err := local.Of(ctx, t.Tx, t.Office, t.Shown)
	if err != nil {
		return nil, err
	}
	if found && len(m) > 0 {
		below(&m[0], laid.Lines(b.People.OfficeBySlug(t.Office), t.Part))
	}
	if t.Where == "" || len(m) == 0 || offices.Names(t.Know.Library, t.Text) {
		return m, nil
	}
	o, found, err := b.Offices.OfficeOf(ctx, t.Tx, t.Know, t.Update.Chat)
	switch {
	case err != nil:
		return nil, err
	case !found:
		question, err := b.Offices.Offer(ctx, t)
		return append(m, question...), err
	case t.Where == answers.OfficeEntry: // the answer is that office's
		return m, nil
	}
	below(&m[0], fmt.Sprintf(textAtHome, bot.Escape(o.In.Name))+"\n"+card.OfficeLines(o.Office))
	return m, nil
}

// below adds lines to a message; empty ones change nothing.
func below(m *bot.Message, lines string) {
	if lines == "" {
		return
	}
	m.Text += "\n\n" + lines
	if m.Card != nil {
		m.Card.Say = strings.TrimSpace(m.Card.Say + "\n" + lines)
	}
}

// askPlace asks for the former commune; the next words are read as its name.
func askPlace(_ context.Context, t *dialog.Turn) ([]bot.Message, error) {
	t.Await("place", "")
	return dialog.Say(textAskPlace), nil
}

// gotPlace reads the name of a former commune.
func gotPlace(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if m, ok := card.Places(t.Know.Library, t.Text, t.Day()); ok {
		t.Done()
		t.Dialog.Place = t.Know.PlaceIn(t.Text)
		return []bot.Message{m}, nil
	}
	t.Done()
	if words := strings.Fields(vi.Fold(t.Text)); len(words) > 5 {
		return nil, dialog.ErrNotMine // a new question, not a name
	}
	return dialog.Say(textPlaceAgain, []bot.Button{card.ActionPlace.Button("Nhập lại tên xã cũ", struct{}{})}), nil
}

// withPhoto adds to the address of one office the picture of its house, where the channel shows pictures. A page of the
// web would keep a copy in every conversation: there the address leads to the page that shows it.
func (b *Assistant) withPhoto(ctx context.Context, t *dialog.Turn, messages []bot.Message) ([]bot.Message, error) {
	limits, m := b.People.Channels[t.Update.Chat.Channel], &messages[0]
	i := slices.IndexFunc(t.Know.Library.Offices, func(o content.Office) bool {
		return o.Status == content.Verified && strings.HasPrefix(m.Text, "*"+bot.Escape(o.Name)+"*\nĐịa chỉ: ") &&
			!strings.Contains(m.Text, "\n\n") // one office alone
	})
	if i < 0 || m.File != nil || !limits.Files && !limits.Cards {
		return messages, nil
	}
	p, found, err := photo.Load(ctx, t.Tx, t.Know.Library.Offices[i].ID)
	switch {
	case err != nil || !found:
		return messages, err
	case limits.Cards && b.PublicURL != "":
		m.Buttons = append(m.Buttons,
			[]bot.Button{{Label: textSeePhoto, URL: strings.TrimRight(b.PublicURL, "/") + "/gap-can-bo"}})
	case !limits.Cards && (limits.PictureBytes == 0 || len(p.JPEG) <= limits.PictureBytes):
		m.File = &bot.File{Name: "tru-so.jpg", Type: "image/jpeg", Bytes: p.JPEG}
	}
	return messages, nil
}
