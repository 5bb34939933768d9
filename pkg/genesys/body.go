package genesys

import "io"

const (
	// maxBody is how many bytes of an answer are read, after decompression.
	maxBody = 32 << 20
	// maxErrorBody is how much is read of an answer that is not a 200: enough for any error that Genesys writes.
	maxErrorBody = 64 << 10
)

// body reads an answer up to its limit and remembers what ended it: decoders report their own errors, and those of
// x/oauth2 lose the cause.
type body struct {
	reader      io.Reader
	limit, left int64
	// err is the read error other than io.EOF, *TooLargeError past the limit.
	err error
}

func newBody(r io.Reader, limit int64) *body { return &body{reader: r, limit: limit, left: limit} }

func (b *body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	// One byte past the limit tells an answer of exactly the limit from a longer one.
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.reader.Read(p)
	if int64(n) > b.left {
		b.err = &TooLargeError{Limit: b.limit}
		return 0, b.err
	}
	b.left -= int64(n)
	if err != nil && err != io.EOF {
		b.err = err
	}
	return n, err
}

// drain reads what is left of a short answer, so that its connection can be used again.
func drain(r io.Reader) { _, _ = io.CopyN(io.Discard, r, maxErrorBody) }

// readCloser reads from one and closes another.
type readCloser struct {
	io.Reader
	io.Closer
}
