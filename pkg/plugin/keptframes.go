package plugin

import (
	"crypto/sha256"
	"encoding/json"
	"math"
	"sync/atomic"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/maypok86/otter/v2"

	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// keptFramesBytes bounds the frames that are kept, of all data sources together.
const keptFramesBytes = 32 << 20

// keptFrames are the frames that were shown last: within a window every viewer of a panel, and every refresh, gets the
// same, and merging numbers anew for each takes longer than encoding them for the wire.
type keptFrames struct {
	frames    *otter.Cache[framesKey, data.Frames]
	instances atomic.Uint64
}

// framesKey holds the instance, because frames depend on settings: one never sees another's.
type framesKey struct {
	instance uint64
	sum      [sha256.Size]byte
}

func newKeptFrames() *keptFrames {
	return &keptFrames{frames: otter.Must(&otter.Options[framesKey, data.Frames]{
		MaximumWeight: keptFramesBytes,
		Weigher:       framesWeight,
	})}
}

// forInstance is what a new instance sees of the kept frames.
func (k *keptFrames) forInstance() instanceFrames {
	return instanceFrames{kept: k, instance: k.instances.Add(1)}
}

// instanceFrames are the kept frames of one instance.
type instanceFrames struct {
	kept     *keptFrames
	instance uint64
}

// key is equal for queries that show the same of the same.
func (f instanceFrames) key(q models.Query, found quality.Found) (framesKey, error) {
	shown, err := json.Marshal(q)
	if err != nil {
		return framesKey{}, err
	}
	return framesKey{f.instance, sha256.Sum256(append(shown, found.Fingerprint()...))}, nil
}

func (f instanceFrames) load(key framesKey) (data.Frames, bool) {
	kept, ok := f.kept.frames.GetIfPresent(key)
	return lent(kept), ok
}

// keep keeps the frames, which nobody may change from now on, and returns them as load would.
func (f instanceFrames) keep(key framesKey, frames data.Frames) data.Frames {
	f.kept.frames.Set(key, frames)
	return lent(frames)
}

// lent are the frames for one response, which may give them a RefID and notices; the fields are everybody's.
func lent(frames data.Frames) data.Frames {
	copies := make([]data.Frame, len(frames))
	lent := make(data.Frames, len(frames))
	for i, frame := range frames {
		copies[i] = *frame
		meta := *frame.Meta
		meta.Notices = append([]data.Notice(nil), meta.Notices...)
		copies[i].Meta = &meta
		lent[i] = &copies[i]
	}
	return lent
}

// framesWeight is about how many bytes frames take. Texts are counted too, although they are mostly the snapshots'.
func framesWeight(_ framesKey, frames data.Frames) uint32 {
	const frameBytes, fieldBytes, labelBytes, valueBytes = 500, 400, 100, 24
	bytes := 0
	for _, frame := range frames {
		bytes += frameBytes
		for _, field := range frame.Fields {
			bytes += fieldBytes + labelBytes*len(field.Labels) + valueBytes*field.Len()
		}
	}
	return uint32(min(int64(bytes), math.MaxUint32)) // What weighs more than the bound is not kept.
}
