/**
 * The address under which messengers reach us. `port`: on which we listen. A messenger whose API root was overridden may be
 * told a plain address; when it runs on this very machine, also the one we listen on.
 */
export function chooseWebhookBase(
  config: { publicUrl: string | null; telegramApiRoot: string | null; host: string },
  port: number | null,
): string | null {
  const { publicUrl, telegramApiRoot } = config
  if (publicUrl?.startsWith('https:')) return publicUrl
  if (telegramApiRoot === null) return null
  if (publicUrl !== null) return publicUrl
  if (port === null || !isLoopback(new URL(telegramApiRoot).hostname)) return null
  const isEverywhere = config.host === '0.0.0.0' || config.host === '::'
  const host = isEverywhere ? '127.0.0.1' : config.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}
