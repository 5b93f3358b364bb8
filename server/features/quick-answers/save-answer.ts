import { unknownPlaceholders } from '#contract/placeholders'
import { mostQuickAnswers, type QuickAnswer } from '#contract/quick-answers'
import type { Viewer } from '#features/access'
import { findAttachable, findFiles, releaseFiles } from '#features/files'
import { isDatabaseError, type Tx } from '#lib/db'
import { differenceOf } from '#lib/difference-of'
import { AppError, idTaken, tooMany } from '#lib/errors'
import { change, emitByHand } from '#lib/events'
import { countAnswers, lockAnswer, mayChange, toView, type Answer } from './queries.ts'

type New = { id: string; isShared: boolean; shortcut: string; text: string; fileIds: string[] }

/** Makes a quick answer, one's own or, with the right to change settings, a shared one. */
export async function createAnswer(tx: Tx, viewer: Viewer, given: New, now: Date): Promise<QuickAnswer> {
  const ownerId = given.isShared ? null : viewer.userId
  if (!mayChange(viewer, { ownerId })) throw new AppError('session.forbidden')
  const known = await lockAnswer(tx, viewer, given.id)
  if (known?.createdBy === viewer.userId) return toView(tx, viewer, known)
  const { id, shortcut, text, fileIds } = given
  const answer: Answer = { id, ownerId, createdBy: viewer.userId, shortcut, text: text.trim(), fileIds }
  await requireGood(tx, viewer, answer, [])
  if ((await countAnswers(tx, viewer.accountId, ownerId)) >= mostQuickAnswers)
    throw tooMany('quick_answer.too_many', mostQuickAnswers)
  await withFreeShortcut(() =>
    tx
      .insertInto('quick_answers')
      .values({
        account_id: viewer.accountId,
        id,
        owner_id: ownerId,
        shortcut,
        body: answer.text,
        file_ids: fileIds,
        created_by: viewer.userId,
        created_at: now,
      })
      .execute(),
  )
  await tell(tx, viewer, { type: 'quick_answer.created', answer, after: await told(tx, viewer, answer) }, now)
  return toView(tx, viewer, answer)
}

type Change = {
  quickAnswerId: string
  shortcut?: string | undefined
  text?: string | undefined
  fileIds?: string[] | undefined
}

export async function changeAnswer(tx: Tx, viewer: Viewer, given: Change, now: Date): Promise<QuickAnswer> {
  const before = await lockOwn(tx, viewer, given.quickAnswerId)
  const answer: Answer = {
    ...before,
    shortcut: given.shortcut ?? before.shortcut,
    text: given.text?.trim() ?? before.text,
    fileIds: given.fileIds ?? before.fileIds,
  }
  await requireGood(tx, viewer, answer, before.fileIds)
  await withFreeShortcut(() =>
    tx
      .updateTable('quick_answers')
      .set({ shortcut: answer.shortcut, body: answer.text, file_ids: answer.fileIds })
      .where('account_id', '=', viewer.accountId)
      .where('id', '=', answer.id)
      .execute(),
  )
  const gone = before.fileIds.filter((id) => !answer.fileIds.includes(id))
  const difference = differenceOf(await told(tx, viewer, before), await told(tx, viewer, answer))
  await releaseFiles(tx, viewer.accountId, gone, now)
  if (difference) await tell(tx, viewer, { type: 'quick_answer.changed', answer, ...difference }, now)
  return toView(tx, viewer, answer)
}

export async function deleteAnswer(tx: Tx, viewer: Viewer, id: string, now: Date): Promise<void> {
  const answer = await lockOwn(tx, viewer, id)
  const before = await told(tx, viewer, answer)
  await tx
    .deleteFrom('quick_answers')
    .where('account_id', '=', viewer.accountId)
    .where('id', '=', id)
    .execute()
  await releaseFiles(tx, viewer.accountId, answer.fileIds, now)
  await tell(tx, viewer, { type: 'quick_answer.deleted', answer, before }, now)
}

async function lockOwn(tx: Tx, viewer: Viewer, id: string): Promise<Answer> {
  const answer = await lockAnswer(tx, viewer, id)
  if (!answer) throw new AppError('quick_answer.not_found')
  if (!mayChange(viewer, answer)) throw new AppError('session.forbidden')
  return answer
}

/** Something to send, of files one may send (or that were there already), and no name that nothing will be put in for. */
async function requireGood(tx: Tx, viewer: Viewer, answer: Answer, kept: string[]): Promise<void> {
  const { text, fileIds } = answer
  if (text === '' && fileIds.length === 0) throw new AppError('message.empty')
  const [unknown] = unknownPlaceholders(text)
  if (unknown !== undefined) {
    const message = `there is no placeholder ${unknown}`
    throw new AppError('request.invalid', {
      fields: [{ path: 'text', problem: 'unknown_placeholder', message }],
    })
  }
  const added = fileIds.filter((id) => !kept.includes(id))
  const found = await findAttachable(tx, viewer, added)
  if (found.length !== added.length) throw new AppError('file.not_found')
}

async function withFreeShortcut(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!isDatabaseError(error) || error.code !== '23505') throw error
    if (error.constraint !== 'quick_answers_pkey') throw new AppError('quick_answer.taken')
    throw idTaken()
  }
}

type Side = Record<string, unknown>

/** What of an answer the event list tells. */
async function told(tx: Tx, { accountId }: Viewer, { shortcut, text, fileIds }: Answer): Promise<Side> {
  const files = fileIds.length === 0 ? [] : await findFiles(tx, accountId, fileIds)
  return { shortcut, text, files: files.map(({ name }) => name) }
}

type Fact = {
  type: 'quick_answer.created' | 'quick_answer.changed' | 'quick_answer.deleted'
  answer: Answer
  before?: Side
  after?: Side
}

/** What is one's own is nobody else's news. */
async function tell(tx: Tx, viewer: Viewer, { answer, ...fact }: Fact, now: Date): Promise<void> {
  const { id, ownerId } = answer
  if (ownerId === null) await emitByHand(tx, viewer, { ...fact, subject: { kind: 'quick_answer', id } }, now)
  await change(tx, { accountId: viewer.accountId, topic: 'quick_answers', userId: ownerId })
}
