package entryform

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// whole is the section that is all of the body.
const whole = "*"

// caseMark begins the line of a form that names a situation; in the file that is a heading.
const caseMark = "Trường hợp:"

// sectionAt finds the lines of a section, its heading not included; from is -1 when there is none.
func sectionAt(lines []string, title string) (from, to int) {
	if title == whole {
		return 0, len(lines)
	}
	at := slices.IndexFunc(lines, func(l string) bool { return strings.TrimSpace(l) == "## "+title })
	if at < 0 {
		return -1, -1
	}
	to = at + 1
	for to < len(lines) && !strings.HasPrefix(lines[to], "## ") {
		to++
	}
	return at + 1, to
}

// bodyOf parts a file after the second line of dashes.
func bodyOf(file string) (head string, body []string) {
	_, rest, ok := cutFront(file)
	if !ok {
		return file, nil
	}
	return strings.TrimSuffix(file, rest) + "---\n", strings.Split(strings.TrimPrefix(rest, "---\n"), "\n")
}

func sectionOf(file, title string) []string {
	_, body := bodyOf(file)
	from, to := sectionAt(body, title)
	if from < 0 {
		return nil
	}
	return body[from:to]
}

var bullet = regexp.MustCompile(`^([-*•]|\d{1,2}[.)]) `)

// readLines shows a section without the signs of the format; a line that goes on in the next is one line.
func readLines(section []string) string {
	var out []string
	open := false
	for _, raw := range section {
		line := strings.TrimSpace(raw)
		switch {
		case line == "":
			open = false
		case strings.HasPrefix(line, "### "):
			out = append(out, caseMark+" "+strings.TrimSpace(line[4:]))
			open = false
		case bullet.MatchString(line):
			out = append(out, strings.TrimSpace(bullet.ReplaceAllString(line, "")))
			open = true
		case open:
			out[len(out)-1] += " " + line
		default:
			out = append(out, line)
			open = true
		}
	}
	return strings.Join(out, "\n")
}

// writeLines is the opposite: steps are numbered, what people call a situation stays a line of its own.
func writeLines(text, key string) (out []string) {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		name, isCase := strings.CutPrefix(line, caseMark)
		switch {
		case line == "":
		case isCase && key == "dossier":
			out = append(out, "### "+strings.TrimSpace(name))
		case key == "steps":
			n++
			out = append(out, strconv.Itoa(n)+". "+line)
		case key == "dossier" && strings.HasPrefix(line, "Còn gọi:"):
			out = append(out, line)
		default:
			out = append(out, "- "+line)
		}
	}
	return out
}

// setSection replaces the lines of a section; one that was not there comes last, an empty one goes with its heading.
func setSection(file, title string, lines []string) string {
	head, body := bodyOf(file)
	from, to := sectionAt(body, title)
	switch {
	case title == whole:
		return head + strings.Join(lines, "\n") + "\n"
	case from < 0 && len(lines) == 0:
		return file
	case from < 0:
		return strings.TrimRight(file, "\n") + "\n\n## " + title + "\n" + strings.Join(lines, "\n") + "\n"
	case len(lines) == 0:
		from--
	}
	out := slices.Concat(body[:from], lines)
	if to < len(body) {
		if len(lines) > 0 {
			out = append(out, "")
		}
		out = append(out, body[to:]...)
	} else {
		out = append(out, "")
	}
	return head + strings.Join(out, "\n")
}
