import { readFileSync } from 'node:fs';
import { create } from '@bufbuild/protobuf';
import { Code, createClient } from '@connectrpc/connect';
import { beforeAll, describe, expect, test } from 'vitest';
import { Casework } from '../gen/lianban/casework/v1/casework_pb.js';
import { BundleSchema, Catalog } from '../gen/lianban/catalog/v1/catalog_pb.js';
import { bearer, kinds, open, reason, refusal, tokenOf } from './server.js';

const watcherRoles = ['auditor'];
let watcher = '', handler = '';

beforeAll(async () => {
  const author = createClient(Catalog, open([bearer(await tokenOf('connect-workflow', ['workflow_admin']))]));
  const approver = createClient(Catalog, open([bearer(await tokenOf('connect-approver', ['workflow_approver']))]));
  const requestId = () => crypto.randomUUID();
  const text = readFileSync(new URL('../process.lua', import.meta.url), 'utf8');
  const bundle = create(BundleSchema, { main: 'process.lua', files: { 'process.lua': text } });
  const { draftId, version } = await author.putDraft({ requestId: requestId(), draft: { process: 'connect_test', bundle } });
  const { hash } = await author.checkDraft({ requestId: requestId(), draftId, version });
  await approver.decideDraft({ requestId: requestId(), draftId, version, hash, approve: true });
  await author.publishRelease({ requestId: requestId(), draftId, note: 'tests/connect' });
  watcher = await tokenOf('connect-watcher', watcherRoles);
  handler = await tokenOf('connect-handler', ['handler', 'window']);
});

const startCase = () =>
  createClient(Casework, open([bearer(handler)])).startCase({ requestId: crypto.randomUUID(), process: 'connect_test', title: '连接测试' });

describe.each(kinds)('%s', (_, transport) => {
  test('events arrive in order, those of the past and then each as it happens', async () => {
    const casework = createClient(Casework, transport([bearer(watcher)]));
    const before = (await startCase()).caseId;
    const stop = new AbortController();
    const seen: string[] = [];
    let last = 0n, during = '';
    const reading = (async () => {
      for await (const { events, cursor } of casework.watch({ afterLogIndex: 0n }, { signal: stop.signal })) {
        for (const event of events) {
          expect(event.logIndex > last).toBe(true);
          last = event.logIndex;
          seen.push(event.caseId);
        }
        expect(cursor >= last).toBe(true);
        if (during === '' && seen.includes(before)) during = (await startCase()).caseId;
        if (seen.includes(during)) stop.abort();
      }
    })();
    expect((await refusal(reading)).code).toBe(Code.Canceled);
    expect(seen).toContain(during);
  });

  test('a stream without session ends with an error', async () => {
    const casework = createClient(Casework, transport());
    const error = await refusal(
      (async () => {
        for await (const message of casework.watch({})) expect(message).toBeUndefined();
      })(),
    );
    expect(error.code).toBe(Code.Unauthenticated);
    expect(reason(error)).toBe('UNAUTHENTICATED');
  });

  test('a stream ends at the deadline of the client', async () => {
    const casework = createClient(Casework, transport([bearer(watcher)]));
    const error = await refusal(
      (async () => {
        for await (const message of casework.watch({ fromNow: true }, { timeoutMs: 500 })) expect(message).toBeDefined();
      })(),
    );
    expect(error.code).toBe(Code.DeadlineExceeded);
  });
});

test('the same request id gives the same answer', async () => {
  const casework = createClient(Casework, open([bearer(handler)]));
  const request = { requestId: crypto.randomUUID(), process: 'connect_test', title: '同号同答' };
  const first = await casework.startCase(request);
  expect((await casework.startCase(request)).caseId).toBe(first.caseId);
});
