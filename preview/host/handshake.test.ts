import { parseHandshake } from './handshake';

describe('parseHandshake', () => {
  it.each([
    ['1|2|unix|/tmp/plugin1|grpc|', 'unix:/tmp/plugin1'],
    ['1|2|tcp|127.0.0.1:1234|grpc|\n', '127.0.0.1:1234'],
  ])('%j listens on %s', (line, address) => {
    expect(parseHandshake(line)).toBe(address);
  });

  it.each([
    ['', /is it a Grafana plugin binary/],
    ['panic: no', /"panic: no" where its handshake was due/],
    ['1|1|unix|/tmp/plugin1|netrpc|', /protocol 1\|1 over netrpc/],
    ['2|2|unix|/tmp/plugin1|grpc|', /protocol 2\|2 over grpc/],
    ['1|2|pipe|x|grpc|', /network "pipe"/],
  ])('%j is refused', (line, message) => {
    expect(() => parseHandshake(line)).toThrow(message);
  });
});
