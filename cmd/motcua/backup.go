package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/bot/terminal"
	"github.com/motcua/motcua/cmd/motcua/config"
	"github.com/motcua/motcua/cmd/motcua/control"
	"github.com/motcua/motcua/cmd/motcua/exit"
	"github.com/motcua/motcua/cmd/motcua/sealed"
	"github.com/motcua/motcua/handlers/console"
)

// stateFlags say where the state is; the same names as for serve.
type stateFlags struct {
	Data     string        `env:"MOTCUA_DATA" default:"./data" placeholder:"THƯ-MỤC" help:"Thư mục dữ liệu của bot."`
	RedisURL config.Secret `env:"REDIS_URL" placeholder:"URL" help:"Redis của bot, nếu dùng."`
}

func (f stateFlags) open(ctx context.Context) (*store.Store, error) { return f.openFor(ctx, false) }

// openFor opens it also to restore into what a restore that was cut off has left.
func (f stateFlags) openFor(ctx context.Context, restoring bool) (*store.Store, error) {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	s, err := store.Open(ctx, store.Options{RedisURL: string(f.RedisURL), Dir: f.Data, Log: log, Restoring: restoring})
	if err != nil {
		return nil, notOpened(err, f.Data)
	}
	return s, nil
}

// notOpened says to whoever keeps the machine why the state cannot be opened, and what to do.
func notOpened(err error, dir string) error {
	dir = orNone(dir)
	switch {
	case errors.Is(err, store.ErrLocked):
		return fmt.Errorf("thư mục dữ liệu %s đang có một Một Cửa khác dùng, thường là chính bot đang chạy. Mỗi lúc chỉ "+
			"một chương trình mở được thư mục này: hãy dừng chương trình kia trước. Muốn chạy nhiều tiến trình thì dùng "+
			"Redis (REDIS_URL). Chi tiết: %w", dir, err)
	case errors.Is(err, store.ErrOldForm):
		return fmt.Errorf("thư mục %s giữ dữ liệu của bản Một Cửa cũ; bản này không đọc và không đổi gì trong đó. Chuyển "+
			"sang bằng hai lệnh:\n  1. bằng chương trình CŨ: motcua backup all.backup\n  2. dời thư mục ấy đi chỗ khác (giữ "+
			"lại), rồi bằng chương trình này: motcua restore all.backup\nChi tiết: %w", dir, err)
	case errors.Is(err, store.ErrNewer):
		return fmt.Errorf("dữ liệu này do bản Một Cửa mới hơn ghi, bản này không đọc được và không đổi gì. Hãy chạy lại "+
			"bản mới đó; muốn dùng bản cũ thì khôi phục bản sao lưu làm trước khi nâng cấp vào một thư mục trống. Chi "+
			"tiết: %w", err)
	case errors.Is(err, store.ErrHalf):
		return fmt.Errorf("lần khôi phục trước bị đứt giữa chừng nên dữ liệu mới có một phần. Hãy chạy lại motcua restore "+
			"với bản sao lưu ấy, hoặc với một bản khác còn nguyên. Chi tiết: %w", err)
	case errors.Is(err, store.ErrDamaged):
		return fmt.Errorf("dữ liệu trong thư mục %s bị hỏng: ổ đĩa trả lại khác với những gì đã ghi. Bot không chạy để "+
			"khỏi trả lời theo dữ liệu sai. Cách đi tiếp:\n  1. dời thư mục ấy đi chỗ khác, đừng xóa\n  2. khôi phục bản sao "+
			"lưu gần nhất: motcua restore TỆP\n  3. nhờ người xem ổ đĩa (dmesg, smartctl -a)\nChi tiết: %w", dir, err)
	}
	return fmt.Errorf("không mở được nơi lưu dữ liệu: %w", err)
}

// untilMended gives an error that only a person can mend the status after which systemd does not start us again: each
// second the same would be said once more.
func untilMended(err error) error {
	for _, lasting := range []error{store.ErrOldForm, store.ErrNewer, store.ErrHalf, store.ErrDamaged} {
		if errors.Is(err, lasting) {
			return exit.Error{Code: exit.Settings, Err: err}
		}
	}
	return err
}

// orNone names a folder in a sentence.
func orNone(dir string) string {
	if at, err := filepath.Abs(dir); err == nil && dir != "" {
		return at
	}
	return "(chưa đặt)"
}

// keyFlags say with what a backup is encrypted. The passphrase itself is never a flag: a command line can be read by
// everybody on the machine.
type keyFlags struct {
	PassphraseFile string `env:"MOTCUA_BACKUP_PASSPHRASE_FILE" placeholder:"TỆP" help:"Tệp chứa cụm mật khẩu của bản sao lưu mã hóa; hoặc đặt biến MOTCUA_BACKUP_PASSPHRASE; không có cả hai thì hỏi khi chạy."`
}

// passphrase takes it from the file, the environment, or whoever sits at the terminal.
func (f keyFlags) passphrase() (string, error) {
	if f.PassphraseFile != "" {
		text, err := os.ReadFile(f.PassphraseFile)
		if err != nil {
			return "", fmt.Errorf("không đọc được tệp cụm mật khẩu: %w", err)
		}
		return strings.TrimRight(string(text), "\r\n"), nil
	}
	if pass := os.Getenv("MOTCUA_BACKUP_PASSPHRASE"); pass != "" {
		return pass, nil
	}
	pass, err := terminal.Secret("Cụm mật khẩu của bản sao lưu: ")
	if errors.Is(err, terminal.ErrNobody) {
		err = errors.New("chưa có cụm mật khẩu: hãy đặt MOTCUA_BACKUP_PASSPHRASE hoặc --passphrase-file")
	}
	return pass, err
}

// BackupCmd writes all state into a file.
type BackupCmd struct {
	stateFlags
	keyFlags
	Encrypt   bool          `help:"Mã hóa bản sao lưu bằng cụm mật khẩu (từ 12 ký tự)."`
	Recipient []string      `placeholder:"age1…" help:"Mã hóa cho người giữ khóa này (khóa công khai của age), thay cho cụm mật khẩu."`
	File      string        `arg:"" placeholder:"TỆP" help:"Nơi ghi bản sao lưu; nếu là thư mục thì tên tệp theo ngày giờ, và các bản quá hạn trong đó bị xóa."`
	Keep      time.Duration `default:"696h" placeholder:"THỜI-GIAN" help:"Khi ghi vào thư mục: xóa các bản sao lưu của bot cũ hơn thời gian này; 0 là không xóa."`

	work int // of the key made of the passphrase, as a power of two; 0: what age takes. Tests take less
}

// Run asks the running bot for a backup, or opens the state itself when none runs. The file appears whole or not at
// all. In a folder, backups that are too old are deleted after that: people who had their data erased are promised it.
func (c *BackupCmd) Run(ctx context.Context) error {
	dir, now := "", time.Now()
	if info, err := os.Stat(c.File); err == nil && info.IsDir() || strings.HasSuffix(c.File, "/") {
		if err := os.MkdirAll(c.File, 0o700); err != nil {
			return fmt.Errorf("không ghi được bản sao lưu: %w", err)
		}
		dir, c.File = c.File, filepath.Join(c.File, now.UTC().Format(backupName))
	}
	if err := c.save(ctx); err != nil {
		return err
	}
	if dir == "" || c.Keep <= 0 {
		return nil
	}
	gone, err := expireBackups(dir, now.Add(-c.Keep))
	if len(gone) > 0 {
		fmt.Printf("Đã xóa %d bản sao lưu quá hạn\n", len(gone))
	}
	if err != nil {
		return fmt.Errorf("không xóa được bản sao lưu quá hạn: %w", err)
	}
	return nil
}

// backupName is what backups in a folder are called, by the time in UTC.
const backupName = "motcua-20060102-150405.backup"

// expireBackups deletes the backups in a folder that were made before a time, by their names and nothing else: a copy's
// own date says when it was copied.
func expireBackups(dir string, before time.Time) (gone []string, err error) {
	names, err := filepath.Glob(filepath.Join(dir, "motcua-*.backup"))
	if err != nil {
		return nil, err
	}
	for _, path := range names {
		made, parseErr := time.Parse(backupName, filepath.Base(path))
		if parseErr != nil || !made.Before(before) {
			continue
		}
		if rmErr := os.Remove(path); rmErr != nil {
			err = errors.Join(err, rmErr)
			continue
		}
		gone = append(gone, path)
	}
	return gone, err
}

func (c *BackupCmd) save(ctx context.Context) error {
	tmp, err := os.CreateTemp(filepath.Dir(c.File), ".motcua-backup-*") // made with mode 0600
	if err != nil {
		return fmt.Errorf("không ghi được bản sao lưu: %w", err)
	}
	defer os.Remove(tmp.Name())
	if err := c.seal(ctx, tmp); err != nil {
		return errors.Join(err, tmp.Close())
	}
	if err := errors.Join(tmp.Sync(), tmp.Close()); err != nil {
		return fmt.Errorf("không ghi được bản sao lưu: %w", err)
	}
	if err := os.Rename(tmp.Name(), c.File); err != nil {
		return fmt.Errorf("không ghi được bản sao lưu: %w", err)
	}
	fmt.Println("Đã sao lưu vào", c.File)
	return nil
}

// seal writes the backup, encrypted where that was asked for.
func (c *BackupCmd) seal(ctx context.Context, w io.Writer) error {
	if !c.Encrypt && len(c.Recipient) == 0 {
		return c.write(ctx, w)
	}
	out, err := sealed.Keys{Passphrase: c.passphrase, Recipients: c.Recipient, Work: c.work}.Writer(w)
	switch {
	case errors.Is(err, sealed.ErrShort):
		return errors.New("cụm mật khẩu ngắn quá; hãy dùng từ 12 ký tự trở lên, ví dụ bốn từ ghép lại")
	case err != nil:
		return fmt.Errorf("mã hóa bản sao lưu: %w", err)
	}
	if err := c.write(ctx, out); err != nil {
		return err
	}
	return out.Close()
}

func (c *BackupCmd) write(ctx context.Context, w io.Writer) error {
	if c.RedisURL == "" {
		err := control.Call(ctx, c.Data, "/backup", nil, func(r io.Reader) error {
			_, err := io.Copy(w, r)
			return err
		})
		if !errors.Is(err, control.ErrNotRunning) {
			return err
		}
	}
	s, err := c.open(ctx)
	if err != nil {
		return err
	}
	err = s.Backup(ctx, w)
	if err == nil {
		err = noteBackup(ctx, s)
	}
	return errors.Join(err, s.Close())
}

// backupKey names the document that says when the last backup was finished.
var backupKey = bot.Key{Kind: "backup", ID: "last"}

// noteBackup writes down that a backup was finished, so that the console can tell when none was made for days.
func noteBackup(ctx context.Context, s bot.State) error {
	return s.Update(ctx, func(tx bot.Tx) error { tx.Put(backupKey, tx.Now(), 0); return nil })
}

// health is what the console shows of the machine. What cannot be known stays zero.
func (p *process) health(ctx context.Context) (h console.Health) {
	if _, err := p.store.Get(ctx, backupKey, &h.Backup); err != nil {
		p.log.Warn("last backup", "error", err)
	}
	if p.config.RedisURL == "" {
		var err error
		if h.FreeMB, err = freeMB(p.config.Data); err != nil {
			p.log.Warn("free disk", "error", err)
		}
	}
	return h
}

// controlBackup sends a backup of the running process's state.
func (p *process) controlBackup(w http.ResponseWriter, r *http.Request) {
	if err := control.Whole(w, func(w io.Writer) error { return p.store.Backup(r.Context(), w) }); err != nil {
		p.log.Error("backup", "error", err)
	} else if err := noteBackup(r.Context(), p.store); err != nil {
		p.log.Error("backup", "error", err)
	}
}

// RestoreCmd fills an empty state from a backup.
type RestoreCmd struct {
	stateFlags
	keyFlags
	Identity string `placeholder:"TỆP" help:"Tệp khóa riêng của age (AGE-SECRET-KEY-…), nếu bản sao lưu được mã hóa cho khóa đó."`
	File     string `arg:"" placeholder:"TỆP" help:"Bản sao lưu."`
}

// Run restores while no bot runs on the state.
func (c *RestoreCmd) Run(ctx context.Context) error {
	in, err := os.Open(c.File)
	if errors.Is(err, fs.ErrPermission) { // a copy that root made, as the sheet of the office warns
		return fmt.Errorf("chương trình không được phép đọc tệp %s. Hãy chép nó thành tệp của người dùng motcua: sudo install "+
			"-o motcua -m 0600 %s /var/backups/motcua/. Chi tiết: %w", c.File, c.File, err)
	} else if err != nil {
		return fmt.Errorf("không mở được bản sao lưu: %w", err)
	}
	defer in.Close()
	keys := sealed.Keys{Passphrase: c.passphrase}
	if c.Identity != "" {
		text, err := os.ReadFile(c.Identity)
		if err != nil {
			return fmt.Errorf("không đọc được tệp khóa: %w", err)
		}
		keys.Identities = string(text)
	}
	plain, err := keys.Reader(in)
	switch {
	case errors.Is(err, sealed.ErrLocked):
		return errors.New("bản sao lưu được mã hóa, và cụm mật khẩu hay khóa này không mở được nó")
	case err != nil:
		return fmt.Errorf("không đọc được bản sao lưu %s: %w", c.File, err)
	}
	s, err := c.openFor(ctx, true)
	if err != nil {
		return err
	}
	defer s.Close()
	switch err := s.Restore(ctx, plain); {
	case errors.Is(err, store.ErrNotEmpty):
		return errors.New("nơi lưu dữ liệu không trống; hãy khôi phục vào thư mục (MOTCUA_DATA) hoặc Redis trống")
	case errors.Is(err, store.ErrNoBackup):
		return fmt.Errorf("tệp %s không phải bản sao lưu của Một Cửa; chưa khôi phục gì. Chi tiết: %w", c.File, err)
	case errors.Is(err, store.ErrCutBackup):
		return fmt.Errorf("bản sao lưu %s bị cắt cụt hoặc hỏng, không khôi phục được. Hãy chép lại tệp, hoặc dùng bản sao "+
			"lưu khác. Chi tiết: %w", c.File, err)
	case errors.Is(err, store.ErrNewer):
		return fmt.Errorf("bản sao lưu này do bản Một Cửa mới hơn ghi; hãy khôi phục bằng bản đó. Chi tiết: %w", err)
	case err != nil:
		return fmt.Errorf("khôi phục: %w", err)
	}
	fmt.Println("Đã khôi phục từ", c.File)
	return nil
}
