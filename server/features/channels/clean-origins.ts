import { AppError } from '#lib/errors'

const wildcardPattern = /^(https?):\/\/(\*\.)?([^/:*?#@\s]+)(:\*)?$/i

/**
 * Origins on which a button may stand, as a person writes them: the address of any page of the site, or only its host.
 * `*.` before the host stands for its subdomains, `:*` behind it for any port. Throws `channel.origin_invalid`.
 */
export function cleanOrigins(given: string[]): string[] {
  return [...new Set(given.map(cleanOrigin))]
}

function cleanOrigin(given: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `https://${given}`
  const [, scheme, subdomains = '', host, port = ''] = wildcardPattern.exec(address) ?? []
  if (scheme && host && (subdomains || port)) {
    const { hostname } = parse(`${scheme}://${host}`, given)
    return `${scheme.toLowerCase()}://${subdomains}${hostname}${port}`
  }
  return parse(address, given).origin
}

function parse(address: string, given: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (!url || !isWeb || url.hostname === '' || /[*\s"'<>]/.test(url.hostname) || url.username !== '') {
    throw new AppError('channel.origin_invalid', { origin: given })
  }
  return url
}
