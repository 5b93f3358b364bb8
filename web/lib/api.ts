import { z } from 'zod'
import { pageUserHeader } from '#contract/endpoint'
import type { Endpoint, EndpointInput, EndpointOutput } from '#contract/endpoint'
import { ApiError, readError } from './api-error.ts'
import { pageUserId } from './page-user.ts'

// Zod compiles its schemas with `new Function` where it may; the page's security policy says it may not.
z.config({ jitless: true })

/** `keepalive`: the request outlives the page that makes it. `as`: for whom it is made, by id; else for whom the page is shown to. */
export type CallOptions = { signal?: AbortSignal; keepalive?: boolean; as?: number | null }

/** Calls an endpoint of the contract. Throws `ApiError`, for a call that was given up too. */
export type Call = <E extends Endpoint>(
  endpoint: E,
  ...input: unknown extends EndpointInput<E>
    ? [input?: undefined, options?: CallOptions]
    : [input: EndpointInput<E>, options?: CallOptions]
) => Promise<EndpointOutput<E>>

/** A client of the API at `base` ("" is the page's own origin). The session travels as a cookie. */
export function createClient(base = '', fetcher: typeof fetch = (...given) => fetch(...given)): Call {
  return async (endpoint, ...given) => {
    const [input, options] = given
    const { path, body } = addressOf(endpoint, input)
    const userId = options?.as ?? pageUserId()
    const answer = await reach(fetcher, `${base}${path}`, {
      method: endpoint.method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...userHeaders(userId),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
      ...(options?.signal ? { signal: options.signal } : {}),
      ...(options?.keepalive === true ? { keepalive: true } : {}),
    })
    const content = await readJson(answer)
    if (!answer.ok) {
      const error = readError(answer.status, content)
      heedRefusal(error, userId)
      throw error
    }
    // The border: the server has checked its answer against the same schema, and an older page must bear a newer server.
    return content as EndpointOutput<typeof endpoint>
  }
}

/** The client of this page. */
export const call: Call = createClient()

/** Says for whom a call is made; the server refuses it when the session is another's by now. */
export function userHeaders(userId: number | null): Record<string, string> {
  return userId === null ? {} : { [pageUserHeader]: String(userId) }
}

/** Why a page is no longer for who it is shown to: nobody is signed in, or somebody else is. */
export type SignedOut = 'ended' | 'replaced'

const signedOutListeners = new Set<(why: SignedOut) => void>()

/** Calls `listener` when the server no longer knows the session as that of who the page is shown to. */
export function onSignedOut(listener: (why: SignedOut) => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

/** Whoever else finds out says it here. */
export function tellSignedOut(why: SignedOut = 'ended'): void {
  for (const listener of signedOutListeners) listener(why)
}

/** Tells of the session what a refusal tells; one of a call for an earlier user of the page tells nothing of this one's. */
export function heedRefusal(error: ApiError, userId: number | null): void {
  if (userId !== pageUserId()) return
  if (error.code === 'session.required') tellSignedOut()
  if (error.code === 'session.of_another') tellSignedOut('replaced')
}

/** Where an input goes: names of the path, the schema's keys of the query, the rest is the body. */
export function addressOf(endpoint: Endpoint, input: unknown): { path: string; body: string | undefined } {
  const rest = new Map(Object.entries(typeof input === 'object' && input !== null ? input : {}))
  const take = (key: string): string | undefined => {
    const value: unknown = rest.get(key)
    rest.delete(key)
    if (value === undefined || value === null) return undefined
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  const path = endpoint.path.replace(/:(\w+)/g, (_whole, key: string) => encodeURIComponent(take(key) ?? ''))
  const query = new URLSearchParams()
  for (const key of Object.keys(endpoint.query?.shape ?? {})) {
    const value = take(key)
    if (value !== undefined) query.set(key, value)
  }
  const search = query.size > 0 ? `?${query}` : ''
  return {
    path: `/api${path}${search}`,
    body: endpoint.body ? JSON.stringify(Object.fromEntries(rest)) : undefined,
  }
}

async function reach(fetcher: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetcher(url, init)
  } catch (error) {
    throw new ApiError(init.signal?.aborted ? 'network.cancelled' : 'network.unreachable', {
      details: { cause: String(error) },
    })
  }
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json()
  } catch {
    return null
  }
}
