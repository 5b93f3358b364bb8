import type { VisitorMessage } from '#contract/website'
import { signFileUrl } from '#features/files'
import type { ThreadRow } from './thread-queries.ts'
import type { WebsiteDeps } from './website-deps.ts'

/** Addresses of files live long enough for a page that stays open; the widget gets new ones with every fetch. */
const fileAddressMs = 60 * 60_000

/** What the widget gets of a message. `base`: where the visitor's browser reaches us. */
export function showMessage(
  deps: Pick<WebsiteDeps, 'clock' | 'config'>,
  row: ThreadRow,
  at: { accountId: number; base: string },
): VisitorMessage {
  const expiresAt = new Date(deps.clock().getTime() + fileAddressMs)
  return {
    id: row.shownId,
    isMine: row.isMine,
    authorName: row.authorName === null ? null : firstName(row.authorName),
    isAutomatic: row.isAutomatic,
    text: row.text,
    at: row.at.toISOString(),
    isRead: row.isRead,
    isEdited: row.isEdited,
    files: row.files.map(({ fileId, ...file }) => ({
      ...file,
      url:
        fileId === null ? null : signFileUrl(deps, { accountId: at.accountId, fileId }, expiresAt, at.base),
    })),
  }
}

/** Clients know a colleague by the first name only. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? ''
}
