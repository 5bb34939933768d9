package plugin

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/store"
)

// places are where an embedded store may lie.
type places struct{ storeDir, tempDir, pluginDir string }

// machinePlaces reads the one setting that Grafana passes in the environment (store_dir in the plugin's section of
// grafana.ini), and where this process lies: nothing may be written there, it would break the plugin's signature.
func machinePlaces() places {
	found := places{storeDir: os.Getenv("GF_PLUGIN_STORE_DIR"), tempDir: os.TempDir()}
	if executable, err := os.Executable(); err == nil {
		found.pluginDir = filepath.Dir(executable)
	}
	return found
}

// embedded is the store of this machine. Without one, what the memory forgets is asked again.
type embedded struct {
	sqlite *store.SQLite
	// about says where it lies and why, or why there is none.
	about string
}

func openEmbedded(ctx context.Context, location store.Location, now func() time.Time) (*embedded, error) {
	opened, err := store.Open(ctx, location.Path, store.Options{Now: now, Log: storeLog()})
	if err != nil {
		return nil, err
	}
	return &embedded{sqlite: opened, about: fmt.Sprintf("in %s, because %s", location.Path, location.Why)}, nil
}

func memoryOnly(err error) string {
	return fmt.Sprintf("only in memory (warning: a restart asks again for the whole day), because %s", err)
}

func (e *embedded) close() {
	if err := e.sqlite.Close(); err != nil {
		storeLog().Warn("The embedded store did not close cleanly", "error", err)
	}
}

// locate decides where the embedded store of these settings lies.
func (p places) locate(s models.Settings) (store.Location, error) {
	return store.Locate(s.StorePath, p.storeDir, p.tempDir, p.pluginDir)
}

// openShared is the store that replicas share. It does not dial.
func openShared(s models.Settings, now func() time.Time, timeout time.Duration) (*store.Redis, error) {
	return store.OpenRedis(s.SharedStoreURL, s.SharedStorePassword(), store.RedisOptions{Now: now, Timeout: timeout, Log: storeLog()})
}

func closeShared(r *store.Redis) {
	if err := r.Close(); err != nil {
		storeLog().Warn("The shared store did not close cleanly", "error", err)
	}
}
