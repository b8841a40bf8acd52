package announce

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/subscribers"
)

// State is where an announcement stands in the eyes of the admins; the engine has its own, finer states.
type State string

// The states of an announcement.
const (
	Draft     State = "draft"
	Approval  State = "approval"  // waits for a second admin
	Scheduled State = "scheduled" // waits for At
	Running   State = "running"
	Paused    State = "paused"
	Repeating State = "repeating" // is sent again and again, each time as an announcement of its own; see recurring
	Cancelled State = "cancelled"
	Finished  State = "finished"
)

// Announcement is one announcement, from its draft to its end. What became of each recipient is in the engine's report.
type Announcement struct {
	ID  string     `json:"id"` // letters and digits: also its name in the engine
	Rev int        `json:"rev"`
	By  bot.ChatID `json:"by"` // who composed it; reads its progress
	// Office is the slug of the office, of several, whose it is and within which its audience lies; empty: of all.
	Office string `json:"office,omitempty"`
	Text   string `json:"text"` // in our markup
	// FileName names an attachment, whose bytes are in a document of their own (announceFileKey), or which the platform
	// FileOn has under the name FileRef: then only people there get it, the others get the text.
	FileName string `json:"file,omitempty"`
	FileType string `json:"file_type,omitempty"`
	FileRef  string `json:"file_ref,omitempty"`
	FileOn   string `json:"file_on,omitempty"`
	FileSize int    `json:"file_size,omitempty"` // of the bytes; 0 with a FileRef
	// FileOf is the announcement under which the bytes are kept, when it is another: of one that repeats.
	FileOf string `json:"file_of,omitempty"`
	// Series is the announcement of which this is one occurrence.
	Series   string              `json:"series,omitempty"`
	Audience []subscribers.Group `json:"audience,omitempty"` // the union
	Channels []string            `json:"channels,omitempty"` // only these; empty means all
	// instead of an audience: a correction, an edit or another try
	From *bot.BulkFrom `json:"from,omitempty"`
	// Captions are the channels on which an edit replaces the words under a file; see captions.
	Captions []string `json:"captions,omitempty"`
	State    State    `json:"state"`

	Urgent  bool       `json:"urgent,omitempty"` // of the urgent class; goes out only with Seconded
	Loud    bool       `json:"loud,omitempty"`   // an admin let it go on in the quiet hours
	At      time.Time  `json:"at,omitzero"`      // AnnounceScheduled: when it starts
	Late    bool       `json:"late,omitempty"`   // AnnounceScheduled: its time was missed, an admin must decide
	Expires time.Time  `json:"expires,omitzero"` // not after this without asking; zero: see spec
	Hash    string     `json:"hash,omitempty"`   // of what was approved: see freeze
	Decided bot.ChatID `json:"decided,omitzero"` // who pressed Gửi or approved
	Refused bot.ChatID `json:"refused,omitzero"` // who refused it last, and has not said why
	Count   int64      `json:"count,omitempty"`  // recipients, as shown when it was decided
	// Of the urgent class: who asked for the second word and until when it can be given, and who gave it, in words.
	Asker    string    `json:"asker,omitempty"`
	AskUntil time.Time `json:"ask_until,omitzero"`
	Seconded string    `json:"seconded,omitempty"`

	Begun  bool   `json:"begun,omitempty"`  // the engine has it
	Wish   string `json:"wish,omitempty"`   // "pause", "resume" or "cancel": to be passed to the engine
	Quiet  bool   `json:"quiet,omitempty"`  // paused by us for the quiet hours
	Reason string `json:"reason,omitempty"` // AnnouncePaused: the engine's, "admin", "late" or "failures"
	Status string `json:"shown,omitempty"`  // the progress shown last

	// The forecast counts from Mark, which Next replaces after a minute.
	MarkAt   time.Time `json:"mark_at,omitzero"`
	MarkDone int64     `json:"mark_done,omitempty"`
	NextAt   time.Time `json:"next_at,omitzero"`
	NextDone int64     `json:"next_done,omitempty"`
	ShownAt  time.Time `json:"shown_at,omitzero"`
	// On the office's page: from when, and until when; zero: it is not public.
	PublicFrom  time.Time `json:"public_from,omitzero"`
	PublicUntil time.Time `json:"public_until,omitzero"`

	Created time.Time `json:"created"`
	Started time.Time `json:"started,omitzero"`
	Ended   time.Time `json:"ended,omitzero"`
}

// File is an announcement's attachment.
type File struct {
	File bot.File `json:"file"`
}

// The sets of announcements: all, by the time they were made, and those that the Announcer watches over.
const (
	Set       = "announcements"
	activeSet = "announcements:active"
)

// SetOf is the set of those that an office has in its list; all offices have them all.
func SetOf(of people.Office) string {
	if of.All() {
		return Set
	}
	return Set + "@" + of.Slug
}

// list puts a new one on the lists.
func list(tx bot.Tx, a *Announcement) {
	tx.Add(Set, a.ID, tx.Now().UnixMilli())
	if a.Office != "" {
		tx.Add(SetOf(people.Office{Slug: a.Office}), a.ID, tx.Now().UnixMilli())
	}
}

// ttl is how long an announcement is kept: as long as its report.
const ttl = 100 * 24 * time.Hour

// key names an announcement's document.
func key(id string) bot.Key { return bot.Key{Kind: "announcement", ID: id} }

// fileKey names the document of an announcement's attachment.
func fileKey(id string) bot.Key { return bot.Key{Kind: "announcement-file", ID: id} }

// freeze is the hash of all that decides what is sent to whom.
func (a *Announcement) freeze(file []byte) string {
	sum := sha256.Sum256(file)
	b, _ := json.Marshal(struct {
		Text, FileName string
		FileRef        string
		File           []byte
		Audience       []subscribers.Group
		Channels       []string
		From           *bot.BulkFrom
		Urgent         bool   `json:",omitempty"`
		Office         string `json:",omitempty"`
	}{a.Text, a.FileName, a.FileRef, sum[:], a.Audience, a.Channels, a.From,
		a.Urgent, a.Office}) // plain values always marshal
	all := sha256.Sum256(b)
	return hex.EncodeToString(all[:16])
}

// errFrozen is the fault of an announcement that was changed after it was approved. It cannot happen by the buttons.
var errFrozen = errors.New("announcement changed after it was approved")

// spec is what the engine gets. now is when it is started.
func (svc *Service) spec(ctx context.Context, r bot.Reader, a *Announcement, now time.Time) (bot.BulkSpec, error) {
	file, err := a.file(ctx, r)
	if err != nil {
		return bot.BulkSpec{}, err
	}
	if a.freeze(bytesOf(file)) != a.Hash {
		return bot.BulkSpec{}, errFrozen
	}
	s := bot.BulkSpec{ID: a.ID, From: a.From, Messages: map[string]bot.Message{"": svc.messageWith(a, file, "")},
		Consent: subscribers.SubscribersSet, Expires: a.Expires, Lead: a.Urgent && a.Seconded != ""}
	for _, name := range svc.proactive() {
		if svc.carries(a, name) != svc.carries(a, "") || slices.Contains(a.Captions, name) || svc.comesNew(a, name) {
			s.Messages[name] = svc.messageWith(a, file, name)
		}
	}
	switch {
	case a.From == nil:
		if s.Audience, err = segmentsOf(ctx, svc, r, a, a.Channels); err != nil {
			return bot.BulkSpec{}, err
		}
	case a.mends(): // who was told something wrong is told so, even if he wants no more announcements
		s.Consent = ""
	}
	if s.Expires.IsZero() {
		// A day for the office's pauses and the quiet hours, and three times what the slowest usual rate takes.
		s.Expires = now.Add(24*time.Hour + time.Duration(a.Count)*time.Second/8)
	}
	return s, nil
}

// file is what is attached; nil when nothing is.
func (a *Announcement) file(ctx context.Context, r bot.Reader) (*bot.File, error) {
	switch {
	case a.FileRef != "":
		return &bot.File{Name: a.FileName, Type: a.FileType, Ref: a.FileRef}, nil
	case a.FileName == "":
		return nil, nil
	}
	var f File
	found, err := r.Get(ctx, fileKey(cmp.Or(a.FileOf, a.ID)), &f)
	if err == nil && !found {
		err = errFrozen
	}
	return &f.File, err
}

func bytesOf(f *bot.File) []byte {
	if f == nil {
		return nil
	}
	return f.Bytes
}

// message is what a recipient on a channel gets.
func (svc *Service) message(ctx context.Context, r bot.Reader, a *Announcement, channel string) (bot.Message, error) {
	file, err := a.file(ctx, r)
	return svc.messageWith(a, file, channel), err
}

// carries reports whether what is attached goes to people on a channel; "" stands for a channel that is not known.
func (svc *Service) carries(a *Announcement, channel string) bool {
	if a.FileName == "" || a.FileOn != "" {
		return a.FileName != "" && a.FileOn == channel
	}
	can, known := svc.People.Channels[channel]
	most := can.FileBytes
	if a.Picture() {
		most = can.PictureBytes
	}
	return !known || can.Files && (most == 0 || a.FileSize <= most)
}

// captions lists the channels on which people have the words of an announcement under its file, where an edit must
// look for them. Longer words followed the file in a message of their own.
func (svc *Service) captions(a *Announcement) (out []string) {
	words := len([]rune(bot.Plain(a.Text)))
	for _, name := range svc.proactive() {
		can := svc.People.Channels[name]
		under := a.FileName != "" && svc.carries(a, name) && words <= can.CaptionRunes
		if can.Edit && (under || slices.Contains(a.Captions, name)) {
			out = append(out, name)
		}
	}
	return out
}

// fits refuses an edit whose words are too many to stand under the file that people have.
func (svc *Service) fits(text string, captions []string) error {
	words := int64(len([]rune(bot.Plain(text))))
	for _, name := range captions {
		if most := int64(svc.People.Channels[name].CaptionRunes); words > most {
			return dialog.Refuse(fmt.Sprintf(textAnnounceCaption, dialog.ChannelName(name), dialog.Thousands(most),
				dialog.Thousands(words)))
		}
	}
	return nil
}

// Picture reports whether what is attached is a picture.
func (a *Announcement) Picture() bool { return strings.HasPrefix(a.FileType, "image/") }

func (svc *Service) messageWith(a *Announcement, file *bot.File, channel string) bot.Message {
	if !svc.carries(a, channel) {
		file = nil
	}
	text := a.Text
	if svc.comesNew(a, channel) {
		text += "\n\n" + textWhyCorrected
	}
	return bot.Message{Text: text, File: file, Caption: slices.Contains(a.Captions, channel),
		Form: &bot.Form{Name: bot.FormAnnouncement}}
}

// comesNew reports whether an edit comes as a new message on a channel, which cannot replace the one before: then it
// says why it comes, also to those who want no more announcements.
func (svc *Service) comesNew(a *Announcement, channel string) bool {
	can, known := svc.People.Channels[channel]
	return a.From != nil && a.From.Edit && known && !can.Edit
}

// Attach adds a file to a draft; its bytes are kept once, beside it.
func Attach(tx bot.Tx, a *Announcement, f bot.File) {
	// A platform may know a file by no name; ours says that there is one.
	a.FileName, a.FileType, a.FileRef, a.FileOn, a.FileSize = cmp.Or(f.Name, "tep"), f.Type, f.Ref, "", len(f.Bytes)
	a.FileOf = ""
	if f.Ref == "" {
		tx.Put(fileKey(a.ID), File{File: f}, ttl)
	}
	put(tx, a)
}

// mends reports whether the announcement goes to those who got an earlier one: a correction or an edit.
func (a *Announcement) mends() bool {
	return a.From != nil && slices.Contains(a.From.Outcomes, bot.BulkSent)
}

// over reports whether nothing will happen any more.
func (a *Announcement) over() bool {
	return a.State == Cancelled || a.State == Finished
}

func put(tx bot.Tx, a *Announcement) {
	a.Rev++
	keep := ttl
	if a.State == Repeating { // until it ends
		keep = 0
	}
	tx.Put(key(a.ID), a, keep)
}

// load loads one; false when there is none.
func load(ctx context.Context, r bot.Reader, id string) (*Announcement, bool, error) {
	if id == "" || len(id) > 20 || strings.ContainsFunc(id,
		func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		return nil, false, nil // no name that we gave
	}
	a := new(Announcement)
	found, err := r.Get(ctx, key(id), a)
	return a, found, err
}

// LoadFor is Load for an office: what is another's is not there for it.
func LoadFor(ctx context.Context, r bot.Reader, of people.Office, id string) (*Announcement, bool, error) {
	a, found, err := load(ctx, r, id)
	return a, found && of.Keeps(a.Office), err
}

// proactive lists the channels that may write first, sorted.
func (svc *Service) proactive() (names []string) {
	for name, l := range svc.People.Channels {
		if l.Proactive {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// button is a button under the announcement that says no more than its verb.
func (a *Announcement) button(label, verb string) bot.Button {
	return buttonWith(a, label, verb, struct{}{})
}

func buttonWith[T any](a *Announcement, label, verb string, v T) bot.Button {
	return action(verb).Button(label, pressed{a.ID, bot.Values(v)})
}

// firstLine is what people recognise an announcement by.
func (a *Announcement) firstLine() string {
	return "“" + bot.Escape(a.FirstLine()) + "”"
}

// mostAwaiting is how many of the newest announcements are looked through for those that wait for a second admin: older
// ones have passed their time.
const mostAwaiting = 50

// Awaiting lists announcements of an office that wait for a second admin's word, the newest first.
func Awaiting(ctx context.Context, r bot.Reader, of people.Office) (out []*Announcement, err error) {
	list, err := r.List(ctx, SetOf(of), bot.Range{Max: dialog.MaxScore, Reverse: true, Limit: mostAwaiting})
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		a, found, err := load(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if found && a.State == Approval {
			out = append(out, a)
		}
	}
	return out, nil
}

// FirstLine is the beginning of the text without markup; at most 80 runes.
func (a *Announcement) FirstLine() string {
	line, _, _ := strings.Cut(bot.Plain(a.Text), "\n")
	return vi.Shorten(line, 80)
}

// Kind says what an announcement that follows another is, in words; "" for one of its own.
func (a *Announcement) Kind() string {
	switch {
	case a.From == nil:
		return ""
	case a.From.Edit:
		return textKindEdit
	case a.mends():
		return textKindCorrection
	}
	return textKindRetry
}
