import { z } from 'zod'
import type { Endpoint, EndpointInput, EndpointOutput } from '#contract/endpoint'
import { ApiError, readError } from './api-error.ts'

// Zod compiles its schemas with `new Function` where it may; the page's security policy says it may not.
z.config({ jitless: true })

/** `keepalive`: the request outlives the page that makes it. */
export type CallOptions = { signal?: AbortSignal; keepalive?: boolean }

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
    const answer = await reach(fetcher, `${base}${path}`, {
      method: endpoint.method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
      ...(options?.signal ? { signal: options.signal } : {}),
      ...(options?.keepalive === true ? { keepalive: true } : {}),
    })
    const content = await readJson(answer)
    if (!answer.ok) {
      const error = readError(answer.status, content)
      if (error.code === 'session.required') tellSignedOut()
      throw error
    }
    // The border: the server has checked its answer against the same schema, and an older page must bear a newer server.
    return content as EndpointOutput<typeof endpoint>
  }
}

/** The client of this page. */
export const call: Call = createClient()

const signedOutListeners = new Set<() => void>()

/** Calls `listener` when the server no longer knows the session: it ran out, or was ended elsewhere. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

/** Whoever else finds out says it here. */
export function tellSignedOut(): void {
  for (const listener of signedOutListeners) listener()
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
