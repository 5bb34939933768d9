package store

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRedisURLs(t *testing.T) {
	tests := []struct {
		url, addr, user string
		database        int
		tls             string
	}{
		{"redis://cache", "cache:6379", "", 0, ""},
		{"redis://cache:7000/", "cache:7000", "", 0, ""},
		{"redis://grafana@cache/3", "cache:6379", "grafana", 3, ""},
		{"rediss://cache.example:6380/15", "cache.example:6380", "", 15, "cache.example"},
		{"redis://[::1]:6379/1", "[::1]:6379", "", 1, ""},
	}
	for _, tt := range tests {
		t.Run(tt.url, func(t *testing.T) {
			o, err := redisConnection(tt.url, "secret", redisTimeout)
			require.NoError(t, err)
			assert.Equal(t, tt.addr, o.Addr)
			assert.Equal(t, tt.user, o.Username)
			assert.Equal(t, "secret", o.Password)
			assert.Equal(t, tt.database, o.DB)
			for _, timeout := range []time.Duration{o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout} {
				assert.Equal(t, 200*time.Millisecond, timeout)
			}
			assert.Equal(t, -1, o.MaxRetries)
			if tt.tls == "" {
				assert.Nil(t, o.TLSConfig)
				return
			}
			require.NotNil(t, o.TLSConfig)
			assert.Equal(t, tt.tls, o.TLSConfig.ServerName)
			assert.False(t, o.TLSConfig.InsecureSkipVerify)
		})
	}
}

func TestRedisURLsThatAreRefused(t *testing.T) {
	tests := []struct{ url, want string }{
		{"", errRedisURL.Error()},
		{"cache:6379", errRedisURL.Error()},
		{"http://cache", errRedisURL.Error()},
		{"redis://", errRedisURL.Error()},
		{"redis:cache", errRedisURL.Error()},
		{"redis://user:canary@ca che", errRedisURL.Error()},
		{"unix:///tmp/redis.sock", errRedisURL.Error()},
		{"redis://user:canary@cache", "the shared store's URL holds a password: move it to the shared store password, which is kept as a secret"},
		{"redis://cache?skip_verify=true", "the shared store's URL has options, which it cannot have: " + errRedisURL.Error()},
		{"redis://cache:0", "the shared store's port is not a number from 1 to 65535: " + errRedisURL.Error()},
		{"redis://cache:65536", "the shared store's port is not a number from 1 to 65535: " + errRedisURL.Error()},
		{"redis://cache/one", "the shared store's database is not a number: " + errRedisURL.Error()},
		{"redis://cache/1/2", "the shared store's database is not a number: " + errRedisURL.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.url, func(t *testing.T) {
			_, err := OpenRedis(tt.url, "canary", RedisOptions{})
			assert.EqualError(t, err, tt.want)
			assert.NotContains(t, err.Error(), "canary")
		})
	}
}
