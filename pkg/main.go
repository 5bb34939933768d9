// Package main is the backend of the Genesys Cloud Quality data source.
package main

import (
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/intraday/genesys-cloud-quality/pkg/plugin"
)

func main() {
	if err := datasource.Manage(plugin.ID, plugin.Factory(), datasource.ManageOpts{}); err != nil {
		log.DefaultLogger.Error("The plugin has stopped", "error", err)
		os.Exit(1)
	}
}
