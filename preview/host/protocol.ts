import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type GrpcObject, loadPackageDefinition } from '@grpc/grpc-js';
import { load } from '@grpc/proto-loader';

const SDK_MODULE = 'github.com/grafana/grafana-plugin-sdk-go';

let loaded: Promise<GrpcObject> | undefined;

/**
 * The `pluginv2` services, from the definition in the very SDK the plugin is built with. Read once per process.
 *
 * @throws when the Go command cannot say where the SDK lies
 */
export function pluginProtocol(): Promise<GrpcObject> {
  return (loaded ??= loadProtocol());
}

async function loadProtocol(): Promise<GrpcObject> {
  const { stdout } = await promisify(execFile)('go', ['list', '-m', '-f', '{{.Dir}}', SDK_MODULE], {
    cwd: __dirname,
  }).catch((error) => {
    throw new Error(`"go list" did not find ${SDK_MODULE}; is Go installed, and are the modules downloaded?`, {
      cause: error,
    });
  });
  const definition = await load(join(stdout.trim(), 'proto', 'backend.proto'), {
    keepCase: true,
    longs: Number,
    enums: String,
    defaults: true,
  });
  const root = loadPackageDefinition(definition)['pluginv2'];
  // A package is always an object; the library's type also allows for services and message types at this place.
  return root as GrpcObject;
}
