/**
 * Whether a page of this origin may use a button. Entries are origins; `:*` stands for any port and a leading `*.` of the
 * host for any subdomain, not for the domain itself.
 */
export function isAllowedOrigin(origin: string, entries: readonly string[]): boolean {
  if (!URL.canParse(origin)) return false
  const given = new URL(origin)
  if (given.protocol !== 'https:' && given.protocol !== 'http:') return false
  return entries.some((entry) => matches(given, entry))
}

const pattern = /^(https?:)\/\/(\*\.)?([^/:*\s]+|\[[\da-f:]+\])(?::(\d+|\*))?\/?$/i

function matches(given: URL, entry: string): boolean {
  const [, protocol = '', wildcard, host = '', port = ''] = pattern.exec(entry) ?? []
  if (protocol.toLowerCase() !== given.protocol) return false
  if (port !== '*' && standardPort(protocol, port) !== standardPort(given.protocol, given.port)) return false
  const plain = host.toLowerCase()
  return wildcard === undefined ? given.hostname === plain : given.hostname.endsWith(`.${plain}`)
}

function standardPort(protocol: string, port: string): string {
  if (port !== '') return port
  return protocol.toLowerCase() === 'https:' ? '443' : '80'
}
