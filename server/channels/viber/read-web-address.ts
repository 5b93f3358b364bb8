/** An address of the web as somebody else gives it; null for anything that is none, such as a file or a script. */
export function readWebAddress(given: unknown, base?: string): string | null {
  if (typeof given !== 'string' || !URL.canParse(given, base)) return null
  const url = new URL(given, base)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null
}
