import { formBody, type Body, type FormFile } from '../http-body.ts'
import type { HttpClient, HttpResult } from '../http.ts'
import { parseJsonWithLongIds } from '../parse-json.ts'
import { readFields, readInteger, readLine, type Fields } from '../read-unknown.ts'
import { apiVersion } from './config.ts'

/** Calls of the VK API. The token goes in the body and leaves this file in no other way. */
export type VkClient = {
  call(token: string, method: string, parameters: Parameters, options?: CallOptions): Promise<ApiResult>
  /** Sends a file to an address that VK has just given. */
  upload(url: string, file: FormFile): Promise<UploadResult>
  /** Asks a Long Poll server; the address comes from VK and holds a key. */
  longPoll(url: string, options: CallOptions): Promise<UploadResult>
}

type Parameters = Record<string, string | number | null | undefined>
type CallOptions = { timeoutMs?: number; signal?: AbortSignal }

export type ApiResult =
  | { outcome: 'ok'; result: unknown }
  /** VK said no. */
  | ApiRefusal
  /** The request cannot have been carried out. */
  | { outcome: 'unsent'; code: string }
  /** It may have been: no answer, a broken one, or an outage page. */
  | { outcome: 'unknown'; code: string }
export type ApiRefusal = { outcome: 'refused'; code: number; detail: string }

export type UploadResult =
  | { outcome: 'ok'; fields: Fields }
  | { outcome: 'too_large' }
  | { outcome: 'failed'; code: string }

const usualTimeoutMs = 30_000
/** A slow upload may take as long as this many bytes a second need. */
const slowestBytesPerSecond = 40_000

export function createVkClient(http: HttpClient, apiRoot: string): VkClient {
  return {
    async call(token, method, parameters, options = {}) {
      const url = `${apiRoot}/method/${method}`
      const body = queryBody({ ...parameters, access_token: token, v: apiVersion })
      const timeoutMs = options.timeoutMs ?? usualTimeoutMs
      const answer = await http.request({ method: 'POST', url, body, timeoutMs, signal: options.signal })
      return readAnswer(answer, token)
    },
    async upload(url, file) {
      if (!isWebAddress(url)) return { outcome: 'failed', code: 'bad_upload_address' }
      const body = formBody({}, [file])
      const timeoutMs = usualTimeoutMs + (body.sizeBytes / slowestBytesPerSecond) * 1000
      return readObject(await http.request({ method: 'POST', url, body, timeoutMs }))
    },
    async longPoll(url, options) {
      if (!isWebAddress(url)) return { outcome: 'failed', code: 'bad_long_poll_address' }
      const timeoutMs = options.timeoutMs ?? usualTimeoutMs
      return readObject(await http.request({ method: 'GET', url, timeoutMs, signal: options.signal }))
    },
  }
}

export function isWebAddress(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
}

/** VK reads no JSON bodies. */
function queryBody(parameters: Parameters): Body {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, String(value)]],
  )
  const bytes = Buffer.from(new URLSearchParams(given).toString())
  return { contentType: 'application/x-www-form-urlencoded', sizeBytes: bytes.length, pieces: [bytes] }
}

/** Only VK's own JSON counts: a page of some server in front says nothing of what was done behind it. */
function readAnswer(answer: HttpResult, token: string): ApiResult {
  if (answer.outcome !== 'answered') return answer
  const fields = readFields(parseJsonWithLongIds(answer.text))
  const error = readFields(fields?.['error'])
  if (error) return readError(error, token)
  if (!fields || fields['response'] === undefined)
    return { outcome: 'unknown', code: `answer_${answer.status}_unreadable` }
  return { outcome: 'ok', result: fields['response'] }
}

/** `request_params` of an error repeats what was asked and is never read. */
function readError(error: Fields, token: string): ApiResult {
  const code = readInteger(error['error_code'])
  if (code === null) return { outcome: 'unknown', code: 'error_without_code' }
  const words = readLine(error['error_msg']) ?? ''
  return { outcome: 'refused', code, detail: `${code} ${words.replaceAll(token, '…')}`.trim() }
}

function readObject(answer: HttpResult): UploadResult {
  if (answer.outcome !== 'answered') return { outcome: 'failed', code: answer.code }
  if (answer.status === 413) return { outcome: 'too_large' }
  const fields = readFields(parseJsonWithLongIds(answer.text))
  if (!fields) return { outcome: 'failed', code: `answer_${answer.status}_unreadable` }
  return { outcome: 'ok', fields }
}
