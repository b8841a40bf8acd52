package telegramtest

import (
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
)

var htmlTags = map[string]bool{
	"b": true, "strong": true, "i": true, "em": true, "u": true, "ins": true, "s": true, "strike": true, "del": true,
	"span": true, "tg-spoiler": true, "tg-emoji": true, "a": true, "code": true, "pre": true, "blockquote": true,
}

var (
	attribute = regexp.MustCompile(`^\s+([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([a-zA-Z0-9.-]+)))?`)
	entity    = regexp.MustCompile(`^&(lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});`)
)

// parseHTML returns the text of Telegram's small HTML, or what Telegram says of bad markup.
func parseHTML(src string) (string, error) {
	var out strings.Builder
	var open []string
	for i := 0; i < len(src); {
		switch {
		case src[i] == '&':
			text, n := unescape(src[i:])
			out.WriteString(text)
			i += n
		case src[i] != '<':
			out.WriteByte(src[i])
			i++
		case strings.HasPrefix(src[i:], "</"):
			end := strings.IndexByte(src[i:], '>')
			if end < 0 {
				return "", fmt.Errorf("Unclosed end tag at byte offset %d", i)
			}
			name := strings.ToLower(strings.TrimSpace(src[i+2 : i+end]))
			if len(open) == 0 {
				return "", fmt.Errorf("Unexpected end tag at byte offset %d", i)
			}
			if last := open[len(open)-1]; last != name {
				return "", fmt.Errorf("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", i,
					last, name)
			}
			open = open[:len(open)-1]
			i += end + 1
		default:
			name, n, err := startTag(src[i:], i)
			if err != nil {
				return "", err
			}
			open = append(open, name)
			i += n
		}
	}
	if len(open) > 0 {
		return "", fmt.Errorf("Can't find end tag corresponding to start tag \"%s\"", open[len(open)-1])
	}
	return out.String(), nil
}

// startTag reads "<name attributes>" and returns its length.
func startTag(src string, offset int) (name string, n int, err error) {
	i := 1
	for i < len(src) && !strings.ContainsRune(" \t\n>/", rune(src[i])) {
		i++
	}
	name = strings.ToLower(src[1:i])
	if !htmlTags[name] {
		return "", 0, fmt.Errorf("Unsupported start tag \"%s\" at byte offset %d", name, offset)
	}
	for {
		m := attribute.FindString(src[i:])
		if m == "" {
			break
		}
		i += len(m)
	}
	i += len(src[i:]) - len(strings.TrimLeft(src[i:], " \t\n"))
	if i >= len(src) || src[i] != '>' {
		return "", 0, fmt.Errorf("Unclosed start tag at byte offset %d", offset)
	}
	return name, i + 1, nil
}

// unescape reads one of the few entities that Telegram knows; any other ampersand stands for itself.
func unescape(src string) (text string, n int) {
	m := entity.FindStringSubmatch(src)
	if m == nil {
		return "&", 1
	}
	if digits, ok := strings.CutPrefix(m[1], "#x"); ok {
		r, _ := strconv.ParseInt(digits, 16, 32)
		return string(rune(r)), len(m[0])
	}
	return html.UnescapeString(m[0]), len(m[0])
}
