import { z } from 'zod'
import { forgetFile, storeFile, type StoredFile } from '#features/files'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { setAvatar } from './contact-avatar.ts'
import type { FetchDeps } from './jobs.ts'

export const pictureSchema = z.object({
  accountId: z.int(),
  chatId: z.uuid(),
  /** The file it becomes: a second try finds what the first has stored. */
  fileId: z.uuid(),
  avatarRef: z.string(),
  avatarKey: z.string(),
})
type Picture = z.output<typeof pictureSchema>

/** A face is shown 48 points wide; what is larger than this was not meant for one. */
const maxBytes = 2 * 1024 * 1024
const pictureTypes = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])

/** Keeps a person's picture as a file of ours and shows the contact by it. What is no picture by its bytes is not kept. */
export async function fetchAvatar(deps: FetchDeps, picture: Picture): Promise<void> {
  const { accountId, chatId } = picture
  const file = await storePicture(deps, picture)
  if (!file) return
  const unused = await inTransaction(deps.db, async (tx) => {
    const isPicture = pictureTypes.has(file.mime)
    const former = isPicture
      ? await setAvatar(tx, { accountId, chatId }, { fileId: file.id, key: picture.avatarKey })
      : file.id
    return former === null ? null : forgetFile(tx, accountId, former)
  })
  if (unused !== null) await deps.storage.delete(unused)
}

/** Null: there is nothing to be had. */
async function storePicture(deps: FetchDeps, picture: Picture): Promise<StoredFile | null> {
  const { accountId, chatId } = picture
  const chat = await deps.db
    .selectFrom('chats')
    .select('channel_id')
    .where('account_id', '=', accountId)
    .where('id', '=', chatId)
    .executeTakeFirst()
  const channel = chat && (await deps.connect(accountId, chat.channel_id))
  if (!channel) return null
  const fetched = await channel.messenger.fetchFile(channel.connection, picture.avatarRef)
  if (fetched.outcome === 'later') throw new Error('The messenger asked to come later')
  if (fetched.outcome !== 'open') return null
  try {
    return await storeFile(deps, {
      accountId,
      id: picture.fileId,
      name: 'avatar',
      uploadedBy: { kind: 'client', id: null },
      chatId: null,
      body: fetched.stream,
      contentLength: fetched.sizeBytes,
      maxBytes,
    })
  } catch (error) {
    fetched.stream.destroy()
    if (error instanceof AppError && hopeless.has(error.code)) return null
    throw error
  }
}

const hopeless = new Set(['file.too_large', 'file.empty'])
