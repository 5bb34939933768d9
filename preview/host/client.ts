import { Client, credentials, type GrpcObject, Metadata, type ServiceError } from '@grpc/grpc-js';

/** The plugin's answers may be large: Grafana's own client allows 16 MiB a message, the SDK's server as much. */
const MESSAGE_LIMIT = 64 * 1024 * 1024;

/** A gRPC connection to one plugin process, with calls as promises. */
export class PluginClient {
  private readonly channel: Client;

  constructor(
    private readonly protocol: GrpcObject,
    address: string
  ) {
    this.channel = new Client(address, credentials.createInsecure(), {
      'grpc.max_receive_message_length': MESSAGE_LIMIT,
      'grpc.max_send_message_length': MESSAGE_LIMIT,
      // A unix socket has no host name; the Go server refuses the escaped path that would stand in for one.
      'grpc.default_authority': 'localhost',
    });
  }

  /** One request, one answer. Rejects with gRPC's error; an abort cancels the call in the plugin as well. */
  call<Request, Response>(service: string, method: string, request: Request, signal?: AbortSignal): Promise<Response> {
    const { path, requestSerialize, responseDeserialize } = this.method(service, method);
    return new Promise((done, fail) => {
      const call = this.channel.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        new Metadata(),
        {},
        (error: ServiceError | null, response?: unknown) =>
          // The deserializer built the message from the definition that messages.ts writes down.
          error ? fail(error) : done(response as Response)
      );
      signal?.addEventListener('abort', () => call.cancel());
    });
  }

  /** One request, a stream of parts. */
  stream<Request, Part>(service: string, method: string, request: Request, signal?: AbortSignal): AsyncIterable<Part> {
    const { path, requestSerialize, responseDeserialize } = this.method(service, method);
    const call = this.channel.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request);
    signal?.addEventListener('abort', () => call.cancel());
    return call;
  }

  /** Asks go-plugin to shut down in order, as Grafana does. Rejects when the plugin ends before it has answered. */
  shutdown(): Promise<void> {
    const nothing = () => Buffer.alloc(0);
    return new Promise((done, fail) => {
      this.channel.makeUnaryRequest('/plugin.GRPCController/Shutdown', nothing, nothing, {}, (error) =>
        error ? fail(error) : done()
      );
    });
  }

  close(): void {
    this.channel.close();
  }

  private method(service: string, method: string) {
    const constructor = this.protocol[service];
    if (typeof constructor !== 'function' || !('service' in constructor)) {
      throw new Error(`The SDK's backend.proto has no service ${service}.`);
    }
    const definition = constructor.service[method];
    if (!definition) {
      throw new Error(`The SDK's backend.proto has no method ${service}.${method}.`);
    }
    return definition;
  }
}
