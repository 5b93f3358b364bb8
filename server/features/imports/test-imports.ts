import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import type { Clock } from '#lib/clock'
import { importView, type ImportView } from '#contract/imports'
import { storeFile } from '#features/files'
import type { Database } from '#lib/db'
import type { FileStorage } from '#lib/files/storage'
import type { Route } from '#lib/http/route'
import { migrateJobs } from '#lib/jobs'
import { drainJobs } from '#lib/test-jobs'
import * as exports from '../exports/routes.ts'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { jobs } from './jobs.ts'
import { writeReport } from './report.ts'
import { routes } from './routes.ts'

type Chosen = { kind?: ImportView['kind']; onMatch?: ImportView['onMatch']; targets?: (string | null)[] }
type Deps = { db: Database['db']; clock: Clock; storage: FileStorage }

/** An account into which tables are brought. */
export type TestImports = TestCrm & {
  upload(file: string | Buffer, userId?: number): Promise<string>
  /** Begins an import. */
  begin(file: string | Buffer, chosen?: Chosen, userId?: number): Promise<ImportView>
  /** A step of an import, and all work that follows. */
  step(id: number, step: 'check' | 'run' | 'undo' | 'cancel', userId?: number): Promise<ImportView>
  /** Begins, checks and runs. */
  bringIn(file: string | Buffer, chosen?: Chosen, userId?: number): Promise<ImportView>
  get(id: number, userId?: number): Promise<ImportView>
  report(id: number, language?: 'ru' | 'en'): Promise<string>
  work(): Promise<void>
}

/** `more`: routes of other features. */
export async function openImports(
  database: Database,
  more: (deps: Deps) => Route[] = () => [],
): Promise<{ deps: Deps; createCrm: () => Promise<TestImports> }> {
  const given: Deps[] = []
  const create = await openCrm(database, (deps) => {
    given.push(deps)
    return [...routes(deps), ...exports.routes(deps), ...more(deps)]
  })
  const [deps] = given
  if (!deps) throw new Error('No routes were made')
  await migrateJobs(database.pool)
  return { deps, createCrm: async () => withImports(database, deps, await create()) }
}

function withImports(database: Database, deps: Deps, crm: TestCrm): TestImports {
  const { adminId, accountId } = crm
  const work = (): Promise<void> => drainJobs(database.pool, jobs(deps))
  const upload: TestImports['upload'] = async (file, userId = adminId) => {
    const id = randomUUID()
    await storeFile(deps, {
      accountId,
      id,
      name: 'клиенты.csv',
      uploadedBy: { kind: 'user', id: userId },
      chatId: null,
      body: Readable.from([Buffer.from(file)]),
      contentLength: null,
      maxBytes: 10_000_000,
    })
    return id
  }
  const get: TestImports['get'] = async (id, userId = adminId) =>
    importView.parse((await crm.call(userId, 'GET', `/imports/${id}`)).body)
  const begin: TestImports['begin'] = async (file, chosen = {}, userId = adminId) => {
    const { kind = 'contacts', ...rest } = chosen
    const fileId = await upload(file, userId)
    const begun = await crm.call(userId, 'POST', '/imports', { kind, fileId })
    expect(begun).toMatchObject({ status: 200 })
    const view = importView.parse(begun.body)
    if (Object.keys(rest).length === 0) return view
    return importView.parse((await crm.call(userId, 'PATCH', `/imports/${view.id}`, rest)).body)
  }
  const step: TestImports['step'] = async (id, which, userId = adminId) => {
    const answer = await crm.call(userId, 'POST', `/imports/${id}/${which}`)
    expect(answer).toMatchObject({ status: 200 })
    await work()
    return get(id, userId)
  }
  return {
    ...crm,
    upload,
    begin,
    step,
    get,
    work,
    bringIn: async (file, chosen, userId) => {
      const { id } = await begin(file, chosen, userId)
      await step(id, 'check', userId)
      return step(id, 'run', userId)
    },
    report: async (id, language = 'ru') => {
      const { open } = await writeReport(deps.db, await crm.viewer(adminId), id, language)
      return (await text(await open())).replace('\uFEFF', '')
    },
  }
}
