import { uuid } from '#contract/common'
import type { EndpointOutput } from '#contract/endpoint'
import type { listVisitorMessages } from '#contract/website'
import { AppError } from '#lib/errors'
import { findVisitorChat, type Visitor } from './queries.ts'
import { noteDelivered } from './receipts.ts'
import { showMessage } from './show-message.ts'
import { listThread } from './thread-queries.ts'
import type { WebsiteDeps } from './website-deps.ts'

const pageSize = 50

/** A page of the visitor's own thread, newest last. Whoever fetches messages has got them. */
export async function readThread(
  deps: WebsiteDeps,
  reader: { visitor: Visitor; base: string },
  before: string | undefined,
): Promise<EndpointOutput<typeof listVisitorMessages>> {
  const { visitor, base } = reader
  const chat = await findVisitorChat(deps.db, visitor)
  if (!chat) return { items: [], before: null }
  const { accountId } = visitor
  const page = { beforeMessageId: readCursor(before), limit: pageSize + 1 }
  const rows = await listThread(deps.db, { accountId, chatId: chat.id }, page)
  const shown = rows.slice(0, pageSize).toReversed()
  await noteDelivered(
    deps,
    shown.map((row) => ({ visitor, row })),
  )
  return {
    items: shown.map((row) => showMessage(deps, row, { accountId, base })),
    before: rows.length > pageSize ? (shown[0]?.messageId ?? null) : null,
  }
}

/** The cursor is the id of the message the earlier page began with. */
function readCursor(given: string | undefined): string | null {
  if (given === undefined) return null
  const parsed = uuid.safeParse(given)
  if (parsed.success) return parsed.data
  throw new AppError('request.invalid', {
    fields: [{ path: 'before', problem: 'invalid_format', message: 'not a cursor of an earlier answer' }],
  })
}
