import type { ChannelKind, MessengerKind } from '#contract/channels'

type Reached = { publicUrl: string | null; apiRoots: { [K in MessengerKind]?: string | null }; host: string }

/**
 * The address under which a messenger reaches us. `port`: on which we listen. A messenger whose API root was overridden may be
 * told a plain address; when it runs on this very machine, also the one we listen on.
 */
export function chooseWebhookBase(config: Reached, port: number | null, kind: ChannelKind): string | null {
  const { publicUrl } = config
  if (publicUrl?.startsWith('https:')) return publicUrl
  const apiRoot = kind === 'website' ? null : (config.apiRoots[kind] ?? null)
  if (apiRoot === null) return null
  if (publicUrl !== null) return publicUrl
  if (port === null || !isLoopback(new URL(apiRoot).hostname)) return null
  const isEverywhere = config.host === '0.0.0.0' || config.host === '::'
  const host = isEverywhere ? '127.0.0.1' : config.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}
