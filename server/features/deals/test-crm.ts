import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, expect } from 'vitest'
import type { Reach, RightAction, RightEntity } from '#contract/permissions'
import { findViewer, rightsOf, type Viewer } from '#features/access'
import * as companies from '#features/companies'
import * as contacts from '#features/contacts'
import * as customers from '#features/customers'
import * as feed from '#features/feed'
import * as imbox from '#features/imbox'
import { systemClock, type Clock } from '#lib/clock'
import type { Database } from '#lib/db'
import { openStorage, type FileStorage } from '#lib/files/storage'
import type { Route } from '#lib/http/route'
import { createHttpServer } from '#lib/http/server'
import { createLog } from '#lib/log'
import { createMetrics } from '#lib/metrics'
import { createTestAccount, messageOf, personOf, type TestAccount } from '../intake/test-account.ts'
import { routes } from './routes.ts'

type Reply = { status: number; body: unknown }
type Reaches = Partial<Record<RightEntity, Partial<Record<RightAction, Reach>>>>

/** An account with its routes of contacts, deals, feed and ImBox; calls are made as a user of it, by his id. */
export type TestCrm = TestAccount & {
  viewer(userId: number): Promise<Viewer>
  /** A colleague whose role reaches as far as told, else everywhere. */
  addUser(reaches?: Reaches, groupId?: number): Promise<number>
  addGroup(): Promise<number>
  call(
    userId: number,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<Reply>
  /** A client writes. @returns the number of his conversation, its deal and contact. */
  write(name: string, text?: string): Promise<{ number: number; dealId: number; contactId: number }>
}

type More = (deps: { db: Database['db']; clock: Clock; storage: FileStorage }) => Route[]

/** `more`: routes of other features. */
export async function openCrm(database: Database, more: More = () => []): Promise<() => Promise<TestCrm>> {
  const { db } = database
  const dataDir = await mkdtemp(join(tmpdir(), 'beseda-crm-'))
  const app = await createApp(database, await openStorage({ dataDir, s3: null }), more)
  afterAll(async () => {
    await app.close()
    await rm(dataDir, { recursive: true })
  })
  return async () => {
    const account = await createTestAccount(database)
    const { accountId } = account
    return {
      ...account,
      viewer: async (userId) => {
        const viewer = await findViewer(db, accountId, userId)
        if (!viewer) throw new Error('No such user')
        return viewer
      },
      addUser: (reaches = {}, groupId) => addUser(database, accountId, reaches, groupId ?? null),
      addGroup: async () => {
        const group = db
          .insertInto('groups')
          .values({ account_id: accountId, name: `Отдел ${randomUUID()}` })
          .returning('id')
        return (await group.executeTakeFirstOrThrow()).id
      },
      call: async (userId, method, path, payload) => {
        const headers = { origin: 'http://crm.test', host: 'crm.test', cookie: `who=${accountId}.${userId}` }
        const response = await app.inject({
          method,
          url: `/api${path}`,
          headers,
          ...(payload && { payload }),
        })
        return { status: response.statusCode, body: response.json() }
      },
      write: async (name, text = 'Здравствуйте') => {
        await account.take(messageOf(personOf(`${accountId}-${name}`, name), text))
        const row = await db
          .selectFrom('conversations as v')

          .innerJoin('contacts as k', (on) =>
            on.onRef('k.account_id', '=', 'v.account_id').onRef('k.id', '=', 'v.contact_id'),
          )
          .select(['v.number', 'v.card_id as dealId', 'v.contact_id as contactId'])
          .where('v.account_id', '=', accountId)
          .where('k.name', '=', name)
          .orderBy('v.number', 'desc')
          .limit(1)
          .executeTakeFirstOrThrow()
        return { ...row, dealId: row.dealId ?? 0 }
      },
    }
  }
}

function createApp({ db }: Database, storage: FileStorage, more: More): Promise<FastifyInstance> {
  const deps = { db, clock: systemClock, storage }
  const plenty = { max: 10_000, windowMs: 60_000 }
  return createHttpServer(
    {
      config: { publicUrl: null, filesUrl: null, trustProxy: 0 },
      log: createLog({ level: 'silent' }),
      metrics: createMetrics({ withProcess: false }),
      limits: { user: plenty },
      resolveCaller: async ({ headers }) => {
        const [, accountId, userId] = /who=(\d+)\.(\d+)/.exec(headers.get('cookie') ?? '') ?? []
        const viewer = await findViewer(db, Number(accountId), Number(userId))
        return viewer && { ...viewer, name: 'Анна', roleId: 1 }
      },
    },
    [
      ...routes(deps),
      ...contacts.routes(deps),
      ...companies.routes(deps),
      ...customers.routes(deps),
      ...feed.routes(deps),
      ...imbox.routes(deps),
      ...more(deps),
    ],
  )
}

async function addUser(
  { db }: Database,
  accountId: number,
  reaches: Reaches,
  groupId: number | null,
): Promise<number> {
  const role = await db
    .insertInto('roles')
    .values({
      account_id: accountId,
      name: 'Роль',
      kind: 'custom',
      rights: JSON.stringify(rightsOf((action, entity) => reaches[entity]?.[action] ?? 'all')),
      answers_clients: true,
      incoming: true,
      analytics: false,
      settings: false,
      bots: 'none',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const user = await db
    .insertInto('users')
    .values({
      account_id: accountId,
      login_id: randomUUID(),
      name: 'Борис',
      email: `${randomUUID()}@example.com`,
      role_id: role.id,
      group_id: groupId,
      language: 'ru',
      time_zone: 'Europe/Moscow',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return user.id
}

/** Every counter and projection against what the rows of conversations say. */
export async function expectExact({ db }: Database, accountId: number): Promise<void> {
  const { rows } = await sql<{ kept: unknown; counted: unknown }>`
    select
      (select coalesce(jsonb_agg(c order by c), '[]') from (select card_kind, responsible_user_id, contact_responsible_user_id, open,
        unread, unanswered from inbox_counts where account_id = ${accountId} and (open, unread, unanswered) <> (0, 0, 0)) c) as kept,
      (select coalesce(jsonb_agg(c order by c), '[]') from (select coalesce(card_kind, '') as card_kind,
        coalesce(responsible_user_id, 0) as responsible_user_id, coalesce(contact_responsible_user_id, 0) as contact_responsible_user_id,
        count(*)::int as open, (count(*) filter (where read_at is null))::int as unread,
        (count(*) filter (where waiting_since is not null))::int as unanswered
        from conversations where account_id = ${accountId} and closed_at is null group by 1, 2, 3) c) as counted`.execute(
    db,
  )
  expect(rows[0]?.kept).toEqual(rows[0]?.counted)
  const wrong = await sql<{ projections: number; deals: number }>`
    select
      (select count(*)::int from conversations v join contacts own on own.account_id = v.account_id and own.id = v.contact_id
        join contacts k on k.account_id = own.account_id and k.id = own.root_id
        left join deals d on v.card_kind = 'deal' and d.account_id = v.account_id and d.id = v.card_id
        where v.account_id = ${accountId} and (v.contact_responsible_user_id is distinct from k.responsible_user_id
          or v.responsible_user_id is distinct from case when d.id is null then k.responsible_user_id else d.responsible_user_id end)
      ) as projections,
      (select count(*)::int from deals d cross join lateral (select count(*)::int as n,
          (count(*) filter (where v.read_at is null and v.closed_at is null))::int as unread from conversations v
          where v.account_id = d.account_id and v.card_kind = 'deal' and v.card_id = d.id) c
        where d.account_id = ${accountId} and (d.conversations, d.unread_conversations) <> (c.n, c.unread)) as deals`.execute(
    db,
  )
  expect(wrong.rows[0]).toEqual({ projections: 0, deals: 0 })
}
