package store

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

var errRedisURL = errors.New("the shared store's URL is not valid: use redis://host:port/0, or rediss:// for TLS")

// redisConnection reads the URL. It understands no query: an option like skip_verify must not come in by the URL. Its
// errors repeat nothing of the URL, which may hold a password by mistake.
func redisConnection(address, password string, timeout time.Duration) (*redis.Options, error) {
	u, err := url.Parse(address)
	if err != nil || u.Opaque != "" || u.Hostname() == "" {
		return nil, errRedisURL
	}
	if u.Scheme != "redis" && u.Scheme != "rediss" {
		return nil, errRedisURL
	}
	if _, has := u.User.Password(); has {
		return nil, errors.New("the shared store's URL holds a password: move it to the shared store password, which is kept as a secret")
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("the shared store's URL has options, which it cannot have: %w", errRedisURL)
	}
	port := u.Port()
	if port == "" {
		port = "6379"
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return nil, fmt.Errorf("the shared store's port is not a number from 1 to 65535: %w", errRedisURL)
	}
	database := 0
	if path := strings.Trim(u.Path, "/"); path != "" {
		n, err := strconv.ParseUint(path, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("the shared store's database is not a number: %w", errRedisURL)
		}
		database = int(n)
	}
	o := &redis.Options{
		Addr:     net.JoinHostPort(u.Hostname(), port),
		Username: u.User.Username(),
		Password: password,
		DB:       database,

		DialTimeout:           timeout,
		ReadTimeout:           timeout,
		WriteTimeout:          timeout,
		PoolTimeout:           timeout,
		ContextTimeoutEnabled: true,
		MaxRetries:            -1,
		DialerRetries:         1,
		PoolSize:              redisConnections,
		MaxActiveConns:        redisConnections,

		// RESP 2, no name of ours, no notices: what every Redis and Valkey understands.
		Protocol:                 2,
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
	if u.Scheme == "rediss" {
		o.TLSConfig = &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}
	}
	return o, nil
}
