package webchat

import "sync"

// streamsPerChat bounds the tabs of one session that listen at once.
const streamsPerChat = 8

// hub notifies the streams of this process that their chat changed.
type hub struct {
	max int

	mu    sync.Mutex
	open  int
	chats map[string]map[chan struct{}]struct{}
}

func newHub(most int) *hub {
	return &hub{max: most, chats: make(map[string]map[chan struct{}]struct{})}
}

// watch returns a channel that receives when the chat changed; ok is false when too many watch already.
func (h *hub) watch(chat string) (changed <-chan struct{}, leave func(), ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.open >= h.max || len(h.chats[chat]) >= streamsPerChat {
		return nil, nil, false
	}
	h.open++
	if h.chats[chat] == nil {
		h.chats[chat] = make(map[chan struct{}]struct{})
	}
	ch := make(chan struct{}, 1)
	h.chats[chat][ch] = struct{}{}
	return ch, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.open--
		if delete(h.chats[chat], ch); len(h.chats[chat]) == 0 {
			delete(h.chats, chat)
		}
	}, true
}

func (h *hub) signal(chat string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch := range h.chats[chat] {
		select {
		case ch <- struct{}{}:
		default: // a notification is pending
		}
	}
}
