package entryform

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// errNoFront says that a file is no entry.
var errNoFront = errors.New("the file has no front matter")

// Write puts the rows into a file's text in place of the part. Rows without anything typed are left out; what is as it
// was leaves the text as it is.
func (p Part) Write(file string, rows []Row) (string, error) {
	was, err := p.Read(file)
	if err != nil {
		return "", err
	}
	rows = p.tidied(rows)
	if slices.EqualFunc(p.tidied(was), rows, equal) {
		return file, nil
	}
	return p.rewrite(file, rows)
}

// rewrite writes the part anew.
func (p Part) rewrite(file string, rows []Row) (string, error) {
	switch {
	case p.body != "":
		text := ""
		if len(rows) > 0 {
			text = rows[0][""]
		}
		return setSection(file, p.body, writeLines(text, p.Key)), nil
	case p.Key == "chung":
		var err error
		for _, f := range p.Fields {
			block := ""
			if len(rows) > 0 && rows[0][f.Key] != "" {
				block = f.Key + ": " + f.scalar(rows[0][f.Key]) + "\n"
			}
			if file, err = setBlock(file, f.Key, block); err != nil {
				return "", err
			}
		}
		return file, nil
	case !p.Rows:
		block := ""
		if len(rows) > 0 {
			block = p.Key + ":\n"
			for item := range strings.SplitSeq(rows[0][""], "\n") {
				block += "  - " + quoted(item) + "\n"
			}
		}
		return setBlock(file, p.Key, block)
	}
	block := ""
	for _, r := range rows {
		block += p.row(r)
	}
	if block != "" {
		block = p.Key + ":\n" + block
	}
	return setBlock(file, p.Key, block)
}

// row writes one row on one line.
func (p Part) row(r Row) string {
	var boxes []string
	for _, f := range p.Fields {
		if v := r[f.Key]; v != "" && f.Key != "#" {
			boxes = append(boxes, f.Key+": "+f.scalar(v))
		}
	}
	body := "{" + strings.Join(boxes, ", ") + "}\n"
	if key := r["#"]; key != "" {
		return "  " + key + ": " + body
	}
	return "  - " + body
}

func (f Field) scalar(v string) string {
	switch f.Kind {
	case Lines, Sources:
		items := strings.Split(v, "\n")
		for i := range items {
			if f.Kind == Lines || !plain.MatchString(items[i]) {
				items[i] = quoted(items[i])
			}
		}
		return "[" + strings.Join(items, ", ") + "]"
	case Date, Number, Choice, Doc:
		if plain.MatchString(v) {
			return v
		}
	}
	return quoted(v)
}

// plain needs no quotes in YAML, wherever it stands.
var plain = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`)

func quoted(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// tidied drops empty rows, blanks around lines, and what belongs to no box.
func (p Part) tidied(rows []Row) (out []Row) {
	for _, r := range rows {
		clean := Row{}
		for _, f := range p.Fields {
			var lines []string
			for line := range strings.SplitSeq(strings.ReplaceAll(r[f.Key], "\r", ""), "\n") {
				if line = strings.Join(strings.Fields(line), " "); line != "" {
					lines = append(lines, line)
				}
			}
			sep := "\n"
			if f.Kind != Lines && f.Kind != Sources && p.body == "" {
				sep = " "
			}
			if v := strings.Join(lines, sep); v != "" {
				clean[f.Key] = v
			}
		}
		if len(clean) > 1 || len(clean) == 1 && clean["#"] == "" {
			if p.Key == "sources" && clean["#"] == "" {
				clean["#"] = p.newKey(clean, out)
			}
			out = append(out, clean)
		}
	}
	return out
}

// newKey names a source that came without a key.
func (p Part) newKey(r Row, others []Row) string {
	key := strings.Trim(notKey.ReplaceAllString(strings.ToLower(r["doc"]), "-"), "-")
	if key == "" {
		key = "nguon"
	}
	for n, base := 2, key; slices.ContainsFunc(others, func(o Row) bool { return o["#"] == key }); n++ {
		key = fmt.Sprintf("%s-%d", base, n)
	}
	return key
}

var notKey = regexp.MustCompile(`[^a-z0-9]+`)

func equal(a, b Row) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}

// cutFront parts a file into what stands between the two lines of dashes and what comes after, the second line
// included.
func cutFront(file string) (front, rest string, ok bool) {
	if !strings.HasPrefix(file, "---\n") {
		return "", "", false
	}
	end := strings.Index(file, "\n---\n")
	if end < 0 {
		return "", "", false
	}
	return file[4 : end+1], file[end+1:], true
}

// setBlock replaces a top-level key of the front matter with all its lines; a key that was not there comes before the
// sources, an empty block takes it away.
func setBlock(file, key, block string) (string, error) {
	front, rest, ok := cutFront(file)
	if !ok {
		return "", errNoFront
	}
	lines := strings.SplitAfter(strings.TrimSuffix(front, "\n"), "\n")
	lines[len(lines)-1] += "\n"
	at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, key+":") })
	end := at + 1
	if at < 0 {
		if at = slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "sources:") }); at < 0 {
			at = len(lines)
		}
		end = at
	} else {
		for end < len(lines) && (strings.HasPrefix(lines[end], " ") || strings.HasPrefix(lines[end], "- ") ||
			strings.TrimSpace(lines[end]) == "") {
			end++
		}
	}
	return "---\n" + strings.Join(lines[:at], "") + block + strings.Join(lines[end:], "") + rest, nil
}
