package plugin

import (
	"sync"
	"time"
)

// liveArrival is the longest that Grafana takes to let a subscriber hear a channel after SubscribeStream has answered.
// What was sent meanwhile is sent again.
const liveArrival = 10 * time.Second

// liveChannels is what the subscribers of each path were told. The zero value is ready.
type liveChannels struct {
	mutex  sync.Mutex
	byPath map[string]*liveChannel
}

// liveChannel is one path. Grafana runs one stream for all its subscribers.
type liveChannel struct {
	// told is the digest of the message that every subscriber has; empty where they may have different ones.
	told string
	// joined is when the last one subscribed.
	joined  time.Time
	streams int
	// wake has the stream look at once.
	wake chan struct{}
}

// join notes that a subscriber was given the message of a digest when it subscribed; empty is none.
func (c *liveChannels) join(path, digest string, now time.Time) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for other, channel := range c.byPath {
		if channel.streams == 0 && now.Sub(channel.joined) > time.Minute {
			delete(c.byPath, other) // Its stream ended before Grafana ran it.
		}
	}
	channel, known := c.byPath[path]
	if !known {
		channel = c.add(path)
		channel.told = digest
	}
	channel.joined = now
	if channel.told != digest {
		channel.told = ""
		select {
		case channel.wake <- struct{}{}:
		default:
		}
	}
}

// start is the channel of a stream that begins; stop is to be called at its end.
func (c *liveChannels) start(path string) (channel *liveChannel, stop func()) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	channel, known := c.byPath[path]
	if !known {
		channel = c.add(path)
	}
	if channel.streams > 0 {
		channel.told = "" // What the stream before sent at its end may have reached nobody.
	}
	channel.streams++
	return channel, func() {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		if channel.streams--; channel.streams == 0 && c.byPath[path] == channel {
			delete(c.byPath, path)
		}
	}
}

func (c *liveChannels) add(path string) *liveChannel {
	if c.byPath == nil {
		c.byPath = map[string]*liveChannel{}
	}
	channel := &liveChannel{wake: make(chan struct{}, 1)}
	c.byPath[path] = channel
	return channel
}

// has reports whether every subscriber has the message of this digest.
func (c *liveChannels) has(channel *liveChannel, digest string) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return channel.told == digest
}

// tell notes that a message was sent to all; again says that somebody may not have heard it yet.
func (c *liveChannels) tell(channel *liveChannel, digest string, now time.Time) (again bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	channel.told = digest
	return now.Sub(channel.joined) < liveArrival
}

// forget has the next message sent whatever it says.
func (c *liveChannels) forget(channel *liveChannel) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	channel.told = ""
}
