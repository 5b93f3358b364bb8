/** What a body says; undefined when it is no JSON. */
export function parseJson(body: Buffer): unknown {
  return tryParse(() => JSON.parse(body.toString()))
}

/** The same for messengers whose ids go beyond 2^53: such a whole number comes out as its digits, a text. */
export function parseJsonWithLongIds(body: Buffer | string): unknown {
  return tryParse(() => JSON.parse(body.toString(), keepLongId))
}

function keepLongId(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value
  return /^-?\d+$/.test(source) ? source : value
}

function tryParse(parse: () => unknown): unknown {
  try {
    return parse()
  } catch {
    return undefined
  }
}
