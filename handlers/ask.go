package handlers

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/unanswered"
)

// stands answers what stands by itself, whatever was talked of; a weekday after the office's hours asks for those.
func stands(ctx context.Context, b *Assistant, t *dialog.Turn, r search.Result) ([]bot.Message, bool, error) {
	home, err := b.homeOf(ctx, t)
	if err != nil {
		return nil, false, err
	}
	if reply, ok := t.Know.Standing(t.Text, r, t.Now, home); ok {
		m, err := b.withPhoto(ctx, t, b.replied(t, reply))
		return m, true, err
	}
	if day, ok := answers.OtherDay(t.Know, t.Dialog.Asked, t.Text, t.Now); ok {
		t.Text = day
		if reply, ok := t.Know.Standing(day, t.Know.Ask(day), t.Now, home); ok {
			return b.replied(t, reply), true, nil
		}
	}
	return nil, false, nil
}

// ask answers words that are no command: a choice, a word on the conversation itself, more about the last entry, or a
// question.
func (b *Assistant) ask(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	t.Dialog.AskedIn = "" // mended after this, the question before it is not answered again
	// "1.001193" begins like the first choice.
	if _, coded := t.Know.Code(t.Text, t.Day()); t.Fresh() && !coded {
		if m, ok := b.choose(t); ok {
			return m, nil
		}
	}
	if m, ok, err := b.move(ctx, t); err != nil || ok {
		return m, err
	}
	context := (t.Dialog.Entry != "" || len(t.Dialog.Choices) > 0) && t.Fresh()
	rest, asked, right := corrected(t.Text)
	on := table(&t.Dialog)
	if right {
		switch {
		case !context || t.Know.Stands(rest):
			t.Text, context = rest, false
		case asked:
			t.Text = rest
		}
	}
	if place := t.Know.PlaceIn(t.Text); place != "" {
		t.Dialog.Place = place
	}
	r := t.Know.Ask(t.Text)
	if m, ok, err := stands(ctx, b, t, r); err != nil || ok {
		return m, err
	}
	if right {
		if reply, ok := meant(t, on, r); ok {
			return b.replied(t, reply), nil
		}
	}
	if context {
		if m, ok := within(b, t, on, r); ok {
			return m, nil
		}
	}
	t.Dialog.Case = ""
	return b.question(t, r), nil
}

// meant answers a correction of what is on the table.
func meant(t *dialog.Turn, on answers.Table, r search.Result) (answers.Reply, bool) {
	if on.Entry == "" || !t.Fresh() {
		return answers.Reply{}, false
	}
	return answers.Meant(t.Know, on, t.Text, r, t.Day())
}

// within answers words within a conversation: they turn to another matter, or go on about what is on the table.
func within(b *Assistant, t *dialog.Turn, on answers.Table, r search.Result) ([]bot.Message, bool) {
	if asked, ok := answers.Elsewhere(t.Know, on, t.Text); ok {
		t.Dialog.Case = ""
		return b.replied(t, t.Know.AnswerFrom(asked, t.Know.Ask(asked), t.Day())), true
	}
	if m, ok := b.goOn(t, r); ok {
		return m, true
	}
	if turned := answers.Turned(t.Text); turned != t.Text {
		return b.replied(t, t.Know.AnswerFrom(turned, t.Know.Ask(turned), t.Day())), true
	}
	return nil, false
}

// noteAsked notes the question, and the message that it stands in.
func noteAsked(t *dialog.Turn) {
	t.Dialog.Asked, t.Dialog.AskedIn = t.Text, t.Update.MessageID
	if answers.SaysCase(t.Text) {
		t.Dialog.Case = t.Text
	}
}

// edited answers the last question anew when its words were mended. Other words were taken as they were first written:
// an opinion, a task or an announcement is not done twice.
func (b *Assistant) edited(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	d := &t.Dialog
	if d.AskedIn == "" || d.AskedIn != t.Update.MessageID || d.Await != "" || t.Text == "" ||
		len([]rune(t.Text)) > longest || t.Text == d.Asked {
		return nil, nil
	}
	d.Choices = nil // of the wording that was mended
	return b.ask(ctx, t)
}

// question answers a question out of the blue; r is what the search made of it.
func (b *Assistant) question(t *dialog.Turn, r search.Result) []bot.Message {
	return b.replied(t, t.Know.AnswerFrom(t.Text, r, t.Day()))
}

// replied counts a reply to a question and notes what the next words may refer to.
func (b *Assistant) replied(t *dialog.Turn, reply answers.Reply) []bot.Message {
	outcome := reply.Result.Outcome
	t.Tx.Count("asked", string(outcome), 1, 0)
	figures.Count(t.Tx, figures.AskedGroup, t.Now, t.Office, string(outcome), 1)
	if b.Observe != nil {
		b.Observe(t.Update, string(outcome))
	}
	noteAsked(t)
	b.settle(t, &reply)
	if err := b.sample.Keep(context.Background(), t, reply); err != nil && b.Log != nil {
		b.Log.Warn("question not kept for the review desk", "error", err) // it is answered all the same
	}
	return []bot.Message{reply.Message}
}

// settle notes what the next words may refer to.
func (b *Assistant) settle(t *dialog.Turn, reply *answers.Reply) {
	outcome := reply.Result.Outcome
	if outcome == search.Answer || outcome == search.Likely {
		asksWhere(t, reply.Entry, reply.Aspect)
	}
	switch {
	case outcome == search.Unknown && reply.Entry != "" && !answers.Refused(reply.Result.Reason): // only the right door
		t.About(reply.Entry, reply.Aspect)
		t.Dialog.Others = ids(reply.Result.Hits, 1, max(2, reply.Result.Choices))
		unanswered.Keep(t, reply.Result, b.Cases.Passing(t))
	case outcome == search.Unknown:
		unanswered.Keep(t, reply.Result, b.Cases.Passing(t))
	case reply.Entry == answers.PlaceEntry || reply.Entry == answers.OfficeEntry, reply.Entry == answers.CodeEntry:
		t.Dialog.Answered = true
		t.Done()
	case reply.Entry != "":
		t.About(reply.Entry, reply.Aspect)
		if reply.Result.Outcome == search.Likely {
			t.Dialog.Question = t.Text // another entry may be picked: it answers the same question
		}
		t.Dialog.Situation = t.Know.Situation(reply.Entry, t.Text)
		t.Dialog.Others = ids(reply.Result.Hits, 1, max(2, reply.Result.Choices))
		if reply.Result.Outcome == search.Likely {
			t.Dialog.Offered = t.Dialog.Others
		}
		b.Remind.Offer(t, &reply.Message, reply.Entry, reply.Aspect)
	case outcome == search.Choose:
		offer(t, *reply)
	}
}

// ids are the entries of hits from one to another.
func ids(hits []search.Hit, from, to int) (out []string) {
	for i := from; i < min(to, len(hits)); i++ {
		out = append(out, hits[i].ID)
	}
	return out
}

// table is what the conversation is about.
func table(d *dialog.State) answers.Table {
	if len(d.Choices) > 0 { // none was picked: the answer names what it is about
		others := slices.Clone(d.Choices[1:])
		if d.Entry != "" && !slices.Contains(d.Choices, d.Entry) {
			others = append(others, d.Entry)
		}
		return answers.Table{Entry: d.Choices[0], Others: others, Open: true}
	}
	return answers.Table{Entry: d.Entry, Others: d.Others}
}

// goOn reads words as going on about the entry last shown: another part of it, the case it is about, a condition. Words
// that name a subject of their own are none.
func (b *Assistant) goOn(t *dialog.Turn, r search.Result) ([]bot.Message, bool) {
	on := table(&t.Dialog)
	part := on.Entry
	if r.Subject == 0 || answers.InContext(t.Text, t.Know.TitleOf(part), r).Subject == 0 {
		part = t.Know.Behind(part, r.Aspect)
	}
	if m, id, ok := t.Know.Due(t.Text, part, r, t.Now); ok {
		t.About(id, search.AspectTime)
		return []bot.Message{m}, true
	}
	if m, id, ok := t.Know.Limit(t.Text, part, r, t.Now); ok {
		t.About(id, search.AspectTime)
		return []bot.Message{m}, true
	}
	r = answers.InContext(t.Text, t.Know.TitleOf(on.Entry), r)
	if reply, ok := t.Know.GoOn(on, t.Text, r, t.Day()); ok {
		return b.wentOn(t, on, reply), true
	}
	if before := t.Dialog.Before.Entry; !procedure(t, part) && procedure(t, before) && len(t.Dialog.Choices) == 0 {
		part, on = before, answers.Table{Entry: before} // a general answer has no parts: those of what it came up with
	}
	if aspect, situation, ok := t.Know.FollowUp(part, t.Text, r); ok {
		if situation == 0 {
			situation = t.Dialog.Situation
		}
		if situation == 0 && t.Dialog.Case != "" {
			situation = t.Know.Situation(part, t.Dialog.Case)
		}
		m, err := b.showAbout(t, part, aspect, situation)
		t.Dialog.AskedIn = t.Update.MessageID
		return m, err == nil
	}
	if reply, ok := t.Know.Otherwise(on, t.Text, r, t.Day()); ok {
		return b.wentOn(t, on, reply), true
	}
	return nil, false
}

// procedure reports whether an entry is one, with papers, charges and terms of its own.
func procedure(t *dialog.Turn, id string) bool {
	_, ok := t.Know.Library.Procedure(id)
	return ok
}

// wentOn notes a reply to words that went on about the table.
func (b *Assistant) wentOn(t *dialog.Turn, on answers.Table, reply answers.Reply) []bot.Message {
	switch reply.Result.Outcome {
	case search.Unknown:
		return b.replied(t, reply)
	case search.Choose: // the same choice once more
		noteAsked(t)
		t.Dialog.At = t.Now
		return []bot.Message{reply.Message}
	case search.Answer, search.Likely:
	}
	noteAsked(t)
	if reply.Aside {
		t.Dialog.Answered, t.Dialog.At = true, t.Now
		return []bot.Message{reply.Message}
	}
	situation, others := t.Dialog.Situation, t.Dialog.Others
	b.settle(t, &reply)
	if reply.Entry == on.Entry && t.Dialog.Situation == 0 {
		t.Dialog.Situation = situation
	}
	if len(t.Dialog.Others) == 0 {
		t.Dialog.Others = others
	}
	return []bot.Message{reply.Message}
}

// choose shows the choice that was typed, by its number or by words of its title, or says that there is none.
func (b *Assistant) choose(t *dialog.Turn) ([]bot.Message, bool) {
	choices := t.Dialog.Choices
	if len(choices) == 0 {
		choices = t.Dialog.Offered
	} else if number, ok := t.Know.Named(choices, t.Text); ok {
		return b.chose(t, choices[number], "")
	}
	number, rest, out, ok := chosen(t.Text, len(choices))
	switch {
	case !ok || rest != "" && (out && !strings.HasPrefix(vi.Fold(t.Text), "cai ") || t.Know.Ask(rest).Subject > 1):
		return nil, false
	case len(choices) == 0:
		return dialog.Say(textNoChoice), true
	case out && len(choices) == 1:
		return dialog.Say(textOnlyChoice), true
	case out:
		return dialog.Say(fmt.Sprintf(textNoSuchChoice, len(choices), len(choices))), true
	}
	return b.chose(t, choices[number-1], rest)
}

// chose shows a choice; rest is what was asked of it beside.
func (b *Assistant) chose(t *dialog.Turn, id, rest string) ([]bot.Message, bool) {
	question, aspect := t.Dialog.Question, t.Dialog.Aspect
	if rest != "" {
		question = rest
		if r := t.Know.Ask(rest); r.Aspect != "" {
			aspect = r.Aspect
		}
	}
	offered := t.Dialog.Offered
	m, err := b.show(t, id, aspect, t.Know.Situation(id, question), question)
	t.Dialog.Offered = offered
	return m, err == nil
}

// offer notes the choices, so that a typed number or the office's question passes on to the right one.
func offer(t *dialog.Turn, reply answers.Reply) {
	t.About(t.Dialog.Entry, reply.Aspect) // the entry stays on the table: the next words may be about it all the same
	t.Dialog.Question = t.Text
	for _, h := range reply.Result.Hits[:min(len(reply.Result.Hits), max(2, reply.Result.Choices))] {
		t.Dialog.Choices = append(t.Dialog.Choices, h.ID)
	}
	t.Dialog.Offered = t.Dialog.Choices
}

// showAbout goes on about an entry in answer to the words just typed.
func (b *Assistant) showAbout(t *dialog.Turn, id string, aspect search.Aspect, situation int) ([]bot.Message, error) {
	messages, err := b.show(t, id, aspect, situation, t.Text)
	if err == nil && t.Know.PlaceIn(t.Text) != "" && (t.Dialog.Place == "" || aspect != search.AspectWhere) {
		messages[0] = t.Know.WithPlace(messages[0], aspect, t.Text)
	}
	return messages, err
}

// show answers with a named entry.
func (b *Assistant) show(t *dialog.Turn, id string, aspect search.Aspect, situation int,
	question string) ([]bot.Message, error) {
	m, ok := t.Know.Message(id, aspect, situation, question, t.Day())
	if !ok {
		return dialog.Say(dialog.TextGone, card.HelpButtons(t.Day())...), nil
	}
	t.About(id, aspect)
	asksWhere(t, id, aspect)
	t.Dialog.Situation = situation
	if aspect == search.AspectWhere && t.Dialog.Place != "" && t.Know.AtCommune(id) {
		m = t.Know.WithPlace(m, aspect, t.Dialog.Place) // named earlier in the conversation
	}
	b.Remind.Offer(t, &m, id, aspect)
	return []bot.Message{m}, nil
}

// pressedPart shows the part of an entry that a button names.
func (b *Assistant) pressedPart(_ context.Context, t *dialog.Turn, v card.Part) ([]bot.Message, error) {
	situation := 0
	if v.Situation != nil {
		situation = *v.Situation
	}
	return b.show(t, v.Entry, search.Aspect(v.Aspect), situation, "")
}

// pressedPick shows one of the choices.
func (b *Assistant) pressedPick(_ context.Context, t *dialog.Turn, v card.Pick) ([]bot.Message, error) {
	t.Tx.Count("picked", strconv.Itoa(v.N), 1, 0)
	return b.show(t, v.Entry, search.Aspect(v.Aspect), t.Know.Situation(v.Entry, t.Dialog.Question), t.Dialog.Question)
}
