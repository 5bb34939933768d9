package plugin

import (
	"context"
	"log/slog"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
)

// storeLog hands what the stores say to Grafana's log.
func storeLog() *slog.Logger { return slog.New(logHandler{backend.Logger}) }

// logHandler is the way from the standard library's logger to the SDK's.
type logHandler struct{ logger log.Logger }

func (h logHandler) Enabled(context.Context, slog.Level) bool { return true }

func (h logHandler) Handle(ctx context.Context, record slog.Record) error {
	var args []any
	record.Attrs(func(attribute slog.Attr) bool {
		args = append(args, attribute.Key, attribute.Value.Any())
		return true
	})
	logger := h.logger.FromContext(ctx)
	switch {
	case record.Level >= slog.LevelError:
		logger.Error(record.Message, args...)
	case record.Level >= slog.LevelWarn:
		logger.Warn(record.Message, args...)
	case record.Level >= slog.LevelInfo:
		logger.Info(record.Message, args...)
	default:
		logger.Debug(record.Message, args...)
	}
	return nil
}

func (h logHandler) WithAttrs(attributes []slog.Attr) slog.Handler {
	args := make([]any, 0, 2*len(attributes))
	for _, attribute := range attributes {
		args = append(args, attribute.Key, attribute.Value.Any())
	}
	return logHandler{h.logger.With(args...)}
}

// WithGroup leaves groups out: Grafana's log has none.
func (h logHandler) WithGroup(string) slog.Handler { return h }
