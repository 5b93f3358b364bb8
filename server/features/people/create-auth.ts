import { betterAuth } from 'better-auth'
import { deriveKey, uuidv7, type SecretKey } from '#lib/crypto'
import type { Read } from '#lib/db'

export type AuthSettings = { secretKey: SecretKey; publicUrl: string | null }

const sessionSeconds = 30 * 86_400
/** A session that is used is prolonged at most once in so long. */
const prolongedEverySeconds = 86_400

/** Carries the caller's address to better-auth, which would believe the caller's own headers. */
export const addressHeader = 'x-caller-address'

/** The secret that signs the session's cookie. */
export function sessionSecret(secretKey: SecretKey): string {
  return deriveKey(secretKey, 'session').toString('base64url')
}

/** The browser keeps a `__Secure-` cookie only when it comes over https. */
export function sessionCookieName(publicUrl: string | null): string {
  return `${isHttps(publicUrl) ? '__Secure-' : ''}beseda.session_token`
}

function isHttps(publicUrl: string | null): boolean {
  return publicUrl?.startsWith('https:') ?? false
}

/**
 * better-auth on our tables, as a library: its own HTTP routes are never served. Over a transaction, it writes in that
 * transaction. Counting attempts is the business of our routes.
 */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the type is the library's own, inferred from the options
export function createAuth(db: Read, { secretKey, publicUrl }: AuthSettings) {
  return betterAuth({
    database: { db, type: 'postgres', transaction: false },
    secret: sessionSecret(secretKey),
    baseURL: publicUrl ?? 'http://localhost',
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true, minPasswordLength: 12, maxPasswordLength: 200 },
    advanced: {
      cookiePrefix: 'beseda',
      useSecureCookies: isHttps(publicUrl),
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => uuidv7(), validateSchema: false },
    },
    user: {
      modelName: 'logins',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    account: {
      modelName: 'login_credentials',
      fields: {
        userId: 'login_id',
        providerId: 'provider_id',
        accountId: 'external_id',
        password: 'password_hash',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    session: {
      modelName: 'login_sessions',
      expiresIn: sessionSeconds,
      updateAge: prolongedEverySeconds,
      fields: {
        userId: 'login_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'login_verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
  })
}
