import type { Readable } from 'node:stream'
import { formBody, jsonBody, type Body, type FormFile } from '../http-body.ts'
import type { HttpClient } from '../http.ts'
import { readFields, readInteger, readText } from '../read-unknown.ts'

/** Calls of the Bot API. The token is part of every address and leaves this file in no other way. */
export type TelegramClient = {
  call(token: string, method: string, parameters: Parameters, options?: CallOptions): Promise<ApiResult>
  /** Downloads a path given by getFile. */
  download(token: string, path: string): Promise<DownloadResult>
}

type Parameters = Record<string, unknown>
type CallOptions = { files?: FormFile[]; timeoutMs?: number; signal?: AbortSignal }

export type ApiResult =
  | { outcome: 'ok'; result: unknown }
  /** The Bot API said no: nothing was done. */
  | ApiRefusal
  /** The request cannot have been carried out. */
  | { outcome: 'unsent'; code: string }
  /** It may have been: no answer, a broken one, or an outage page. */
  | { outcome: 'unknown'; code: string }

export type ApiRefusal = {
  outcome: 'refused'
  status: number
  description: string
  retryAfterMs: number | null
  migrateTo: string | null
}

type DownloadResult =
  | { outcome: 'opened'; stream: Readable; sizeBytes: number | null }
  | { outcome: 'refused'; status: number }
  | { outcome: 'failed'; code: string }

const usualTimeoutMs = 30_000
/** A slow upload may take as long as this many bytes a second need. */
const slowestBytesPerSecond = 40_000

export function createTelegramClient(http: HttpClient, apiRoot: string): TelegramClient {
  return {
    async call(token, method, parameters, options = {}) {
      const body = bodyOf(parameters, options.files ?? [])
      const timeoutMs =
        (options.timeoutMs ?? usualTimeoutMs) + (body.sizeBytes / slowestBytesPerSecond) * 1000
      const url = `${apiRoot}/bot${encodeURI(token)}/${method}`
      const answer = await http.request({ method: 'POST', url, body, timeoutMs, signal: options.signal })
      return answer.outcome === 'answered' ? readAnswer(answer.status, answer.text) : answer
    },
    async download(token, path) {
      const safePath = path.split('/').map(encodeURIComponent).join('/')
      const url = `${apiRoot}/file/bot${encodeURI(token)}/${safePath}`
      const answer = await http.open({ method: 'GET', url, timeoutMs: usualTimeoutMs })
      if (answer.outcome !== 'opened') return { outcome: 'failed', code: answer.code }
      if (answer.status === 200) {
        const length = Number(answer.headers['content-length'])
        return {
          outcome: 'opened',
          stream: answer.stream,
          sizeBytes: Number.isSafeInteger(length) ? length : null,
        }
      }
      answer.stream.destroy()
      return { outcome: 'refused', status: answer.status }
    },
  }
}

/** JSON without files; with them a form, where every value is a text. */
function bodyOf(parameters: Parameters, files: FormFile[]): Body {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined)
  if (files.length === 0) return jsonBody(Object.fromEntries(given))
  const fields = given.map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return formBody(Object.fromEntries(fields), files)
}

/** Only the Bot API's own JSON counts as a refusal: a page of some server in front says nothing of what was done behind it. */
function readAnswer(status: number, text: string): ApiResult {
  // Of the front server, before the Bot API sees anything.
  if (status === 413) return refusal(413, 'Request Entity Too Large', null, null)
  const answer = parse(text)
  if (!answer || typeof answer['ok'] !== 'boolean')
    return { outcome: 'unknown', code: `answer_${status}_unreadable` }
  if (answer['ok']) return { outcome: 'ok', result: answer['result'] }
  const code = readInteger(answer['error_code']) ?? status
  if (code >= 500) return { outcome: 'unknown', code: `answer_${code}` }
  const parameters = readFields(answer['parameters'])
  const retryAfter = readInteger(parameters?.['retry_after'])
  const migrateTo = readInteger(parameters?.['migrate_to_chat_id'])
  return refusal(
    code,
    readText(answer['description']) ?? '',
    retryAfter === null ? null : retryAfter * 1000,
    migrateTo === null ? null : String(migrateTo),
  )
}

function refusal(
  status: number,
  description: string,
  retryAfterMs: number | null,
  migrateTo: string | null,
): ApiRefusal {
  return { outcome: 'refused', status, description: description.slice(0, 300), retryAfterMs, migrateTo }
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return readFields(JSON.parse(text))
  } catch {
    return null
  }
}

/** 401: revoked; 404: no such token. 404 also stands for an unknown method, which we never call. */
export function isTokenRefused(result: ApiRefusal): boolean {
  return result.status === 401 || result.status === 404
}
