import { gzipSync } from 'node:zlib';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Code, createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { describe, expect, test } from 'vitest';
import { Casework } from '../gen/lianban/casework/v1/casework_pb.js';
import { Catalog } from '../gen/lianban/catalog/v1/catalog_pb.js';
import { Identity } from '../gen/lianban/identity/v1/identity_pb.js';
import { Intake } from '../gen/lianban/intake/v1/intake_pb.js';
import { bearer, city, kinds, login, open, reason, refusal, signIn, spoken, tokenOf, url, withHeaders } from './server.js';

const september24 = timestampFromDate(new Date('2026-09-24T10:00:00+08:00'));

describe.each(kinds)('%s', (_, transport) => {
  test('a public call needs no session', async () => {
    const answer = await createClient(Catalog, transport()).computeDeadline({ startTime: september24, period: '7d' });
    expect(answer.nominalDay).toBe('2026-10-01');
    expect(answer.days.length).toBeGreaterThanOrEqual(7);
  });

  test('a session lets in, and its absence does not', async () => {
    const error = await refusal(createClient(Identity, transport()).listUnits({}));
    expect(error.code).toBe(Code.Unauthenticated);
    expect(reason(error)).toBe('UNAUTHENTICATED');
    const { units } = await createClient(Identity, transport([bearer(await signIn())])).listUnits({ pageSize: 10 });
    expect(units.length).toBeGreaterThan(0);
  });

  test('an error carries reason and words in both languages', async () => {
    const casework = createClient(Casework, transport([bearer(await tokenOf('connect-handler', ['handler']))]));
    const error = await refusal(casework.getCase({ caseId: crypto.randomUUID() }));
    expect(error.code).toBe(Code.NotFound);
    expect(reason(error)).toBe('NOT_FOUND');
    expect(spoken(error, 'zh-CN')).toMatch(/找不到/);
    expect(spoken(error, 'en')).toMatch(/There is no/);
  });

  test('an invalid argument is told', async () => {
    const error = await refusal(createClient(Catalog, transport()).computeDeadline({ startTime: september24, period: 'soon' }));
    expect(error.code).toBe(Code.InvalidArgument);
    expect(reason(error)).toBe('PERIOD_INVALID');
  });

  test('headers of the answer reach the client', async () => {
    let id: string | null = null;
    await createClient(Catalog, transport([withHeaders({ 'x-request-id': 'connect-test-1' })])).computeDeadline(
      { startTime: september24, period: '1wd' },
      { onHeader: (headers) => (id = headers.get('x-request-id')) },
    );
    expect(id).toBe('connect-test-1');
  });
});

test('calls without side effects may be asked with GET', async () => {
  const methods: string[] = [];
  const transport = createConnectTransport({
    baseUrl: url,
    useHttpGet: true,
    fetch: (input, init) => {
      methods.push(init?.method ?? 'GET');
      return fetch(input, init);
    },
  });
  const answer = await createClient(Catalog, transport).computeDeadline({ startTime: september24, period: '7d' });
  expect(answer.nominalDay).toBe('2026-10-01');
  expect(methods).toEqual(['GET']);
});

test('a compressed request is refused naming what is supported', async () => {
  const response = await fetch(`${url}/lianban.catalog.v1.Catalog/ComputeDeadline`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: gzipSync('{}'),
  });
  expect(response.status).toBe(501);
  const error = (await response.json()) as { code: string; message: string };
  expect(error.code).toBe('unimplemented');
  expect(error.message).toContain('identity');
});

test('a wrong password and an unknown account are answered alike', async () => {
  const identity = createClient(Identity, open());
  const wrong = await refusal(identity.signIn({ cityId: city, login: 'connect-nobody', password: 'not the password' }));
  expect(wrong.code).toBe(Code.Unauthenticated);
  expect(wrong.message).not.toMatch(/unknown|exist/i);
});

test('what services tell each other is not there for clients', async () => {
  const error = await refusal(createClient(Identity, open()).getContext({ sessionToken: await signIn() }));
  expect(error.code).toBe(Code.Unimplemented);
});

test('progress is public, and a wrong pair is answered like an unknown number', async () => {
  const error = await refusal(createClient(Intake, open()).getPublicProgress({ receiptNo: '330602000000', lastFour: '0000' }));
  expect([Code.NotFound, Code.InvalidArgument]).toContain(error.code);
});

test('sign-out ends the session at once', async () => {
  const token = await signIn(login);
  const identity = createClient(Identity, open([bearer(token)]));
  await identity.listUnits({ pageSize: 1 });
  await identity.signOut({});
  expect((await refusal(identity.listUnits({ pageSize: 1 }))).code).toBe(Code.Unauthenticated);
});

test('a cookie counts only from our own pages', async () => {
  const token = await signIn();
  const call = (headers: Record<string, string>) =>
    createClient(Identity, open([withHeaders({ cookie: `lianban=${token}`, ...headers })])).listUnits({ pageSize: 1 });
  await call({});
  await call({ origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' });
  expect((await refusal(call({ origin: 'https://elsewhere.example' }))).code).toBe(Code.PermissionDenied);
  expect((await refusal(call({ 'sec-fetch-site': 'cross-site' }))).code).toBe(Code.PermissionDenied);
});
