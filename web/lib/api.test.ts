import { afterEach, describe, expect, it } from 'vitest'
import { closeConversation, listConversations } from '#contract/conversations'
import { pageUserHeader } from '#contract/endpoint'
import { errors } from '#contract/errors'
import type { ErrorCode } from '#contract/errors'
import { getMe } from '#contract/people'
import { addressOf, createClient, onSignedOut } from './api.ts'
import type { SignedOut } from './api.ts'
import { ApiError } from './api-error.ts'
import { setPageUser } from './page-user.ts'
import { isWorthRetrying } from './query.ts'

type Sent = { url: string; init: RequestInit }

function answering(answer: () => Response): { sent: Sent[]; fetcher: typeof fetch } {
  const sent: Sent[] = []
  const fetcher: typeof fetch = async (input, init) => {
    sent.push({ url: input instanceof Request ? input.url : input.toString(), init: init ?? {} })
    return answer()
  }
  return { sent, fetcher }
}

const failing = (status: number, body: string) =>
  createClient('', answering(() => new Response(body, { status })).fetcher)

describe('the API client', () => {
  it('an input goes to the path, the query and the body by the contract', async () => {
    expect(addressOf(closeConversation, { number: 48_213, anyway: true })).toEqual({
      path: '/api/conversations/48213/closure',
      body: '{"anyway":true}',
    })
    expect(addressOf(listConversations, { preset: 'mine', search: '№ 5 & co', cursor: undefined })).toEqual({
      path: '/api/conversations?preset=mine&search=%E2%84%96+5+%26+co',
      body: undefined,
    })
  })

  it('a body is sent as JSON with the session', async () => {
    const { sent, fetcher } = answering(() => Response.json({}))
    await createClient('', fetcher)(closeConversation, { number: 1 })
    expect(sent[0]).toMatchObject({
      url: '/api/conversations/1/closure',
      init: {
        method: 'POST',
        credentials: 'same-origin',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      },
    })
  })

  it('an error of the contract keeps its code, details and request id', async () => {
    const fields = [{ path: 'name', problem: 'too_small', message: 'x' }]
    const body = JSON.stringify({ error: { code: 'request.invalid', details: { fields }, requestId: 'r1' } })
    const error = await failing(422, body)(getMe).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ code: 'request.invalid', status: 422, requestId: 'r1', fields })
  })

  it('the page of a broken proxy reads as a server that is away', async () => {
    await expect(failing(502, '<html>')(getMe)).rejects.toMatchObject({
      code: 'server.unavailable',
      status: 502,
    })
    await expect(failing(500, '{"error":"?"}')(getMe)).rejects.toMatchObject({ code: 'server.failed' })
  })

  it('a network without an answer, and a call given up, have codes of their own', async () => {
    const away = createClient('', () => Promise.reject(new TypeError('Failed to fetch')))
    await expect(away(getMe)).rejects.toMatchObject({ code: 'network.unreachable', status: 0 })
    const given = AbortSignal.abort()
    await expect(away(getMe, undefined, { signal: given })).rejects.toMatchObject({
      code: 'network.cancelled',
    })
  })
})

describe('for whom a call is made', () => {
  afterEach(() => setPageUser(null))
  const whoFor = ({ sent }: { sent: Sent[] }) =>
    sent.map(({ init }) => new Headers(init.headers).get(pageUserHeader))
  const refusing = (code: ErrorCode) =>
    createClient(
      '',
      answering(() =>
        Response.json({ error: { code, details: {}, requestId: 'r1' } }, { status: errors[code] }),
      ).fetcher,
    )

  it('is told to the server: the user of the page, or whom the caller names', async () => {
    const server = answering(() => Response.json({}))
    const client = createClient('', server.fetcher)
    await client(getMe)
    setPageUser(7)
    await client(getMe)
    await client(getMe, undefined, { as: 8 })
    expect(whoFor(server)).toEqual([null, '7', '8'])
  })

  it('decides whether a refusal ends the page: one for who was there before does not', async () => {
    const told: SignedOut[] = []
    const forget = onSignedOut((why) => told.push(why))
    setPageUser(7)
    const refused = [
      await refusing('session.required')(getMe).catch(() => null),
      await refusing('session.of_another')(getMe).catch(() => null),
      await refusing('session.required')(getMe, undefined, { as: 8 }).catch(() => null),
      await refusing('session.of_another')(getMe, undefined, { as: 8 }).catch(() => null),
      await refusing('deal.not_found')(getMe).catch(() => null),
    ]
    forget()
    expect([refused.length, told]).toEqual([5, ['ended', 'replaced']])
  })
})

describe('trying again', () => {
  it('a refusal is not asked for again, a passing failure is, three times', () => {
    const refused = new ApiError('deal.not_found', { status: 404 })
    const away = new ApiError('server.unavailable', { status: 503 })
    expect([isWorthRetrying(0, refused), isWorthRetrying(0, away), isWorthRetrying(2, away)]).toEqual([
      false,
      true,
      true,
    ])
    expect([isWorthRetrying(3, away), isWorthRetrying(0, new ApiError('network.cancelled'))]).toEqual([
      false,
      false,
    ])
  })
})
