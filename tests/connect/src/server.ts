// The server under test and ways to reach it. LIANBAN_URL, LIANBAN_CITY, LIANBAN_LOGIN, LIANBAN_PASSWORD_FILE.

import { readFileSync } from 'node:fs';
import { create } from '@bufbuild/protobuf';
import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { createClient, type ConnectError, type Interceptor, type Transport } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { ErrorInfoSchema, LocalizedMessageSchema } from '../gen/google/rpc/status_pb.js';
import { DeskSchema } from '../gen/lianban/identity/v1/context_pb.js';
import { Identity, UserSchema } from '../gen/lianban/identity/v1/identity_pb.js';

export const url = process.env['LIANBAN_URL'] ?? 'http://127.0.0.1:7480';
export const city = process.env['LIANBAN_CITY'] ?? '330600';
export const login = process.env['LIANBAN_LOGIN'] ?? 'admin';
export const password = readFileSync(process.env['LIANBAN_PASSWORD_FILE'] ?? 'data/admin-password', 'utf8').trim();

export function withHeaders(headers: Record<string, string>): Interceptor {
  return (next) => (request) => {
    for (const [name, value] of Object.entries(headers)) request.header.set(name, value);
    return next(request);
  };
}

// The same calls in both codecs.
export const kinds: [string, (interceptors?: Interceptor[]) => Transport][] = [true, false].map((useBinaryFormat) => [
  useBinaryFormat ? 'protobuf' : 'JSON',
  (interceptors = []) => createConnectTransport({ baseUrl: url, useBinaryFormat, interceptors }),
]);
export const open = kinds[0]![1];

export async function signIn(as = login, secret = password): Promise<string> {
  const answer = await createClient(Identity, open()).signIn({ cityId: city, login: as, password: secret });
  return answer.sessionToken;
}

export const bearer = (token: string) => withHeaders({ authorization: `Bearer ${token}` });

// An account with these roles in the administrator's unit, made or renewed by the administrator; returns its token.
export async function tokenOf(name: string, roles: string[]): Promise<string> {
  const identity = createClient(Identity, open([bearer(await signIn())]));
  const { users } = await identity.listUsers({ pageSize: 1000 });
  const admin = users.find((user) => user.login === login)!;
  const user = create(UserSchema, {
    userId: users.find((known) => known.login === name)?.userId ?? '',
    login: name,
    name,
    unitId: admin.unitId,
    desks: roles.map((role) => create(DeskSchema, { unitId: admin.unitId, role })),
  });
  const secret = crypto.randomUUID();
  await identity.putUser({ requestId: crypto.randomUUID(), user, initialPassword: secret });
  return signIn(name, secret);
}

function detail<T extends DescMessage>(error: ConnectError, schema: T): MessageShape<T>[] {
  return error.findDetails(schema);
}
export const reason = (error: ConnectError) => detail(error, ErrorInfoSchema)[0]?.reason;
export const spoken = (error: ConnectError, locale: string) =>
  detail(error, LocalizedMessageSchema).find((message) => message.locale === locale)?.message;

// What a call was refused with; fails when it was not.
export async function refusal(call: Promise<unknown>): Promise<ConnectError> {
  return call.then(
    () => {
      throw new Error('the call was not refused');
    },
    (error: ConnectError) => error,
  );
}
