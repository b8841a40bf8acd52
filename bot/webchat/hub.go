package webchat

import (
	"sync"

	"github.com/motcua/motcua/bot/bounds"
)

// hub notifies the streams of this process that their chat changed.
type hub struct {
	mu    sync.Mutex
	open  int
	from  map[string]int // how many are open, by address
	chats map[string]map[chan struct{}]struct{}
}

func newHub() *hub {
	return &hub{from: make(map[string]int), chats: make(map[string]map[chan struct{}]struct{})}
}

// watch returns a channel that receives when the chat changed; ok is false when too many watch already.
func (h *hub) watch(chat, address string) (changed <-chan struct{}, leave func(), ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	b := bounds.Streams
	if len(h.chats[chat]) >= bounds.StreamsPerChat || h.from[address] >= b.Address ||
		h.open >= b.All && h.from[address] >= b.Sure {
		return nil, nil, false
	}
	h.open++
	h.from[address]++
	if h.chats[chat] == nil {
		h.chats[chat] = make(map[chan struct{}]struct{})
	}
	ch := make(chan struct{}, 1)
	h.chats[chat][ch] = struct{}{}
	return ch, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.open--
		if h.from[address]--; h.from[address] == 0 {
			delete(h.from, address)
		}
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
