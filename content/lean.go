package content

import "strings"

// leanTree reads the small part of YAML that imported entries are written in: "key: value", "key: [word, word]" and "key:"
// followed by "  - value", with values plain or in double quotes. It is some thirty times faster than the full parser,
// which matters with thousands of entries. ok is false for everything else; the caller then takes the full parser, so a
// clerk may write whatever YAML allows. Where ok is true both give the same tree.
func leanTree(src string, offset int) (tree node, ok bool) {
	tree = node{kind: mapping, line: offset + 1}
	if strings.ContainsAny(src, "\t\r") {
		return node{}, false
	}
	var open *field // the key whose list may go on
	for n := 1; src != ""; n++ {
		var l string
		l, src, _ = strings.Cut(src, "\n")
		l = strings.TrimRight(l, " ")
		if l == "" {
			continue
		}
		line := n + offset
		if item, isItem := strings.CutPrefix(l, "  - "); isItem {
			v, good := leanScalar(item)
			if !good || open == nil {
				return node{}, false
			}
			if open.val.kind == empty {
				open.val = node{kind: list, line: line}
			}
			open.val.items = append(open.val.items, node{kind: scalar, line: line, text: v})
			continue
		}
		f, good := leanField(l, line)
		if !good || tree.has(f.key) {
			return node{}, false
		}
		tree.fields = append(tree.fields, f)
		open = nil
		if f.val.kind == empty {
			open = &tree.fields[len(tree.fields)-1]
		}
	}
	if len(tree.fields) == 0 {
		return node{}, false
	}
	tree.line = tree.fields[0].line
	return tree, true
}

func (n *node) has(key string) bool {
	for i := range n.fields {
		if n.fields[i].key == key {
			return true
		}
	}
	return false
}

// leanField reads "key:", "key: value" or "key: [word, word]".
func leanField(l string, line int) (field, bool) {
	key, rest, found := strings.Cut(l, ":")
	if !found || !leanKey(key) {
		return field{}, false
	}
	f := field{key: key, line: line, val: node{line: line}}
	if rest == "" {
		return f, true
	}
	rest, found = strings.CutPrefix(rest, " ")
	if !found {
		return field{}, false
	}
	if inner, isList := strings.CutPrefix(rest, "["); isList {
		inner, isList = strings.CutSuffix(inner, "]")
		if !isList || inner == "" {
			return field{}, false
		}
		f.val.kind = list
		for w := range strings.SplitSeq(inner, ", ") {
			if !leanWord(w) {
				return field{}, false
			}
			f.val.items = append(f.val.items, node{kind: scalar, line: line, text: w})
		}
		return f, true
	}
	v, good := leanScalar(rest)
	f.val.kind, f.val.text = scalar, v
	return f, good
}

func leanKey(s string) bool {
	for i := range len(s) {
		if (s[i] < 'a' || s[i] > 'z') && s[i] != '_' {
			return false
		}
	}
	return s != "" && s != "null"
}

// leanWord reports whether s is a word that stands for itself in every YAML.
func leanWord(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && (c != '-' && c != '.' || i == 0) {
			return false
		}
	}
	switch s {
	case "", "null", "true", "false", "yes", "no", "on", "off":
		return false
	}
	return true
}

// leanScalar reads a double-quoted text with no escapes but \" and \\, or a word.
func leanScalar(s string) (string, bool) {
	rest, quoted := strings.CutPrefix(s, `"`)
	if !quoted {
		return s, leanWord(s) || s == "true" || s == "false"
	}
	end := strings.IndexByte(rest, '"')
	if end >= 0 && end == len(rest)-1 && strings.IndexByte(rest, '\\') < 0 {
		return rest[:end], plainText(rest[:end])
	}
	var b strings.Builder
	b.Grow(len(rest))
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case '"':
			return b.String(), i == len(rest)-1 && plainText(b.String())
		case '\\':
			if i++; i == len(rest) || rest[i] != '"' && rest[i] != '\\' {
				return "", false
			}
		}
		b.WriteByte(rest[i])
	}
	return "", false
}

// plainText reports whether s holds no combining marks (the full parser mends and reports those) and no control signs.
func plainText(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == 0x7F || c == 0xCC || c == 0xCD {
			return false
		}
	}
	return true
}
