package genesys

import (
	"cmp"
	"compress/flate"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// refusalBody is what Genesys writes with a status that is not 200: the API's error body, and the token endpoint's
// (RFC 6749, 5.2, which Genesys also spells "description").
type refusalBody struct {
	Message          string `json:"message"`
	Code             string `json:"code"`
	ContextID        string `json:"contextId"`
	Error            string `json:"error"`
	ErrorDescription string `json:"error_description"`
	Description      string `json:"description"`
}

// status is the error of an answer other than 200. A 429, or a 503 that names a Retry-After, pauses everything that
// asks with these credentials.
func (c call) status(ctx context.Context, resp *http.Response, answer *body, budget *Budget) error {
	switch {
	case resp.StatusCode < 300:
		return &AnswerError{Method: c.method, Path: c.path, What: "it is " + statusText(resp.StatusCode) + " instead of 200 OK"}
	case resp.StatusCode < 400:
		return &RedirectError{Status: resp.StatusCode, Method: c.method, Path: c.path, Location: c.redirectTarget(resp)}
	}
	refused := &APIError{Status: resp.StatusCode, Method: c.method, Path: c.path, RetryAfter: retryAfter(resp, time.Now())}
	if refused.RetryAfter > 0 {
		budget.Pause(time.Now().Add(refused.RetryAfter))
	}
	said, contentType := c.refusal(resp.Header, answer)
	if ended := c.givenUp(ctx); ended != nil {
		return ended
	}
	refused.ContentType = contentType
	refused.Code, refused.Message, refused.ContextID = said.Code, said.Message, said.ContextID
	return refused
}

// refusal reads the error body, its texts cleaned. The media type is given when it is not JSON; a body that cannot
// be read tells nothing, and the status stands for itself.
func (c call) refusal(h http.Header, answer *body) (refusalBody, string) {
	answer.left = min(answer.left, maxErrorBody)
	raw, _ := io.ReadAll(answer)
	if contentType := mediaType(h); contentType != "" && !isJSON(contentType) {
		return refusalBody{}, c.clean(contentType, 60)
	}
	var said refusalBody
	_ = json.Unmarshal(raw, &said)
	for _, text := range []*string{&said.Message, &said.Code, &said.ContextID, &said.Error, &said.ErrorDescription, &said.Description} {
		*text = c.clean(*text, maxText)
	}
	return said, ""
}

func (c call) redirectTarget(resp *http.Response) string {
	if resp.Header.Get("Location") == "" {
		return ""
	}
	target, err := url.Parse(resp.Header.Get("Location"))
	if err != nil {
		return "an unreadable address"
	}
	return c.clean(location(target), maxText)
}

// checkContent refuses a 200 that cannot be JSON. Without a Content-Type, the body has to show it.
func (c call) checkContent(h http.Header) error {
	if encoding := h.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return &ContentTypeError{Method: c.method, Path: c.path, ContentType: c.clean(encoding, 60) + "-encoded"}
	}
	if contentType := mediaType(h); contentType != "" && !isJSON(contentType) {
		return &ContentTypeError{Method: c.method, Path: c.path, ContentType: c.clean(contentType, 60)}
	}
	return nil
}

func mediaType(h http.Header) string {
	given := h.Get("Content-Type")
	parsed, _, err := mime.ParseMediaType(given)
	if err != nil {
		return given
	}
	return parsed
}

func isJSON(mediaType string) bool {
	return strings.HasSuffix(mediaType, "/json") || strings.HasSuffix(mediaType, "+json")
}

// decodeFault names what is wrong with a complete body, quoting nothing from it.
func (c call) decodeFault(err error) error {
	if answer, ok := errors.AsType[*AnswerError](err); ok {
		named := *answer
		named.Method, named.Path = c.method, c.path
		named.What = c.clean(answer.What, maxText)
		return &named
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return &TruncatedError{Method: c.method, Path: c.path, Err: err}
	}
	what := "it is empty"
	if !errors.Is(err, io.EOF) {
		what = cmp.Or(c.clean(jsonFault(err, false), maxText), "it is not the JSON that was expected")
	}
	return &AnswerError{Method: c.method, Path: c.path, What: what}
}

// damaged says that a compressed answer cannot be decompressed.
func damaged(err error) bool {
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	return corrupt || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum)
}
