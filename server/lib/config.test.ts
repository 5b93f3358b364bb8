import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'beseda-config-'))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0
const newFolder = (): string => join(folder, String((count += 1)))
const read = (env: Record<string, string>) => readConfig({ DATA_DIR: newFolder(), ...env })

it('without any setting everything has a sensible value', () => {
  expect(read({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: null,
    databaseUrl: null,
    s3: null,
    smtp: null,
    admin: null,
    isDemo: false,
    demoPassword: null,
    roles: ['web', 'worker'],
    trustProxy: 0,
    allowsPrivateNetwork: false,
    maxUploadBytes: 100 * 1024 * 1024,
  })
})

it('an empty setting counts as none, as compose files write it', () => {
  expect(read({ PORT: '', PUBLIC_URL: ' ', S3_BUCKET: '' })).toMatchObject({
    port: 3000,
    publicUrl: null,
    s3: null,
  })
})

describe('a wrong setting is named', () => {
  it.each([
    ['PORT', { PORT: '70000' }],
    ['PORT', { PORT: 'http' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'crm.example.com' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://localhost/db' }],
    ['SECRET_KEY', { SECRET_KEY: 'short' }],
    ['ROLES', { ROLES: 'web,cook' }],
    ['DEMO', { DEMO: 'perhaps' }],
    ['DEMO_PASSWORD', { DEMO_PASSWORD: 'short' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['ADMIN_EMAIL', { ADMIN_PASSWORD: 'long enough 123' }],
    ['ADMIN_PASSWORD', { ADMIN_EMAIL: 'a@example.com', ADMIN_PASSWORD: 'short' }],
    ['SMTP_URL', { SMTP_URL: 'https://mail.example.com', MAIL_FROM: 'crm@example.com' }],
    ['SMTP_URL', { MAIL_FROM: 'crm@example.com' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://mail.example.com' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'Beseda' }],
    ['S3_SECRET_ACCESS_KEY', { S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'k' }],
  ])('%s in %j', (name, env) => {
    expect(() => read(env)).toThrow(new RegExp(`^${name}: `))
  })

  it('and so are all of them at once, without their values', () => {
    const attempt = () => read({ PORT: 'secret-word', SECRET_KEY: 'secret-word' })
    expect(attempt).toThrow(/PORT: .+\nSECRET_KEY: /)
    expect(attempt).not.toThrow(/secret-word/)
  })
})

it.each([
  ['smtp://127.0.0.1:2525', 'Beseda <crm@example.com>', 'Beseda <crm@example.com>'],
  ['smtps://crm%40example.com:secret@mail.example.com', '', 'Beseda <crm@example.com>'],
])('letters leave through %s from %j', (SMTP_URL, MAIL_FROM, from) => {
  expect(read({ SMTP_URL, MAIL_FROM }).smtp).toEqual({ url: SMTP_URL, from })
})

it.each([
  ['0', 0],
  ['false', 0],
  ['1', 1],
  ['true', 1],
  ['2', 2],
  ['10.0.0.0/8, 127.0.0.1', ['10.0.0.0/8', '127.0.0.1']],
])('TRUST_PROXY=%s', (value, expected) => {
  expect(read({ TRUST_PROXY: value }).trustProxy).toEqual(expected)
})

it('an address loses the slash at its end', () => {
  expect(read({ PUBLIC_URL: 'https://crm.example.com/' }).publicUrl).toBe('https://crm.example.com')
})

describe('the secret key', () => {
  it('is made once, kept for its owner alone, and read again', () => {
    const dataDir = newFolder()
    const first = read({ DATA_DIR: dataDir }).secretKey
    expect(first).toHaveLength(32)
    expect(read({ DATA_DIR: dataDir }).secretKey).toEqual(first)
    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600)
    expect(read({}).secretKey).not.toEqual(first)
  })

  it('given by the environment is not written anywhere', () => {
    const dataDir = newFolder()
    const given = 'a sentence of more than thirty-two characters'
    expect(read({ DATA_DIR: dataDir, SECRET_KEY: given }).secretKey).toHaveLength(32)
    expect(() => readFileSync(join(dataDir, 'secret.key'))).toThrow('ENOENT')
  })

  it('that is damaged stops the start instead of being replaced', () => {
    const dataDir = newFolder()
    read({ DATA_DIR: dataDir })
    writeFileSync(join(dataDir, 'secret.key'), 'half')
    expect(() => read({ DATA_DIR: dataDir })).toThrow(/^SECRET_KEY: .+damaged/)
  })
})
