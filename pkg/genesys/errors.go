package genesys

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// APIError is an answer of Genesys Cloud that says no: any status from 400 on.
type APIError struct {
	// Status is the HTTP status.
	Status int
	// Code and Message are Genesys' own, empty when the answer had none.
	Code, Message string
	// ContextID is what Genesys' support asks for.
	ContextID string
	// RetryAfter is how long Genesys wants to be left alone, 0 when it did not say so.
	RetryAfter time.Duration
	// Method and Path name the request.
	Method, Path string
	// ContentType is set when the answer was not JSON: then it may not be from Genesys at all.
	ContentType string
}

// RetryAfterDuration is RetryAfter, for callers that take any error of that kind.
func (e *APIError) RetryAfterDuration() time.Duration { return e.RetryAfter }

// Denied reports whether the OAuth client lacks a permission.
func (e *APIError) Denied() bool { return e.Status == http.StatusForbidden }

func (e *APIError) Error() string {
	var s strings.Builder
	fmt.Fprintf(&s, "Genesys Cloud answered %s to %s %s", statusText(e.Status), e.Method, e.Path)
	switch {
	case e.ContentType != "":
		s.WriteString(": " + notJSON(e.ContentType))
	case e.Message != "" && e.Code != "":
		fmt.Fprintf(&s, ": %s [%s]", e.Message, e.Code)
	case e.Message != "" || e.Code != "":
		s.WriteString(": " + e.Message + e.Code)
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&s, "; asking again in %s", e.RetryAfter.Round(time.Second))
	}
	s.WriteString(supportReference(e.ContextID))
	return s.String()
}

// TokenError says that Genesys Cloud gives these credentials no token: a wrong client id or secret, or a client
// without the client-credentials grant.
type TokenError struct {
	// Status is the HTTP status: 400, 401 or 403, or 200 with an OAuth error in the body.
	Status int
	// Code and Description are OAuth's error and error_description (RFC 6749, 5.2).
	Code, Description string
	// ContextID is what Genesys' support asks for.
	ContextID string
}

func (e *TokenError) Error() string {
	said := statusText(e.Status)
	if e.Status == http.StatusOK {
		said = "an error"
	}
	var s strings.Builder
	fmt.Fprintf(&s, "Genesys Cloud refused the client id or secret (%s)", said)
	if detail := strings.Trim(e.Code+": "+e.Description, ": "); detail != "" {
		s.WriteString(": " + detail)
	}
	s.WriteString("; check in the data source settings that the secret is the client's present one and the region is the client's own")
	s.WriteString(supportReference(e.ContextID))
	return s.String()
}

// RedirectError is a 3xx. The API has no redirects, and following one could take the token to another host.
type RedirectError struct {
	Status       int
	Method, Path string
	// Location is where to, without user info and query, "" when the answer did not say.
	Location string
}

func (e *RedirectError) Error() string {
	to := e.Location
	if to == "" {
		to = "nowhere"
	}
	return fmt.Sprintf("Genesys Cloud answered %s to %s %s, a redirect to %s: redirects are not followed; check the address in the data source settings",
		statusText(e.Status), e.Method, e.Path, to)
}

// ContentTypeError is a 200 that is not JSON, as proxies and login pages give it.
type ContentTypeError struct {
	Method, Path string
	// ContentType is the answer's media type, or its encoding where that cannot be read.
	ContentType string
}

func (e *ContentTypeError) Error() string {
	return fmt.Sprintf("the answer to %s %s cannot be used: %s", e.Method, e.Path, notJSON(e.ContentType))
}

func notJSON(contentType string) string {
	return fmt.Sprintf("it is %s, not JSON, and may come from a proxy or a login page instead of Genesys Cloud", contentType)
}

// AnswerError is a JSON answer that breaks the API's contract, so that no number in it can be relied on. It names a row by
// its place: Grafana's SDK logs errors, and ids of people have no place in logs.
type AnswerError struct {
	Method, Path string
	// Row is the place in the answer's array, counted from 1; 0 when it is not about a row.
	Row int
	// What is wrong.
	What string
}

func (e *AnswerError) Error() string {
	where := ""
	if e.Row > 0 {
		where = fmt.Sprintf("row %d: ", e.Row)
	}
	return fmt.Sprintf("Genesys Cloud's answer to %s %s cannot be used: %s%s", e.Method, e.Path, where, e.What)
}

// TruncatedError is an answer that ended before it was complete.
type TruncatedError struct {
	Method, Path string
	Err          error
}

func (e *TruncatedError) Error() string {
	return fmt.Sprintf("Genesys Cloud's answer to %s %s broke off before its end", e.Method, e.Path)
}

func (e *TruncatedError) Unwrap() error { return e.Err }

// TooLargeError is an answer of more bytes than are read, counted after decompression.
type TooLargeError struct {
	Method, Path string
	// Limit is in bytes.
	Limit int64
}

func (e *TooLargeError) Error() string {
	text := fmt.Sprintf("Genesys Cloud's answer to %s %s is larger than %s, the most this data source reads", e.Method, e.Path, bytesText(e.Limit))
	if e.Path == aggregatesPath { // Where an answer lists every evaluation, its size is a matter of the range.
		text += ": lower analyticsIntervalHours in the data source settings, or choose a shorter time range"
	}
	return text
}

func bytesText(n int64) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

func supportReference(contextID string) string {
	if contextID == "" {
		return ""
	}
	return fmt.Sprintf(" (Genesys contextId %s)", contextID)
}
