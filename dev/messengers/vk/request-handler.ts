import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PlayPage } from '../lib/play-page.ts'
import { readBody } from '../lib/read-body.ts'
import { VkError } from './api-error.ts'
import { CallParameters, readParameters } from './call-parameters.ts'
import type { CommunityState } from './community-state.ts'
import { isExecuted, type Fault } from './faults.ts'
import { toJson } from './json.ts'
import { findMethod, rightFor, type Aftermath } from './methods.ts'
import { serveDocument, serveStored } from './serve-files.ts'
import { maxUploadBytes, takeUpload } from './upload-methods.ts'
import { writeAnswer, writeFaulty } from './write-answer.ts'

export type Communities = { byToken(token: string): CommunityState | null; all(): CommunityState[] }

/** Serves the API, uploads, files and Long Poll, and hands everything else to the playground. */
export const createRequestHandler =
  (communities: Communities, page: PlayPage['serve']) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in')
    const [, place = '', first = '', ...rest] = pathname.split('/')
    const byId = (id: string): CommunityState | undefined =>
      communities.all().find((each) => String(each.id) === id)
    const serve = async (): Promise<void> => {
      if (place === 'method') return serveCall(communities, request, response, first, searchParams)
      if (place === 'upload') return serveUpload(byId(first), request, response, rest[0] ?? '')
      if (place === 'longpoll') return serveLongPoll(byId(first), response, searchParams)
      if (place === 'file') return serveStored(communities.all(), response, `${first}/${rest.join('/')}`)
      if (/^doc-?\d+_\d+$/.test(place)) return serveDocument(communities.all(), response, place, searchParams)
      page(request, response, pathname)
    }
    serve().catch(() => response.destroy())
  }

const serveCall = async (
  communities: Communities,
  request: IncomingMessage,
  response: ServerResponse,
  method: string,
  query: URLSearchParams,
): Promise<void> => {
  const body = await readBody(request, maxUploadBytes)
  const type = request.headers['content-type'] ?? ''
  const { parameters } = await readParameters(query, type, body ?? Buffer.alloc(0))
  const community = communities.byToken(parameters.text('access_token'))
  const fault = community?.faults.take(method) ?? null
  const aftermath: Aftermath = []
  const answer = await answerCall(community, method, parameters, fault, aftermath)
  if (community) journal(community, method, parameters, answer, fault)
  if (aftermath.length > 0) response.once('close', () => aftermath.forEach((act) => act()))
  if (fault) writeFaulty(response, fault, answer)
  else writeAnswer(response, answer)
}

/** The answer's JSON. Refusals too are answered with HTTP 200. */
const answerCall = async (
  community: CommunityState | null,
  method: string,
  parameters: CallParameters,
  fault: Fault | null,
  aftermath: Aftermath,
): Promise<string> => {
  try {
    const result = isExecuted(fault) ? await perform(community, method, parameters, aftermath) : null
    if (fault?.kind === 'error') throw new VkError(fault.code)
    return toJson({ response: result })
  } catch (error) {
    const refusal = error instanceof VkError ? error : new VkError(10)
    const request = [...parameters.values].filter(([name]) => name !== 'access_token')
    const request_params = [['method', method], ...request].map(([key, value]) => ({ key, value }))
    return toJson({ error: { error_code: refusal.code, error_msg: refusal.message, request_params } })
  }
}

const perform = (
  community: CommunityState | null,
  name: string,
  parameters: CallParameters,
  aftermath: Aftermath,
): unknown => {
  const method = findMethod(name)
  if (!method) throw new VkError(3)
  if (parameters.text('access_token') === '') throw new VkError(5, 'no access_token passed')
  if (!community || community.isRevoked) throw new VkError(5)
  if (parameters.text('v') === '') throw new VkError(8, 'v is required')
  countRequest(community)
  const right = rightFor(name)
  if (right !== null && !community.rights.has(right)) throw new VkError(15, `no rights: ${right}`)
  return method(community, parameters, aftermath)
}

const countRequest = ({ surroundings, requestTimes }: CommunityState): void => {
  if (surroundings.requestsPerSecond === undefined) return
  const now = Date.now()
  while (requestTimes[0] !== undefined && requestTimes[0] <= now - surroundings.secondMs) requestTimes.shift()
  if (requestTimes.length >= surroundings.requestsPerSecond) throw new VkError(6)
  requestTimes.push(now)
}

const journal = (
  community: CommunityState,
  method: string,
  parameters: CallParameters,
  answer: string,
  fault: Fault | null,
): void => {
  const given = [...parameters.values].filter(([name]) => name !== 'access_token' && name !== 'v')
  const refusal = /^\{"error":\{"error_code":(\d+),"error_msg":"((?:[^"\\]|\\.)*)"/.exec(answer)
  const outcome = refusal ? `${refusal[1]} ${refusal[2]}` : 'ok'
  community.calls.push({
    method,
    parameters: Object.fromEntries(given),
    at: community.surroundings.clock(),
    outcome: fault ? `${outcome} (${fault.kind})` : outcome,
  })
}

const serveUpload = async (
  community: CommunityState | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
): Promise<void> => {
  const body = await readBody(request, maxUploadBytes)
  if (!body) {
    response.writeHead(413, { 'content-type': 'text/html' }).end('<h1>413 Request Entity Too Large</h1>')
    return
  }
  const { files } = await readParameters(new URLSearchParams(), request.headers['content-type'] ?? '', body)
  const fault = community?.faults.take('upload') ?? null
  const isWrong = fault?.kind === 'wrongKind'
  const wrong =
    community?.uploads.get(id)?.kind === 'photo' ? { server: 1, photo: '[]', hash: '' } : { error: 'wrong' }
  const taken = community && isExecuted(fault) && !isWrong ? takeUpload(community, id, files) : wrong
  if (fault && !isWrong) writeFaulty(response, fault, toJson(taken))
  else writeAnswer(response, toJson(taken))
}

const serveLongPoll = async (
  community: CommunityState | undefined,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<void> => {
  const fault = community?.faults.take('longPoll') ?? null
  const isKnown = community && !community.isRevoked && query.get('act') === 'a_check'
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const asked = {
    key: query.get('key') ?? '',
    ts: query.get('ts') ?? '',
    waitSeconds: Number(query.get('wait') ?? 25),
  }
  if (fault?.kind === 'failed') {
    writeAnswer(
      response,
      fault.number === 1 ? `{"failed":1,"ts":${community?.longPoll.place.ts}}` : `{"failed":${fault.number}}`,
    )
    return
  }
  const answer = isKnown ? await community.longPoll.answer(asked, gone.signal) : '{"failed":2}'
  if (fault) writeFaulty(response, fault, answer)
  else writeAnswer(response, answer)
}
