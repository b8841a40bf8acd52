// Package library keeps what the office publishes over the content base: versions of its files and drafts, how two
// people's changes of one file are merged, and what bringing back or withdrawing one would change.
package library

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Version is one published state of a file of the content base. Versions lie over the files that the program or the
// office's folder brings; the newest of a path counts.
type Version struct {
	Path string      `json:"path"`
	N    int         `json:"n"` // from 1 for each path
	Text string      `json:"text"`
	Gone bool        `json:"gone,omitempty"` // withdrawn
	Who  string      `json:"who"`            // Pseudonym "audit" of the editor
	Role people.Role `json:"role"`
	Why  string      `json:"why"`
	At   time.Time   `json:"at"`
	Base string      `json:"base"` // Sum of the file below when the editor began; empty when there was none
}

// pagesSet holds the paths with versions, by the time of the newest.
const pagesSet = "pages"

// contentVersionKey names the number that grows with every change of what is known: all processes watch it.
var contentVersionKey = bot.Key{Kind: "content", ID: "version"}

// PageKey names the document of the newest version of a path.
func PageKey(path string) bot.Key { return bot.Key{Kind: "page", ID: path} }

// VersionKey names the document of one version.
func VersionKey(path string, n int) bot.Key {
	return bot.Key{Kind: "page-version", ID: fmt.Sprintf("%s#%d", path, n)}
}

// Sum is the fingerprint of a file's bytes.
func Sum(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// pathForm bounds what may be written: entries of the base in the folders that the loader reads.
var pathForm = regexp.MustCompile(`^(faq|procedures|imported)/[A-Za-z0-9][A-Za-z0-9.-]{0,80}\.md$|^(offices|places|questions|calendar|lexicon|events|urgent|documents)/[a-z0-9][a-z0-9-]{0,60}\.yaml$|^plan/[a-z0-9-]{1,40}/plan\.yaml$|^base\.yaml$|^questions(-[a-z0-9-]{1,40})?\.yaml$`)

// EditablePath reports whether a file of the base may be edited under this name.
func EditablePath(path string) bool {
	return pathForm.MatchString(path) && !strings.Contains(path, "..")
}

// ErrStale says that somebody else published meanwhile: nothing was written.
var ErrStale = errors.New("changed meanwhile")

// Publish makes v the newest version of its path, if the newest is still number expect (0: none yet).
func Publish(ctx context.Context, tx bot.Tx, v Version, expect int, by bot.ChatID, what people.Verb) (Version, error) {
	if !EditablePath(v.Path) {
		return v, fmt.Errorf("publish %q: no such place in the base", v.Path)
	}
	var newest Version
	if _, err := tx.Get(ctx, PageKey(v.Path), &newest); err != nil {
		return v, err
	}
	if newest.N != expect {
		return newest, ErrStale
	}
	who, err := people.Pseudonym(ctx, tx, "audit", by)
	if err != nil {
		return v, err
	}
	v.N, v.Who, v.At = newest.N+1, who, tx.Now().UTC()
	tx.Put(PageKey(v.Path), v, 0)
	tx.Put(VersionKey(v.Path, v.N), v, 0)
	tx.Add(pagesSet, v.Path, v.At.UnixMilli())
	if err := touchContent(ctx, tx); err != nil {
		return v, err
	}
	return v, people.Audit(ctx, tx, by, v.Role, what, v.Path, fmt.Sprintf("bản %d: %s", v.N, v.Why))
}

// touchContent makes every process read versions and settings of the base again.
func touchContent(ctx context.Context, tx bot.Tx) error {
	var n int64
	if _, err := tx.Get(ctx, contentVersionKey, &n); err != nil {
		return err
	}
	tx.Put(contentVersionKey, n+1, 0)
	return nil
}

// ContentVersion is the number that touchContent raises.
func ContentVersion(ctx context.Context, r bot.Reader) (n int64, err error) {
	_, err = r.Get(ctx, contentVersionKey, &n)
	return n, err
}

// Pages reads the newest versions of all paths. What stands under a path that nobody can publish was not written by
// this program, but by whoever made a backup or wrote into the database: it is left out.
func Pages(ctx context.Context, r bot.Reader) (out []Version, err error) {
	paths, err := r.List(ctx, pagesSet, bot.Range{Max: dialog.MaxScore, Limit: 10000})
	if err != nil {
		return nil, err
	}
	for _, e := range paths {
		var v Version
		found, err := r.Get(ctx, PageKey(e.Member), &v)
		if err != nil {
			return nil, err
		}
		if found && v.Path == e.Member && EditablePath(v.Path) {
			out = append(out, v)
		}
	}
	return out, nil
}

// History reads all versions of a path, newest first.
func History(ctx context.Context, r bot.Reader, path string) (out []Version, err error) {
	var newest Version
	if _, err := r.Get(ctx, PageKey(path), &newest); err != nil {
		return nil, err
	}
	for n := newest.N; n >= 1 && n > newest.N-200; n-- {
		var v Version
		found, err := r.Get(ctx, VersionKey(path, n), &v)
		if err != nil {
			return nil, err
		}
		if found {
			out = append(out, v)
		}
	}
	return out, nil
}

// Laid is what versions come to over a base.
type Laid struct {
	Files map[string]content.OverlayFile
	// ByHand are the paths whose file below was changed after the version's editor had begun. With files that win, the
	// file counts and the version does not; else the version counts, and somebody should look at what came below it.
	ByHand []string
}

// Lay lays versions over a base. filesWin: the files below are the office's own folder, in which people write too.
func Lay(base fs.FS, pages []Version, filesWin bool) Laid {
	out := Laid{Files: map[string]content.OverlayFile{}}
	for _, v := range pages {
		if !EditablePath(v.Path) {
			continue
		}
		below, err := fs.ReadFile(base, v.Path)
		sum := ""
		if err == nil {
			sum = Sum(below)
		}
		same := v.Gone && err != nil || !v.Gone && sum == Sum([]byte(v.Text))
		if !same && sum != v.Base {
			out.ByHand = append(out.ByHand, v.Path)
			if filesWin {
				continue
			}
		}
		out.Files[v.Path] = content.OverlayFile{Text: []byte(v.Text), Gone: v.Gone, At: v.At}
	}
	return out
}

// AddName adds a way of asking to the front matter of an entry's file, behind those that stand there.
func AddName(text, name string) (string, error) {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if i > 0 && strings.TrimSpace(line) == "---" {
			break
		}
		rest, isNames := strings.CutPrefix(line, "names:")
		if !isNames {
			continue
		}
		rest = strings.TrimSpace(rest)
		if list, ok := strings.CutSuffix(rest, "]"); ok && strings.HasPrefix(rest, "[") {
			lines[i] = "names: " + strings.TrimSuffix(list, ",") + ", " + quoted(name) + "]"
			return strings.Join(lines, "\n"), nil
		}
		if rest != "" && !strings.HasPrefix(rest, "#") {
			break
		}
		indent := "  "
		for i+1 < len(lines) && (strings.HasPrefix(strings.TrimSpace(lines[i+1]), "- ") ||
			strings.HasPrefix(strings.TrimSpace(lines[i+1]), "#")) {
			i++
			indent = lines[i][:len(lines[i])-len(strings.TrimLeft(lines[i], " "))]
		}
		out := append([]string{}, lines[:i+1]...)
		out = append(out, indent+"- "+quoted(name))
		return strings.Join(append(out, lines[i+1:]...), "\n"), nil
	}
	return "", errors.New("the entry has no list of names")
}

// Newest is the number of a path's newest version; 0 for none.
func Newest(ctx context.Context, r bot.Reader, path string) (int, error) {
	var v Version
	_, err := r.Get(ctx, PageKey(path), &v)
	return v.N, err
}
