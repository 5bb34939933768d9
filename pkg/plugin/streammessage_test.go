package plugin

import (
	"errors"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
)

func TestWhatCountsAsAChange(t *testing.T) {
	answer := func(change func(frame *data.Frame, said *custom)) backend.DataResponse {
		score := 80.5
		frame := data.NewFrame("", data.NewField("averageScore", data.Labels{"entityId": "a"}, []*float64{&score}))
		said := custom{Revision: "r", AsOf: noon, To: noon, From: noon.Add(-time.Hour)}
		frame.Meta = &data.FrameMeta{Type: data.FrameTypeNumericWide}
		frame.AppendNotices(data.Notice{Text: "None between 11:15 and 12:15."})
		change(frame, &said)
		frame.Meta.Custom = said
		return backend.DataResponse{Frames: data.Frames{frame}}
	}
	failing := func(text string) backend.DataResponse { return failed(errors.New(text)) }
	before := answer(func(*data.Frame, *custom) {})
	for _, c := range []struct {
		name   string
		a, b   backend.DataResponse
		change bool
	}{
		{"the times of the next window", before, answer(func(_ *data.Frame, said *custom) {
			said.AsOf, said.From, said.To = noon.Add(time.Hour), noon, noon.Add(time.Hour)
			said.SettledUntil = noon
		}), false},
		{"others' numbers", before, answer(func(_ *data.Frame, said *custom) { said.Revision = "s" }), false},
		{"the times in a notice", before, answer(func(frame *data.Frame, _ *custom) {
			frame.Meta.Notices[0].Text = "None between 11:30 and 12:30."
		}), false},
		{"a notice", before, answer(func(frame *data.Frame, _ *custom) { frame.Meta.Notices[0].Text = "The day starts at 08:00." }), true},
		{"no notice", before, answer(func(frame *data.Frame, _ *custom) { frame.Meta.Notices = nil }), true},
		{"being late", before, answer(func(_ *data.Frame, said *custom) { said.Stale = true }), true},
		{"a number", before, answer(func(frame *data.Frame, _ *custom) { score := 80.6; frame.Fields[0].Set(0, &score) }), true},
		{"a gap", before, answer(func(frame *data.Frame, _ *custom) { frame.Fields[0].Set(0, (*float64)(nil)) }), true},
		{"a name", before, answer(func(frame *data.Frame, _ *custom) {
			frame.Fields[0].SetConfig(&data.FieldConfig{DisplayNameFromDS: "Ada"})
		}), true},
		{"a label", before, answer(func(frame *data.Frame, _ *custom) { frame.Fields[0].Labels["entityId"] = "b" }), true},
		{"nothing any more", before, backend.DataResponse{}, true},
		{"an error", before, failing("down"), true},
		{"another error", failing("down"), failing("no permission"), true},
		{"the contextId in an error", failing("down (Genesys contextId 5b2f-a)"), failing("down (Genesys contextId a-77e)"), false},
		{"the wait in an error", failing("possible in 3 s"), failing("possible in 12 s"), false},
	} {
		a, err := newLiveMessage(c.a)
		require.NoError(t, err)
		b, err := newLiveMessage(c.b)
		require.NoError(t, err)
		require.Equal(t, c.change, a.Digest != b.Digest, c.name)
	}
	message, err := newLiveMessage(before)
	require.NoError(t, err)
	require.Contains(t, string(message.Frames[0]), "None between 11:15 and 12:15.", "only the comparison leaves numbers out")
	require.Contains(t, string(message.Frames[0]), `"revision":"r"`)
}
