package telegramtest

import (
	"strings"
)

// Chats below these numbers are supergroups and channels. In Telegram both begin with -100; here the number alone tells
// which it is.
const (
	supergroupsFrom = -1_000_000_000_000
	ChannelsFrom    = -1_009_000_000_000
)

// The statuses of members, as Telegram names them.
const (
	creator, administrator, member, restricted, left, kicked = "creator", "administrator", "member", "restricted",
		"left", "kicked"
)

// SetAdmin makes a person one of those who run the group or channel.
func (s *Server) SetAdmin(chat, user int64) {
	s.Lock()
	defer s.Unlock()
	c := s.chatOf(chat)
	if c.members == nil {
		c.members = make(map[int64]string)
	}
	c.members[user] = administrator
}

// getChatMember says what a person is in a group; who was never made more is a member.
func (s *Server) getChatMember(req *request) (any, *apiError) {
	id, failed := req.chat()
	if failed != nil {
		return nil, failed
	}
	user, failed := req.integer("user_id", 0)
	if failed != nil || user == 0 {
		return nil, bad("invalid user_id specified")
	}
	s.Lock()
	defer s.Unlock()
	c := s.chats[id]
	switch {
	case c == nil || id > 0:
		return nil, bad("chat not found")
	case c.movedTo != 0:
		return nil, &apiError{code: 400, text: "Bad Request: group chat was upgraded to a supergroup chat",
			migrateTo: c.movedTo}
	case c.blocked:
		return nil, &apiError{code: 403, text: "Forbidden: bot was kicked from the group chat"}
	}
	status := c.members[user]
	if status == "" {
		status = member
	}
	return map[string]any{"user": personObject(user), "status": status}, nil
}

// AddBot makes somebody add the bot to a group.
func (s *Server) AddBot(id, by int64) {
	s.becomes(id, by, status(left), status(member), func(c *chat) { c.blocked, c.muted, c.admin = false, false, false })
}

// PromoteBot makes the bot one of those who run the group or channel. In a channel the right to post is given or not.
func (s *Server) PromoteBot(id, by int64, posts bool) {
	is := status(administrator)
	was := status(member)
	if id <= ChannelsFrom {
		was = status(left)
		is["can_post_messages"] = posts
	}
	s.becomes(id, by, was, is, func(c *chat) {
		c.blocked, c.muted, c.admin, c.silent = false, false, true, id <= ChannelsFrom && !posts
	})
}

// TakeRight takes the right to write: to post in a channel, to send messages in a group. GiveRight gives it back.
func (s *Server) TakeRight(id, by int64) {
	can, cannot := s.writing(id)
	s.becomes(id, by, can, cannot, func(c *chat) { c.muted, c.silent = id > ChannelsFrom, id <= ChannelsFrom })
}

// GiveRight gives the right to write back.
func (s *Server) GiveRight(id, by int64) {
	can, cannot := s.writing(id)
	s.becomes(id, by, cannot, can, func(c *chat) { c.muted, c.silent = false, false })
}

// RemoveBot makes somebody remove the bot from a group or channel.
func (s *Server) RemoveBot(id, by int64) {
	s.becomes(id, by, status(member), status(kicked), func(c *chat) { c.blocked, c.admin = true, false })
}

// MuteSilently takes the right to write for all members of a group: bots are told nothing of that.
func (s *Server) MuteSilently(id int64) {
	s.Lock()
	defer s.Unlock()
	s.chatOf(id).muted = true
}

func status(name string) map[string]any { return map[string]any{"status": name} }

// writing is the bot with the right to write in a chat, and without.
func (s *Server) writing(chat int64) (can, cannot map[string]any) {
	if chat <= ChannelsFrom {
		can, cannot = status(administrator), status(administrator)
		can["can_post_messages"], cannot["can_post_messages"] = true, false
		return can, cannot
	}
	cannot = status(restricted)
	cannot["is_member"], cannot["can_send_messages"] = true, false
	return status(member), cannot
}

func (s *Server) becomes(id, by int64, was, is map[string]any, change func(*chat)) {
	s.Lock()
	defer s.Unlock()
	change(s.chatOf(id))
	was["user"], is["user"] = s.self(), s.self()
	s.push("my_chat_member", id, map[string]any{"chat": chatObject(id), "from": personObject(by),
		"date": s.opts.Now().Unix(), "old_chat_member": was, "new_chat_member": is}, messageKept)
}

// Migrate turns a group into a supergroup with another number, and tells so in both.
func (s *Server) Migrate(from, to int64) {
	s.MigrateSilently(from, to)
	s.UserSends(from, -from, map[string]any{"migrate_to_chat_id": to}, 0)
	s.UserSends(to, -from, map[string]any{"migrate_from_chat_id": from}, 0)
}

// MigrateSilently is Migrate without the messages that tell it, as when they waited longer than a day.
func (s *Server) MigrateSilently(from, to int64) {
	s.Lock()
	defer s.Unlock()
	old := s.chatOf(from)
	old.movedTo = to
	s.chatOf(to).members = old.members
}

// hears reports whether the bot gets a message of a group: all of them when its privacy mode is off or it runs the
// group, else service messages, replies to its own messages, mentions of it, commands that name it, and commands that
// name nobody when it was the last to write. The caller holds the lock.
func (s *Server) hears(id int64, content map[string]any, replied *Message) bool {
	c := s.chatOf(id)
	text, said := content["text"].(string)
	if caption, ok := content["caption"].(string); ok {
		text, said = caption, true
	}
	_, before := content["migrate_to_chat_id"]
	_, after := content["migrate_from_chat_id"]
	at := "@" + strings.ToLower(s.opts.Username)
	switch {
	case s.opts.HearsAll, c.admin, before, after:
		return true
	case replied != nil && replied.Method != "":
		return true
	case !said:
		return false
	case strings.HasPrefix(text, "/") && !strings.Contains(strings.Fields(text)[0], "@"):
		return c.heard
	}
	return strings.Contains(strings.ToLower(text), at)
}
