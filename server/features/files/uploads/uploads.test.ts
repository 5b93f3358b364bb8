import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { findRoom, projections } from '../index.ts'
import { openTestFiles } from '../test-files.ts'
import { sweepUploads } from '../sweep-uploads.ts'
import { findWrongProjections } from '#lib/projections'

const files = await openTestFiles()
afterAll(files.close)

const headers = (who: string): Record<string, string> => ({ cookie: who, 'sec-fetch-site': 'same-origin' })

type Answer = { statusCode: number; json(): never }

const begin = (who: string, id: string, sizeBytes: number, name = 'фильм.bin'): Promise<Answer> =>
  files.app.inject({
    method: 'POST',
    url: '/api/uploads',
    headers: headers(who),
    payload: { id, name, sizeBytes },
  })
const send = (who: string, id: string, offset: number, bytes: Buffer, sha256?: string): Promise<Answer> =>
  files.app.inject({
    method: 'PATCH',
    url: `/api/uploads/${id}?offset=${offset}${sha256 === undefined ? '' : `&sha256=${sha256}`}`,
    headers: { ...headers(who), 'content-type': 'application/octet-stream' },
    payload: bytes,
  })
const ask = (who: string, id: string): Promise<Answer> =>
  files.app.inject({ url: `/api/uploads/${id}`, headers: headers(who) })
const finish = (who: string, id: string): Promise<Answer> =>
  files.app.inject({ method: 'POST', url: `/api/uploads/${id}/file`, headers: headers(who) })
const cancel = (who: string, id: string): Promise<Answer> =>
  files.app.inject({ method: 'DELETE', url: `/api/uploads/${id}`, headers: headers(who) })
const read = async (who: string, id: string): Promise<Buffer> =>
  (await files.app.inject({ url: `/api/files/${id}`, headers: headers(who) })).rawPayload

const codeOf = (answer: Answer): string => {
  const { error }: { error?: { code: string } } = answer.json()
  return error?.code ?? 'ok'
}
const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

describe('an upload in pieces', () => {
  it('goes on where it broke off, and becomes one file with the bytes that were sent', async () => {
    const id = randomUUID()
    const bytes = randomBytes(10_000)
    expect((await begin('anna', id, 10_000)).json()).toEqual({
      id,
      sizeBytes: 10_000,
      receivedBytes: 0,
      file: null,
    })
    await send('anna', id, 0, bytes.subarray(0, 4000), sha256Of(bytes.subarray(0, 4000)))
    // The connection broke: whoever comes back asks, or begins again and hears the same.
    expect((await ask('anna', id)).json()).toMatchObject({ receivedBytes: 4000, file: null })
    expect((await begin('anna', id, 10_000)).json()).toMatchObject({ receivedBytes: 4000 })
    await send('anna', id, 4000, bytes.subarray(4000))
    expect((await finish('anna', id)).json()).toMatchObject({ id, name: 'фильм.bin', sizeBytes: 10_000 })
    expect(await read('anna', id)).toEqual(bytes)
    expect(await files.countStored('pieces')).toBe(0)
  })

  it('is finished once, however often and how many at once ask for it', async () => {
    const id = randomUUID()
    const before = await files.countStored('')
    await begin('anna', id, 5)
    await send('anna', id, 0, Buffer.from('12345'))
    const answers = await Promise.all([finish('anna', id), finish('anna', id)])
    answers.push(await finish('anna', id))
    expect(answers.map(codeOf)).toEqual(['ok', 'ok', 'ok'])
    expect((await ask('anna', id)).json()).toMatchObject({ receivedBytes: 5, file: { id } })
    expect(await files.countStored('')).toBe(before + 1)
    expect(await files.countStored('pieces')).toBe(0)
  })

  it('takes one of two pieces that come for the same place at once, and keeps nothing of the other', async () => {
    const id = randomUUID()
    await begin('anna', id, 8)
    const answers = await Promise.all([
      send('anna', id, 0, Buffer.from('aaaa')),
      send('anna', id, 0, Buffer.from('bbbb')),
    ])
    expect(answers.map(codeOf).toSorted()).toEqual(['ok', 'upload.other_offset'])
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 409])
    const winner = codeOf(answers[0]) === 'ok' ? 'aaaa' : 'bbbb'
    await send('anna', id, 4, Buffer.from('cccc'))
    await finish('anna', id)
    expect(String(await read('anna', id))).toBe(`${winner}cccc`)
  })

  it('says where it stands when a piece begins elsewhere, and is not finished before it is whole', async () => {
    const id = randomUUID()
    await begin('anna', id, 8)
    await send('anna', id, 0, Buffer.from('1234'))
    for (const answer of [await send('anna', id, 0, Buffer.from('1234')), await finish('anna', id)]) {
      expect(answer.json()).toMatchObject({
        error: { code: 'upload.other_offset', details: { receivedBytes: 4 } },
      })
    }
    await cancel('anna', id)
  })

  it('keeps no piece that is not what its sum says, that is empty, or that is too long', async () => {
    const id = randomUUID()
    await begin('anna', id, 8)
    const answers = [
      await send('anna', id, 0, Buffer.from('1234'), sha256Of(Buffer.from('4321'))),
      await send('anna', id, 0, Buffer.alloc(0)),
      await send('anna', id, 0, Buffer.from('123456789')),
    ]
    expect(answers.map(codeOf)).toEqual(['file.upload_broken', 'file.empty', 'file.too_large'])
    expect((await ask('anna', id)).json()).toMatchObject({ receivedBytes: 0 })
    expect(await files.countStored('pieces')).toBe(0)
    await cancel('anna', id)
  })

  it("is nobody else's: not to see, to go on with, to finish, to cancel or to begin anew", async () => {
    const id = randomUUID()
    await begin('anna', id, 4)
    for (const who of ['boris', 'stranger']) {
      const answers = [
        await ask(who, id),
        await send(who, id, 0, Buffer.from('1234')),
        await finish(who, id),
        await cancel(who, id),
      ]
      expect(answers.map(codeOf), who).toEqual(Array.from({ length: 4 }, () => 'upload.not_found'))
    }
    expect(codeOf(await begin('boris', id, 4))).toBe('file.not_found')
    // Another account's ids are its own.
    expect(codeOf(await begin('stranger', id, 4))).toBe('ok')
    expect((await ask('anna', id)).json()).toMatchObject({ receivedBytes: 0 })
    await cancel('anna', id)
    await cancel('stranger', id)
  })

  it('that is too large is refused before a byte is sent', async () => {
    const answer = await begin('anna', randomUUID(), 60_000)
    expect(answer.json()).toMatchObject({
      error: { code: 'file.too_large', details: { limitBytes: 50_000 } },
    })
  })

  it('whose piece was damaged on the disk is not made a file: it begins anew', async () => {
    const id = randomUUID()
    await begin('anna', id, 4)
    await send('anna', id, 0, Buffer.from('1234'))
    await files.db
      .updateTable('upload_pieces')
      .set({ sha256: sha256Of(Buffer.from('other')) })
      .where('upload_id', '=', id)
      .execute()
    expect(codeOf(await finish('anna', id))).toBe('file.upload_broken')
    expect(codeOf(await ask('anna', id))).toBe('upload.not_found')
    expect(await files.countStored('pieces')).toBe(0)
  })

  it('that could not be put together now keeps its pieces, and is finished later', async () => {
    const id = randomUUID()
    await begin('anna', id, 4)
    await send('anna', id, 0, Buffer.from('1234'))
    const { open } = files.storage
    files.storage.open = () => Promise.reject(new Error('the bucket is away'))
    expect(codeOf(await finish('anna', id))).toBe('file.upload_broken')
    files.storage.open = open
    expect(codeOf(await finish('anna', id))).toBe('ok')
  })

  it('cancelled, or not gone on with for a day, is gone with its pieces', async () => {
    const [cancelled, abandoned, fresh] = [randomUUID(), randomUUID(), randomUUID()]
    await begin('anna', abandoned, 8)
    await send('anna', abandoned, 0, Buffer.from('1234'))
    files.now.at = new Date(files.now.at.getTime() + 25 * 60 * 60 * 1000)
    for (const id of [cancelled, fresh]) {
      await begin('anna', id, 8)
      await send('anna', id, 0, Buffer.from('1234'))
    }
    expect(codeOf(await cancel('anna', cancelled))).toBe('ok')
    await sweepUploads(files, files.now.at)
    const left = await Promise.all([cancelled, abandoned, fresh].map((id) => ask('anna', id)))
    expect(left.map(codeOf)).toEqual(['upload.not_found', 'upload.not_found', 'ok'])
    expect(await files.countStored('pieces')).toBe(1)
    await cancel('anna', fresh)
  })
})

describe('without room for files', () => {
  const put = (id: string, size: number): Promise<Answer> =>
    files.app.inject({
      method: 'PUT',
      url: `/api/files/${id}?name=a`,
      headers: headers('anna'),
      payload: Buffer.alloc(size, 'x'),
    })

  it('an account keeps no more than its share; of two that fit one by one only one is kept', async () => {
    onTestFinished(() => void (files.storage.quotaBytes = null))
    const { bytes } = await files.db
      .selectFrom('storage_use')
      .select('bytes')
      .where('account_id', '=', 1)
      .executeTakeFirstOrThrow()
    files.storage.quotaBytes = bytes + 1000
    const stored = await files.countStored('')
    const answers = await Promise.all([put(randomUUID(), 700), put(randomUUID(), 700)])
    expect(answers.map(codeOf).toSorted()).toEqual(['file.storage_full', 'ok'])
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 507])
    expect(codeOf(await begin('anna', randomUUID(), 400))).toBe('file.storage_full')
    expect(codeOf(await put(randomUUID(), 300))).toBe('ok')
    expect(await files.countStored('')).toBe(stored + 2)
    expect(codeOf(await begin('stranger', randomUUID(), 400))).toBe('ok')
  })

  it('a disk that fills up while a file is written says so, and keeps nothing of it', async () => {
    const { keep } = files.storage
    onTestFinished(() => void (files.storage.keep = keep))
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    files.storage.keep = () => Promise.reject(new Error('Cannot move', { cause: full }))
    const id = randomUUID()
    await begin('anna', id, 4)
    const before = await files.countStored('')
    const answers = [await put(randomUUID(), 10), await send('anna', id, 0, Buffer.from('1234'))]
    expect(answers.map(codeOf)).toEqual(['file.storage_full', 'file.storage_full'])
    expect((await ask('anna', id)).json()).toMatchObject({ receivedBytes: 0 })
    expect(await files.countStored('')).toBe(before)
    files.storage.keep = keep
    // With room again the same upload goes on.
    expect(codeOf(await send('anna', id, 0, Buffer.from('1234')))).toBe('ok')
    expect(codeOf(await finish('anna', id))).toBe('ok')
  })

  it('the last of a disk is left to the database', async () => {
    const { countFreeBytes } = files.storage
    onTestFinished(() => void (files.storage.countFreeBytes = countFreeBytes))
    files.storage.countFreeBytes = async () => 256 * 1024 * 1024
    expect([codeOf(await put(randomUUID(), 10)), codeOf(await begin('anna', randomUUID(), 10))]).toEqual([
      'file.storage_full',
      'file.storage_full',
    ])
  })

  it('admins see how much there is, and how many files of clients wait', async () => {
    const { countFreeBytes } = files.storage
    onTestFinished(() => void Object.assign(files.storage, { countFreeBytes, quotaBytes: null }))
    const mib = 1024 * 1024
    const stateWith = async (freeMib: number, quotaBytes: number | null): Promise<string> => {
      files.storage.countFreeBytes = async () => freeMib * mib
      files.storage.quotaBytes = quotaBytes
      return (await findRoom(files, 1)).state
    }
    expect(await stateWith(10_000, null)).toBe('good')
    expect(await stateWith(1000, null)).toBe('low')
    expect(await stateWith(256, null)).toBe('full')
    const { usedBytes } = await findRoom(files, 1)
    expect(await stateWith(10_000, usedBytes + 100 * mib)).toBe('good')
    expect(await stateWith(10_000, usedBytes)).toBe('full')
    expect(await findRoom(files, 1)).toMatchObject({ leftBytes: 0, waitingFiles: 0 })
  })

  it('what the files take is counted as they come, are erased and go', async () => {
    const [erased, deleted] = [randomUUID(), randomUUID()]
    await put(erased, 100)
    await put(deleted, 200)
    await files.db.updateTable('files').set({ erased_at: new Date() }).where('id', '=', erased).execute()
    await files.db.deleteFrom('files').where('id', '=', deleted).execute()
    expect(await findWrongProjections(files.pool, projections)).toEqual([])
  })
})
