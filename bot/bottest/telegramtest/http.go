package telegramtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot/bottest/fakehost"
)

const requestLimit = 64 << 20

// request is one call of the bot, decoded.
type request struct {
	ctx    context.Context
	method string
	params map[string]string
	files  map[string]file
	cut    bool // answer nothing: the connection is cut after the work is done
}

type file struct {
	name, contentType string
	size              int
}

// apiError is an answer with ok false.
type apiError struct {
	code       int
	text       string
	retryAfter int
	migrateTo  int64
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s", e.code, e.text) }

func bad(format string, args ...any) *apiError {
	return &apiError{code: 400, text: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancelCause(r.Context())
	defer cancel(nil)
	id := s.opened(cancel)
	defer s.closed(id)

	token, method, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	if !strings.HasPrefix(r.URL.Path, "/bot") || !ok {
		answer(w, nil, &apiError{code: 404, text: "Not Found"})
		return
	}
	if refused := s.checkToken(token); refused != nil {
		answer(w, nil, refused)
		return
	}
	req, err := decode(r)
	if err != nil {
		answer(w, nil, bad("%v", err))
		return
	}
	req.ctx, req.method = ctx, method
	if s.faulted(w, req) {
		return
	}
	result, failed := s.dispatch(req)
	if req.cut || errors.Is(context.Cause(ctx), errCut) {
		fakehost.Cut(w)
		return
	}
	answer(w, result, failed)
}

func (s *Server) checkToken(token string) *apiError {
	s.Lock()
	defer s.Unlock()
	if token != s.opts.Token || s.revoked {
		return &apiError{code: 401, text: "Unauthorized"}
	}
	return nil
}

// decode reads a form, a multipart form, a query or JSON, as Telegram does.
func decode(r *http.Request) (*request, error) {
	req := &request{params: make(map[string]string), files: make(map[string]file)}
	for k, v := range r.URL.Query() {
		req.params[k] = v[0]
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body := http.MaxBytesReader(nil, r.Body, requestLimit)
	switch kind {
	case "multipart/form-data":
		return req, decodeParts(r, req)
	case "application/json":
		raw, err := io.ReadAll(body)
		if err != nil {
			return nil, err
		}
		return req, decodeJSON(raw, req)
	default:
		raw, err := io.ReadAll(body)
		if err != nil {
			return nil, err
		}
		form, err := url.ParseQuery(string(raw))
		if err != nil {
			return nil, err
		}
		for k, v := range form {
			req.params[k] = v[0]
		}
	}
	return req, nil
}

// decodeJSON reads an object; what is no text stays as it is written.
func decodeJSON(raw []byte, req *request) error {
	if json.Unmarshal(raw, &req.params) == nil { // nothing but texts, as most clients write: one pass is enough
		return nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return fmt.Errorf("can't parse JSON object")
	}
	for k, v := range fields {
		var text string
		if json.Unmarshal(v, &text) != nil {
			text = string(v)
		}
		req.params[k] = text
	}
	return nil
}

func decodeParts(r *http.Request, req *request) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		body, err := io.ReadAll(io.LimitReader(part, requestLimit))
		if err != nil {
			return err
		}
		if part.FileName() == "" {
			req.params[part.FormName()] = string(body)
			continue
		}
		req.files[part.FormName()] = file{name: part.FileName(), contentType: http.DetectContentType(body),
			size: len(body)}
	}
}

func answer(w http.ResponseWriter, result any, failed *apiError) {
	w.Header().Set("Content-Type", "application/json")
	if failed == nil {
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": result}) // the bot may be gone
		return
	}
	body := map[string]any{"ok": false, "error_code": failed.code, "description": failed.text}
	switch {
	case failed.retryAfter > 0:
		w.Header().Set("Retry-After", strconv.Itoa(failed.retryAfter))
		body["description"] = "Too Many Requests: retry after " + strconv.Itoa(failed.retryAfter)
		body["parameters"] = map[string]any{"retry_after": failed.retryAfter}
	case failed.migrateTo != 0:
		body["parameters"] = map[string]any{"migrate_to_chat_id": failed.migrateTo}
	}
	w.WriteHeader(failed.code)
	_ = json.NewEncoder(w).Encode(body)
}

// known are the parameters that each method is called with by anybody who means it.
var known = map[string]string{
	"getMe": "", "getWebhookInfo": "", "getMyCommands": "scope language_code",
	"getUpdates": "offset limit timeout allowed_updates",
	"setWebhook": "url certificate ip_address max_connections allowed_updates drop_pending_updates " +
		"secret_token",
	"deleteWebhook": "drop_pending_updates",
	"setMyCommands": "commands scope language_code",
	"sendMessage": "chat_id text parse_mode entities link_preview_options disable_web_page_preview " +
		"disable_notification protect_content reply_markup reply_parameters message_thread_id allow_paid_broadcast " +
		"business_connection_id",
	"sendPhoto": "chat_id photo caption parse_mode caption_entities disable_notification " +
		"protect_content reply_markup reply_parameters message_thread_id",
	"sendDocument": "chat_id document thumbnail caption parse_mode caption_entities " +
		"disable_content_type_detection disable_notification protect_content reply_markup reply_parameters " +
		"message_thread_id",
	"editMessageText": "chat_id message_id inline_message_id text parse_mode entities link_preview_options " +
		"disable_web_page_preview reply_markup",
	"editMessageCaption": "chat_id message_id inline_message_id caption parse_mode caption_entities " +
		"show_caption_above_media reply_markup",
	"editMessageReplyMarkup": "chat_id message_id inline_message_id reply_markup",
	"deleteMessage":          "chat_id message_id",
	"answerCallbackQuery":    "callback_query_id text show_alert url cache_time",
	"sendChatAction":         "chat_id action message_thread_id",
	"getChat":                "chat_id",
	"getChatMember":          "chat_id user_id",
}

func (s *Server) dispatch(req *request) (any, *apiError) {
	methods := map[string]func(*request) (any, *apiError){
		"getMe": s.getMe, "getUpdates": s.getUpdates, "getWebhookInfo": s.getWebhookInfo, "setWebhook": s.setWebhook,
		"deleteWebhook": s.deleteWebhook, "setMyCommands": s.setMyCommands, "getMyCommands": s.getMyCommands,
		"sendMessage": s.sendMessage, "sendPhoto": s.sendMedia, "sendDocument": s.sendMedia,
		"editMessageText": s.editMessageText, "editMessageCaption": s.editMessageCaption,
		"editMessageReplyMarkup": s.editMarkup, "deleteMessage": s.deleteMessage,
		"answerCallbackQuery": s.answerCallbackQuery, "sendChatAction": s.sendChatAction, "getChat": s.getChat,
		"getChatMember": s.getChatMember,
	}
	f, ok := methods[req.method]
	if !ok {
		return nil, &apiError{code: 404, text: "Not Found: method not found"}
	}
	s.checkParams(req)
	return f(req)
}

func (s *Server) checkParams(req *request) {
	names := make([]string, 0, len(req.params)+len(req.files))
	for name := range req.params {
		names = append(names, name)
	}
	for name := range req.files {
		names = append(names, name)
	}
	sort.Strings(names)
	s.Lock()
	defer s.Unlock()
	s.record.calls[req.method]++
	for _, name := range names {
		if !strings.Contains(" "+known[req.method]+" ", " "+name+" ") {
			s.Violate("%s: unknown parameter %s", req.method, name)
		}
	}
}

// integer reads a whole number; empty and null give the default.
func (r *request) integer(name string, missing int64) (int64, *apiError) {
	v := r.params[name]
	if v == "" || v == "null" {
		return missing, nil
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return 0, bad("invalid %s specified", name)
	}
	return n, nil
}

func (r *request) truth(name string) bool {
	v := strings.ToLower(r.params[name])
	return v == "true" || v == "1" || v == "yes"
}
