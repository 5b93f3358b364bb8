export type CallbackAnswer = { status: number; body: string; retryAfter: string | null } | { failure: string }

/** Posts one event. Never throws: a lost connection is a failure to be repeated. */
export const postEvent = async (
  url: string,
  json: string,
  options: { timeoutMs: number; retryCount: number },
): Promise<CallbackAnswer> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        ...(options.retryCount > 0 ? { 'x-retry-counter': String(options.retryCount) } : {}),
      },
      body: json,
      signal: AbortSignal.timeout(options.timeoutMs),
    })
    // Bytes, because reading a text would swallow the mark of byte order that VK refuses.
    const body = Buffer.from(await response.arrayBuffer()).toString('utf8')
    return { status: response.status, body, retryAfter: response.headers.get('retry-after') }
  } catch (error) {
    return { failure: error instanceof Error ? error.name : 'failure' }
  }
}

export const isGood = (answer: CallbackAnswer): boolean =>
  'status' in answer && answer.status === 200 && answer.body === 'ok'

const longestRetryAfterMs = 3 * 3600 * 1000

/** Ms until the date an answer of 410, 429 or 503 asks to wait for; null when it asks for nothing. */
export const askedWaitMs = (answer: CallbackAnswer): number | null => {
  if (!('status' in answer) || answer.retryAfter === null || ![410, 429, 503].includes(answer.status))
    return null
  const waitMs = Date.parse(answer.retryAfter) - Date.now()
  return Number.isNaN(waitMs) || waitMs > longestRetryAfterMs ? null : Math.max(0, waitMs)
}
