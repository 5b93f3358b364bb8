import type { Endpoint } from '#contract/endpoint'
import type { Call } from './cases/index.ts'
import type { Person } from './test-offices.ts'

export type Reply = { status: number; body: string }

/** Calls an endpoint of the product that listens at `base`, as somebody or as nobody. */
export async function ask(
  base: string,
  endpoint: Endpoint,
  call: Call,
  person: Pick<Person, 'cookie'> | null,
): Promise<Reply> {
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(String(call.params?.[name] ?? 'x')),
  )
  const query = new URLSearchParams(call.query).toString()
  const body = call.bytes ?? (call.body === undefined ? undefined : JSON.stringify(call.body))
  const answer = await fetch(`${base}/api${path}${query && `?${query}`}`, {
    method: endpoint.method,
    headers: {
      origin: base,
      ...(person && { cookie: person.cookie }),
      ...(call.visitor !== undefined && { authorization: `Bearer ${call.visitor}` }),
      ...(body !== undefined && {
        'content-type': call.bytes === undefined ? 'application/json' : 'application/octet-stream',
      }),
    },
    ...(body !== undefined && { body }),
  })
  return { status: answer.status, body: await answer.text() }
}

/** An answer without what is new in each, and without the ids that were asked for. */
export function sameOf({ status, body }: Reply): Reply {
  return {
    status,
    body: body.replace(/"requestId":"[^"]*"/, '').replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'id'),
  }
}
