/**
 * Reads the one line by which a plugin says where it listens, `1|2|unix|/path|grpc|`: go-plugin's core protocol
 * version, the plugin protocol version, network, address, protocol, and an unused certificate.
 * Source: hashicorp/go-plugin, `docs/internals.md`.
 *
 * @returns the address as gRPC dials it, `unix:/path` or `host:port`
 * @throws when the line is no handshake, or one for another protocol
 */
export function parseHandshake(line: string): string {
  const [core, version, network, address, protocol] = line.trim().split('|');
  if (core === undefined || address === undefined || address === '') {
    throw new Error(`The plugin said "${line.trim()}" where its handshake was due; is it a Grafana plugin binary?`);
  }
  if (core !== '1' || version !== '2' || protocol !== 'grpc') {
    throw new Error(
      `The plugin speaks protocol ${core}|${version} over ${protocol}; wanted is 1|2 over grpc. Rebuild it with a current SDK.`
    );
  }
  if (network === 'unix') {
    return `unix:${address}`;
  }
  if (network === 'tcp') {
    return address;
  }
  throw new Error(`The plugin listens on the network "${network}"; wanted is unix or tcp.`);
}
