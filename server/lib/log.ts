import { pino, type DestinationStream, type Logger } from 'pino'
import type { LogLevel } from './config.ts'

export type Log = Logger

/** Names that hold secrets or people's words, at the top of a log line or one level below. */
const secretKeys = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'secretKey',
  'token',
  'setupCode',
  'text',
  'body',
  'headers',
  'url',
]

/** What an error message may carry by accident: a bot's token in an address, a bearer token, the password of an address. */
const secretPatterns: [RegExp, string][] = [
  [/\d{5,}:[\w-]{20,}/g, '[hidden]'],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 [hidden]'],
  [/(\w:\/\/[^\s:/@]*):[^\s@/]+@/g, '$1:[hidden]@'],
  [/([?&](?:token|key|secret|signature|code|cursor)=)[^&\s"']+/gi, '$1[hidden]'],
]

/** A text without the secrets it may carry. */
function withoutSecrets(text: string): string {
  return secretPatterns.reduce((hidden, [pattern, replacement]) => hidden.replace(pattern, replacement), text)
}

/** What of an error is logged. PostgreSQL's `detail`, `where` and parameters stay out: they quote rows. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: withoutSecrets(String(error)) }
  return {
    type: error.name,
    message: withoutSecrets(error.message),
    ...('code' in error ? { errorCode: error.code } : {}),
    ...('constraint' in error ? { constraint: error.constraint } : {}),
    stack: withoutSecrets(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

/** The process's log: JSON lines on standard output, without secrets and without anybody's words. */
export function createLog(options: { level: LogLevel }, destination?: DestinationStream): Log {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]), censor: '[hidden]' },
      serializers: { err: describeError, error: describeError },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  )
}
