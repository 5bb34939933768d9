package store

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// realRedis is a server of its own, in a directory of its own.
type realRedis struct {
	binary, address, port string
	process               *exec.Cmd
}

func newRealRedis(t *testing.T, args ...string) *realRedis {
	t.Helper()
	before := goleak.IgnoreCurrent()
	s := &realRedis{}
	for _, name := range []string{"redis-server", "valkey-server"} {
		if found, err := exec.LookPath(name); err == nil && s.binary == "" {
			s.binary = found
		}
	}
	if s.binary == "" {
		t.Skip("neither redis-server nor valkey-server is on the PATH")
	}
	t.Cleanup(func() { goleak.VerifyNone(t, before) })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s.address = listener.Addr().String()
	s.port = strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	require.NoError(t, listener.Close())
	s.start(t, args...)
	t.Cleanup(func() { s.kill(t) })
	return s
}

// start runs the server until it answers. It keeps nothing: every start is an empty one.
func (s *realRedis) start(t *testing.T, args ...string) {
	t.Helper()
	arguments := append([]string{
		"--bind", "127.0.0.1", "--port", s.port, "--save", "", "--appendonly", "no", "--dir", t.TempDir(),
	}, args...)
	s.process = exec.Command(s.binary, arguments...)
	log, err := os.Create(filepath.Join(t.TempDir(), "server.log"))
	require.NoError(t, err)
	defer func() { _ = log.Close() }()
	s.process.Stdout, s.process.Stderr = log, log
	require.NoError(t, s.process.Start())
	s.awaitAnswer(t)
}

func (s *realRedis) awaitAnswer(t *testing.T) {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: s.address, MaxRetries: -1})
	defer func() { _ = client.Close() }()
	require.Eventually(t, func() bool {
		err := client.Ping(t.Context()).Err()
		return err == nil || redis.HasErrorPrefix(err, "NOAUTH")
	}, 20*time.Second, 10*time.Millisecond)
}

func (s *realRedis) kill(t *testing.T) {
	t.Helper()
	if s.process == nil {
		return
	}
	require.NoError(t, s.process.Process.Kill())
	_ = s.process.Wait() // "signal: killed"
	s.process = nil
}

func (s *realRedis) signal(t *testing.T, signal syscall.Signal) {
	t.Helper()
	require.NoError(t, s.process.Process.Signal(signal))
}

// handClock stands still until it is moved, so that pauses end when a test says so.
type handClock struct {
	mu   sync.Mutex
	time time.Time
}

func (c *handClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.time
}

func (c *handClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.time = c.time.Add(d)
}

// replica is one that shares the server.
func (s *realRedis) replica(t *testing.T, name string) (*Redis, *handClock) {
	t.Helper()
	clock := &handClock{time: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)}
	return connect(t, fmt.Sprintf("redis://%s/2", s.address), "", RedisOptions{Now: clock.now, Replica: name}), clock
}
