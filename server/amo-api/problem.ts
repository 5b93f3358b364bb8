/** One thing wrong with a request, as the original words it: `path` is dotted ("filter.id"). */
export type Fault = { code: 'InvalidType' | 'NotSupportedChoice'; path: string; detail: string }

const titles = {
  400: ['Bad Request', 'Request validation failed'],
  401: ['Unauthorized', 'The token is missing, wrong, revoked or has run out'],
  403: ['Forbidden', 'The token may not do this'],
  404: ['Not Found', 'There is no such thing, or the token may not see it'],
  405: ['Method Not Allowed', 'This cannot be done here'],
  413: ['Payload Too Large', 'The request is too large'],
  415: ['Unsupported Media Type', 'The body must be application/json'],
  422: ['Unprocessable Entity', 'The request cannot be carried out'],
  429: ['Too Many Requests', 'The token is used too often'],
  500: ['Internal Server Error', 'The server failed; its log says why'],
  503: ['Service Unavailable', 'Try again in a moment'],
} as const satisfies Record<number, readonly [string, string]>

export type ProblemStatus = keyof typeof titles

/** What a caller of the compatible API is told instead of an answer. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: ProblemStatus
  readonly faults: readonly Fault[]

  constructor(status: ProblemStatus, detail?: string, faults: readonly Fault[] = []) {
    super(detail ?? titles[status][1])
    this.status = status
    this.faults = faults
  }
}

export function isProblemStatus(status: number): status is ProblemStatus {
  return status in titles
}

/** A part of the request is wrong: 400 that names it. */
export function badRequest(path: string, detail: string, code: Fault['code'] = 'InvalidType'): Problem {
  return new Problem(400, undefined, [{ code, path, detail }])
}

/** The body of the answer. */
export function problemBody({ status, message, faults }: Problem): Record<string, unknown> {
  return {
    title: titles[status][0],
    type: `https://httpstatus.es/${status}`,
    status,
    detail: message,
    ...(faults.length > 0 && { 'validation-errors': [{ request_id: '0', errors: faults }] }),
  }
}
