package plugin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// liveMessage is what subscribers get: an answer's frames as Grafana writes them in JSON, or its error. An answer may have
// several frames, and Grafana's own message holds one.
type liveMessage struct {
	// Digest is equal for answers that show the same.
	Digest string            `json:"digest"`
	Frames []json.RawMessage `json:"frames"`
	Error  string            `json:"error,omitempty"`
	// unsure says that Genesys fails: the answer is an error, or what was known before, or lacks names.
	unsure bool
}

// liveAnswer asks as a panel does. It fails only where an answer cannot be written as JSON.
func (d *Datasource) liveAnswer(ctx context.Context, request liveRequest) (liveMessage, error) {
	const refID = "A"
	query := request.dataQuery(refID, d.reader.Now())
	response, err := d.QueryData(ctx, &backend.QueryDataRequest{Queries: []backend.DataQuery{query}})
	if err != nil {
		return newLiveMessage(failed(err))
	}
	return newLiveMessage(response.Responses[refID])
}

func newLiveMessage(response backend.DataResponse) (liveMessage, error) {
	message := liveMessage{Frames: []json.RawMessage{}}
	if response.Error != nil {
		message.Error, message.unsure = response.Error.Error(), true
	}
	digest := sha256.New()
	digest.Write([]byte(constant(message.Error)))
	for _, frame := range response.Frames {
		frame.RefID = "" // Each subscriber has its own.
		encoded, err := data.FrameToJSON(frame, data.IncludeAll)
		if err != nil {
			return liveMessage{}, err
		}
		message.Frames = append(message.Frames, encoded)
		shown, unsure, err := shownOf(frame)
		if err != nil {
			return liveMessage{}, err
		}
		message.unsure = message.unsure || unsure
		digest.Write(shown)
	}
	message.Digest = hex.EncodeToString(digest.Sum(nil)[:12])
	return message, nil
}

// shown is what of Meta.Custom a viewer would miss.
type shown struct {
	Stale   bool
	Dialect quality.Dialect
}

// shownOf is what of a frame a viewer would miss: everything but range, time of asking and revision. Each window moves
// the times, and the revision is that of the whole answer, of which the frame may show one entity.
func shownOf(frame *data.Frame) (encoded []byte, unsure bool, err error) {
	compared := *frame
	meta := *frame.Meta
	said, _ := meta.Custom.(custom)
	meta.Custom = shown{Stale: said.Stale, Dialect: said.Dialect}
	meta.Notices = make([]data.Notice, len(frame.Meta.Notices))
	for i, notice := range frame.Meta.Notices {
		notice.Text = constant(notice.Text)
		meta.Notices[i] = notice
	}
	compared.Meta = &meta
	encoded, err = data.FrameToJSON(&compared, data.IncludeAll)
	return encoded, said.Stale || said.namesLater, err
}

// countedWord is a word with a number in it, such as a time of day, a wait, or the contextId that Genesys gives each answer.
var countedWord = regexp.MustCompile(`\S*[0-9]\S*`)

// constant is a text without its numbers: in errors and notices they change although the text still says the same.
func constant(text string) string { return countedWord.ReplaceAllString(text, "#") }
