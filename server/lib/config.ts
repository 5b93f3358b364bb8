import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { perMessenger, type MessengerKind } from '#contract/channels'
import { hashToken, type SecretKey } from './crypto.ts'

const nodeRoles = ['web', 'worker'] as const
type NodeRole = (typeof nodeRoles)[number]

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

const flag = z.stringbool().default(false)
const url = (protocols: RegExp, message: string): z.ZodOptional<z.ZodURL> =>
  z.url({ protocol: protocols, error: message }).optional()
const webUrl = url(/^https?$/, 'must be an address that begins with http:// or https://').transform(
  (address) => address?.replace(/\/+$/, '') ?? null,
)

/** `TRUST_PROXY`: 1 or true trusts one proxy in front; addresses and networks name the proxies. */
const trustProxy = z
  .string()
  .default('0')
  .transform((value): number | string[] =>
    /^(0|false|no|off)$/i.test(value)
      ? 0
      : /^(true|yes|on)$/i.test(value)
        ? 1
        : /^\d+$/.test(value)
          ? Number(value)
          : value.split(',').map((part) => part.trim()),
  )

const roles = z
  .string()
  .default(nodeRoles.join(','))
  .transform((value) => value.split(',').map((part) => part.trim()))
  .pipe(z.array(z.enum(nodeRoles)).min(1))

const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: webUrl,
  DATABASE_URL: url(
    /^postgres(ql)?$/,
    'must be an address like postgresql://user:password@host:5432/database',
  ),
  DATA_DIR: z.string().default('./data'),
  NATS_URL: url(/^(nats|tls|wss?)$/, 'must be an address like nats://host:4222'),
  S3_ENDPOINT: webUrl,
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  SMTP_URL: url(/^smtps?$/, 'must be an address like smtps://user:password@mail.example.com'),
  MAIL_FROM: z.string().trim().max(320).optional(),
  SECRET_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  FILES_URL: webUrl,
  TRUST_PROXY: trustProxy,
  MAX_UPLOAD_MB: z.coerce.number().int().min(1).max(10_000).default(100),
  STORAGE_QUOTA_MB: z.coerce.number().int().min(1).max(1_000_000_000).optional(),
  DB_POOL: z.coerce.number().int().min(4).max(1000).default(20),
  API_RATE: z.coerce.number().int().min(1).max(100_000).default(7),
  ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  ACCOUNT_NAME: z.string().trim().min(1).max(200).default('Beseda'),
  DEMO: flag,
  DEMO_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  ROLES: roles,
  LOG_LEVEL: z.enum(logLevels).default('info'),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  ALLOW_PRIVATE_NETWORK: flag,
})

export type S3Config = {
  endpoint: string | null
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** Through which server letters leave, and from whom they are: `Beseda <crm@example.com>`. */
export type SmtpConfig = { url: string; from: string }

/** All settings of a process, read once at its start. Sizes in bytes; addresses without a slash at the end. */
export type Config = {
  port: number
  host: string
  /** The address people use, when it is not the one we listen on. */
  publicUrl: string | null
  /** null: the embedded database under `dataDir`. */
  databaseUrl: string | null
  dataDir: string
  natsUrl: string | null
  s3: S3Config | null
  /** null: this installation sends no letters. */
  smtp: SmtpConfig | null
  secretKey: SecretKey
  /** A host of its own for clients' files. */
  filesUrl: string | null
  trustProxy: number | string[]
  maxUploadBytes: number
  /** What the files of one account may take together; null: as much as there is. */
  storageQuotaBytes: number | null
  dbPoolSize: number
  /** Calls a second with one API token. */
  apiRate: number
  /** The first account, made without the wizard. */
  admin: { email: string; password: string; accountName: string } | null
  isDemo: boolean
  /** Of the example world's colleagues; null: one is made and told. */
  demoPassword: string | null
  roles: NodeRole[]
  logLevel: LogLevel
  metricsToken: string | null
  /** Where a messenger is called instead of its own address; null: there. */
  apiRoots: Record<MessengerKind, string | null>
  allowsPrivateNetwork: boolean
  cpuCount: number
}

/** A setting is wrong; the message names the variable and is meant for the person who starts the server. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads the settings from the environment; makes DATA_DIR and, when SECRET_KEY is unset, the key in it. Throws ConfigError. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`).join('\n'),
    )
  }
  const values = parsed.data
  const dataDir = resolve(values.DATA_DIR)
  makePrivateDirectory(dataDir)
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL,
    databaseUrl: values.DATABASE_URL ?? null,
    dataDir,
    natsUrl: values.NATS_URL ?? null,
    s3: readS3(values),
    smtp: readSmtp(values),
    secretKey: readSecretKey(values.SECRET_KEY, dataDir),
    filesUrl: values.FILES_URL,
    trustProxy: values.TRUST_PROXY,
    maxUploadBytes: values.MAX_UPLOAD_MB * 1024 * 1024,
    storageQuotaBytes: values.STORAGE_QUOTA_MB === undefined ? null : values.STORAGE_QUOTA_MB * 1024 * 1024,
    dbPoolSize: values.DB_POOL,
    apiRate: values.API_RATE,
    admin: readAdmin(values),
    isDemo: values.DEMO,
    demoPassword: values.DEMO_PASSWORD ?? null,
    roles: values.ROLES,
    logLevel: values.LOG_LEVEL,
    metricsToken: values.METRICS_TOKEN ?? null,
    apiRoots: perMessenger((kind) => readApiRoot(given, kind)),
    allowsPrivateNetwork: values.ALLOW_PRIVATE_NETWORK,
    cpuCount: cpus().length,
  }
}

type Values = z.output<typeof settings>

/** Such as `VIBER_API_ROOT`. */
function readApiRoot(given: Record<string, unknown>, kind: MessengerKind): string | null {
  const variable = `${kind.toUpperCase()}_API_ROOT`
  const parsed = webUrl.safeParse(given[variable])
  if (parsed.success) return parsed.data
  throw new ConfigError(`${variable}: ${parsed.error.issues[0]?.message ?? 'is wrong'}`)
}

function readS3(values: Values): S3Config | null {
  const bucket = values.S3_BUCKET
  const accessKeyId = values.S3_ACCESS_KEY_ID
  const secretAccessKey = values.S3_SECRET_ACCESS_KEY
  if (!bucket && !values.S3_ENDPOINT && !accessKeyId && !secretAccessKey) return null
  if (!bucket) throw new ConfigError('S3_BUCKET: is missing; files in S3 need it')
  if (!accessKeyId) throw new ConfigError('S3_ACCESS_KEY_ID: is missing; files in S3 need it')
  if (!secretAccessKey) throw new ConfigError('S3_SECRET_ACCESS_KEY: is missing; files in S3 need it')
  return { endpoint: values.S3_ENDPOINT, bucket, region: values.S3_REGION, accessKeyId, secretAccessKey }
}

function readSmtp({ SMTP_URL: address, MAIL_FROM: given }: Values): SmtpConfig | null {
  if (!address) {
    if (given) throw new ConfigError('SMTP_URL: is missing; MAIL_FROM is set')
    return null
  }
  const user = decodeURIComponent(new URL(address).username)
  const from = given ?? (user.includes('@') ? `Beseda <${user}>` : null)
  if (!from) throw new ConfigError('MAIL_FROM: is missing; letters need an address they come from')
  if (!z.email().safeParse(/<([^<>]*)>$/.exec(from)?.[1] ?? from).success) {
    throw new ConfigError('MAIL_FROM: must be like crm@example.com or Beseda <crm@example.com>')
  }
  return { url: address, from }
}

function readAdmin(values: Values): Config['admin'] {
  const email = values.ADMIN_EMAIL
  const password = values.ADMIN_PASSWORD
  if (!email && !password) return null
  if (!email) throw new ConfigError('ADMIN_EMAIL: is missing; ADMIN_PASSWORD is set')
  if (!password) throw new ConfigError('ADMIN_PASSWORD: is missing; ADMIN_EMAIL is set')
  return { email: email.toLowerCase(), password, accountName: values.ACCOUNT_NAME }
}

function makePrivateDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o755 })
  } catch (error) {
    throw new ConfigError(`DATA_DIR: cannot make the folder ${path}: ${(error as Error).message}`)
  }
}

/** A key given as text becomes 32 bytes by hashing; the kept one is 32 random bytes in a file only we may read. */
function readSecretKey(given: string | undefined, dataDir: string): SecretKey {
  if (given) return Buffer.from(hashToken(given), 'hex')
  const path = join(dataDir, 'secret.key')
  const draft = join(dataDir, `secret.key.${randomBytes(6).toString('hex')}`)
  try {
    const kept = readKept(path)
    if (kept) return kept
    writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    })
    // A link never replaces: of two processes that start at once, both end with the key of the first.
    linkSync(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  const key = readKept(path)
  if (!key) throw new ConfigError(`SECRET_KEY: cannot read the key kept in ${path}`)
  return key
}

function readKept(path: string): SecretKey | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
  const key = Buffer.from(text, 'base64url')
  if (key.length !== 32) throw new ConfigError(`SECRET_KEY: the key kept in ${path} is damaged`)
  return key
}
