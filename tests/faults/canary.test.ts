import { leaks } from './canary';
import { WORKDAY } from './outage';
import { Scene } from './scene';

test.each([
  ['as it is', 'token=s3cret&x=1'],
  ['in base64', `Basic ${Buffer.from('s3cret').toString('base64')}`],
  ['in hexadecimal', `0x${Buffer.from('s3cret').toString('hex')}`],
  ['among bytes', Buffer.concat([Buffer.from([0, 255]), Buffer.from('s3cret'), Buffer.from([0])])],
])('a secret is found %s, once', (_, content) => {
  const traces = [
    { place: 'log', content },
    { place: 'log', content },
    { place: 'log', content: 'nothing of the kind' },
  ];
  expect(leaks(traces, ['s3cret', 'another'])).toEqual(['log: s3cret']);
});

test('everything that the plugin says and keeps is looked at', async () => {
  const scene = new Scene();
  try {
    const upstream = await scene.simulated();
    const grafana = await scene.grafana(upstream);
    await upstream.expectTruth(WORKDAY, await grafana.panel(WORKDAY));
    await grafana.health();
    expect(await scene.findLeaks()).toEqual([]);
    const [secret] = upstream.secrets();
    // The token is known, or it could not be looked for; and what is public by design is seen where it stands.
    expect(upstream.wire.sent.toString('latin1')).toContain(`Bearer ${secret}`);
    const places = (text: string) =>
      scene.seen.filter(({ content }) => content.includes(text)).map(({ place }) => place);
    const [agent = ''] = await upstream.people();
    expect(new Set(places(agent))).toEqual(new Set(['answer', 'store']));
    expect(new Set(places('enesys'))).toEqual(new Set(['log', 'metrics', 'health']));
  } finally {
    await scene.end();
  }
});
