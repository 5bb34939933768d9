package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
)

const (
	// redisTimeout is the default of RedisOptions.Timeout.
	redisTimeout = 200 * time.Millisecond
	// redisConnections bounds the pool. A call takes about a millisecond, so that few serve many.
	redisConnections = 8
)

// RedisOptions are what a Redis needs besides its address. The zero value will do.
type RedisOptions struct {
	// Now is the machine's clock; nil is time.Now. Only pauses, times to live and State depend on it: what replicas must
	// agree on, Redis' own clock says.
	Now func() time.Time
	// Replica is this process' name among the replicas, different in each; "" is a random one.
	Replica string
	// Timeout bounds each of dialling, writing, reading and waiting for a connection; 0 is 200 ms. A whole call has twice
	// that, so that a new connection's handshakes do not add up.
	Timeout time.Duration
	// Log is told when Redis goes away and comes back, and what was damaged; nil is silence. It never sees a secret, a name
	// or an id.
	Log *slog.Logger
}

// Redis is what several Grafana replicas share: snapshots and names, leases, and the log of their requests. Redis or
// Valkey, one server (or what stands for one), version 5 or later. It keeps nothing that replicas could not do without:
// while it is away, each of them is on its own.
//
// It is safe for concurrent use, dials when it is used first, and sends a sign of life every 10 s from then until Close.
type Redis struct {
	client  *redis.Client
	now     func() time.Time
	replica string
	log     *slog.Logger
	secrets []string
	link    link
	peers   peers
	// renewal is how often a lease is renewed.
	renewal time.Duration
	// timeout is RedisOptions.Timeout.
	timeout time.Duration

	// life ends with Close; starting guards that nothing is added to work after that.
	life     context.Context
	end      context.CancelFunc
	starting sync.Mutex
	beating  sync.Once
	work     sync.WaitGroup
}

// quiet keeps go-redis from writing to standard error; what it would say is in the errors of the calls.
var quiet = sync.OnceFunc(logging.Disable)

// OpenRedis is the store at redis://[user@]host[:port][/database], or rediss:// for TLS, whose certificate is verified.
// It does not dial: an error means that the URL or the password cannot be right, and holds neither.
func OpenRedis(url, password string, options RedisOptions) (*Redis, error) {
	timeout := cmp.Or(options.Timeout, redisTimeout)
	quiet()
	connection, err := redisConnection(url, password, timeout)
	if err != nil {
		return nil, err
	}
	r := &Redis{
		client:  redis.NewClient(connection),
		now:     options.Now,
		replica: options.Replica,
		log:     options.Log,
		renewal: leaseRenewal,
		timeout: timeout,
	}
	if password != "" {
		r.secrets = []string{password}
	}
	if r.now == nil {
		r.now = time.Now
	}
	if r.replica == "" {
		r.replica = rand.Text()
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	r.link.since = r.now()
	r.life, r.end = context.WithCancel(context.Background())
	return r, nil
}

// Close says goodbye to the other replicas, stops renewing leases and closes the connections. The store answers as
// being away from then on.
func (r *Redis) Close() error {
	r.leave()
	r.starting.Lock()
	r.end()
	r.starting.Unlock()
	r.work.Wait()
	if err := r.client.Close(); err != nil && !errors.Is(err, redis.ErrClosed) {
		return fmt.Errorf("closing the shared store: %w", err)
	}
	return nil
}

// do runs one command, unless the store is paused after a failure. Errors: *AwayError, or ctx's end, wrapped.
func (r *Redis) do(ctx context.Context, command func(context.Context) error) error {
	r.beating.Do(func() { r.start(r.keepBeating) })
	if err := r.exchange(ctx, command); err != nil {
		return err
	}
	if r.peers.due(r.now()) {
		// The command has succeeded: a sign of life that fails says so in State, and nothing more.
		_ = r.exchange(ctx, r.beat)
	}
	return nil
}

func (r *Redis) exchange(ctx context.Context, command func(context.Context) error) error {
	if r.life.Err() != nil {
		return &AwayError{Reason: "it was closed"}
	}
	if ended := context.Cause(ctx); ended != nil {
		return gaveUp(ended)
	}
	turn, err := r.link.enter(r.now())
	if err != nil {
		return err
	}
	timed, cancel := context.WithTimeout(ctx, 2*r.timeout)
	defer cancel()
	err = command(timed)
	if err == nil {
		if back := r.link.succeed(turn, r.now()); back {
			r.peers.found(r.now())
			r.log.Info("The shared store is back")
		}
		return nil
	}
	if ended := context.Cause(ctx); ended != nil { // says nothing about the store
		r.link.abandon(turn)
		return gaveUp(ended)
	}
	reason := r.redact(err.Error())
	if first := r.link.fail(turn, r.now(), reason); first {
		r.log.Warn("The shared store is away; this replica is on its own", "reason", reason)
	}
	r.peers.lost(r.now())
	return &AwayError{Reason: reason, Err: err}
}

// start runs a task that ends with life.
func (r *Redis) start(task func()) {
	r.starting.Lock()
	defer r.starting.Unlock()
	if r.life.Err() == nil {
		r.work.Go(task)
	}
}

func gaveUp(cause error) error { return fmt.Errorf("gave up waiting for the shared store: %w", cause) }

func (r *Redis) redact(text string) string {
	for _, secret := range r.secrets {
		text = strings.ReplaceAll(text, secret, "[redacted]")
	}
	return oneLine(text)
}
