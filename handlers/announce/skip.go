package announce

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// Skip returns the reason why a chat is passed over in an announcement: who has linked several chats gets it once, in
// the first of them that is in the audience and can be written to. It has the form of the outbox's hook; whether
// somebody still wants announcements the engine itself asks before every send.
func (svc *Service) Skip(r bot.Reader) func(ctx context.Context, spec *bot.BulkSpec,
	chats []bot.ChatID) ([]string, error) {
	return func(ctx context.Context, spec *bot.BulkSpec, chats []bot.ChatID) ([]string, error) {
		reasons := make([]string, len(chats))
		if spec.From != nil { // exactly those who got it, or whom it failed to reach
			return reasons, erased(ctx, r, spec, chats, reasons)
		}
		linked, err := linkedChats(ctx, r)
		if err != nil {
			return nil, err
		}
		citizens, err := r.Size(ctx, subscribers.LinkedCitizens)
		if err != nil || len(linked) == 0 && citizens == 0 {
			return reasons, err
		}
		for i, c := range chats {
			one := linked[c.String()]
			if !one && citizens > 0 {
				if _, one, err = r.Score(ctx, subscribers.LinkedCitizens, c.String()); err != nil {
					return nil, err
				}
			}
			if !one {
				continue
			}
			preferred, err := svc.preferred(ctx, r, spec, c)
			if err != nil {
				return nil, err
			}
			if preferred != c {
				reasons[i] = textOtherChannel
			}
		}
		return reasons, nil
	}
}

// erased passes over those who had their data erased after they got the announcement that another follows: nothing is
// to come to them any more, not even its correction.
func erased(ctx context.Context, r bot.Reader, spec *bot.BulkSpec, chats []bot.ChatID, reasons []string) error {
	var since time.Time // of an announcement that is not kept any more: whenever it was
	a, found, err := load(ctx, r, spec.From.ID)
	if err != nil {
		return err
	}
	if found {
		since = a.Started
	}
	gone, err := people.ErasedSince(ctx, r, chats, since)
	for i := range gone {
		if gone[i] {
			reasons[i] = textErasedData
		}
	}
	return err
}

func linkedChats(ctx context.Context, r bot.Reader) (map[string]bool, error) {
	out := make(map[string]bool)
	for offset := 0; ; offset += 1000 {
		page, err := r.List(ctx, people.LinkedSet, bot.Range{Max: 1 << 62, Offset: offset, Limit: 1000})
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			out[e.Member] = true
		}
		if len(page) < 1000 {
			return out, nil
		}
	}
}

// preferred is the chat in which the person behind c gets the announcement.
func (svc *Service) preferred(ctx context.Context, r bot.Reader, spec *bot.BulkSpec, c bot.ChatID) (bot.ChatID, error) {
	chats, err := subscribers.ChatsOfPerson(ctx, r, c)
	if err != nil {
		return c, err
	}
	for _, other := range chats {
		if other == c {
			return c, nil
		}
		if reason, err := svc.People.Unreachable(ctx, r, other, bot.FormAnnouncement, svc.Now()); err != nil {
			return c, err
		} else if reason != "" {
			continue
		}
		in, err := inAudience(ctx, r, spec, other)
		if err != nil || in {
			return other, err
		}
	}
	return c, nil
}

// inAudience reports whether a chat is in the announcement's audience and still subscribed.
func inAudience(ctx context.Context, r bot.Reader, spec *bot.BulkSpec, c bot.ChatID) (bool, error) {
	has := func(set string) (bool, error) {
		_, ok, err := r.Score(ctx, set, c.String())
		return ok, err
	}
	if spec.Consent != "" {
		if ok, err := has(spec.Consent); err != nil || !ok {
			return false, err
		}
	}
	for _, seg := range spec.Audience {
		in := true
		for i, set := range append(append([]string(nil), seg.All...), seg.None...) {
			ok, err := has(set)
			if err != nil {
				return false, err
			}
			if ok != (i < len(seg.All)) {
				in = false
				break
			}
		}
		if in {
			return true, nil
		}
	}
	return false, nil
}
