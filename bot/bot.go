// Package bot is the chat domain: what a person did (Update), what we say (Message), where talk comes in and goes out
// (Channel), the state that both share (State, Tx), and the Dispatcher between them.
//
// It knows no platform, no database and no content: those are adapters below it and rooms beside it. It fails only as
// its parts fail: a State that is away makes Deliver return ErrUnavailable, and the platform delivers the update again.
package bot

import (
	"fmt"
	"strings"
	"time"
)

// ChatID names one conversation: the channel's name and the channel's own identifier, e.g. {"telegram", "12345"}.
type ChatID struct{ Channel, ID string }

// String returns "channel:id", the form used in settings, keys and logs.
func (c ChatID) String() string { return c.Channel + ":" + c.ID }

// IsZero reports whether c names no chat.
func (c ChatID) IsZero() bool { return c == ChatID{} }

// ParseChatID reads the "channel:id" form.
func ParseChatID(s string) (ChatID, error) {
	channel, id, ok := strings.Cut(s, ":")
	if !ok || channel == "" || id == "" {
		return ChatID{}, fmt.Errorf("chat %q: want channel:id", s)
	}
	return ChatID{Channel: channel, ID: id}, nil
}

// MarshalText writes the "channel:id" form, so that a ChatID can be a JSON string or map key.
func (c ChatID) MarshalText() ([]byte, error) {
	if c.IsZero() {
		return nil, nil
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads the "channel:id" form; empty text gives the zero ChatID.
func (c *ChatID) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*c = ChatID{}
		return nil
	}
	*c, err = ParseChatID(string(b))
	return err
}

// Zone is Vietnam's time. The country has had no other offset since 1975.
var Zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// Kind is the kind of an update.
type Kind string

// The kinds of update. A channel that receives something else ignores it on purpose and says so in its log.
const (
	KindText       Kind = "text"       // typed words: Text
	KindCommand    Kind = "command"    // "/name payload": Command, Payload
	KindAction     Kind = "action"     // a button was pressed: Action
	KindAttachment Kind = "attachment" // something that is not words: Attachment, and Text for its caption
	KindJoined     Kind = "joined"     // followed, unblocked or opened the chat
	KindLeft       Kind = "left"       // unfollowed or blocked: nothing may be sent until KindJoined
	// KindMoved: a chat of many people goes on under another name, Group.MovedTo.
	KindMoved Kind = "moved"
)

// Standing is what somebody is in a chat of many people, as far as the platform says.
type Standing string

// The standings. Unknown: it was not asked, or the platform did not answer.
const (
	StandingUnknown Standing = ""
	StandingAdmin   Standing = "admin" // runs the chat
	StandingMember  Standing = "member"
)

// Group is what the platform says of a chat of many people, and of what happened to us in it.
type Group struct {
	Title string
	// Broadcast: only those who run it write there, the others read: a channel.
	Broadcast bool
	// Owned: the office itself runs it, so that being there is the wish to be told.
	Owned bool
	// By is what the person of the update is there; asked only where it matters, see the channel.
	By Standing
	// Muted: KindLeft because we are there and may not write.
	Muted bool
	// Again: KindJoined because we may write again; we were there all the time.
	Again   bool
	MovedTo ChatID // KindMoved
}

// The values of Update.Attachment.
const (
	AttachPhoto    = "photo"
	AttachSticker  = "sticker"
	AttachVoice    = "voice"
	AttachVideo    = "video"
	AttachFile     = "file"
	AttachLocation = "location"
	AttachContact  = "contact"
	AttachOther    = "other"
)

// User is who did it, as far as the platform says.
type User struct {
	ID   string // the platform's identifier; in a private chat equal to Chat.ID on most platforms
	Name string // display name, unverified; never used for rights
}

// Update is one thing that a person did.
type Update struct {
	ID         string // unique in the channel; a redelivery carries the same
	Kind       Kind
	Chat       ChatID
	User       User
	Private    bool      // a chat with one person: rights are exercised only here
	MessageID  string    // the message that was sent, or that held the button pressed
	Text       string    // as typed, valid UTF-8, bounded by the channel to 10,000 runes
	Command    string    // lower case, without the slash: "start"
	Payload    string    // what followed the command
	Action     string    // the pressed button's action: "rate:a17:5"
	ReplyTo    string    // the platform id of our message to which the person replied, if the platform says
	ReplyText  string    // the words of that message, if the platform says
	Attachment string    // one of the Attach constants
	Location   *Location // AttachLocation, where the channel says it; nobody stores it
	File       *File     // KindAttachment: a picture or document by its Ref, without Bytes; nil where there is none
	At         time.Time // the platform's time
	Edited     bool      // the person changed the words of MessageID a little while after sending them
	Group      *Group    // a chat of many people; nil in private chats
	// Office is the slug of the office, of several, by whose page it came; empty: by none.
	Office string
	// Source stands for the address that it came from where nothing else tells people apart: on the web. It is for
	// counting (package bounds) and never stored beside words or a chat.
	Source string
}

// Location is a point on the map that somebody sent, in degrees (WGS 84).
type Location struct{ Lat, Lon float64 }

// Button is a choice offered under a message: either an Action that comes back as an Update, or a URL that opens.
type Button struct {
	Label  string
	Action string // ASCII, at most 64 bytes: "ans:khai-sinh:fee"
	URL    string
	// Role is what it is for; Full the whole label where Label is shortened for messengers.
	Role Role   `json:",omitempty"`
	Full string `json:",omitempty"`
}

// Name is what a page without limits shows on the button.
func (b Button) Name() string {
	if b.Full != "" {
		return b.Full
	}
	return b.Label
}

// File is a document or picture to send.
type File struct {
	Name  string // with ending: "thong-ke.png"
	Type  string // media type
	Bytes []byte
	// Ref, when set, stands for the Bytes: the name of a file that the platform has already. Only the channel that gave
	// it (Update.File) can send it.
	Ref string `json:",omitempty"`
}

// Message is what we say, free of any channel's markup. Text is in the small markup of ParseMarkup: paragraphs and
// lines, *bold*, [label](https://…); text from people goes through Escape first.
type Message struct {
	Text    string     `json:"t,omitempty"`
	Buttons [][]Button `json:"b,omitempty"` // rows
	File    *File      `json:"f,omitempty"`
	// Card, when set, is the same in parts, for channels that lay it out.
	Card *Card `json:"cd,omitempty"`
	// Under is the platform id of an earlier message that this one belongs to, of ours, or in a group the question that
	// it answers: a channel that can shows it there, for others it is a message like any.
	Under string `json:"u,omitempty"`
	// Edit is the platform id of an earlier message of ours to replace, where the channel can; elsewhere a new one is
	// sent. What is gone is not replaced: SendError.Gone.
	Edit string `json:"e,omitempty"`
	// Caption says that what Edit names is a file, whose words are to be replaced.
	Caption bool `json:"c,omitempty"`
	// Silent asks the platform not to ring.
	Silent bool `json:"s,omitempty"`
	// Form, when set, lets the message go out where a platform takes only approved forms: Zalo, to people who have not
	// written for 7 days. Elsewhere it is ignored, and Text says it all.
	Form *Form `json:"fm,omitempty"`
	// Menu, when set, is all there is: nothing is shown, but the chat's own menu offers these commands from now on.
	// Only for channels with Limits.Menus.
	Menu []MenuItem `json:"m,omitempty"`
}

// MenuItem is a command that a channel shows in its menu: the name without the slash, and what it does in a few words.
type MenuItem struct {
	Name string `json:"n"`
	Help string `json:"h"`
}

// The names of forms.
const (
	FormReminder     = "reminder"
	FormAnnouncement = "announcement"
)

// Form is what an approved form of the platform is filled with. Besides Fields a channel can use "title" (the first
// line of the message's Text), "body" (the rest) and "text" (all, in one line).
type Form struct {
	Name   string            `json:"n"`           // one of the Form constants
	Fields map[string]string `json:"f,omitempty"` // plain text by name: "task", "due", "person", "link"
}

// Receipt confirms that the platform accepted a message.
type Receipt struct {
	MessageID string // of the last part, which carries the buttons
	At        time.Time
}

// Priority orders what waits for the channel's rate: answers before reminders before announcements.
type Priority int

// The priorities.
const (
	PriorityReply    Priority = 0
	PriorityReminder Priority = 1
	PriorityBulk     Priority = 2
)

// Outgoing is one queued delivery. The same Key twice is one delivery.
type Outgoing struct {
	Key       string    `json:"k"` // unique within 48 h: "re:<update>:0", "remind:<task>:<chat>:<date>"
	To        ChatID    `json:"to"`
	Message   Message   `json:"m"`
	Priority  Priority  `json:"p,omitempty"`
	NotBefore time.Time `json:"nb,omitzero"`
	Expires   time.Time `json:"x,omitzero"` // dropped when not sent by then
	// While, when set, names a document without which the message is dropped instead of sent: a reminder whose task
	// was done while it waited.
	While Key `json:"w,omitzero"`
	// Slot, when set, names the message in its chat: a later Outgoing with the same Slot replaces it where the channel
	// can edit. Used for progress messages.
	Slot string `json:"sl,omitempty"`
}
