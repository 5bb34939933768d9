// Package main is the backend of the Genesys Cloud Quality data source.
package main

import (
	"io"
	stdlog "log"
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/intraday/genesys-cloud-quality/pkg/plugin"
)

func main() {
	// net/http prints what a server sends unasked, people's names included, through the standard logger.
	stdlog.SetOutput(io.Discard)
	if err := datasource.Manage(plugin.ID, plugin.Factory(), datasource.ManageOpts{}); err != nil {
		log.DefaultLogger.Error("The plugin has stopped", "error", err)
		os.Exit(1)
	}
}
