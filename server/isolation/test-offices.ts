import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll } from 'vitest'
import type { Reach, RightAction } from '#contract/permissions'
import { rightsOf } from '#features/access'
import { createAccount, createApiToken, createUser } from '#features/people'
import { systemClock } from '#lib/clock'
import { readConfig } from '#lib/config'
import { randomToken, type SecretKey } from '#lib/crypto'
import { inTransaction, type Tx } from '#lib/db'
import { createLog } from '#lib/log'
import { createTestDatabase, type TestDatabase } from '#lib/test-database'
import { startProduct } from '../app.ts'
import { onAccountCreated } from '../features.ts'
import { countWrites } from './count-writes.ts'

/** Somebody who works in an account: his session, and a token of his for the compatible API. */
export type Person = { userId: number; cookie: string; token: string }

/** An account and those who call: the admin; one whose role lets him see nothing; one who may see all and change nothing. */
export type Office = {
  accountId: number
  /** Stands in the name and the messages of every client of the account. */
  secret: string
  admin: Person
  blind: Person
  reader: Person
}

export type Offices = {
  database: TestDatabase
  /** Where the product listens: `http://127.0.0.1:PORT`. */
  base: string
  secretKey: SecretKey
  anna: Office
  boris: Office
  signIn(email: string): Promise<string>
  /** How many rows were written so far: the same again means that nothing was. */
  written(): Promise<number>
}

const password = 'correct horse battery'

/** The whole product, listening, without its background work, and two accounts in it. `environment`: settings beside its own. */
export async function openOffices(environment: Record<string, string> = {}): Promise<Offices> {
  const database = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'beseda-offices-'))
  const config = readConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: database.connectionString,
    ROLES: 'web',
    API_RATE: '10000',
    // Nobody listens there.
    TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
    ALLOW_PRIVATE_NETWORK: '1',
    ...environment,
  })
  const log = createLog({ level: 'silent' })
  const product = await startProduct({ config: { ...config, port: 0 }, log, print: () => {} })
  const base = `http://127.0.0.1:${product.port}`
  afterAll(async () => {
    await product.close()
    await rm(dataDir, { recursive: true })
  })
  const signIn = async (email: string): Promise<string> => {
    const answer = await fetch(`${base}/api/session`, {
      method: 'POST',
      headers: { origin: base, 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  }
  const settings = { secretKey: config.secretKey, publicUrl: null, onAccountCreated }
  const personOf = async (accountId: number, userId: number, email: string): Promise<Person> => ({
    userId,
    cookie: await signIn(email),
    token: await inTransaction(database.db, (tx) =>
      createApiToken(tx, { secretKey: config.secretKey, clock: systemClock }, { accountId, userId }),
    ),
  })
  const openOffice = async (): Promise<Office> => {
    const email = `${randomUUID()}@example.com`
    const { account, userId } = await inTransaction(database.db, (tx) =>
      createAccount(tx, settings, {
        company: 'Зерно и пар',
        language: 'ru',
        timeZone: 'Europe/Moscow',
        currency: 'RUB',
        country: 'RU',
        admin: { name: 'Админ', email, password },
      }),
    )
    const accountId = account.id
    const add = async (reachOf: (action: RightAction) => Reach, answersClients: boolean): Promise<Person> => {
      const theirs = `${randomUUID()}@example.com`
      const id = await inTransaction(database.db, async (tx) => {
        const person = {
          accountId,
          name: 'Коллега',
          email: theirs,
          password,
          role: 'member' as const,
          at: new Date(),
        }
        const made = await createUser(tx, settings, person)
        await giveRole(tx, accountId, made, reachOf, answersClients)
        return made
      })
      return personOf(accountId, id, theirs)
    }
    return {
      accountId,
      secret: randomToken(9),
      admin: await personOf(accountId, userId, email),
      blind: await add(() => 'none', true),
      reader: await add((action) => (action === 'view' ? 'all' : 'none'), false),
    }
  }
  const [anna, boris] = [await openOffice(), await openOffice()]
  // Numbers are each account's own; those of the second are none of the first.
  await sql`update account_counters set value = 5000 where account_id = ${boris.accountId}`.execute(
    database.db,
  )
  return {
    database,
    base,
    secretKey: config.secretKey,
    anna,
    boris,
    signIn,
    written: await countWrites(database),
  }
}

async function giveRole(
  tx: Tx,
  accountId: number,
  userId: number,
  reachOf: (action: RightAction) => Reach,
  answersClients: boolean,
): Promise<void> {
  const role = await tx
    .insertInto('roles')
    .values({
      account_id: accountId,
      name: 'Роль',
      kind: 'custom',
      rights: JSON.stringify(rightsOf(reachOf)),
      answers_clients: answersClients,
      incoming: false,
      analytics: false,
      settings: false,
      bots: 'none',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.updateTable('users').set({ role_id: role.id }).where('id', '=', userId).execute()
}
