package genesys

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"syscall"
	"time"
)

// ConnectionError says that no answer came because the host could not be reached or hung up.
type ConnectionError struct {
	// Host is the host, with its port where one is configured.
	Host string
	// Reason says in words what happened.
	Reason string
	Err    error
}

func (e *ConnectionError) Error() string { return fmt.Sprintf("cannot reach %s: %s", e.Host, e.Reason) }

func (e *ConnectionError) Unwrap() error { return e.Err }

// TimeoutError says that the answer was not complete in time.
type TimeoutError struct {
	Method, Path string
	// After is the package's own time-out, 0 when the network gave up before it.
	After time.Duration
	Err   error
}

func (e *TimeoutError) Error() string {
	within := "in time: the network gave up"
	if e.After > 0 {
		within = "within " + e.After.String()
	}
	return fmt.Sprintf("Genesys Cloud did not answer %s %s %s", e.Method, e.Path, within)
}

func (e *TimeoutError) Unwrap() error { return e.Err }

// Timeout marks it as net.Error does.
func (e *TimeoutError) Timeout() bool { return true }

// givenUp is the caller's own cancellation, or nil. It comes before all else: it says nothing about Genesys.
func (c call) givenUp(ctx context.Context) error {
	if ended := context.Cause(ctx); ended != nil {
		return fmt.Errorf("%s %s was given up: %w", c.method, c.path, ended)
	}
	return nil
}

// fault is the error of a request that got no answer; timed is the caller's ctx with the request's time-out.
func (c call) fault(ctx, timed context.Context, err error) error {
	if ended := c.givenUp(ctx); ended != nil {
		return ended
	}
	if refused, ok := errors.AsType[*GuardError](err); ok {
		return refused
	}
	// url.Error would repeat the whole URL.
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	if timed.Err() != nil {
		return &TimeoutError{Method: c.method, Path: c.path, After: c.timeout, Err: err}
	}
	if network, ok := errors.AsType[net.Error](err); ok && network.Timeout() {
		return &TimeoutError{Method: c.method, Path: c.path, Err: err}
	}
	return &ConnectionError{Host: c.host, Reason: c.reason(err), Err: err}
}

// bodyFault is the error of an answer that could not be read to its end.
func (c call) bodyFault(ctx, timed context.Context, err error) error {
	if ended := c.givenUp(ctx); ended != nil {
		return ended
	}
	if large, ok := errors.AsType[*TooLargeError](err); ok {
		return &TooLargeError{Method: c.method, Path: c.path, Limit: large.Limit}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return &TruncatedError{Method: c.method, Path: c.path, Err: err}
	}
	if damaged(err) {
		return &AnswerError{Method: c.method, Path: c.path, What: "its compression is damaged"}
	}
	return c.fault(ctx, timed, err)
}

// reason says what kept a connection from working, for somebody who can change settings, DNS or a firewall.
func (c call) reason(err error) string {
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		if dns.IsNotFound {
			return "unknown host; check the address in the data source settings and the DNS of the Grafana server"
		}
		return "its name could not be resolved; check the DNS of the Grafana server"
	}
	if certificate, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "its TLS certificate is not accepted: " + c.clean(certificate.Err.Error(), maxText)
	}
	if host, ok := errors.AsType[x509.HostnameError](err); ok {
		return "its TLS certificate is not accepted: " + c.clean(host.Error(), maxText)
	}
	if record, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return "it does not speak TLS: " + c.clean(record.Msg, maxText)
	}
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "the connection was reset"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was closed without an answer"
	}
	return c.clean(err.Error(), maxText)
}
