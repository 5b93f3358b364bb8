import { createHmac } from 'node:crypto'
import { isSameSecret } from '#lib/crypto'
import { sessionCookieName, sessionSecret, type AuthSettings } from './create-auth.ts'

/**
 * The session's token in a `Cookie` header, when its signature is ours. better-auth signs as `token.base64(HMAC-SHA256)`,
 * percent-encoded; reading it here saves its three queries on every request.
 */
export function readSessionToken(settings: AuthSettings, cookieHeader: string | null): string | null {
  const value = findCookie(cookieHeader ?? '', sessionCookieName(settings.publicUrl))
  const dot = value?.lastIndexOf('.') ?? -1
  if (!value || dot < 1) return null
  const token = value.slice(0, dot)
  const signature = createHmac('sha256', sessionSecret(settings.secretKey)).update(token).digest('base64')
  return isSameSecret(value.slice(dot + 1), signature) ? token : null
}

function findCookie(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const equals = part.indexOf('=')
    if (part.slice(0, equals).trim() !== name) continue
    try {
      return decodeURIComponent(part.slice(equals + 1).trim())
    } catch {
      return null
    }
  }
  return null
}
