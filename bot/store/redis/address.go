package redis

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// quietLogger takes what go-redis would write to stderr.
type quietLogger struct{ log *slog.Logger }

func (q quietLogger) Printf(ctx context.Context, format string, v ...any) {
	q.log.DebugContext(ctx, "redis client", slog.String("detail", fmt.Sprintf(format, v...)))
}

// newClient reads the address; see Options.RedisURL. Errors never hold the password.
func newClient(address string, log *slog.Logger) (goredis.UniversalClient, error) {
	goredis.SetLogger(quietLogger{log})
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return nil, fmt.Errorf("the Redis address has no scheme: want redis://host:port/db")
	}
	u := &goredis.UniversalOptions{
		MaxRetries:     -1, // a script whose answer was lost must not run twice
		DialTimeout:    2 * time.Second,
		ReadTimeout:    4 * time.Second,
		WriteTimeout:   4 * time.Second,
		PoolSize:       2 * senders,
		DialerRetries:  1, // a dead Redis is reported at once
		MaxActiveConns: 4 * senders,

		ContextTimeoutEnabled: true,
		MaintNotificationsConfig: &maintnotifications.Config{
			Mode: maintnotifications.ModeDisabled, // a feature of one vendor's servers
		},
	}
	rest, err := secure(scheme, rest, u)
	if err != nil {
		return nil, err
	}
	switch scheme {
	case "redis", "rediss", "unix":
		return single(scheme+"://"+rest, u)
	case "sentinel", "sentinels":
		return sentinel(rest, u)
	case "cluster", "clusters":
		hosts, _, err := authority(rest, u)
		if err != nil {
			return nil, err
		}
		u.Addrs = hosts
		opt := u.Cluster()
		opt.ClusterStateReloadInterval = 2 * time.Second // how soon a new master is found when the old one is silent
		return goredis.NewClusterClient(opt), nil
	}
	return nil, fmt.Errorf("the Redis address has the scheme %q: want redis, rediss, unix, sentinel, sentinels, "+
		"cluster or clusters", scheme)
}

// copiesWanted takes "copies=1" out of an address of Sentinel: how many copies must have what is confirmed. A cluster
// has no
// way to ask that of the right node within a pipeline.
func copiesWanted(address string) (rest string, copies int, err error) {
	rest, query, _ := strings.Cut(address, "?")
	var others []string
	for part := range strings.SplitSeq(query, "&") {
		value, ours := strings.CutPrefix(part, "copies=")
		if !ours {
			if part != "" {
				others = append(others, part)
			}
			continue
		}
		copies, err = strconv.Atoi(value)
		if err != nil || copies < 0 || copies > 5 || !strings.HasPrefix(address, "sentinel") {
			return "", 0, fmt.Errorf("the Redis address: copies= takes 0 to 5, and is for sentinel and sentinels")
		}
	}
	if len(others) > 0 {
		rest += "?" + strings.Join(others, "&")
	}
	return rest, copies, nil
}

// secure prepares TLS when the scheme asks for it, and returns the address without the private authority's file.
func secure(scheme, rest string, u *goredis.UniversalOptions) (string, error) {
	rest, ca, private := strings.Cut(rest, "?ca=")
	if scheme != "rediss" && scheme != "sentinels" && scheme != "clusters" {
		if private {
			return "", fmt.Errorf("the Redis address: ?ca= is for rediss, sentinels and clusters, not for %s", scheme)
		}
		return rest, nil
	}
	u.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12} // the name to verify is the host's
	if !private {
		return rest, nil
	}
	pem, err := os.ReadFile(ca)
	if err != nil {
		return "", fmt.Errorf("the Redis address: %w", err)
	}
	u.TLSConfig.RootCAs = x509.NewCertPool()
	if !u.TLSConfig.RootCAs.AppendCertsFromPEM(pem) {
		return "", fmt.Errorf("the Redis address: %s holds no certificate", ca)
	}
	return rest, nil
}

func single(address string, u *goredis.UniversalOptions) (goredis.UniversalClient, error) {
	parsed, err := goredis.ParseURL(address)
	if err != nil {
		var at *url.Error
		if errors.As(err, &at) { // it holds the whole address
			err = at.Err
		}
		return nil, fmt.Errorf("the Redis address cannot be read: %w", err)
	}
	opt := u.Simple()
	opt.Network, opt.Addr, opt.DB = parsed.Network, parsed.Addr, parsed.DB
	opt.Username, opt.Password = parsed.Username, parsed.Password
	if parsed.TLSConfig != nil && parsed.TLSConfig.InsecureSkipVerify {
		return nil, fmt.Errorf("the Redis address: skip_verify lets anybody pass for Redis: use ?ca=FILE for a " +
			"certificate of your own")
	}
	return goredis.NewClient(opt), nil
}

// authority reads "user:password@host:port,host:port/path".
func authority(rest string, u *goredis.UniversalOptions) (hosts []string, path string, err error) {
	rest, path, _ = strings.Cut(rest, "/")
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		user, password, _ := strings.Cut(rest[:i], ":")
		rest = rest[i+1:]
		if u.Username, err = url.PathUnescape(user); err == nil {
			u.Password, err = url.PathUnescape(password)
		}
		if err != nil {
			return nil, "", fmt.Errorf("the Redis address: user or password is not well escaped")
		}
	}
	hosts = strings.Split(rest, ",")
	for _, h := range hosts {
		if h == "" {
			return nil, "", fmt.Errorf("the Redis address: a host is empty")
		}
	}
	return hosts, path, nil
}

func sentinel(rest string, u *goredis.UniversalOptions) (goredis.UniversalClient, error) {
	hosts, path, err := authority(rest, u)
	if err != nil {
		return nil, err
	}
	master, db, _ := strings.Cut(path, "/")
	if master == "" {
		return nil, fmt.Errorf("the Redis address: want sentinel://host:port,host:port/master-name")
	}
	if db != "" {
		if u.DB, err = strconv.Atoi(db); err != nil {
			return nil, fmt.Errorf("the Redis address: database %q is not a number", db)
		}
	}
	u.Addrs, u.MasterName = hosts, master
	return goredis.NewFailoverClient(u.Failover()), nil
}
